"""The generated reference is what the code says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from clearway.problems import CATALOGUE
from clearway.records import KINDS, Record
from tests.record_strategies import records
from tools.generate_reference import REFERENCE, ROOT, pages, schema


@pytest.mark.parametrize("path", pages(), ids=str)
def test_the_page_is_current(path: Path) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run make generate"


def test_no_schema_is_left_of_a_kind_that_is_gone() -> None:
    assert {path.stem for path in (ROOT / REFERENCE / "schemas").glob("*.json")} == KINDS.keys()


def test_every_kind_and_code_has_its_place() -> None:
    wanted = pages()
    for name in KINDS:
        assert f"\n### {name}\n" in wanted[REFERENCE / "records.md"]
    for code in CATALOGUE:
        assert f"\n### `{code}`\n" in wanted[REFERENCE / "refusals.md"]


def _fits(value: Any, wanted: dict[str, Any], defs: dict[str, Any]) -> bool:
    """The part of JSON Schema that matters here: names, words and shapes of structures."""
    if "$ref" in wanted:
        return _fits(value, defs[wanted["$ref"].rsplit("/", 1)[1]], defs)
    if "anyOf" in wanted:
        return any(_fits(value, one, defs) for one in wanted["anyOf"])
    if "const" in wanted or "enum" in wanted:
        return value in wanted.get("enum", [wanted.get("const")])
    if wanted["type"] == "object" and "properties" in wanted:
        return (
            isinstance(value, dict)
            and set(wanted["required"]) <= value.keys() <= wanted["properties"].keys()
            and all(_fits(part, wanted["properties"][name], defs) for name, part in value.items())
        )
    if wanted["type"] == "array" and "items" in wanted and "prefixItems" not in wanted:
        return isinstance(value, list) and all(_fits(part, wanted["items"], defs) for part in value)
    types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    return isinstance(value, types[wanted["type"]])


@given(records())
def test_records_fit_the_schema_of_their_kind(record: Record) -> None:
    wanted = schema(KINDS[record.kind])
    value = json.loads(record.canonical)
    assert _fits(value, wanted, wanted["$defs"])
    for name in value:
        assert not _fits({key: part for key, part in value.items() if key != name}, wanted, wanted["$defs"])
