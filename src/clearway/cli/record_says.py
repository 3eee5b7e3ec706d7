"""What a record says in words and numbers, line by line: for somebody who traces a figure back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from clearway.records import BothLanguages, Record
from clearway.records.kinds.hazardous_area import EvidenceItem
from clearway.records.kinds.search_report import Found, Unsearched
from clearway.records.types import Fieldwork, Window
from clearway.wording import Text, listing, office, render, term, verbatim

Reader = Callable[[Any, str], Text]


def says(record: Record, lang: str, zone: str) -> Iterator[Text]:
    """The fields of the body that documents print, in a fixed order; of other kinds only how sure their ground is."""
    for name, read in _FIELDS.items() if record.kind in _KINDS else ():
        value = getattr(record.body, name, None)
        if value is None or value == ():
            continue
        for each in value if isinstance(value, tuple) else (value,):
            yield render(f"says.{name}", lang, value=_written(read, each, lang, zone))
    source = record.footprint_source
    if source is not None and source.error_m is not None:
        yield render("says.edge", lang, error_m=source.error_m, because=verbatim(source.because, lang))


def _written(read: Reader | None, value: Any, lang: str, zone: str) -> Text:
    if read is not None:
        return read(value, lang)
    if isinstance(value, Fieldwork):
        return _period(value.from_earliest, value.to_latest, lang, zone)
    if isinstance(value, Window):
        return _period(value.from_, value.until, lang, zone)
    return verbatim(str(value), lang)


def _period(start: datetime, end: datetime, lang: str, zone: str) -> Text:
    return render("document.period", lang, zone=zone, start=start, end=end)


def _term(group: str) -> Reader:
    return lambda value, lang: term(group, str(value), lang)


def _mm(value: int, lang: str) -> Text:
    return render("document.mm", lang, mm=str(value))


def _m2(value: int, lang: str) -> Text:
    return render("document.m2", lang, m2=str(value))


def _found(value: Found, lang: str) -> Text:
    outcome = render("document.finds.destroyed" if value.destroyed else "document.finds.left", lang)
    return listing([verbatim(value.what, lang), str(value.quantity), outcome], lang)


def _evidence(value: EvidenceItem, lang: str) -> Text:
    known = term("how_known", value.how_known, lang)
    return listing([term("directness", value.directness, lang), verbatim(value.kind, lang), known], lang)


def _left_out(value: Unsearched, lang: str) -> Text:
    return verbatim(value.reason, lang)


def _both(value: BothLanguages, lang: str) -> Text:
    words = (value.ar, value.en) if lang == "ar" else (value.en, value.ar)
    return verbatim(next((each for each in words if each), "—"), lang)


_KINDS = frozenset(
    {
        "approval",
        "decision",
        "hand_over",
        "hazardous_area",
        "non_technical_survey",
        "numbering",
        "quality_control",
        "search_report",
        "task_order",
        "technical_survey",
    }
)
_FIELDS: dict[str, Reader | None] = {
    "certificate": None,
    "number": None,
    "name": _both,
    "legacy_id": None,
    "classification": _term("account.class"),
    "contamination": _term("report.category"),
    "evidence_items": _evidence,
    "recipient": None,
    "organisation": office,
    "team": None,
    "as_": _term("approval"),
    "product": _term("product"),
    "purpose": _term("purpose"),
    "method": _term("method"),
    "depth_mm": _mm,
    "gap_mm": _mm,
    "standard": None,
    "fieldwork": None,
    "planned": None,
    "result": _term("control"),
    "sampled_m2": _m2,
    "failed_on": None,
    "typed_percent": None,
    "reported_m2": _m2,
    "unsearched": _left_out,
    "finds": _found,
    "residual_risk": _both,
    "reason": None,
    "note": None,
}
"""How each field is written; None: as it stands, or a period of time."""
