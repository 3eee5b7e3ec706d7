"""A reading written out for programs: each draft in full, and records in the form of the annotation guide."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from clearway.problems import Problem, Refused, refuse
from clearway.reading.catalogue import LANGUAGES
from clearway.reading.model import Counts, ReadDraft, Reading, Source, Span
from clearway.reading.reader import Reader


def document(reading: Reading) -> dict[str, Any]:
    """The reading as JSON: its drafts with everything that they say."""
    return {
        "lang": reading.lang,
        "published": reading.published.isoformat() if reading.published else None,
        "drafts": [draft_document(draft) for draft in reading.drafts],
    }


def draft_document(draft: ReadDraft) -> dict[str, Any]:
    """A draft as JSON: the guide's record, and what only we say."""
    return {
        "number": draft.number,
        **record(draft),
        "places": [{**_span(place.span), "ids": list(place.places)} for place in draft.places],
        "hedge": _span(draft.hedge) if draft.hedge else None,
        "becomes": draft.becomes,
        "rules": list(draft.rules),
    }


def record(draft: ReadDraft) -> dict[str, Any]:
    """The draft as a record of the annotation guide."""
    return {
        "kind": draft.kind.value,
        "state": draft.state,
        "places": [place.span.words for place in draft.places],
        "counts": _counts(draft.counts),
        "counts_qualifier": dict(draft.counts.qualifiers),
        "cause": draft.cause,
        "time": {"text": draft.time.span.words if draft.time else None, "iso": draft.time.iso if draft.time else None},
        "source": _source(draft.source),
        "actor": draft.actor.words if draft.actor else None,
        "modality": draft.modality.value,
        "evidence": [_span(span) for span in draft.evidence],
    }


def read_line(line: bytes, number: int, readers: dict[str, Reader]) -> bytes:
    """One line of an archive as one line of its readings: ``{"id", "lang", "date", "text"}`` to ``{"id", "records"}``.

    Refused: ``reading.bad_line`` with the line's number.
    """
    try:
        written = json.loads(line)
    except (ValueError, RecursionError):
        refuse("reading.bad_line", line=number, because="not JSON in UTF-8")
    if not isinstance(written, dict):
        refuse("reading.bad_line", line=number, because="not an object")
    for name in ("id", "lang", "text"):
        if not isinstance(written.get(name), str):
            refuse("reading.bad_line", line=number, because=f"{name} is not a text")
    reader = readers.get(written["lang"])
    if reader is None:
        refuse("reading.bad_line", line=number, because=f"lang is none of {', '.join(LANGUAGES)}")
    try:
        written["text"].encode()
        published = date.fromisoformat(written["date"]) if written.get("date") else None
    except (TypeError, ValueError) as error:
        because = "text is not whole" if isinstance(error, UnicodeEncodeError) else "date is not a day"
        raise Refused(Problem("reading.bad_line", params={"line": number, "because": because})) from None
    reading = reader.read(written["text"], published)
    answer = {"id": written["id"], "records": [record(draft) for draft in reading.drafts]}
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"


def _span(span: Span) -> dict[str, Any]:
    return {"text": span.words, "start": span.start, "end": span.end}


def _counts(counts: Counts) -> dict[str, int | None]:
    return {"killed": counts.killed, "injured": counts.injured, "devices": counts.devices}


def _source(source: Source) -> dict[str, str | None]:
    parts = {"person": source.person, "role": source.role, "organisation": source.organisation}
    return {name: span.words if span else None for name, span in parts.items()}
