"""The checker finds what is wrong and says how bad it is; damage is planted row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from clearway.ledger.contract import Batch
from clearway.ledger.fsck import Finding, Grade, Keys, fsck
from clearway.ledger.memory import MemoryLedger
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Problem, Refused
from clearway.records.envelope import FileEvidence, Issuer, Record, Ref
from clearway.records.parsing import build_record, leaf_bytes, signed_message
from clearway.signing import PrivateKey
from clearway.terms import Realm, Rel
from tests.ledger import build
from tests.ledger.build import CITY, MINES, append, leaf, leaves, note_over, offer

KEYS = Keys({CITY: build.log_signer(CITY).verifier}, (build.WITNESS.verifier,), (build.key("officer").public,))


def claim(by: PrivateKey, origin: str = CITY, refs: tuple[Ref, ...] = (), blob: str | None = None) -> Record:
    return build_record(
        "claim",
        {"topic": "other", "says": "the road is quiet", "counts": {}},
        realm=Realm.TEST,
        origin=origin,
        issuer=Issuer(office="crisis-desk", holder="h-1", key=by.public.id),
        recorded_at=build.SEEN_AT,
        refs=refs,
        evidence=() if blob is None else (FileEvidence(blob=blob),),
    )


def signed(record: Record, by: PrivateKey) -> bytes:
    return leaf_bytes(record, by.sign(signed_message(record.canonical)))


def found(ledger: MemoryLedger | SqliteLedger, keys: Keys = KEYS) -> list[tuple[str, Grade]]:
    return [(finding.problem.code, finding.grade) for finding in fsck(ledger, keys).findings]


def test_a_sound_ledger_has_no_findings():
    ledger, officer = MemoryLedger(), build.key("officer")
    append(ledger, signed(claim(officer, blob=build.blob_id(b"photo")), officer), blobs=[b"photo"])
    report = fsck(ledger, KEYS)
    assert (report.logs, report.entries, report.checkpoints, report.blobs) == (1, 1, 1, 1)
    assert report.findings == ()
    assert not report.damaged


def test_what_came_but_cannot_count_is_doubtful_not_damage():
    ledger, officer = MemoryLedger(), build.key("officer")
    append(
        ledger,
        b"no record",
        signed(claim(officer, MINES), officer),
        leaf_bytes(claim(officer), b"\0" * 64),
        signed(claim(build.key("stranger")), build.key("stranger")),
    )
    assert found(ledger) == [
        ("ledger.entry_unreadable", Grade.DOUBTFUL),
        ("ledger.entry_misfiled", Grade.DOUBTFUL),
        ("ledger.signature_wrong", Grade.DOUBTFUL),
        ("ledger.signer_unknown", Grade.INCOMPLETE),
    ]
    assert found(ledger, Keys(people=None)) == [
        ("ledger.entry_unreadable", Grade.DOUBTFUL),
        ("ledger.entry_misfiled", Grade.DOUBTFUL),
    ]


def test_a_key_is_known_from_the_grant_that_gives_it_wherever_it_stands():
    import base64

    officer, other = build.key("officer"), build.key("other")
    grant = build_record(
        "grant",
        {
            "holder": "h-2",
            "office": "crisis-desk",
            "organisation": "city",
            "key": base64.b64encode(other.public.raw).decode(),
            "may": ["claim"],
            "delegate": False,
            "from": "2016-01-01T00:00:00Z",
            "until": None,
        },
        realm=Realm.TEST,
        origin=CITY,
        issuer=Issuer(office="crisis-desk", holder="h-1", key=officer.public.id),
        recorded_at=build.SEEN_AT,
        footprint={"type": "polygons", "e7": [[[[0, 0], [10, 0], [10, 10], [0, 0]]]]},
        refs=(Ref(rel=Rel.UNDER, id=officer.public.id),),
    )
    ledger = MemoryLedger()
    append(ledger, signed(claim(other), other), signed(grant, officer))
    assert found(ledger) == []


def test_what_is_named_and_not_at_hand_is_incomplete():
    ledger, officer = MemoryLedger(), build.key("officer")
    elsewhere = Ref(rel=Rel.DISPUTES, id=claim(build.key("stranger")).id)
    append(ledger, signed(claim(officer, refs=(elsewhere,), blob=build.blob_id(b"photo")), officer))
    assert found(ledger) == [("ledger.ref_missing", Grade.INCOMPLETE), ("ledger.blob_missing", Grade.INCOMPLETE)]


def test_forks_refusals_and_unsigned_checkpoints_are_said():
    ledger = MemoryLedger()
    ledger.adopt(offer((b"a", b"b")))
    ledger.adopt(offer((b"a", b"c")))
    ledger.adopt(offer((b"a",)))
    ledger.keep_checkpoints(CITY, (note_over((b"z",)),))
    codes = [code for code, _ in found(ledger)]
    assert codes == ["ledger.entry_unreadable"] * 2 + ["log.forked", "ledger.log_refused"]
    wrong_key = Keys({CITY: build.log_signer(MINES).verifier})
    assert ("ledger.checkpoint_unsigned", Grade.DAMAGED) in found(ledger, wrong_key)


def test_every_code_of_a_finding_has_a_grade():
    assert Finding(Problem("ledger.seal_broken")).grade is Grade.DAMAGED


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("DELETE FROM entries WHERE idx = 1", "ledger.damaged"),
        ("DELETE FROM entries WHERE idx = 3", "ledger.damaged"),
        ("UPDATE entries SET leaf = x'00' WHERE idx = 1", "ledger.damaged"),
        ("UPDATE entries SET hash = zeroblob(32) WHERE idx = 1", "ledger.damaged"),
        ("UPDATE entries SET name = zeroblob(32) WHERE idx = 1", "ledger.damaged"),
        ("UPDATE entries SET idx = 9 WHERE idx = 3", "ledger.damaged"),
        ("UPDATE entries SET tree = 9 WHERE idx = 3", "ledger.damaged"),
        ("DELETE FROM heads WHERE size = 2", "ledger.checkpoint_damaged"),
        ("DELETE FROM heads WHERE size = 4", "ledger.damaged"),
        ("UPDATE heads SET nodes = zeroblob(32) WHERE size = 2", "ledger.head_damaged"),
        ("UPDATE heads SET nodes = x'00' WHERE size = 2", "ledger.head_damaged"),
        ("UPDATE heads SET size = 3 WHERE size = 2", "ledger.head_damaged"),
        ("UPDATE heads SET size = 5 WHERE size = 4", "ledger.damaged"),
        ("DELETE FROM notes WHERE size = 2", "ledger.seal_broken"),
        ("DELETE FROM notes WHERE size = 4", "ledger.checkpoint_missing"),
        ("UPDATE notes SET note = x'00' WHERE size = 2", "ledger.checkpoint_damaged"),
        ("UPDATE notes SET key = zeroblob(32) WHERE size = 2", "ledger.checkpoint_damaged"),
        ("UPDATE notes SET size = 1 WHERE size = 2", "ledger.checkpoint_damaged"),
        ("DELETE FROM trees WHERE branch = 0", "ledger.seal_broken"),
        ("UPDATE trees SET refused = 'log.forked'", "ledger.store_damaged"),
        ("UPDATE trees SET base = 1", "ledger.store_damaged"),
        ("DELETE FROM blobs", "ledger.blob_missing"),
        ("DELETE FROM missing", "ledger.missing_wrong"),
        ("DELETE FROM seal", "ledger.seal_broken"),
        ("UPDATE seal SET sum = zeroblob(32)", "ledger.seal_broken"),
    ],
)
def test_rows_that_were_lost_or_changed_are_found(tmp_path: Path, sql: str, code: str):
    file = tmp_path / "ledger.sqlite"
    with SqliteLedger(file, create=True) as ledger:
        append(ledger, leaf(1), leaf(2, blob=build.blob_id(b"here")), blobs=[b"here"])
        append(ledger, leaf(3), leaf(4, blob=build.blob_id(b"absent")))
    db = sqlite3.connect(file)
    assert db.execute(sql).rowcount == 1
    db.commit()
    db.close()
    with SqliteLedger(file) as ledger:
        report = fsck(ledger, KEYS)
        assert report.damaged
        assert code in {finding.problem.code for finding in report.findings}


def test_a_changed_leaf_is_refused_where_it_is_read(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"
    with SqliteLedger(file, create=True) as ledger:
        append(ledger, *leaves(1, 2, 3))
    db = sqlite3.connect(file)
    db.execute("UPDATE entries SET leaf = ? WHERE idx = 1", (leaf(9),))
    db.commit()
    db.close()
    with SqliteLedger(file) as ledger:
        with pytest.raises(Refused) as refused:
            list(ledger.entries())
        assert [(each.code, each.params) for each in refused.value.problems] == [
            ("ledger.damaged", {"origin": CITY, "index": 1})
        ]
        with pytest.raises(Refused, match=r"ledger\.damaged"):
            ledger.find(build.record_id(leaf(2)))


@pytest.mark.parametrize(
    ("harm", "code", "read"),
    [
        (lambda path: path.write_bytes(b"other"), "ledger.blob_damaged", "ledger.blob_damaged"),
        (lambda path: path.unlink(), "ledger.blob_lost", "ledger.blob_lost"),
    ],
)
def test_a_blob_that_was_lost_or_changed_is_named_and_comes_back_when_put_again(
    tmp_path: Path, harm: Callable[[Path], object], code: str, read: str
):
    with SqliteLedger(tmp_path / "ledger.sqlite", create=True) as ledger:
        kept = ledger.put_blob(b"photo")
        harm(tmp_path / "blobs" / kept.removeprefix("sha256:"))
        assert found(ledger) == [(code, Grade.DAMAGED)]
        with pytest.raises(Refused, match=read):
            ledger.blob(kept)
        ledger.put_blob(b"photo")
        assert ledger.blob(kept) == b"photo"
        assert found(ledger) == []


def test_a_file_that_belongs_to_nothing_is_harmless(tmp_path: Path):
    with SqliteLedger(tmp_path / "ledger.sqlite", create=True) as ledger:
        (tmp_path / "blobs" / "left.part").write_bytes(b"half")
        (tmp_path / "blobs" / ("0" * 64)).write_bytes(b"half")
        assert found(ledger) == [("ledger.blob_stray", Grade.HARMLESS)] * 2
        assert ledger.blob("sha256:" + "0" * 64) is None


def test_an_append_that_is_refused_leaves_no_file(tmp_path: Path):
    with SqliteLedger(tmp_path / "ledger.sqlite", create=True) as ledger:
        late = build.planned(ledger, leaves(1))
        append(ledger, leaf(2))
        with pytest.raises(Refused, match=r"log\.moved_on"):
            ledger.append(Batch((late,), (b"photo",)))
        assert list((tmp_path / "blobs").iterdir()) == []
