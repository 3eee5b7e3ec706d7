"""Records by the number that people know them by: a certificate's, an order's, an area's in another system."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.problems import refuse
from clearway.projection import Admitted, History
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.numbering import Numbering
from clearway.records.kinds.task_order import TaskOrder
from clearway.terms import Rel

_NUMBERED = ("hand_over", "task_order", "hazardous_area", "numbering")


def find_by_number(history: History, words: str) -> Admitted | None:
    """The one record that bears this number, whatever the case of its letters; None if none does.

    Refused: ``check.several_records``.
    """
    wanted = words.strip().casefold()
    found = {
        record.id: record
        for kind in _NUMBERED
        for each in history.list_kind(kind)
        if each.verified
        for number, record in _numbers(history, each)
        if number.casefold() == wanted
    }
    if len(found) > 1:
        refuse("check.several_records", number=words.strip(), count=len(found), ids=", ".join(sorted(found)))
    return next(iter(found.values()), None)


def _numbers(history: History, admitted: Admitted) -> Iterator[tuple[str, Admitted]]:
    """The numbers in a record, each with the record that bears it."""
    body = admitted.record.body
    if isinstance(body, HandOver):
        yield body.certificate, admitted
    elif isinstance(body, TaskOrder):
        yield body.number, admitted
    elif isinstance(body, HazardousArea) and body.legacy_id:
        yield body.legacy_id, admitted
    elif isinstance(body, Numbering):
        about = (history.find(each) for each in admitted.record.refs_to(Rel.ABOUT))
        yield from ((body.number, one) for one in about if one is not None)
