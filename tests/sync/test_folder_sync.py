"""Two offices and a stick: what comes over, what is said of it, and what a bad stick cannot do."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from clearway.desk import syncing
from clearway.desk.answers import check
from clearway.desk.drafts import Draft
from clearway.desk.files import write_file
from clearway.desk.office import Office
from clearway.desk.syncing import export_log, sync
from clearway.frontier import LogFrontier
from clearway.geometry import At, Polygons, box, normalise, parse_region
from clearway.ledger.contract import Offer, Outcome
from clearway.ledger.memory import MemoryLedger
from clearway.problems import Refused
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.receipt import Receipt
from clearway.sync import Held, read_log
from clearway.terms import Doubt, Reason, Verdict
from tests.offices import ELSEWHERE, INSIDE, QUARTER, START, close, closure, introduce, open_one, open_two, pass_time

ELSEWHERE_INSIDE = (201_550_000, 321_550_000)


@pytest.fixture
def offices() -> tuple[Office, Office]:
    return open_two(None)


def log_folder(stick: Path, name: str) -> Path:
    return stick / "logs" / f"{name}.city.example+public"


def verdict(office: Office, point: tuple[int, int] = INSIDE) -> Verdict:
    return check(office, At(*point)).answer.verdict


def receipts(office: Office) -> list[Receipt]:
    history = office.history()
    own = [a for a in history.list_kind("receipt") if a.place.origin == office.public_origin]
    bodies = [a.record.body for a in sorted(own, key=lambda a: a.place.index)]
    return [body for body in bodies if isinstance(body, Receipt)]


def head(office: Office, of: Office) -> LogFrontier:
    return office.ledger.head(of.public_origin)


def test_what_one_office_closes_the_other_forbids_after_a_sync(offices, tmp_path):
    crisis, centre = offices
    close(centre)
    assert verdict(crisis) is Verdict.NOT_CONFIRMED
    export_log(centre, tmp_path)
    done = sync(crisis, "crisis-root", tmp_path)
    assert verdict(crisis) is Verdict.DO_NOT_ENTER
    (log,) = done.logs
    assert (log.outcome, log.entries, log.missing, log.problems, log.alarm) == (Outcome.EXTENDED, 3, (), (), None)
    (said,) = receipts(crisis)
    assert (said.log, said.size) == (centre.public_origin, 3)
    assert said.checkpoint.encode() == head(centre, centre).checkpoints[-1]


def test_all_of_a_log_comes_over_entries_checkpoints_blobs_and_keys(offices, tmp_path):
    crisis, centre = offices
    for minute in range(5):
        pass_time(crisis, centre, minutes=minute)
        close(centre)
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    ours, theirs = head(crisis, centre), head(centre, centre)
    assert (ours.size, ours.root, ours.checkpoints) == (theirs.size, theirs.root, theirs.checkpoints)
    assert ours.missing == frozenset()
    assert all(admitted.verified for admitted in crisis.history().list_kind("closure"))
    origin = centre.public_origin
    for ours_entry, theirs_entry in zip(crisis.ledger.entries(origin), centre.ledger.entries(origin), strict=True):
        assert ours_entry == theirs_entry


def test_three_syncs_and_each_frontier_gives_its_own_answer(offices, tmp_path):
    """Law 8: what an office knew at an hour is read from its own log, and stays what it was."""
    crisis, centre = offices
    moments = []
    for bbox in (None, QUARTER, ELSEWHERE):
        if bbox is not None:
            close(centre, bbox)
        export_log(centre, tmp_path)
        pass_time(crisis, centre, minutes=30)
        sync(crisis, "crisis-root", tmp_path)
        moments.append(crisis.now())
        pass_time(crisis, centre, minutes=30)

    def told(number: int, point: tuple[int, int]) -> Verdict:
        return check(crisis, At(*point), known=moments[number]).answer.verdict

    assert [told(n, INSIDE) for n in range(3)] == ["not_confirmed", "do_not_enter", "do_not_enter"]
    assert [told(n, ELSEWHERE_INSIDE) for n in range(3)] == ["not_confirmed", "not_confirmed", "do_not_enter"]
    sizes = [check(crisis, At(*INSIDE), known=each).frontier[centre.public_origin].size for each in moments]
    assert sizes == [2, 3, 4]
    as_centre = check(crisis, At(*INSIDE), known=moments[0] + timedelta(minutes=31), as_office="centre-desk")
    assert as_centre.answer.verdict is Verdict.DO_NOT_ENTER


def test_knowledge_does_not_change_when_more_is_learned_later(offices, tmp_path):
    crisis, centre = offices
    close(centre)
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    then = pass_time(crisis, centre, minutes=5)
    before = check(crisis, At(*INSIDE), known=then)
    for hours in (1, 2, 3):
        pass_time(crisis, centre, hours=hours)
        close(centre, ELSEWHERE, Reason.MINES)
        export_log(centre, tmp_path)
        sync(crisis, "crisis-root", tmp_path)
    after = check(crisis, At(*INSIDE), known=then)
    assert (after.answer, after.frontier, after.trust) == (before.answer, before.frontier, before.trust)


def test_the_same_stick_again_changes_nothing(offices, tmp_path):
    crisis, centre = offices
    close(centre)
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    before = crisis.ledger.frontier()
    again = sync(crisis, "crisis-root", tmp_path)
    assert again.logs[0].outcome is Outcome.UNCHANGED
    assert again.logs[0].receipt is None
    assert crisis.ledger.frontier() == before


def test_an_export_goes_on_where_the_last_one_ended(offices, tmp_path):
    _, centre = offices
    export_log(centre, tmp_path)
    assert export_log(centre, tmp_path).written == 0
    bundle = next(log_folder(tmp_path, "centre").glob("tile/entries/*/*"))
    bundle.write_bytes(b"damaged")
    assert export_log(centre, tmp_path).written == 1


def test_an_export_cut_off_at_any_write_is_the_log_as_it_was_and_the_next_one_finishes(offices, tmp_path, monkeypatch):
    _, centre = offices
    export_log(centre, tmp_path)
    pass_time(centre, minutes=1)
    close(centre)
    log = centre.trust.logs_by_origin[centre.public_origin]
    leaves = [entry.leaf for entry in centre.ledger.entries(centre.public_origin)]
    done = False
    for allowed in range(50):
        left = [allowed]

        def write_some(path: Path, data: bytes, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            write_file(path, data)

        stick = tmp_path.parent / f"{tmp_path.name}-{allowed}"
        shutil.copytree(tmp_path, stick)
        monkeypatch.setattr(syncing, "write_file", write_some)
        try:
            export_log(centre, stick)
            done = True
        except KeyboardInterrupt:
            pass
        received = read_log(syncing.folder_source(stick), log, centre.trust, Held(0, lambda _: b""))
        assert received is not None
        assert list(received.offer.leaves) == leaves[: 3 if done else 2]
        monkeypatch.undo()
        export_log(centre, stick)
        whole = read_log(syncing.folder_source(stick), log, centre.trust, Held(0, lambda _: b""))
        assert whole is not None
        assert list(whole.offer.leaves) == leaves
        if done:
            return
    pytest.fail("an export of three entries takes fewer writes")


def test_the_restricted_log_never_leaves(offices, tmp_path):
    _, centre = offices
    body = HazardousArea(classification="confirmed", contamination=("unknown",), evidence_items=())
    centre.append([Draft(kind="hazardous_area", body=body, by="centre-root", footprint=Polygons(box(QUARTER)))])
    (entry,) = centre.ledger.entries(centre.restricted_origin)
    export_log(centre, tmp_path)
    assert not list(tmp_path.rglob("*restricted*"))
    assert all(entry.leaf not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert any(b"hazard_notice" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


# ---------------------------------------------------------------------------------------------------- blobs


def test_a_missing_blob_is_named_in_the_receipt_and_its_record_counts_over_its_box(offices, tmp_path):
    crisis, centre = offices
    ring = [[200_500_000 + n * 10, 320_500_000 + n * n // 50] for n in range(2500)]
    large = parse_region(normalise([[[*ring, [200_500_000, 320_700_000], ring[0]]]]))
    draft = closure(centre)
    centre.append([Draft(kind="closure", body=draft.body, by=draft.by, footprint=Polygons(large), holds=draft.holds)])
    export_log(centre, tmp_path)
    shape = next(iter(centre.ledger.head(centre.public_origin).missing), None)
    assert shape is None
    entry = list(centre.ledger.entries(centre.public_origin))[-1]
    name = entry.leaf.split(b'"sha256":"sha256:')[1][:64].decode()
    blob = tmp_path / "blobs" / name[:2] / name
    aside = blob.rename(tmp_path / "aside")

    first = sync(crisis, "crisis-root", tmp_path)
    assert first.logs[0].missing == (f"sha256:{name}",)
    assert receipts(crisis)[-1].missing == (f"sha256:{name}",)
    corner = (large.bbox[2] - 5, large.bbox[1] + 5)
    then = crisis.now()
    assert verdict(crisis, corner) is Verdict.DO_NOT_ENTER

    pass_time(crisis, centre, minutes=10)
    aside.rename(blob)
    second = sync(crisis, "crisis-root", tmp_path)
    assert second.logs[0].missing == ()
    assert receipts(crisis)[-1].missing == ()
    assert verdict(crisis, corner) is Verdict.NOT_CONFIRMED
    assert check(crisis, At(*corner), known=then).answer.verdict is Verdict.DO_NOT_ENTER


def test_a_signer_whose_key_is_missing_restricts_and_is_named_missing(offices, tmp_path):
    crisis, centre = offices
    centre.keyring.create("newcomer")
    close_by = closure(centre, by="newcomer")
    centre.append([close_by])
    export_log(centre, tmp_path)
    key = centre.keyring.get_public("newcomer").id
    digits = key.removeprefix("sha256:")
    blob = tmp_path / "blobs" / digits[:2] / digits
    aside = blob.rename(tmp_path / "aside")
    assert sync(crisis, "crisis-root", tmp_path).logs[0].missing == (key,)
    assert verdict(crisis) is Verdict.DO_NOT_ENTER
    then = crisis.now()
    aside.rename(blob)
    pass_time(crisis, centre, minutes=1)
    assert sync(crisis, "crisis-root", tmp_path).logs[0].missing == ()
    assert crisis.history().list_kind("closure")[0].verified
    assert not crisis.history_at_knowledge(then).list_kind("closure")[0].verified
    assert crisis.history_at_knowledge(crisis.now()).list_kind("closure")[0].verified


# ---------------------------------------------------------------------------------------------------- lies


def rewritten(centre: Office, size: int) -> None:
    """The centre forgets all after ``size`` entries and goes on differently: a fork."""
    origin = centre.public_origin
    old = centre.ledger
    new = MemoryLedger()
    for own in centre.own_origins:
        note = [n for n in old.head(own).checkpoints if int(n.split(b"\n")[1]) <= size]
        entries = [e.leaf for e in old.entries(own)][: size if own == origin else None]
        if entries or note:
            new.adopt(Offer(own, 0, tuple(entries), tuple(note)))
    for blob in old.blob_ids():
        data = old.blob(blob)
        assert data is not None
        new.put_blob(data)
    centre.ledger = new
    centre.blobs = type(centre.blobs)(new)
    centre.use_trust(centre.trust)


def test_a_shorter_log_is_refused_marked_alarmed_and_what_was_seen_still_counts(offices, tmp_path):
    crisis, centre = offices
    export_log(centre, tmp_path / "old")
    pass_time(crisis, centre, minutes=5)
    close(centre)
    export_log(centre, tmp_path / "new")
    sync(crisis, "crisis-root", tmp_path / "new")
    seen = crisis.now()
    pass_time(crisis, centre, minutes=5)
    done = sync(crisis, "crisis-root", tmp_path / "old")
    assert done.logs[0].outcome is Outcome.SHORTER
    assert [alarm.code for alarm in done.alarms] == ["log.shorter_than_seen"]
    assert (head(crisis, centre).size, head(crisis, centre).refused) == (3, "log.shorter_than_seen")
    assert verdict(crisis) is Verdict.DO_NOT_ENTER
    doubts = check(crisis, At(*ELSEWHERE_INSIDE)).answer.doubts
    assert Doubt.CONFLICT in doubts
    marked = crisis.now()
    pass_time(crisis, centre, minutes=5)
    sync(crisis, "crisis-root", tmp_path / "new")
    assert head(crisis, centre).refused is None
    for known, doubtful in ((seen, False), (marked, True), (crisis.now(), False)):
        found = check(crisis, At(*ELSEWHERE_INSIDE), known=known).answer.doubts
        assert (Doubt.CONFLICT in found) is doubtful


def test_a_fork_is_kept_on_both_sides_alarmed_and_said(offices, tmp_path):
    crisis, centre = offices
    close(centre, QUARTER)
    export_log(centre, tmp_path / "one")
    sync(crisis, "crisis-root", tmp_path / "one")
    before = crisis.now()
    pass_time(crisis, centre, minutes=5)
    rewritten(centre, 2)
    close(centre, ELSEWHERE)
    export_log(centre, tmp_path / "two")
    done = sync(crisis, "crisis-root", tmp_path / "two")
    assert done.logs[0].outcome is Outcome.FORKED
    assert [alarm.code for alarm in done.alarms] == ["log.forked"]
    assert head(crisis, centre).common == 2
    assert verdict(crisis) is Verdict.DO_NOT_ENTER
    assert verdict(crisis, ELSEWHERE_INSIDE) is Verdict.DO_NOT_ENTER
    kept = crisis.ledger.frontier()
    again = sync(crisis, "crisis-root", tmp_path / "two")
    assert [alarm.code for alarm in again.alarms] == ["log.forked"]
    assert again.logs[0].receipt is None
    assert crisis.ledger.frontier() == kept
    known = check(crisis, At(*ELSEWHERE_INSIDE), known=crisis.now())
    assert known.answer.verdict is Verdict.DO_NOT_ENTER
    assert known.answer.logs[0].conflict == "log.forked"
    earlier = check(crisis, At(*ELSEWHERE_INSIDE), known=before)
    assert earlier.answer.verdict is Verdict.NOT_CONFIRMED
    assert earlier.answer.logs[0].conflict is None


def test_a_fork_shown_to_two_offices_comes_out_when_they_compare_receipts(tmp_path):
    crisis, centre = open_two(None)
    close(centre, QUARTER)
    export_log(centre, tmp_path / "to crisis")
    sync(crisis, "crisis-root", tmp_path / "to crisis")

    aid = open_one(None, "aid", START)
    introduce(aid, centre)
    introduce(crisis, aid)
    pass_time(crisis, centre, aid, minutes=5)
    rewritten(centre, 2)
    close(centre, ELSEWHERE)
    export_log(centre, tmp_path / "to aid")
    sync(aid, "aid-root", tmp_path / "to aid")
    export_log(aid, tmp_path / "from aid")
    done = sync(crisis, "crisis-root", tmp_path / "from aid")
    assert {alarm.code for alarm in done.alarms} == {"log.forked"}
    assert head(crisis, centre).forked
    assert Doubt.CONFLICT in check(crisis, At(200_100_000, 320_100_000)).answer.doubts


def test_an_office_whose_ledger_is_older_than_its_own_log_elsewhere_is_warned(offices, tmp_path):
    crisis, centre = offices
    close(centre)
    export_log(centre, tmp_path)
    export_log(crisis, tmp_path)
    pass_time(crisis, centre, minutes=5)
    rewritten(centre, 2)
    done = sync(centre, "centre-root", tmp_path)
    assert {alarm.code for alarm in done.alarms} == {"sync.own_log_ahead"}


# ---------------------------------------------------------------------------------------------------- bad sticks


def test_a_folder_that_is_none_or_holds_nothing_is_refused(offices, tmp_path):
    crisis, _ = offices
    with pytest.raises(Refused, match=r"sync\.no_folder"):
        sync(crisis, "crisis-root", tmp_path / "nowhere")
    with pytest.raises(Refused, match=r"sync\.nothing_here"):
        sync(crisis, "crisis-root", tmp_path)


def test_the_log_of_a_stranger_is_not_looked_at(offices, tmp_path):
    crisis, _ = offices
    export_log(open_one(None, "stranger", START), tmp_path)
    with pytest.raises(Refused, match=r"sync\.nothing_here"):
        sync(crisis, "crisis-root", tmp_path)


@pytest.mark.parametrize("damage", ["cut", "gone", "changed"])
@pytest.mark.parametrize("file", ["checkpoint", "tile/entries/000.p/4", "cosigned/0", "cosigned/count"])
def test_a_damaged_stick_loses_nothing_and_the_whole_one_heals(offices, tmp_path, file, damage):
    crisis, centre = offices
    export_log(centre, tmp_path)
    sync(crisis, "crisis-root", tmp_path)
    pass_time(crisis, centre, minutes=5)
    close(centre)
    close(centre, ELSEWHERE)
    export_log(centre, tmp_path)
    good = tmp_path.parent / f"{tmp_path.name}-good"
    shutil.copytree(tmp_path, good)
    path = log_folder(tmp_path, "centre") / file
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if damage == "cut" else data[:-9] + b"?" + data[-8:])
    before = list(crisis.ledger.entries(centre.public_origin))
    if (file, damage) == ("checkpoint", "gone"):
        with pytest.raises(Refused, match=r"sync\.nothing_here"):
            sync(crisis, "crisis-root", tmp_path)
    else:
        done = sync(crisis, "crisis-root", tmp_path)
        assert done.problems
        assert not done.alarms
    assert list(crisis.ledger.entries(centre.public_origin))[: len(before)] == before
    sync(crisis, "crisis-root", good)
    assert verdict(crisis) is Verdict.DO_NOT_ENTER
    assert head(crisis, centre) == head(centre, centre)


def test_a_sync_that_was_cut_off_before_its_receipt_is_said_by_the_next_one(offices, tmp_path, monkeypatch):
    crisis, centre = offices
    close(centre)
    export_log(centre, tmp_path)
    monkeypatch.setattr(crisis, "received", None)
    with pytest.raises(TypeError):
        sync(crisis, "crisis-root", tmp_path)
    monkeypatch.undo()
    assert receipts(crisis) == []
    sync(crisis, "crisis-root", tmp_path)
    assert receipts(crisis)[-1].size == 3


def test_sync_works_between_workspaces_on_disk(tmp_path):
    crisis, centre = open_two(tmp_path)
    close(centre)
    export_log(centre, tmp_path / "stick")
    sync(crisis, "crisis-root", tmp_path / "stick")
    assert check(crisis, "quarter").answer.verdict is Verdict.DO_NOT_ENTER
    crisis.close()
    centre.close()
