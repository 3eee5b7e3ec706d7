"""Checking, backing up, proving."""

from __future__ import annotations

import pytest

from clearway.desk.closures import close
from clearway.desk.keeping import backup, fsck, prove, restore, verify_proof
from clearway.desk.keys import show_key
from clearway.desk.office import Office
from clearway.geometry import box
from clearway.ledger.fsck import Grade
from clearway.problems import Refused
from clearway.records.kinds.closure import Closure
from clearway.signing import PublicKey
from clearway.terms import Reason
from tests.desk.centre import AREA, ROOT, SECOND, accident, area, clear, open_centre

CRIME = Closure(reasons=(Reason.CRIME,))


@pytest.fixture
def centre() -> Office:
    return open_centre()


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problems[0].code


def test_a_sound_ledger_has_no_findings(centre: Office):
    hazard = area(centre)
    clear(centre, hazard.id)
    accident(centre)
    report = fsck(centre)
    assert report.findings == ()
    assert report.entries == sum(centre.ledger.head(origin).size for origin in centre.own_origins)


def test_a_backup_gives_the_workspace_back(tmp_path):
    centre = open_centre(tmp_path / "w")
    area(centre)
    backup(centre, tmp_path / "b")
    with pytest.raises(Refused) as refused:
        backup(centre, tmp_path / "b")
    assert code(refused) == "desk.folder_not_empty"
    now, before = centre.now(), centre.history().at(centre.now())
    frontier = centre.ledger.frontier()
    centre.close()
    with restore(tmp_path / "b", tmp_path / "again", clock=now) as again:
        assert again.ledger.frontier() == frontier
        assert again.history().at(now) == before
        assert not [f for f in fsck(again).findings if f.grade is not Grade.HARMLESS]
        assert close(again, SECOND, box(AREA), CRIME).kind == "closure"
    with pytest.raises(Refused) as refused:
        restore(tmp_path / "b", tmp_path / "again")
    assert code(refused) == "desk.workspace_exists"


def test_an_unfinished_or_damaged_backup_is_refused(tmp_path):
    centre = open_centre(tmp_path / "w")
    backup(centre, tmp_path / "b")
    ledger = tmp_path / "b" / "ledger.tar"
    ledger.write_bytes(ledger.read_bytes()[:-2000])
    with pytest.raises(Refused) as refused:
        restore(tmp_path / "b", tmp_path / "again")
    assert code(refused) == "ledger.backup_damaged"
    (tmp_path / "b" / "clearway.toml").unlink()
    with pytest.raises(Refused) as refused:
        restore(tmp_path / "b", tmp_path / "other")
    assert code(refused) == "desk.no_backup"
    centre.close()


def test_a_proof_is_verified_with_the_trust_file_alone(centre: Office):
    record = close(centre, ROOT, box(AREA), CRIME)
    close(centre, ROOT, box(AREA), Closure(reasons=(Reason.CURFEW,)))
    proven = verify_proof(centre.trust, prove(centre, record.id))
    assert (proven.record.id, proven.origin, proven.seen_at) == (record.id, centre.public_origin, centre.now())
    assert proven.signature_checked


def test_a_proof_of_another_persons_record_takes_his_key(centre: Office):
    proof = prove(centre, close(centre, SECOND, box(AREA), CRIME).id)
    assert not verify_proof(centre.trust, proof).signature_checked
    key = centre.keyring.get_public(SECOND)
    assert verify_proof(centre.trust, proof, key).signature_checked
    with pytest.raises(Refused) as refused:
        verify_proof(centre.trust, proof, centre.keyring.get_public("h-lead"))
    assert code(refused) == "desk.signature_wrong"
    assert PublicKey(key.raw).id == show_key(centre, SECOND).id


def test_a_proof_that_was_changed_shows_nothing(centre: Office):
    proof = prove(centre, close(centre, ROOT, box(AREA), CRIME).id)
    other = open_centre()
    with pytest.raises(Refused) as refused:
        verify_proof(other.trust, proof)
    assert code(refused) in ("log.signature_wrong", "log.not_signed")
    line = proof.index(b"\nindex ") + 7
    with pytest.raises(Refused):
        verify_proof(centre.trust, proof[:line] + b"0" + proof[line + 1 :] if proof[line : line + 1] != b"0" else b"")
