"""Documents on paper: certificate, completion report, task order, field map; in Arabic and English, as PDF.

Facts come in as values (``model``), each with the id of the record that says it; ``released``, ``orders`` and
``sheets`` turn them into a description of pages in one language; ``printing`` gives the bytes. Nothing is decided here,
and no figure is typed: whoever changes a document changes records.
"""

from __future__ import annotations

from clearway.documents.model import Control, Head, Indoors, Land, Marked, Ordered, Released, Sheet, Signature, Work
from clearway.documents.orders import task_order
from clearway.documents.paper import Voice
from clearway.documents.printing import print_pdf, print_pictures
from clearway.documents.released import certificate, completion
from clearway.documents.sheets import field_map
from clearway.documents.traced import Figure, trace

__all__ = [
    "Control",
    "Figure",
    "Head",
    "Indoors",
    "Land",
    "Marked",
    "Ordered",
    "Released",
    "Sheet",
    "Signature",
    "Voice",
    "Work",
    "certificate",
    "completion",
    "field_map",
    "print_pdf",
    "print_pictures",
    "task_order",
    "trace",
]
