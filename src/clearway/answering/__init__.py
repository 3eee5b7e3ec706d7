"""An answer written out: ``sentences`` for people, ``document`` for programs. Pure; the terminal and the page share it.

What a person must be told stands in the answer already; here it only gets its words and its order. Nothing in this
package judges anything.
"""

from __future__ import annotations

from clearway.answering.asked import Asked
from clearway.answering.document import document, hold_document
from clearway.answering.sentences import (
    Role,
    Sentence,
    mark,
    mark_of,
    number_to_call,
    quote_sentence,
    sentences,
    speaker_named,
)

__all__ = [
    "Asked",
    "Role",
    "Sentence",
    "document",
    "hold_document",
    "mark",
    "mark_of",
    "number_to_call",
    "quote_sentence",
    "sentences",
    "speaker_named",
]
