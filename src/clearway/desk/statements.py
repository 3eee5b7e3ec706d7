"""Statements: the words other records rest on, and the spans that quote them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from clearway.desk.blobs import blob_id
from clearway.desk.drafts import LARGEST_BLOB, Draft
from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, draft_of, get_kind
from clearway.problems import refuse
from clearway.records import Record, StatementEvidence
from clearway.records.kinds.statement import Speaker, Statement
from clearway.terms import Tier


def add_statement(
    office: Office,
    by: str,
    text: bytes,
    body: Statement | None = None,
    tier: Tier = Tier.PUBLIC,
    facts: Facts = NO_FACTS,
    *,
    language: str = "ar",
) -> Record:
    """Keep what somebody said: ``text`` to the byte as a blob, ``body`` who, where and when.

    ``body`` needs no text of its own; None is a statement of an unnamed speaker in ``language``.
    Refused: ``desk.text_too_large``, ``desk.text_not_utf8``.
    """
    said = body or Statement(text_blob=blob_id(text), language=language, speaker=Speaker())
    (record,) = office.append([statement_draft(by, text, said, tier, facts)], force=facts.force)
    return record


def statement_draft(by: str, text: bytes, body: Statement, tier: Tier = Tier.PUBLIC, facts: Facts = NO_FACTS) -> Draft:
    """The same before it is written, for a transaction with the record that quotes it. Refused: as above."""
    if len(text) > LARGEST_BLOB:
        refuse("desk.text_too_large", size=len(text), limit=LARGEST_BLOB)
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        refuse("desk.text_not_utf8")
    said = msgspec.structs.replace(body, text=None, text_blob=blob_id(text))
    return draft_of("statement", said, by, facts, tier=tier, blobs=(*facts.blobs, text))


def read_statement(office: Office, words: str) -> str:
    """The stored text of a statement. Refused: ``desk.wrong_kind``, ``desk.statement_not_at_hand``."""
    admitted = get_kind(office, words, "statement")
    body = admitted.record.body
    text = office.history().statement_text(body) if isinstance(body, Statement) else None
    return refuse("desk.statement_not_at_hand", id=admitted.id) if text is None else text


def quote(office: Office, words: str, quotes: Sequence[str]) -> StatementEvidence:
    """Evidence that points at exact words of a statement, which each must stand in it once.

    Spans count code points of the stored text. Refused: ``desk.quote_not_found``, ``desk.quote_ambiguous``.
    """
    admitted = get_kind(office, words, "statement")
    text = read_statement(office, words)
    spans: list[tuple[int, int]] = []
    for each in quotes:
        start, count = text.find(each), text.count(each)
        if not each or start < 0:
            refuse("desk.quote_not_found", id=admitted.id, quote=_short(each))
        if count > 1 or text.find(each, start + 1) >= 0:
            refuse("desk.quote_ambiguous", id=admitted.id, quote=_short(each), count=max(count, 2))
        spans.append((start, start + len(each)))
    return StatementEvidence(id=admitted.id, spans=tuple(spans))


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
