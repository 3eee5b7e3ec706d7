"""What a draft says, in sentences: for the terminal and the officer's page."""

from __future__ import annotations

from clearway.reading.model import PlaceNamed, ReadDraft
from clearway.wording import Text, listing, render, term, verbatim


def headline(draft: ReadDraft, lang: str) -> Text:
    """The draft's kind, its state, and how its words hold: "Closure, in force, asserted"."""
    parts = [term("announcement", draft.kind.value, lang)]
    if draft.state is not None:
        parts.append(term("reading.state", draft.state, lang))
    parts.append(term("modality", draft.modality.value, lang))
    return listing(parts, lang)


def lines_of_draft(draft: ReadDraft, lang: str) -> list[Text]:
    """The words, and what they say: who, where, how many, when."""
    lines = [render("reading.words", lang, words=verbatim(span.words, lang)) for span in draft.evidence]
    return [*lines, *facts_of_draft(draft, lang)]


def facts_of_draft(draft: ReadDraft, lang: str) -> list[Text]:
    """The same without the words themselves."""
    lines = []
    if draft.hedge is not None:
        lines.append(render("reading.hedge", lang, words=verbatim(draft.hedge.words, lang)))
    lines.append(_speaker(draft, lang))
    lines.extend(_place(place, lang) for place in draft.places)
    if not draft.places:
        lines.append(render("reading.no_place", lang))
    lines.extend(_figures(draft, lang))
    if draft.time is not None:
        lines.append(render("reading.time", lang, words=verbatim(draft.time.span.words, lang), iso=draft.time.iso))
    return lines


def _speaker(draft: ReadDraft, lang: str) -> Text:
    parts = (draft.source.person, draft.source.role, draft.source.organisation)
    named = [verbatim(part.words, lang) for part in parts if part is not None]
    if not named:
        return render("reading.nobody", lang)
    return render("reading.said_by", lang, who=listing(named, lang))


def _place(named: PlaceNamed, lang: str) -> Text:
    words = verbatim(named.span.words, lang)
    if not named.places:
        return render("reading.place_unknown", lang, words=words)
    if len(named.places) > 1:
        return render("reading.place_ambiguous", lang, words=words, ids=listing(named.places, lang))
    return render("reading.place", lang, words=words, id=named.places[0])


def _figures(draft: ReadDraft, lang: str) -> list[Text]:
    lines = []
    for name in ("killed", "injured", "devices"):
        count, qualifier = getattr(draft.counts, name), draft.counts.qualifiers.get(name)
        if count is None and qualifier is None:
            continue
        amount = None
        if qualifier is not None:
            amount = term("reading.amount", qualifier, lang)
        if count is None:
            lines.append(render(f"reading.{name}_vague", lang, amount=amount))
        elif amount is None:
            lines.append(render(f"reading.{name}", lang, count=count))
        else:
            lines.append(render(f"reading.{name}_about", lang, count=count, amount=amount))
    return lines
