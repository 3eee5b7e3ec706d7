// Checks Clearway's logs with other people's code, and makes logs for Clearway to check.
//
// Trees, proofs and tiles are those of the Go team's golang.org/x/mod/sumdb; cosignatures, checkpoints and the
// tlog-proof text are those of github.com/transparency-dev/formats. Reads one request as JSON on standard input and
// writes one answer as JSON on standard output; bytes are base64.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/formats/log"
	cosign "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

type request struct {
	Check []claim `json:"check"`
	Make  *order  `json:"make"`
}

// A claim is everything that Clearway says about one leaf and the growth of its log.
type claim struct {
	LogKey      string            `json:"log_key"`
	WitnessKeys []string          `json:"witness_keys"`
	Leaf        []byte            `json:"leaf"`
	Proof       string            `json:"proof"`
	Older       string            `json:"older"`
	Consistency [][]byte          `json:"consistency"`
	Tiles       map[string][]byte `json:"tiles"`
}

type finding struct {
	Error string  `json:"error"`
	Times []int64 `json:"times"`
}

// An order asks for a log over these leaves, its checkpoints at two sizes, and all that follows from them.
type order struct {
	Name        string   `json:"name"`
	Seed        []byte   `json:"seed"`
	Witness     string   `json:"witness"`
	WitnessSeed []byte   `json:"witness_seed"`
	Leaves      [][]byte `json:"leaves"`
	Older       int64    `json:"older"`
	Index       int64    `json:"index"`
}

type made struct {
	LogKey      string            `json:"log_key"`
	WitnessKey  string            `json:"witness_key"`
	Older       string            `json:"older"`
	Proof       string            `json:"proof"`
	Consistency [][]byte          `json:"consistency"`
	Tiles       map[string][]byte `json:"tiles"`
}

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var answer any
	if asked.Make != nil {
		result, err := fulfil(asked.Make)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		answer = result
	} else {
		findings := []finding{}
		for _, each := range asked.Check {
			times, err := check(each)
			found := finding{Times: times}
			if err != nil {
				found.Error = err.Error()
			}
			findings = append(findings, found)
		}
		answer = findings
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		os.Exit(1)
	}
}

func check(said claim) ([]int64, error) {
	logKey, err := note.NewVerifier(said.LogKey)
	if err != nil {
		return nil, err
	}
	var parsed proof.TLogProof
	if err := parsed.Unmarshal([]byte(said.Proof)); err != nil {
		return nil, err
	}
	newer, err := open(parsed.Checkpoint, logKey)
	if err != nil {
		return nil, err
	}
	times, err := seen(parsed.Checkpoint, said.WitnessKeys)
	if err != nil {
		return nil, err
	}
	var inclusion tlog.RecordProof
	for _, hash := range parsed.Hashes {
		inclusion = append(inclusion, tlog.Hash(hash))
	}
	leaf := tlog.RecordHash(said.Leaf)
	if err := tlog.CheckRecord(inclusion, newer.N, newer.Hash, int64(parsed.Index), leaf); err != nil {
		return nil, fmt.Errorf("inclusion: %w", err)
	}
	older, err := open([]byte(said.Older), logKey)
	if err != nil {
		return nil, err
	}
	var consistency tlog.TreeProof
	for _, hash := range said.Consistency {
		if len(hash) != tlog.HashSize {
			return nil, errors.New("a hash of another length")
		}
		consistency = append(consistency, tlog.Hash(hash))
	}
	if err := tlog.CheckTree(consistency, newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return nil, fmt.Errorf("consistency: %w", err)
	}
	return times, checkTiles(said.Tiles, newer, int64(parsed.Index), leaf)
}

// Opens a checkpoint by the log's key alone, so that lines of other keys must be ignored.
func open(signed []byte, key note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(key))
	if err != nil {
		return tlog.Tree{}, err
	}
	var checkpoint log.Checkpoint
	rest, err := checkpoint.Unmarshal([]byte(opened.Text))
	if err != nil {
		return tlog.Tree{}, err
	}
	if checkpoint.Origin != key.Name() || len(rest) != 0 || len(checkpoint.Hash) != tlog.HashSize {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	return tlog.Tree{N: int64(checkpoint.Size), Hash: tlog.Hash(checkpoint.Hash)}, nil
}

