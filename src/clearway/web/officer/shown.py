"""The officer's page as HTML: the text with its words set off, and the drafts by place beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from clearway.desk import Proposed
from clearway.desk.becoming import becoming
from clearway.desk.beside import Against
from clearway.desk.bodies import closure_reasons
from clearway.desk.correcting import COUNTED, FIRMNESS, get_draft, states_of
from clearway.desk.derived import permit_possible_of, until_condition_of
from clearway.desk.draft_lines import facts_of_draft, headline
from clearway.desk.proposals import lines_of
from clearway.problems import Refused
from clearway.reading.languages import is_written_from_right
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft
from clearway.terms import Realm, Reason
from clearway.web.officer.desk import DROPPED, OfficerDesk
from clearway.wording import LANGUAGES, Text, isolated, render, term, verbatim

_WORDS = {
    "readings": {kind: states_of(kind) for kind in AnnouncementKind},
    "modalities": tuple(Modality),
    "all_reasons": tuple(reason.value for reason in Reason),
    "conditions": ("fully_searched", "further_notice", "decision"),
}
"""What may be chosen in the forms."""

Piece = tuple[str, tuple[int, ...], tuple[int, ...]]


class Sayer:
    """The catalogue in one language, as the templates use it."""

    def __init__(self, lang: str, zone: str) -> None:
        self.lang, self.zone = lang, zone
        self.direction = "rtl" if lang == "ar" else "ltr"
        self.other = next(each for each in LANGUAGES if each != lang)

    def say(self, key: str, **values: Any) -> Markup:
        """A sentence as HTML; strings among its values are not ours and are isolated."""
        said = {name: verbatim(value, self.lang) if isinstance(value, str) else value for name, value in values.items()}
        return self.html(render(key, self.lang, zone=self.zone, **said))

    def spoken(self, key: str, **values: Any) -> str:
        """A sentence for a label that is read out: without markup."""
        said = {name: verbatim(value, self.lang) if isinstance(value, str) else value for name, value in values.items()}
        return render(key, self.lang, zone=self.zone, **said).terminal

    def term(self, table: str, word: str) -> Markup:
        """A word of a table."""
        return self.html(term(table, word, self.lang))

    def html(self, text: Text) -> Markup:
        """A text of the catalogue, which is HTML with its values isolated."""
        return Markup(text.html)  # noqa: S704 - Text escapes its values


def page(desk: OfficerDesk, lang: str) -> bytes:
    """The text and its drafts."""
    to = "rtl" if is_written_from_right(desk.reading.lang) else "ltr"
    return _render("drafts.html", desk, lang, groups=list(_groups(desk, lang)), pieces=list(pieces(desk)), to=to)


def proposal_page(desk: OfficerDesk, lang: str, proposed: Proposed, form: Mapping[str, str]) -> bytes:
    """What is about to be written, with the form that writes it."""
    sayer = Sayer(lang, desk.office.settings.zone)
    lines = [sayer.html(line) for line in lines_of(desk.office, proposed, lang)]
    sent = {name: value for name, value in form.items() if name != "form" and value}
    return _render("proposal.html", desk, lang, lines=lines, number=proposed.read.number, sent=sent)


def refused_page(desk: OfficerDesk, lang: str, refused: Refused, number: int) -> bytes:
    """Why it is not written, and what to do."""
    sayer = Sayer(lang, desk.office.settings.zone)
    said = [
        sayer.html(isolated(words, lang))
        for problem in refused.problems
        for words in (problem.sentence(lang), problem.remedy(lang))
    ]
    return _render("refused.html", desk, lang, said=said, number=number)


def asset(name: str) -> bytes:
    """A style sheet or script of the page."""
    if name == "site.css":
        return resources.files("clearway.site").joinpath("assets", name).read_bytes()
    return resources.files("clearway.web.officer").joinpath("assets", name).read_bytes()


def pieces(desk: OfficerDesk) -> Iterator[Piece]:
    """The text cut where evidence begins or ends: words, the drafts on them, and those that end there."""
    text = desk.reading.text
    spans = [(span.start, span.end, draft.number) for draft in desk.reading.drafts for span in draft.evidence]
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    for start, end in pairwise(cuts):
        over = tuple(number for low, high, number in spans if low <= start and end <= high)
        yield text[start:end], over, tuple(number for _, high, number in spans if high == end)


def _groups(desk: OfficerDesk, lang: str) -> Iterator[tuple[Text, list[dict[str, Any]]]]:
    """The drafts by the first place that they name, in the order of the text; those that name none at the end."""
    groups: dict[str, list[ReadDraft]] = {}
    for draft in sorted(desk.reading.drafts, key=lambda each: not each.places):
        groups.setdefault(_place(desk, draft, lang), []).append(draft)
    for name, drafts in groups.items():
        heading = verbatim(name, lang) if name else render("reading.no_place", lang)
        yield heading, [_draft(desk, draft, lang) for draft in drafts]


def _place(desk: OfficerDesk, draft: ReadDraft, lang: str) -> str:
    if not draft.places:
        return ""
    first = draft.places[0]
    found = desk.office.places.find_by_id(first.places[0]) if len(first.places) == 1 else None
    return found.name(lang) if found else " ".join(first.span.words.split())


def _draft(desk: OfficerDesk, draft: ReadDraft, lang: str) -> dict[str, Any]:
    possible = becoming(draft)
    return {
        "number": draft.number,
        "kind": draft.kind.value,
        "what": headline(draft, lang),
        "words": [" ".join(span.words.split()) for span in draft.evidence],
        "facts": facts_of_draft(draft, lang),
        "kinds": possible.kinds,
        "usual": "keep" if possible.weak or not possible.kinds else "make",
        "why": possible.weak or not FIRMNESS.isdisjoint(draft.corrected),
        "closes": _closing(desk, draft) if "closure" in possible.kinds else None,
        "ground": _known_ground(draft),
        "settled": desk.settled.get(draft.number),
        "against": [_against(each, lang) for each in desk.beside.against if each.contradiction.draft == draft],
        "correct": _correcting(draft),
        "first": headline(get_draft(desk.as_read, draft.number), lang) if draft.corrected else None,
    }


def _closing(desk: OfficerDesk, draft: ReadDraft) -> dict[str, Any]:
    """What the words suggest for a closure, for the officer to put otherwise."""
    return {
        "reasons": closure_reasons(desk.reading, draft),
        "until": until_condition_of(desk.reading, draft),
        "permit": permit_possible_of(desk.reading, draft),
    }


def _correcting(draft: ReadDraft) -> dict[str, Any]:
    """The fields of the draft as they stand in the form that reads them otherwise."""
    return {
        "kind": draft.kind,
        "state": draft.state,
        "modality": draft.modality,
        "places": [" ".join(each.span.words.split()) for each in draft.places],
        "counts": {name: getattr(draft.counts, name) for name in COUNTED},
    }


def _against(found: Against, lang: str) -> dict[str, Any]:
    pair = found.contradiction
    words = " ".join(pair.earlier.evidence[0].words.split())
    return {"rule": term("contradiction", pair.rule, lang), "id": found.id, "at": found.at, "words": words}


def _known_ground(draft: ReadDraft) -> str:
    """The place that the words name, where they name one that is known: to be looked at, not yet chosen."""
    named = {each.places for each in draft.places if each.places}
    return next(iter(named))[0] if len(named) == 1 and len(next(iter(named))) == 1 else ""


def _render(name: str, desk: OfficerDesk, lang: str, **values: Any) -> bytes:
    sayer = Sayer(lang, desk.office.settings.zone)
    written = (
        _environment()
        .get_template(name)
        .render(desk=desk, voice=sayer, mark=_mark(desk.office.realm, sayer), dropped=DROPPED, **_WORDS, **values)
    )
    return written.encode()


def _mark(realm: Realm, sayer: Sayer) -> Markup | None:
    """The mark of everything that does not speak of the world."""
    return None if realm is Realm.ACTUAL else sayer.say(f"mark.{realm.value}")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template(name: str) -> str:
    return resources.files("clearway.web.officer").joinpath("templates", name).read_text(encoding="utf-8")
