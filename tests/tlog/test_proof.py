"""Proofs to hand over: the specification's example, the round trip, and what must be refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import ClearwayBug, Refused
from clearway.signing import PrivateKey
from clearway.tlog.checkpoint import Checkpoint, cosign, sign_checkpoint
from clearway.tlog.merkle import Tree, leaf_hash
from clearway.tlog.note import NoteSigner, SignatureType
from clearway.tlog.proof import LogProof, build_proof, parse_proof, verify_proof, write_proof
from clearway.tlog.spelling import write_base64
from tests.refusals import refused

# https://c2sp.org/tlog-proof, without the `extra` line and the signatures, which are shortened there.
EXAMPLE = (
    b"c2sp.org/tlog-proof@v1\n"
    b"index 73894\n"
    b"gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
    b"B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
    b"EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n"
    b"RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n"
    b"AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n"
    b"\n"
    b"example.com/fancylog\n"
    b"109482\n"
    b"sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n"
    b"\n"
)

LOG = NoteSigner("crisis.example/public", SignatureType.ED25519, PrivateKey(bytes([1]) * 32))
WITNESS = NoteSigner("un.example/witness", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([2]) * 32))
OTHER = NoteSigner("ngo.example/witness", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([3]) * 32))
AT = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
LEAVES = [b"record %d" % number for number in range(70)]
TREE = Tree(map(leaf_hash, LEAVES))


def proved(index: int, size: int, extra: bytes | None = None) -> LogProof:
    note = sign_checkpoint(Checkpoint(LOG.name, size, TREE.root(size)), LOG)
    return build_proof(index, cosign(cosign(note, WITNESS, AT), OTHER, AT), TREE.read, extra)


def test_the_published_example_is_read() -> None:
    proof = parse_proof(EXAMPLE)
    assert (proof.index, len(proof.hashes), proof.extra) == (73894, 5, None)
    assert proof.checkpoint.startswith(b"example.com/fancylog\n109482\n")
    assert write_proof(proof) == EXAMPLE


@pytest.mark.law
@given(st.integers(1, 70), st.data(), st.none() | st.binary(min_size=1, max_size=20))
def test_a_proof_handed_over_verifies_offline(size: int, data: st.DataObject, extra: bytes | None) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = proved(index, size, extra)
    read = parse_proof(write_proof(proof))
    assert read == proof
    signed = verify_proof(read, LEAVES[index], LOG.verifier, [WITNESS.verifier, OTHER.verifier], least=2)
    assert signed.checkpoint == Checkpoint(LOG.name, size, TREE.root(size))
    assert signed.cosigned_at(WITNESS.verifier) == AT
    with refused("log.not_included"):
        verify_proof(read, LEAVES[index] + b" ", LOG.verifier)


@pytest.mark.law
@given(st.data())
def test_a_proof_with_any_bit_flipped_proves_nothing_else(data: st.DataObject) -> None:
    whole = write_proof(proved(5, 13))
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << (bit % 8)
    try:
        signed = verify_proof(parse_proof(bytes(changed)), LEAVES[5], LOG.verifier, [WITNESS.verifier, OTHER.verifier])
    except Refused:
        return
    # Only a witness's line became a stranger's: what the log signed is what it signed.
    assert signed.checkpoint == Checkpoint(LOG.name, 13, TREE.root(13))
    assert len(signed.cosigned) == 1


def test_too_few_witnesses_and_one_under_two_names() -> None:
    proof = proved(3, 9)
    with refused("log.too_few_witnesses"):
        verify_proof(proof, LEAVES[3], LOG.verifier, [WITNESS.verifier], least=2)
    alias = NoteSigner("alias.example/witness", SignatureType.COSIGNATURE_V1, WITNESS.private)
    note = cosign(cosign(sign_checkpoint(Checkpoint(LOG.name, 9, TREE.root(9)), LOG), WITNESS, AT), alias, AT)
    again = build_proof(3, note, TREE.read)
    with refused("log.too_few_witnesses"):
        verify_proof(again, LEAVES[3], LOG.verifier, [WITNESS.verifier, alias.verifier], least=2)
    verify_proof(again, LEAVES[3], LOG.verifier, [WITNESS.verifier, alias.verifier], least=1)


def test_another_log_and_another_place_are_refused() -> None:
    proof = proved(3, 9)
    other = NoteSigner("crisis.example/restricted", SignatureType.ED25519, LOG.private)
    with refused("log.not_signed"):
        verify_proof(proof, LEAVES[3], other.verifier)
    with refused("log.not_included"):
        verify_proof(replace(proof, index=2), LEAVES[3], LOG.verifier)
    with refused("log.not_included"):
        verify_proof(replace(proof, index=9), LEAVES[3], LOG.verifier)
    with refused("log.no_such_entry"):
        build_proof(9, proof.checkpoint, TREE.read)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n\n",
        EXAMPLE.replace(b"@v1", b"@v2"),
        EXAMPLE.replace(b"index 73894", b"index 073894"),
        EXAMPLE.replace(b"index 73894", b"index -1"),
        EXAMPLE.replace(b"index 73894", b"index"),
        EXAMPLE.replace(b"index 73894", b"index 9223372036854775808"),
        EXAMPLE.replace(b"index 73894\n", b""),
        EXAMPLE.replace(b"index 73894\n", b"index 73894\nextra AAAA\n"),
        EXAMPLE.replace(b"index", b"extra \nindex"),
        EXAMPLE.replace(b"index", b"extra A\nindex"),
        EXAMPLE.replace(b"index", b"extra AAAA\nextra AAAA\nindex"),
        EXAMPLE.replace(b"gSKy", b""),
        EXAMPLE.replace(b"gSKy", b"gSKygSKy"),
        EXAMPLE.replace(b"PlQ=", b"PlR="),
        EXAMPLE.replace(b"PlQ=", b"Pl\xff="),
        EXAMPLE.replace(b"\n", b"\r\n"),
        b"c2sp.org/tlog-proof@v1\n\n",
        b"c2sp.org/tlog-proof@v1\nextra AAAA\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + (write_base64(bytes(32)).encode() + b"\n") * 64 + b"\n",
        EXAMPLE + bytes(2_000_000),
    ],
)
def test_malformed_proofs_are_refused(text: bytes) -> None:
    with refused("log.proof_malformed"):
        parse_proof(text)


@pytest.mark.parametrize("proof", [LogProof(-1, (), b""), LogProof(0, (b"",), b""), LogProof(0, (), b"", b"")])
def test_what_cannot_be_read_back_is_not_written(proof: LogProof) -> None:
    with pytest.raises(ClearwayBug):
        write_proof(proof)
