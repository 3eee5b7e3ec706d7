"""What a question expects, held against what the projection answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clearway.projection import Finding
from clearway.situation import Answer, Because

Names = Mapping[str, str]
"""Labels by record id."""


def differences(answer: Answer, expected: Mapping[str, Any], ids: Mapping[str, str], names: Names) -> list[str]:
    """Everything in which the answer is not as expected. ``ids`` are record ids by label, ``names`` the reverse."""

    def called(records: Iterable[str]) -> list[str]:
        return sorted(names.get(record, record[:14]) for record in records)

    found = {
        "verdict": answer.verdict,
        "closure": answer.closure,
        "hazard": answer.hazard,
        "doubts": list(answer.doubts),
        "product": answer.product,
        "depth": answer.depth_mm,
        "under": called(g.hold.record for g in answer.grounds if g.holds_closure or g.holds_hazard),
        "opened_by": called({cover.release for ground in answer.grounds for cover in ground.covers}),
        "unplaced": called(hold.record for hold in answer.unplaced),
        "later": called(hold.record for hold in answer.upcoming),
        "corridors": called(corridor.record for corridor in answer.corridors),
        "word_of": answer.on_the_word_of,
    }
    wrong = []
    for name, wanted in expected.items():
        if name in _HELD:
            wrong += _HELD[name](answer, wanted, ids)
        elif name == "bare":
            wrong += [f"under nothing, found {_said(found['under'])}"] if found["under"] else []
        elif found[name] != (sorted(wanted) if isinstance(wanted, list) and name != "doubts" else wanted):
            wrong.append(f"{name} {_said(wanted)}, found {_said(found[name])}")
    return wrong


def _rules(answer: Answer, wanted: list[tuple[str, str]], ids: Mapping[str, str]) -> list[str]:
    chain = {(link.rule, link.record) for link in _links(answer.because)}
    return [f"rule {rule} for {label}" for rule, label in wanted if (rule, ids.get(label)) not in chain]


def _links(links: Iterable[Because]) -> Iterable[Because]:
    for link in links:
        yield link
        yield from _links(link.parts)


def _labels(answer: Answer, wanted: list[tuple[str, str]], ids: Mapping[str, str]) -> list[str]:
    found = {(text, ground.hold.record) for ground in answer.grounds for text in ground.hold.labels}
    return [f"label {text} on {label}" for text, label in wanted if (text, ids.get(label)) not in found]


def _quotes(answer: Answer, wanted: list[str], ids: Mapping[str, str]) -> list[str]:
    words = {quote.words for link in _links(answer.because) for quote in link.quotes}
    return [f"quoting {each!r}, found {words}" for each in wanted if each not in words]


def _next_start(answer: Answer, wanted: Any, ids: Mapping[str, str]) -> list[str]:
    starts = {ground.hold.next_start for ground in answer.grounds}
    return [] if wanted in starts else [f"next start {wanted}, found {starts}"]


_HELD: dict[str, Callable[[Answer, Any, Mapping[str, str]], list[str]]] = {
    "rule": _rules,
    "label": _labels,
    "quoting": _quotes,
    "next_start": _next_start,
}


def judged(counts: bool, findings: Iterable[Finding], expected: Mapping[str, Any]) -> list[str]:
    """Whether a record, permit or corridor counts as expected; findings may be more than those named."""
    codes = {finding.code for finding in findings}
    wrong = (
        [] if counts == ("counts" in expected) else [f"{expected.keys()}, found that it does{'' if counts else ' not'}"]
    )
    missing = {*expected.get("fails", ()), *expected.get("noting", ())} - codes
    if missing or wrong:
        wrong.append(
            f"{', '.join(sorted(missing)) or 'nothing more'}; found {', '.join(sorted(codes)) or 'no finding'}"
        )
    return wrong


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return str(value)
