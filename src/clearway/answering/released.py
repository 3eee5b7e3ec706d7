"""What is said of released ground: who did what, on whose word, and what risk remains."""

from __future__ import annotations

from collections.abc import Iterator

from clearway.answering.asked import Asked
from clearway.records import Record
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.search_report import SearchReport
from clearway.situation import Answer, Cover
from clearway.terms import Axis, Product
from clearway.wording import Text, office, render, verbatim

_MM_PER_CM = 10


def released_sentences(answer: Answer, asked: Asked, lang: str, number: str | None) -> Iterator[Text]:
    """The sentence of the least searched product, on whose word it stands, and the residual risk."""
    cover = least_cover(answer)
    if cover is None:
        return
    # Rounded down: a depth may be said too small, never too great.
    depth_cm = (answer.depth_mm or 0) // _MM_PER_CM
    yield from _done(cover, asked, lang, depth_cm)
    yield from _residual(answer, cover, asked, lang, number, depth_cm)


def least_cover(answer: Answer) -> Cover | None:
    """The release that the answer's product and depth speak of."""
    covers = [cover for ground in answer.grounds for cover in ground.covers if cover.axis is Axis.HAZARD]
    exact = [c for c in covers if c.product is answer.product and c.depth_mm == answer.depth_mm]
    return next(iter(exact or [c for c in covers if c.product is answer.product]), None)


def _done(cover: Cover, asked: Asked, lang: str, depth_cm: int) -> Iterator[Text]:
    zone = asked.zone
    if cover.on_the_word_of is not None and cover.product is Product.CLEARED:
        by = office(cover.on_the_word_of, lang)
        yield render("released.cleared_on_word", lang, zone=zone, authority=by, depth_cm=depth_cm, date=cover.since)
        return
    records = [asked.records[i] for i in (cover.release, *cover.rests_on) if i in asked.records]
    decision = next((record for record in records if record.kind == "decision"), None)
    authority = cover.on_the_word_of or (decision.issuer.office if decision else "unknown")
    if cover.on_the_word_of is not None:
        yield render("common.word_of", lang, authority=office(authority, lang))
    if cover.product is Product.CLEARED:
        yield render(
            "released.cleared",
            lang,
            zone=zone,
            operator=_operator(records, lang),
            depth_cm=depth_cm,
            authority=office(authority, lang),
            recipient=_recipient(records, lang),
            date=cover.since,
        )
    elif cover.product in (Product.REDUCED, Product.CANCELLED):
        key = f"released.{cover.product.value}"
        yield render(key, lang, zone=zone, authority=office(authority, lang), date=cover.since)


def _residual(
    answer: Answer, cover: Cover, asked: Asked, lang: str, number: str | None, depth_cm: int
) -> Iterator[Text]:
    if answer.unit is not None:
        yield render("released.residual_unit", lang, unit=verbatim(answer.unit, lang), number=number)
    elif cover.product is Product.CLEARED:
        yield render("released.residual_cleared", lang, number=number, depth_cm=depth_cm)
    else:
        yield render("released.residual_unsearched", lang, number=number)
    hand_over = asked.records.get(cover.release)
    if hand_over is not None and isinstance(hand_over.body, HandOver):
        risk = hand_over.body.residual_risk
        words = (risk.ar or risk.en) if lang == "ar" else (risk.en or risk.ar)
        if words:
            yield verbatim(words, lang)


def _operator(records: list[Record], lang: str) -> Text:
    for record in records:
        if isinstance(record.body, SearchReport):
            return office(record.body.organisation, lang)
    return office("unknown", lang)


def _recipient(records: list[Record], lang: str) -> Text:
    for record in records:
        if isinstance(record.body, HandOver):
            return verbatim(record.body.recipient, lang)
    return office("unknown", lang)
