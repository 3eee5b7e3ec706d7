"""The whole way to ground that is released in public: cleared, handed over, and its public warning ended."""

from __future__ import annotations

from clearway.desk.notices_ended import release_notice
from clearway.desk.office import Office
from clearway.geometry import box
from clearway.records import Record
from tests.desk import centre as mines


def clear_in_public(centre: Office) -> tuple[Record, mines.Cleared]:
    """Clear and release one whole block; the hazardous area, and the records by which it was cleared."""
    hazard = mines.area(centre, box(mines.BLOCK))
    notices = [notice.id for notice in centre.notices]
    done = mines.clear(centre, hazard.id, ground=box(mines.BLOCK))
    mines.pass_window(centre)
    mines.approve_all(centre, release_notice(centre, mines.ROOT, notices))
    mines.pass_window(centre)
    return hazard, done
