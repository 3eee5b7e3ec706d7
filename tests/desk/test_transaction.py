"""One append: whole or not at all, both logs at once, cheap, and right when another program was faster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.desk.closures import close
from clearway.desk.drafts import Draft
from clearway.desk.hazards import declare_area
from clearway.desk.office import Office, open_office
from clearway.geometry import Polygons, box
from clearway.ledger.contract import Batch
from clearway.problems import Refused, refuse
from clearway.projection import project
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.terms import Reason, Verdict
from clearway.tlog.checkpoint import open_checkpoint
from clearway.tlog.note import parse_vkey
from tests.desk.centre import AREA, IN_AREA, ROOT, SECOND, accident, area, asked, clear, open_centre

CRIME = Closure(reasons=(Reason.CRIME,))
SUSPECTED = HazardousArea(classification="suspected", contamination=("unknown",))


@pytest.fixture
def centre() -> Office:
    return open_centre()


def test_both_logs_grow_in_one_append(centre: Office, monkeypatch):
    batches: list[Batch] = []
    append = centre.ledger.append

    def watched(batch: Batch) -> object:
        batches.append(batch)
        return append(batch)

    monkeypatch.setattr(centre.ledger, "append", watched)
    accident(centre)
    (batch,) = batches
    assert {addition.origin for addition in batch.additions} == set(centre.own_origins)


def test_nothing_is_written_when_one_of_several_is_refused(centre: Office):
    before = centre.ledger.frontier()
    good = Draft(kind="closure", body=CRIME, by=ROOT, footprint=Polygons(box(AREA)))
    bad = Draft(kind="closure", body=CRIME, by=ROOT, footprint=Polygons(box((0, 0, 10, 10))))
    with pytest.raises(Refused):
        centre.append([good, bad])
    assert centre.ledger.frontier() == before
    assert not centre.history().list_kind("closure")


def test_checkpoints_are_cosigned_at_the_time_of_the_append(centre: Office):
    record = close(centre, ROOT, box(AREA), CRIME)
    log = centre.trust.logs_by_origin[centre.public_origin]
    note = centre.ledger.head(centre.public_origin).checkpoints[-1]
    signed = open_checkpoint(note, parse_vkey(log.key), [parse_vkey(log.cosigner)])
    assert signed.cosigned_at(parse_vkey(log.cosigner)) == centre.now()
    assert centre.history().log_time(centre.get_record(record.id)) == centre.now()


def test_the_cached_histories_equal_those_made_from_nothing(centre: Office):
    hazard = area(centre)
    clear(centre, hazard.id)
    accident(centre)
    for cached, trust in (
        (centre.history(), centre.trust.without_restricted_of(centre.office)),
        (centre.public_history(), centre.trust.public_only()),
    ):
        fresh = project(centre.ledger.entries(), trust, centre.ledger.frontier(), centre.blobs)
        for hours in (0, 47, 49):
            at = centre.now() + timedelta(hours=hours)
            assert cached.at(at) == fresh.at(at)


def test_a_log_that_was_not_written_to_for_long_gets_a_fresh_checkpoint(centre: Office):
    area(centre)
    restricted = len(centre.ledger.head(centre.restricted_origin).checkpoints)
    close(centre, ROOT, box(AREA), CRIME)
    assert len(centre.ledger.head(centre.restricted_origin).checkpoints) == restricted
    centre.clock.advance(hours=7)
    close(centre, SECOND, box(AREA), CRIME)
    assert len(centre.ledger.head(centre.restricted_origin).checkpoints) == restricted + 1
    assert centre.history().clock.fresh_at(centre.restricted_origin) == centre.now()


def test_logs_left_alone_go_stale_and_freshening_shows_that_they_are_kept(centre: Office):
    centre.clock.advance(days=2)
    assert all(log.stale for log in centre.history().at(centre.now()).logs)
    centre.freshen()
    assert not any(log.stale for log in centre.history().at(centre.now()).logs)


def test_when_another_program_was_faster_its_records_are_taken_in_and_judged_with(tmp_path):
    one = open_centre(tmp_path / "w")
    other = open_office(tmp_path / "w", clock=one.now())
    other.history()
    first = declare_area(one, ROOT, box(AREA), SUSPECTED)
    second = close(other, SECOND, box(AREA), CRIME)
    assert {h.record for h in other.history().at(other.now()).holds} >= {first.id, second.id}
    assert asked(other, IN_AREA, public=True).verdict is Verdict.DO_NOT_ENTER
    one.refresh()
    assert one.find_record(second.id) is not None
    one.close()
    other.close()


def test_a_ledger_that_cannot_write_leaves_the_office_as_it_was(centre: Office, monkeypatch):
    before = centre.history()

    def full(_batch: Batch) -> None:
        refuse("ledger.disk_full", file="ledger.sqlite")

    monkeypatch.setattr(centre.ledger, "append", full)
    with pytest.raises(Refused):
        close(centre, ROOT, box(AREA), CRIME)
    assert centre.history() is before


def test_an_append_reads_no_more_of_a_larger_ledger(centre: Office, monkeypatch):
    """The cost of one record does not grow with the number of those before it."""
    counted: list[object] = []
    entries = centre.ledger.entries

    def watched(*args: object) -> object:
        counted.append(args)
        return entries(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(centre.ledger, "entries", watched)
    for number in range(12):
        west = 200_000_000 + number * 100_000
        close(centre, ROOT, box((west, 321_000_000, west + 50_000, 321_050_000)), CRIME)
    assert not counted
