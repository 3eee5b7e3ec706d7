"""The books of an office that change nothing on the ground: orders, visits, marking, people, sessions, papers, checks.

All of these records tell; none of them opens or closes. Their bodies are made by whoever calls, and tested by their
kinds as strictly as any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from clearway.desk.blobs import blob_id
from clearway.desk.drafts import LARGEST_BLOB
from clearway.desk.due import books_at
from clearway.desk.files import read_file
from clearway.desk.office import Office
from clearway.desk.papers import stripped_paper
from clearway.desk.pictures import stripped
from clearway.desk.saying import NO_FACTS, Facts, draft_of, get_all, refs_to, shape
from clearway.geometry import Footprint, Region
from clearway.problems import refuse
from clearway.records import Issuer, Part, Record, Ref
from clearway.records.kinds.attachment import Attachment
from clearway.reports.checks import is_too_close, list_checked
from clearway.terms import Rel

REGISTERS = (
    "task_order",
    "spot_task",
    "quality_visit",
    "marking",
    "victim",
    "referral",
    "education_session",
    "accreditation",
    "check_step",
    "numbering",
    "building",
)
"""Kinds that :func:`register` writes; an attachment brings its file with it and has a use case of its own."""

What = Literal["photo", "sketch", "form", "map", "letter", "other"]
_PDF = b"%PDF-"


def register(
    office: Office,
    by: str,
    kind: str,
    body: Part | Mapping[str, Any],
    refs: Mapping[Rel, Sequence[str]] | None = None,
    footprint: Footprint | Region | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """Write one record of a register. ``refs`` says which records it is ``about``, ``answers`` or ``replaces``.

    Refused: ``desk.wrong_kind`` for a kind that does more than tell, ``desk.own_check``, ``desk.not_at_hand``, and what
    the kind refuses.
    """
    if kind not in REGISTERS:
        refuse("desk.wrong_kind", id="", found=kind, expected=", ".join(REGISTERS))
    named = tuple(ref for rel, words in (refs or {}).items() if words for ref in _refs(office, rel, words))
    ground = None if footprint is None else shape(footprint)
    if kind == "check_step" and not facts.force:
        _three_people(office, by, body, {ref.id for ref in named if ref.rel is Rel.ANSWERS})
    draft = draft_of(kind, body, by, facts, footprint=ground, refs=named)
    (record,) = office.append([draft], force=facts.force)
    return record


def _three_people(office: Office, by: str, body: Part | Mapping[str, Any], reports: Collection[str]) -> None:
    """Refuse that somebody accepts his own report, or accepts it twice: such a look would not count."""
    step = {name: body.get(name) if isinstance(body, Mapping) else getattr(body, name) for name in ("step", "result")}
    if step["result"] != "accepted":
        return
    for each in list_checked(books_at(office, office.now())):
        if each.report.id in reports:
            signer = Issuer(office="", holder=by, key="")
            if is_too_close(signer, each.report.admitted.record.issuer, each.accepted_by, str(step["step"])):
                refuse("desk.own_check", holder=by, id=each.report.id)


def attach(
    office: Office,
    by: str,
    path: Path | str,
    what: What,
    about: Sequence[str],
    caption: str | None = None,
    facts: Facts = NO_FACTS,
) -> Record:
    """Keep a file with the records it is about. Only pictures and pages are kept: no place, time, device or author.

    Refused: ``desk.file_unreadable``, ``desk.text_too_large``, ``desk.picture_unreadable``, ``desk.paper_unreadable``,
    ``desk.not_at_hand``.
    """
    data = read_file(Path(path))
    if data is None:
        refuse("desk.file_unreadable", file=str(path), because="no such file")
    if len(data) > LARGEST_BLOB:
        refuse("desk.text_too_large", size=len(data), limit=LARGEST_BLOB)
    data, media = (stripped_paper(data), "application/pdf") if data.startswith(_PDF) else stripped(data)
    body = Attachment(blob=blob_id(data), media_type=media, what=what, caption=caption)
    refs, blobs = _refs(office, Rel.ABOUT, about), (*facts.blobs, data)
    (record,) = office.append([draft_of("attachment", body, by, facts, refs=refs, blobs=blobs)], force=facts.force)
    return record


def _refs(office: Office, rel: Rel, words: Sequence[str]) -> tuple[Ref, ...]:
    return refs_to(rel, (each.id for each in get_all(office, words)))
