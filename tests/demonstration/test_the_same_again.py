"""The same story gives the same logs to the byte, wherever and whenever it is played; elsewhere no seed is taken."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from clearway import desk
from clearway.demonstration import build, read_story
from clearway.desk.chance import Chance
from clearway.ledger.sqlite import SqliteLedger
from clearway.terms import Realm
from tests.refusals import refused

UNTIL = datetime(2016, 4, 1, 12, tzinfo=UTC)

_AGAIN = """
import sys
from datetime import datetime
from clearway.demonstration import build, read_story
build(sys.argv[1], datetime.fromisoformat(sys.argv[2]), write_site=False)
"""


def _bytes_of(folder: Path) -> dict[str, list[str]]:
    """Hashes of everything that a workspace's ledger holds: leaves, checkpoints and blobs, and of its key files."""
    found: dict[str, list[str]] = {}
    with SqliteLedger(folder / "ledger.sqlite") as ledger:
        for origin in ledger.origins():
            found[origin] = [_hash(entry.leaf) for entry in ledger.entries(origin)]
            found[f"{origin} checkpoints"] = [_hash(note) for note in ledger.head(origin).checkpoints]
        found["blobs"] = sorted(ledger.blob_ids())
    found["keys"] = [_hash(path.read_bytes()) for path in sorted((folder / "keys").glob("*.key"))]
    found["trust"] = [_hash((folder / "trust.json").read_bytes())]
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_two_builds_give_equal_leaves_checkpoints_publications_and_keys(tmp_path: Path) -> None:
    here = build(tmp_path / "here", UNTIL, write_site=False)
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    there = tmp_path / "there"
    command = [sys.executable, "-c", _AGAIN, str(there), UNTIL.isoformat()]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"})
    for name, folder in here.offices.items():
        first, again = _bytes_of(folder), _bytes_of(there / name)
        assert first == again, name
        assert first["keys"]
    restricted = _bytes_of(here.offices["engineers"])["engineers.benghazi.example/restricted"]
    assert restricted, "nothing with a nonce was written"


def test_a_seed_is_refused_outside_the_demonstration(tmp_path: Path) -> None:
    for realm in (Realm.ACTUAL, Realm.EXERCISE, Realm.TEST):
        with refused("desk.seed_not_allowed"):
            desk.init_office(
                tmp_path / realm.value,
                "centre.example",
                office="centre",
                organisation="authority",
                holder="h-1",
                region=(200_000_000, 320_000_000, 202_000_000, 322_000_000),
                realm=realm,
                passphrase="a long passphrase",
                seed="known to all",
            )
        assert not (tmp_path / realm.value).exists()


def test_a_seed_gives_the_same_bytes_in_the_same_order_and_never_the_same_twice() -> None:
    first, again, other = Chance("a"), Chance("a"), Chance("b")
    drawn = [first.draw(size) for size in (32, 16, 100)]
    assert drawn == [again.draw(size) for size in (32, 16, 100)]
    assert [len(each) for each in drawn] == [32, 16, 100]
    assert drawn[0] != other.draw(32)
    assert len({first.draw(16) for _ in range(200)}) == 200


def test_without_a_seed_keys_are_drawn_by_chance() -> None:
    assert not Chance().is_scripted
    assert Chance().draw(32) != Chance().draw(32)


def test_only_four_who_spoke_in_public_are_named() -> None:
    spoken = {event.speaker.name for _, event in read_story().events if event.speaker and event.speaker.name}
    assert len(spoken) == 4, sorted(spoken)
