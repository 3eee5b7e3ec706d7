"""Measure reading on the annotated examples, and what each rule adds; rewrite the figures in the page that tells them.

``python tools/measure_reading.py`` writes the tables of docs/explanation/reading-quality.md from the examples that
rules are developed on. ``--aside`` prints the scorer's line for the ten examples that were set aside before the first
rule was written; it is meant to be run once, when the rules are finished. The examples are third-party texts and stand
beside the repository.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clearway.reading import Reader  # noqa: E402 - the repository's tests are found from its root
from clearway.reading.catalogue import LANGUAGES, Catalogue, load_catalogue  # noqa: E402
from clearway.reading.document import record  # noqa: E402
from tests.reading.scoring import GAZETTEER, announcements, published, score, summary  # noqa: E402
from tests.reading.split import load_examples  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "reading-quality.md"
_BEGIN, _END = "<!-- measured: {} -->\n", "<!-- end -->"
_FIGURES = {
    "F1": "F1, all kinds",
    "safetyF1": "F1, safety kinds",
    "P": "precision, all kinds",
    "R": "recall, all kinds",
    "safetyR": "recall, safety kinds",
    "places": "places",
    "counts": "counts",
    "state": "state",
    "modality": "modality",
    "person": "person",
    "org": "organisation",
    "flips": "denied, conditional or planned taken as fact",
    "distractor_records": "records on texts with none",
    "ungrounded": "spans not in the text",
}


def main() -> int:
    """Write the page's tables, or print the figures of the ten set aside."""
    aside = "--aside" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        figures = summary(Path(folder), aside=aside)
    if aside:
        print(figures)
        return 0
    text = _replaced(PAGE.read_text(encoding="utf-8"), "figures", _figures(figures))
    PAGE.write_text(_replaced(text, "contributions", _contributions()), encoding="utf-8")
    return 0


def _replaced(text: str, name: str, table: str) -> str:
    before, begin, rest = text.partition(_BEGIN.format(name))
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"{PAGE} has no place for {name}")
    return f"{before}{begin}{table}{end}{after}"


def _figures(figures: dict[str, float]) -> str:
    lines = [f"| {words} | {figures[name]:g} |" for name, words in _FIGURES.items() if name in figures]
    return "\n".join(["| on the twenty | |", "| --- | --- |", *lines]) + "\n"


def _contributions() -> str:
    examples = load_examples(announcements() / "examples.jsonl", aside=False)
    catalogues = {lang: load_catalogue(lang) for lang in LANGUAGES}
    whole = _f1(examples, catalogues)
    rows: list[tuple[float, str]] = []
    for lang, catalogue in catalogues.items():
        for rule in catalogue.rules:
            less = replace(catalogue, rules=tuple(each for each in catalogue.rules if each is not rule))
            rows.append((whole - _f1(examples, {**catalogues, lang: less}), f"| {lang} | `{rule.id}` |"))
        for marker in catalogue.markers:
            fewer = replace(catalogue, markers=tuple(each for each in catalogue.markers if each is not marker))
            rows.append((whole - _f1(examples, {**catalogues, lang: fewer}), f"| {lang} | `{marker.id}` |"))
    shown = [
        f"{row} {lost:+.1f} |" for lost, row in sorted(rows, key=lambda each: (-each[0], each[1])) if round(lost, 1)
    ]
    silent = sum(not round(lost, 1) for lost, _ in rows)
    head = ["| language | rule or marker | F1 lost without it |", "| --- | --- | --- |"]
    return "\n".join([*head, *shown, "", f"{silent} others change nothing on these texts."]) + "\n"


def _f1(examples: list[dict[str, Any]], catalogues: dict[str, Catalogue]) -> float:
    """The scorer's F1 over all kinds, in percent."""
    readers = {lang: Reader(catalogue, GAZETTEER) for lang, catalogue in catalogues.items()}
    hit = wanted = found = 0
    for example in examples:
        drafts = readers[example["lang"]].read(example["text"], published(example)).drafts
        read = [record(draft) for draft in drafts]
        for kind in score().KINDS:
            gold = [_spanned(each) for each in example["records"] if each["kind"] == kind]
            mine = [_spanned(each) for each in read if each["kind"] == kind]
            pairs = score().match(gold, mine)
            optional = sum(gold[index]["optional"] for index, _, _ in pairs)
            hit += len(pairs) - optional
            wanted += sum(not each["optional"] for each in gold)
            found += len(mine) - optional
    return 200 * hit / (wanted + found)


def _spanned(each: dict[str, Any]) -> dict[str, Any]:
    spans = [(span["start"], span["end"]) for span in each["evidence"]]
    return {**each, "_spans": spans, "optional": bool(each.get("optional"))}


if __name__ == "__main__":
    sys.exit(main())
