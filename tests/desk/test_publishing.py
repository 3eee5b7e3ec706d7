"""Publication: signed and recorded before it is told, given back to the letter, projected again to the byte."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from clearway.desk import publishing
from clearway.desk.answers import check
from clearway.desk.keyring import LOG
from clearway.desk.office import Office
from clearway.desk.published import read_copy, verify_file, verify_folder
from clearway.desk.publishing import list_publications, publish, told, verify_publication
from clearway.desk.syncing import export_log, sync
from clearway.geometry import At
from clearway.problems import ClearwayBug, Refused
from clearway.projection import check as check_situation
from clearway.publish import read_snapshot, sign_snapshot, verify_snapshot
from clearway.terms import Doubt, Reason, Verdict
from clearway.tlog.note import parse_vkey
from clearway.tlog.proof import parse_proof, verify_proof
from tests.desk import centre as mines
from tests.desk.released import clear_in_public
from tests.offices import ELSEWHERE, INSIDE, START, close, open_two, pass_time

FILES = {
    "snapshot.json",
    "snapshot.note",
    "snapshot.packed",
    "publication.json",
    "publication.tlog-proof",
    "checkpoint",
}
ELSEWHERE_INSIDE = (201_550_000, 321_550_000)
BETWEEN = (200_100_000, 320_100_000)


@pytest.fixture
def offices() -> tuple[Office, Office]:
    return open_two(None)


def synced(crisis: Office, centre: Office, stick: Path) -> None:
    export_log(centre, stick)
    sync(crisis, "crisis-root", stick)


def test_what_is_published_is_the_public_picture_signed_recorded_and_provable(offices, tmp_path):
    crisis, centre = offices
    close(crisis)
    close(centre, ELSEWHERE)
    synced(crisis, centre, tmp_path / "stick")
    done = publish(crisis, "crisis-root", tmp_path / "site")
    site = {name: (tmp_path / "site" / name).read_bytes() for name in done.files}
    assert set(site) == FILES
    key = parse_vkey(crisis.trust.logs_by_origin[crisis.public_origin].key)
    said = verify_snapshot(site["snapshot.json"], site["snapshot.note"], key)
    assert (said.at, said.snapshot) == (crisis.now(), done.snapshot_id)
    verify_proof(parse_proof(site["publication.tlog-proof"]), site["publication.json"], key)
    assert done.snapshot_id.encode() in site["publication.json"]
    situation = read_snapshot(site["snapshot.json"]).situation
    for point in (INSIDE, ELSEWHERE_INSIDE, BETWEEN):
        assert check_situation(situation, At(*point)) == crisis.public_history().check(At(*point), crisis.now())


def test_a_published_folder_is_verified_without_a_ledger(offices, tmp_path):
    crisis, centre = offices
    close(crisis)
    site = tmp_path / "site"
    earlier = publish(crisis, "crisis-root", tmp_path / "earlier")
    pass_time(crisis, centre, minutes=5)
    done = publish(crisis, "crisis-root", site)
    proven, said = verify_folder(centre.trust, site)
    assert (proven.record.id, said.snapshot) == (done.record.id, done.snapshot_id)
    assert proven.signature_checked

    for name in sorted(FILES - {"checkpoint"}):
        whole = (site / name).read_bytes()
        middle = len(whole) // 2
        (site / name).write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(Refused):
            verify_folder(centre.trust, site)
        (site / name).unlink()
        with pytest.raises(Refused) as refused:
            verify_folder(centre.trust, site)
        assert refused.value.problems[0].code == "desk.file_unreadable"
        (site / name).write_bytes(whole)

    # Two true snapshots of one office, each signed: the two forms must be of the same one.
    newer = (site / "snapshot.packed").read_bytes()
    (site / "snapshot.packed").write_bytes((tmp_path / "earlier" / "snapshot.packed").read_bytes())
    with pytest.raises(Refused) as refused:
        verify_folder(centre.trust, site)
    assert refused.value.problems[0].code == "publish.other_snapshot"
    (site / "snapshot.packed").write_bytes(newer)

    # A true snapshot with its true signature, beside the record of another one.
    for name in ("snapshot.json", "snapshot.note", "snapshot.packed"):
        (site / name).write_bytes((tmp_path / "earlier" / name).read_bytes())
    assert earlier.snapshot_id != done.snapshot_id
    with pytest.raises(Refused) as refused:
        verify_folder(centre.trust, site)
    assert refused.value.problems[0].code == "publish.other_snapshot"


def test_a_folder_of_before_there_was_a_packed_form_is_still_verified(offices, tmp_path):
    crisis, centre = offices
    close(crisis)
    done = publish(crisis, "crisis-root", tmp_path)
    _, said = verify_folder(centre.trust, tmp_path)
    note = sign_snapshot(replace(said, packed=None), crisis.log_signer(crisis.public_origin))
    (tmp_path / "snapshot.note").write_bytes(note)
    (tmp_path / "snapshot.packed").unlink()
    assert len(note.partition(b"\n\n")[0].splitlines()) == 5
    proven, said = verify_folder(centre.trust, tmp_path)
    assert (proven.record.id, said.snapshot, said.packed) == (done.record.id, done.snapshot_id, None)
    assert read_copy(centre.trust, tmp_path) == (done.snapshot, done.record)


def test_a_published_copy_is_read_from_its_folder_or_from_its_one_signed_file(offices, tmp_path):
    crisis, centre = offices
    close(crisis)
    done = publish(crisis, "crisis-root", tmp_path / "site")
    alone = tmp_path / "stick.packed"
    alone.write_bytes((tmp_path / "site" / "snapshot.packed").read_bytes())
    assert read_copy(centre.trust, tmp_path / "site") == (done.snapshot, done.record)
    assert read_copy(centre.trust, alone) == (done.snapshot, None)
    assert verify_file(centre.trust, alone).snapshot == done.snapshot_id
    others = tuple(log for log in centre.trust.logs if log.origin != crisis.public_origin)
    foreign = msgspec.structs.replace(centre.trust, logs=others)
    for wrong, trust, code in (
        (alone, foreign, "desk.unknown_log"),
        (tmp_path / "site" / "snapshot.json", centre.trust, "publish.note_unreadable"),
        (tmp_path / "nothing.packed", centre.trust, "desk.file_unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            read_copy(trust, wrong)
        assert refused.value.problems[0].code == code


def test_a_published_copy_answers_until_it_is_too_old_and_not_before_it_was_made(offices, tmp_path):
    crisis, centre = offices
    close(crisis)
    done = publish(crisis, "crisis-root", tmp_path / "site")
    pass_time(crisis, centre, minutes=5)
    copy = tmp_path / "site" / "snapshot.packed"
    at = At(*BETWEEN)
    fresh = check(centre, at, published=copy)
    assert fresh.answer == check(crisis, at, told_at=crisis.now()).answer
    assert (fresh.trust, fresh.publication) == (done.snapshot.trust, None)
    assert check(centre, at, published=tmp_path / "site").publication == done.record
    old = check(centre, at, published=copy, at=done.snapshot.valid_until + timedelta(seconds=1))
    assert Doubt.STALE in old.answer.doubts
    assert check(centre, At(*INSIDE), published=copy).answer.verdict is Verdict.DO_NOT_ENTER
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"at": START - timedelta(days=1)}, "check.moment_before_told"),
        ({"known": START}, "check.told_or_known"),
        ({"told_at": START}, "check.told_or_known"),
    ]
    for more, code in wrong:
        with pytest.raises(Refused) as refused:
            check(centre, at, published=copy, **more)
        assert refused.value.problems[0].code == code


def test_a_publication_is_projected_again_to_the_same_bytes_whatever_came_later(offices, tmp_path):
    crisis, centre = offices
    close(centre)
    synced(crisis, centre, tmp_path / "stick")
    pass_time(crisis, centre, minutes=5)
    first = publish(crisis, "crisis-root", tmp_path / "site")
    for _ in range(3):
        pass_time(crisis, centre, hours=7)
        close(centre, ELSEWHERE, Reason.MINES)
        close(crisis, ELSEWHERE)
        synced(crisis, centre, tmp_path / "stick")
        publish(crisis, "crisis-root", tmp_path / "site")
    assert verify_publication(crisis, first.record.id).data == told(crisis, START + timedelta(minutes=6)).data
    for _, admitted in list_publications(crisis):
        verify_publication(crisis, admitted.id)


def test_a_publication_of_released_ground_says_so_on_the_word_of_the_authority_and_is_reproduced(tmp_path):
    centre = mines.open_centre()
    clear_in_public(centre)
    done = publish(centre, mines.ROOT, tmp_path)
    answer = check_situation(read_snapshot((tmp_path / "snapshot.json").read_bytes()).situation, mines.IN_AREA)
    assert answer == centre.public_history().check(mines.IN_AREA, centre.now())
    assert answer.verdict is Verdict.RELEASED
    assert verify_publication(centre, done.record.id).snapshot == done.snapshot


def test_nothing_restricted_is_in_what_is_published(tmp_path):
    centre = mines.open_centre()
    area = mines.area(centre)
    publish(centre, mines.ROOT, tmp_path)
    data = (tmp_path / "snapshot.json").read_bytes()
    assert area.id.encode() not in data
    assert str(mines.AREA[0]).encode() not in data
    assert centre.restricted_origin.encode() not in data
    assert check_situation(read_snapshot(data).situation, mines.IN_AREA).verdict is Verdict.DO_NOT_ENTER


def test_what_was_told_is_the_last_publication_logged_by_then(offices, tmp_path):
    crisis, centre = offices
    with pytest.raises(Refused, match=r"publish\.never_published"):
        told(crisis, crisis.now())
    first = publish(crisis, "crisis-root", tmp_path)
    at_first = crisis.now()
    pass_time(crisis, centre, hours=1)
    close(crisis)
    recorded = crisis.now()
    pass_time(crisis, centre, hours=1)
    second = publish(crisis, "crisis-root", tmp_path)
    assert told(crisis, at_first).record == first.record
    assert told(crisis, recorded).record == first.record
    assert told(crisis, crisis.now()).record == second.record
    with pytest.raises(Refused, match=r"publish\.never_published"):
        told(crisis, START - timedelta(seconds=1))
    verdicts = [check(crisis, At(*INSIDE), told_at=at).answer.verdict for at in (at_first, recorded, crisis.now())]
    assert verdicts == ["not_confirmed", "not_confirmed", "do_not_enter"]


def test_another_office_can_be_asked_what_it_told_and_held_to_it(offices, tmp_path):
    crisis, centre = offices
    close(centre)
    done = publish(centre, "centre-root", tmp_path / "site")
    synced(crisis, centre, tmp_path / "stick")
    assert told(crisis, crisis.now(), "centre-desk").data == (tmp_path / "site" / "snapshot.json").read_bytes()
    assert check(crisis, At(*INSIDE), told_at=crisis.now(), as_office="centre-desk").answer.verdict == "do_not_enter"
    verify_publication(crisis, done.record.id)


def test_a_copy_read_after_its_time_opens_nothing_any_more(offices, tmp_path):
    crisis, _ = offices
    done = publish(crisis, "crisis-root", tmp_path)
    late = done.snapshot.valid_until + timedelta(seconds=1)
    result = check(crisis, At(*INSIDE), told_at=crisis.now(), at=late)
    assert Doubt.STALE in result.answer.doubts
    assert result.asked.valid_until == done.snapshot.valid_until
    assert result.publication == done.record
    with pytest.raises(Refused, match=r"check\.moment_before_told"):
        check(crisis, At(*INSIDE), told_at=crisis.now(), at=START - timedelta(days=1))


def test_a_signature_that_fails_stops_everything(offices, tmp_path):
    crisis, _ = offices
    crisis.keyring.put_aside(LOG)
    crisis.keyring.create(LOG)
    size = crisis.ledger.head(crisis.public_origin).size
    with pytest.raises(Refused) as caught:
        publish(crisis, "crisis-root", tmp_path / "site")
    assert caught.value.problems[0].code in ("publish.not_signed", "log.not_signed")
    assert crisis.ledger.head(crisis.public_origin).size == size
    assert not (tmp_path / "site").exists()


def test_where_nothing_can_be_written_nothing_is_recorded_as_told(offices, tmp_path):
    crisis, _ = offices
    (tmp_path / "site").write_text("a file where the folder should be")
    with pytest.raises(Refused, match=r"desk\.file_unwritable"):
        publish(crisis, "crisis-root", tmp_path / "site")
    assert list_publications(crisis) == ()


def test_what_could_not_be_written_in_the_end_is_on_record_and_the_next_try_tells_it(offices, tmp_path):
    crisis, _ = offices
    (tmp_path / "site" / "snapshot.json").mkdir(parents=True)
    with pytest.raises(Refused, match=r"desk\.file_unwritable"):
        publish(crisis, "crisis-root", tmp_path / "site")
    assert len(list_publications(crisis)) == 1
    (tmp_path / "site" / "snapshot.json").rmdir()
    publish(crisis, "crisis-root", tmp_path / "site")
    assert (tmp_path / "site" / "snapshot.json").is_file()


def test_what_was_received_but_not_said_is_said_before_it_is_published(offices, tmp_path, monkeypatch):
    crisis, centre = offices
    close(centre)
    export_log(centre, tmp_path / "stick")
    monkeypatch.setattr(crisis, "received", None)
    with pytest.raises(TypeError):
        sync(crisis, "crisis-root", tmp_path / "stick")
    monkeypatch.undo()
    publish(crisis, "crisis-root", tmp_path / "site")
    situation = read_snapshot((tmp_path / "site" / "snapshot.json").read_bytes()).situation
    assert check_situation(situation, At(*INSIDE)).verdict is Verdict.DO_NOT_ENTER


def test_a_record_that_claims_other_bytes_than_projecting_gives_is_found_out(offices, tmp_path, monkeypatch):
    crisis, _ = offices
    close(crisis)
    take = publishing.take_snapshot

    def opened(history, publisher, at, trust):
        snapshot = take(history, publisher, at, trust)
        return replace(snapshot, situation=replace(snapshot.situation, holds=()))

    monkeypatch.setattr(publishing, "take_snapshot", opened)
    done = publish(crisis, "crisis-root", tmp_path)
    monkeypatch.undo()
    with pytest.raises(Refused, match=r"publish\.not_reproduced"):
        verify_publication(crisis, done.record.id)


def test_what_is_no_publication_cannot_be_verified(offices):
    crisis, _ = offices
    record = close(crisis)
    for words in (record.id, "sha256:" + "0" * 64):
        with pytest.raises(Refused, match=r"publish\.no_such_publication"):
            verify_publication(crisis, words)


def test_the_published_file_is_canonical_and_named_by_its_hash(offices, tmp_path):
    crisis, _ = offices
    done = publish(crisis, "crisis-root", tmp_path)
    data = (tmp_path / "snapshot.json").read_bytes()
    assert done.snapshot_id == "sha256:" + hashlib.sha256(data).hexdigest()
    assert json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == data
    assert json.loads(data)["realm"] == "demonstration"


def test_publishing_less_than_is_known_is_a_fault_of_the_program(offices, tmp_path, monkeypatch):
    crisis, centre = offices
    close(centre)
    export_log(centre, tmp_path / "stick")
    monkeypatch.setattr(crisis, "received", None)
    with pytest.raises(TypeError):
        sync(crisis, "crisis-root", tmp_path / "stick")
    monkeypatch.undo()
    monkeypatch.setattr(publishing, "say_received", lambda *_: ())
    with pytest.raises(ClearwayBug):
        publish(crisis, "crisis-root", tmp_path / "site")
