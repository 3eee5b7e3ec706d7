"""A snapshot's document made small, and back to the letter. Pure. The bytes are specified in
``docs/reference/snapshot-format.md``; the browser reads them by ``site/assets/engine/unpack.js``.

What is packed is the canonical JSON of :mod:`clearway.publish.snapshot`, and it comes out with the same hash, which is
what is signed and on record: nothing can be more open in the small form than in the large one. Every field learns how
its own values go, so an office that is named two thousand times costs a few bits, and an id its 32 bytes once.
"""

from __future__ import annotations

import json
from typing import Any

from clearway.problems import refuse
from clearway.publish.parts import (
    Instants,
    Limits,
    Part,
    Shapes,
    Vocabulary,
    flag,
    many,
    mapping,
    maybe,
    record,
    whole,
)
from clearway.publish.rangecoder import Damaged, Letters, Reader, Writer
from clearway.publish.snapshot import VERSION as DOCUMENT
from clearway.records import canonical_json

VERSION = 1
"""The first byte. It holds a document of version 1."""


def pack(document: bytes) -> bytes:
    """A snapshot's document (canonical JSON, as ``write_snapshot`` gives it), packed.

    Refused: ``publish.too_large`` for more than the format holds.
    """
    writer = Writer()
    try:
        _Schema().code(writer, json.loads(document))
    except Damaged as error:
        refuse("publish.too_large", detail=str(error))
    return bytes([VERSION]) + writer.finish()


def unpack(packed: bytes) -> bytes:
    """The document's bytes again. Refused: ``publish.snapshot_unreadable``; nothing is ever read in part."""
    if packed[:1] != bytes([VERSION]):
        refuse("publish.snapshot_unreadable", detail="the packing is of another version")
    try:
        reader = Reader(packed[1:])
        document = _Schema().code(reader, None)
        reader.finish()
        return canonical_json(document)
    except Damaged as error:
        refuse("publish.snapshot_unreadable", detail=str(error))


class _Schema:
    """The document's fields in the order of the file, with all that is learned of them in one file."""

    def __init__(self) -> None:
        self._letters = Letters()
        self._limits = Limits()
        self._shapes = Shapes(self._limits)
        self._instant = Instants()
        self._ids = self._vocabulary()
        self._origins = self._vocabulary()
        self._offices = self._vocabulary()
        self._document = self._head()

    def code(self, coder: Any, document: Any) -> dict[str, Any]:
        """The whole document."""
        found: dict[str, Any] = self._document(coder, document)
        self._shapes.finish()
        return {"clearway_snapshot": DOCUMENT, **found}

    # Each call makes a field of its own, which learns for itself.

    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._letters, self._limits)

    def _text(self) -> Part:
        return self._vocabulary().field()

    def _many(self, part: Part) -> Part:
        return many(part, self._limits)

    def _head(self) -> Part:
        known = record(size=whole(), root=self._ids.field())
        return record(
            realm=self._text(),
            publisher=self._origins.field(),
            trust=self._ids.field(),
            frontier=mapping(self._origins.field(), known, self._limits),
            valid_until=self._instant.field(),
            corridor_s=whole(),
            shapes=self._shapes.table(),
            situation=self._situation(),
        )

    def _situation(self) -> Part:
        hold = self._hold()
        return record(
            at=self._instant.field(),
            within=maybe(self._many(whole())),
            holds=self._many(hold),
            upcoming=self._many(hold),
            corridors=self._many(self._corridor()),
            logs=self._many(self._log()),
            dangling=self._many(self._dangling()),
            accuracy_limit_m=whole(),
            announced=self._many(self._announced()),
        )

    def _hold(self) -> Part:
        return record(
            record=self._ids.field(),
            kind=self._text(),
            origin=self._origins.field(),
            office=self._offices.field(),
            footprint=self._shapes.field(),
            since=self._instant.field(),
            closure=maybe(self._text()),
            hazard=maybe(self._text()),
            unplaced=flag(),
            unit=maybe(self._text()),
            until=maybe(self._instant.field()),
            next_start=maybe(self._instant.field()),
            labels=self._many(self._text()),
            reasons=self._many(self._text()),
            until_condition=maybe(self._text()),
            contact=maybe(self._text()),
            place=maybe(self._text()),
            error_m=maybe(whole()),
            quotes=self._many(self._quote()),
            covers=self._many(self._cover()),
        )

    def _quote(self) -> Part:
        return record(
            statement=self._ids.field(),
            start=whole(),
            end=whole(),
            words=maybe(self._text()),
            office=maybe(self._offices.field()),
            speaker=maybe(self._text()),
            said_at=maybe(self._instant.field()),
            source=maybe(self._text()),
            role=maybe(self._text()),
        )

    def _cover(self) -> Part:
        return record(
            release=self._ids.field(),
            axis=self._text(),
            product=self._text(),
            since=self._instant.field(),
            all_of=self._many(self._shapes.field()),
            none_of=self._many(self._shapes.field()),
            depth_mm=maybe(whole()),
            unit=maybe(self._text()),
            on_the_word_of=maybe(self._offices.field()),
            rests_on=self._many(self._ids.field()),
        )

    def _corridor(self) -> Part:
        return record(
            record=self._ids.field(),
            footprint=self._shapes.field(),
            until=self._instant.field(),
            confirmed_at=self._instant.field(),
        )

    def _log(self) -> Part:
        return record(
            origin=self._origins.field(),
            owner=self._offices.field(),
            remit=self._shapes.field(),
            fresh_at=maybe(self._instant.field()),
            stale=flag(),
            conflict=maybe(self._text()),
            contact=maybe(self._text()),
        )

    def _dangling(self) -> Part:
        return record(record=self._ids.field(), footprint=self._shapes.field(), missing=self._many(self._ids.field()))

    def _announced(self) -> Part:
        return record(
            record=self._ids.field(),
            footprint=self._shapes.field(),
            announced_by=self._text(),
            from_place=self._text(),
            to_place=self._text(),
            starts=self._instant.field(),
            ends=self._instant.field(),
            others=maybe(self._many(self._text())),
            intermediary=maybe(self._text()),
            conditions=maybe(self._text()),
            findings=self._many(self._text()),
        )
