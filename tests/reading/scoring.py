"""The scorer that comes with the annotated examples, used as a module: gold records matched with what was read."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from clearway.places import Gazetteer, build_gazetteer, shipped_places
from clearway.reading import Reader
from clearway.reading.catalogue import load_catalogue
from clearway.reading.document import record
from tests import parts
from tests.reading.split import load_examples

GAZETTEER = build_gazetteer([("benghazi.csv", shipped_places("benghazi"))])


def announcements() -> Path:
    """The folder of the examples; skips where it is missing."""
    return parts.shared("announcements")


@cache
def score() -> ModuleType:
    """The scorer, which is a script."""
    spec = importlib.util.spec_from_file_location("announcement_score", announcements() / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reader(lang: str, gazetteer: Gazetteer = GAZETTEER) -> Reader:
    """A reader of one language with the gazetteer that ships."""
    return Reader(load_catalogue(lang), gazetteer)


def records_of(example: dict[str, Any]) -> list[dict[str, Any]]:
    """What is read in an example, as records of the guide."""
    return [record(draft) for draft in reader(example["lang"]).read(example["text"], published(example)).drafts]


def published(example: dict[str, Any]) -> date | None:
    """The day that an example is dated."""
    return date.fromisoformat(example["date"]) if example["date"] else None


def matched(example: dict[str, Any], kind: str) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each annotated record of a kind that is not optional, with the one read for it, by the scorer's matching."""
    gold = [_spanned(each, example["text"]) for each in example["records"] if each["kind"] == kind]
    read = [_spanned(each, example["text"]) for each in records_of(example) if each["kind"] == kind]
    pairs = {wanted: read[found] for wanted, found, _ in score().match(gold, read)}
    return [(each, pairs.get(number)) for number, each in enumerate(gold) if not each["optional"]]


def summary(folder: Path, *, aside: bool) -> dict[str, float]:
    """The scorer's last line over the examples for development, or once those set aside, as numbers by name."""
    examples = load_examples(announcements() / "examples.jsonl", aside=aside)
    gold, read = folder / "gold.jsonl", folder / "read.jsonl"
    gold.write_text("".join(json.dumps(each) + "\n" for each in examples), encoding="utf-8")
    answers = ({"id": each["id"], "records": records_of(each)} for each in examples)
    read.write_text("".join(json.dumps(each) + "\n" for each in answers), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(announcements() / "score.py"), str(gold), str(read)],
        check=True,
        capture_output=True,
        text=True,
    )
    words = told.stdout.strip().splitlines()[-1].split()[1:]
    pairs = (word.partition("=") for word in words)
    return {name: float(value) for name, _, value in pairs if value != "-"}


def _spanned(each: dict[str, Any], text: str) -> dict[str, Any]:
    spans = [(span["start"], span["end"]) for span in each["evidence"]]
    assert all(text[start:end] == span["text"] for (start, end), span in zip(spans, each["evidence"], strict=True))
    return {**each, "_spans": spans, "optional": bool(each.get("optional"))}
