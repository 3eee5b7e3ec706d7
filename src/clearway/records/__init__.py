"""What was said: signed records, their envelope, their kinds, and the way from bytes to values and back.

Strict reading (``parse_record``, ``parse_leaf``, ``build_record``) is for what is being written; lenient reading
(``read_leaf``) for what already lies in a log, where whatever may tighten must not be lost.
"""

from __future__ import annotations

from clearway.records.canonical import canonical_json, find_canonical, read_canonical
from clearway.records.envelope import (
    Event,
    Evidence,
    FileEvidence,
    FootprintSource,
    Holds,
    Issuer,
    Leaf,
    ObservationEvidence,
    Record,
    Ref,
    StatementEvidence,
)
from clearway.records.kind import Kind, region_of
from clearway.records.kinds import KINDS, find_kind
from clearway.records.parsing import (
    MAX_LEAF,
    build_record,
    check_times,
    leaf_bytes,
    parse_leaf,
    parse_record,
    read_leaf,
    record_id,
    signed_message,
)
from clearway.records.raw import YEARS
from clearway.records.types import BothLanguages, Fieldwork, Hours, Part, Polygons, Window

__all__ = [
    "KINDS",
    "MAX_LEAF",
    "YEARS",
    "BothLanguages",
    "Event",
    "Evidence",
    "Fieldwork",
    "FileEvidence",
    "FootprintSource",
    "Holds",
    "Hours",
    "Issuer",
    "Kind",
    "Leaf",
    "ObservationEvidence",
    "Part",
    "Polygons",
    "Record",
    "Ref",
    "StatementEvidence",
    "Window",
    "build_record",
    "canonical_json",
    "check_times",
    "find_canonical",
    "find_kind",
    "leaf_bytes",
    "parse_leaf",
    "parse_record",
    "read_canonical",
    "read_leaf",
    "record_id",
    "region_of",
    "signed_message",
]