func seen(signed []byte, keys []string) ([]int64, error) {
	times := []int64{}
	for _, key := range keys {
		witness, err := cosign.NewVerifierForCosignatureV1(key)
		if err != nil {
			return nil, err
		}
		opened, err := note.Open(signed, note.VerifierList(witness))
		if err != nil {
			return nil, err
		}
		at, err := cosign.CoSigV1Timestamp(opened.Sigs[0])
		if err != nil {
			return nil, err
		}
		times = append(times, at.Unix())
	}
	return times, nil
}

// Reads the leaf's hash through the tiles, which proves each tile it touches against the root.
func checkTiles(files map[string][]byte, tree tlog.Tree, index int64, leaf tlog.Hash) error {
	reader := tlog.TileHashReader(tree, tileFiles(files))
	hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	if hashes[0] != leaf {
		return errors.New("tiles: another leaf")
	}
	return nil
}

type tileFiles map[string][]byte

func (tileFiles) Height() int                         { return tileHeight }
func (tileFiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (files tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := [][]byte{}
	for _, tile := range tiles {
		data, ok := files[tilePath(tile)]
		if !ok {
			return nil, fmt.Errorf("no file %s", tilePath(tile))
		}
		all = append(all, data)
	}
	return all, nil
}

// The Go checksum database has the height in its paths, C2SP's tiles are always of height 8 and have not.
func tilePath(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
}

func fulfil(asked *order) (*made, error) {
	stored := []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := []tlog.Hash{}
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for index, leaf := range asked.Leaves {
		hashes, err := tlog.StoredHashes(int64(index), leaf, reader)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	logKey, signer, err := keys(asked.Name, asked.Seed, note.NewSigner)
	if err != nil {
		return nil, err
	}
	witnessKey, witness, err := keys(asked.Witness, asked.WitnessSeed, func(skey string) (note.Signer, error) {
		return cosign.NewSignerForCosignatureV1(skey)
	})
	if err != nil {
		return nil, err
	}
	if witnessKey, err = cosign.VKeyToCosignatureV1(witnessKey); err != nil {
		return nil, err
	}
	size := int64(len(asked.Leaves))
	older, err := checkpoint(asked.Name, asked.Older, reader, signer)
	if err != nil {
		return nil, err
	}
	newer, err := checkpoint(asked.Name, size, reader, signer, witness)
	if err != nil {
		return nil, err
	}
	inclusion, err := tlog.ProveRecord(size, asked.Index, reader)
	if err != nil {
		return nil, err
	}
	text := proof.TLogProof{Index: uint64(asked.Index), Checkpoint: newer}
	for _, hash := range inclusion {
		text.Hashes = append(text.Hashes, hash)
	}
	result := &made{
		LogKey: logKey, WitnessKey: witnessKey, Older: string(older), Proof: string(text.Marshal()),
		Tiles: map[string][]byte{},
	}
	consistency, err := tlog.ProveTree(size, asked.Older, reader)
	if err != nil {
		return nil, err
	}
	for _, hash := range consistency {
		result.Consistency = append(result.Consistency, hash[:])
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, size) {
		data, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return nil, err
		}
		result.Tiles[tilePath(tile)] = data
	}
	return result, nil
}

func keys(name string, seed []byte, build func(string) (note.Signer, error)) (string, note.Signer, error) {
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return "", nil, err
	}
	id := strings.Split(vkey, "+")[1]
	signer, err := build(fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{1}, seed...))))
	return vkey, signer, err
}

func checkpoint(name string, size int64, reader tlog.HashReader, signers ...note.Signer) ([]byte, error) {
	root, err := tlog.TreeHash(size, reader)
	if err != nil {
		return nil, err
	}
	text := log.Checkpoint{Origin: name, Size: uint64(size), Hash: root[:]}.Marshal()
	return note.Sign(&note.Note{Text: string(text)}, signers...)
}
