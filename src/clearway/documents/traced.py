"""Where each figure of a certificate or a completion report comes from: how it was found, by which rule, from which
records. The paper prints this table and ``clearway explain`` shows it, from the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clearway.coverage import State
from clearway.documents.model import Released
from clearway.documents.paper import Voice, thousands
from clearway.perimeter import tabulate
from clearway.terms import ControlResult, Product
from clearway.wording import Text

_RULES = {
    "product": "B5",
    "depth": "B6",
    "standard": "B6",
    "gap": "B6",
    "in_force": "A3",
    "cancelled": "B5",
    "reduced": "B5",
    "cleared": "B6",
    "searched": "B6",
    "controlled": "B6",
    "insufficient": "B6",
    "unsearched": "B6",
    "sampled": "B6",
    "signed": "B5",
    "unit": "B12",
}
_PRODUCTS = {"cancelled": Product.CANCELLED, "reduced": Product.REDUCED, "cleared": Product.CLEARED}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name in the catalogue (``document.trace``), what is printed, the rule's code and the records."""

    name: str
    value: Text
    rule: str | None
    records: tuple[str, ...]


def trace(released: Released, voice: Voice) -> tuple[Figure, ...]:
    """Every figure of the document, in the order of its pages."""
    return tuple(
        Figure(name, value, _RULES.get(name), tuple(dict.fromkeys(records)))
        for name, value, records in (*_said(released, voice), *_measured(released, voice), *_tested(released, voice))
    )


_Row = tuple[str, Text, Iterable[str]]


def _said(released: Released, voice: Voice) -> Iterator[_Row]:
    """What the hand-over and the decision say in words and numbers."""
    about = released.head.record
    wanted = released.coverage.wanted
    bound = [about] if released.certificate else []
    bound += [record for kind, record in released.rests_on if kind in ("decision", "task_order")]
    words = {"certificate": released.certificate, "recipient": released.recipient, "unit": released.unit}
    yield from ((name, voice.value(said), [about]) for name, said in words.items() if said)
    if released.product is not None:
        yield "product", voice.words("product", released.product.value), bound
    if wanted.depth_mm:
        yield "depth", voice.text("mm", mm=thousands(wanted.depth_mm)), bound
    if released.standard:
        yield "standard", voice.value(released.standard), bound
    yield "gap", voice.text("mm", mm=str(wanted.gap_mm)), bound
    signed = [signature for signature in released.signatures if signature.at and signature.record]
    if released.since is not None:
        yield "in_force", voice.text("moment", at=released.since), [about, *(s.record or "" for s in signed)]


def _measured(released: Released, voice: Voice) -> Iterator[_Row]:
    """Square metres: the ground, the balance, the coverage."""
    about, coverage = released.head.record, released.coverage
    yield "ground", _m2(voice, released.area.m2), [about]
    if released.outside.m2:
        yield "outside", _m2(voice, released.outside.m2), [about, *(land.id for land in released.lands)]
    yield from _balanced(released, voice)
    searched = coverage.measured(State.SEARCHED)
    counted = [search.id for search in coverage.counted]
    share = voice.text("trace_share", m2=thousands(searched.m2), share=f"{coverage.permille / 10:.1f}")
    yield "searched", share, [*counted, *(one for part in coverage.parts for one in part.reports)]
    passed = [control.id for control in released.controls if control.result is ControlResult.PASSED]
    yield "controlled", _m2(voice, coverage.controlled.m2), passed
    for state in (State.INSUFFICIENT, State.UNSEARCHED):
        parts = [part for part in coverage.parts if part.state is state]
        if parts:
            yield state.value, _m2(voice, coverage.measured(state).m2), [one for part in parts for one in part.reports]
    for typed in coverage.typed:
        computed = f"{typed.computed_permille / 10:.1f}"
        yield "typed", voice.text("trace_typed", typed=str(typed.percent), computed=computed), [typed.report]


def _balanced(released: Released, voice: Voice) -> Iterator[_Row]:
    members = [member for land in released.lands for member in land.members]
    pieces = [piece for land in released.lands for piece in land.pieces]
    if not released.lands:
        return
    figures = released.figures
    yield "original", _m2(voice, figures.original), [root for land in released.lands for root in land.roots]
    if figures.added:
        yield "added", _m2(voice, figures.added), members
    for name, product in _PRODUCTS.items():
        decisions = [piece.decision for piece in pieces if piece.product is product]
        if decisions:
            yield name, _m2(voice, getattr(figures, name)), decisions
    yield "remaining", _m2(voice, figures.remaining), [*members, *(piece.decision for piece in pieces)]


def _tested(released: Released, voice: Voice) -> Iterator[_Row]:
    """Work by work, find by find, control by control; the border; the signatures."""
    for work in released.works:
        yield "work", _m2(voice, work.inside.m2), [work.id]
        for found in work.report.finds:
            yield "find", voice.text("trace_find", what=found.what, count=str(found.quantity)), [work.id]
    for control in released.controls:
        said = voice.text("not_said") if control.sampled_m2 is None else None
        part = said or voice.text("of_m2", part=thousands(control.sampled_m2 or 0), whole=thousands(control.lot.m2))
        yield "sampled", part, [control.id]
    borders = tabulate(released.ground, released.reference)
    points = sum(len(border.turnings) for border in borders)
    length = sum(border.length_m for border in borders)
    yield "border", voice.text("trace_border", points=str(points), length=f"{length:.1f}"), [released.head.record]
    if released.edge_error_m is not None:
        edge = voice.text("trace_edge", m=str(released.edge_error_m))
        yield "edge", edge, [released.edge_said_by or released.head.record]
    for signature in released.signatures:
        if signature.at and signature.record:
            role = voice.words("approval", signature.role.value)
            yield "signed", voice.text("trace_signed", role=role, at=signature.at), [signature.record]


def _m2(voice: Voice, m2: int) -> Text:
    return voice.text("m2", m2=thousands(m2))
