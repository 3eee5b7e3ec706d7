"""Other people's code checks our logs, and we check theirs.

The program in ``independent/`` is a thin shell around the Go team's ``sumdb`` and transparency-dev's ``formats``.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clearway.signing import PrivateKey
from clearway.tlog.checkpoint import Checkpoint, cosign, cosigned_at, open_checkpoint, sign_checkpoint
from clearway.tlog.merkle import Tree, leaf_hash, verify_consistency
from clearway.tlog.note import NoteSigner, Signature, SignatureType, add_signatures, parse_vkey
from clearway.tlog.proof import build_proof, parse_proof, verify_proof, write_proof
from clearway.tlog.tiles import ENTRIES, tiles_of, write_hashes
from tests import parts

SOURCE = Path(__file__).parent / "independent"
LOG = NoteSigner("crisis.example/public", SignatureType.ED25519, PrivateKey(bytes([1]) * 32))
WITNESSES = tuple(
    NoteSigner(f"witness.example/{number}", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([number + 2]) * 32))
    for number in range(2)
)
AT = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
LEAVES = [b'{"record":%d}' % number for number in range(600)]
TREE = Tree(map(leaf_hash, LEAVES))
# index, older size, size: one leaf, powers of two and their neighbours, full and partial tiles.
SHAPES = [
    (0, 1, 1), (0, 1, 2), (1, 1, 2), (2, 2, 3), (3, 3, 7), (6, 4, 7), (7, 8, 8), (0, 5, 9), (69, 64, 70), (63, 65, 70),
    (255, 255, 256), (0, 256, 257), (256, 1, 257), (300, 256, 512), (511, 512, 513), (599, 300, 600), (17, 600, 600),
]  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = parts.go()
    path = tmp_path_factory.mktemp("independent") / "independent"
    settings = os.environ | {"GOFLAGS": "-mod=readonly", "GOWORK": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
    command = [go, "build", "-buildvcs=false", "-o", str(path), "."]
    built = subprocess.run(command, cwd=SOURCE, env=settings, capture_output=True, text=True, check=False, timeout=600)
    if built.returncode:
        parts.lack(f"the independent verifier cannot be built (its modules come from the Go proxy): {built.stderr}")
    return path


def ask(program: Path, request: dict[str, Any]) -> Any:
    ran = subprocess.run([program], input=json.dumps(request), capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def signed(size: int) -> bytes:
    return sign_checkpoint(Checkpoint(LOG.name, size, TREE.root(size)), LOG)


def claim(index: int, older: int, size: int) -> dict[str, Any]:
    note = signed(size)
    for hours, witness in enumerate(WITNESSES):
        note = cosign(note, witness, AT.replace(hour=AT.hour + hours))
    # A line of a kind that nobody knows must be read over by both sides.
    note = add_signatures(note, Signature("future.example", b"\1\2\3\4", bytes(100)))
    return {
        "log_key": LOG.verifier.text,
        "witness_keys": [witness.verifier.text for witness in WITNESSES],
        "leaf": packed(LEAVES[index]),
        "proof": write_proof(build_proof(index, note, TREE.read, b"by the way")).decode(),
        "older": signed(older).decode(),
        "consistency": [packed(each) for each in TREE.consistency(older, size)],
        "tiles": {tile.path: packed(write_hashes(tile, TREE.read)) for tile in tiles_of(size) if tile.level != ENTRIES},
    }


def test_others_verify_our_checkpoints_cosignatures_proofs_and_tiles(program: Path) -> None:
    findings = ask(program, {"check": [claim(*shape) for shape in SHAPES]})
    hours = [int(AT.timestamp()), int(AT.timestamp()) + 3600]
    assert findings == [{"error": "", "times": hours}] * len(SHAPES)


def test_others_refuse_what_we_would_refuse(program: Path) -> None:
    good = claim(255, 255, 256)
    other_root = sign_checkpoint(Checkpoint(LOG.name, 255, bytes(32)), LOG).decode()
    stranger = NoteSigner(LOG.name, SignatureType.ED25519, PrivateKey(bytes([9]) * 32)).verifier.text
    absent = NoteSigner("absent.example", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([9]) * 32)).verifier.text
    broken = {
        "leaf": good | {"leaf": packed(b"another record")},
        "index": good | {"proof": good["proof"].replace("index 255", "index 254")},
        "size": good | {"proof": good["proof"].replace("\n256\n", "\n257\n")},
        "key": good | {"log_key": stranger},
        "witness": good | {"witness_keys": [absent]},
        "older": good | {"older": other_root},
        "consistency": good | {"consistency": good["consistency"][:-1]},
        "tiles": good | {"tiles": good["tiles"] | {"tile/0/000": packed(bytes(8192))}},
    }
    findings = ask(program, {"check": [good, *broken.values()]})
    assert findings[0]["error"] == ""
    accepted = [name for name, found in zip(broken, findings[1:], strict=True) if not found["error"]]
    assert accepted == []


@pytest.mark.parametrize(("index", "older", "size"), SHAPES)
def test_we_verify_the_logs_that_others_make(program: Path, index: int, older: int, size: int) -> None:
    order = {
        "name": LOG.name,
        "seed": packed(LOG.private.seed),
        "witness": WITNESSES[0].name,
        "witness_seed": packed(WITNESSES[0].private.seed),
        "leaves": [packed(leaf) for leaf in LEAVES[:size]],
        "older": older,
        "index": index,
    }
    made = ask(program, {"make": order})
    log, witness = parse_vkey(made["log_key"]), parse_vkey(made["witness_key"])
    assert (log, witness) == (LOG.verifier, WITNESSES[0].verifier)
    proof = parse_proof(made["proof"].encode())
    newer = verify_proof(proof, LEAVES[index], log, [witness], least=1).checkpoint
    assert newer == Checkpoint(LOG.name, size, TREE.root(size))
    assert proof.hashes == TREE.inclusion(index, size)
    seen = cosigned_at(proof.checkpoint, witness)
    assert seen is not None
    assert seen.tzinfo is UTC
    before = open_checkpoint(made["older"].encode(), log).checkpoint
    consistency = [base64.b64decode(each) for each in made["consistency"] or ()]
    verify_consistency(before.size, newer.size, consistency, before.root, newer.root)
    assert tuple(consistency) == TREE.consistency(older, size)
    ours = {tile.path: packed(write_hashes(tile, TREE.read)) for tile in tiles_of(size) if tile.level != ENTRIES}
    assert made["tiles"] == ours
    # Ed25519 is deterministic: the log's own line must be the same to the byte.
    assert signed(older) == made["older"].encode()
