"""How an officer reads a draft otherwise, at the terminal: by options, or asked field by field."""

from __future__ import annotations

from typing import Any

import click

from clearway.cli.options import together
from clearway.cli.parameters import INSTANT
from clearway.desk.bodies import closure_reasons
from clearway.desk.correcting import COUNTED, READINGS, Correction
from clearway.desk.derived import permit_possible_of, until_condition_of
from clearway.reading.model import AnnouncementKind, Modality, ReadDraft, Reading
from clearway.records import Holds
from clearway.terms import Reason
from clearway.wording import Text, render, verbatim

UNTIL = ("fully_searched", "further_notice", "decision", "none")
_NONE = "-"
_COUNT = click.IntRange(0)
_MODALITIES = tuple(each.value for each in Modality)


def _named(kind: AnnouncementKind, state: str | None) -> str:
    return f"{kind.value}:{state}" if state else kind.value


_BY_NAME = {_named(kind, state): (kind, state) for kind, state in READINGS}

correction_options = together(
    click.option("--read-as", type=click.Choice(list(_BY_NAME)), metavar="KIND[:STATE]", help="What the words state."),
    click.option("--modality", type=click.Choice(_MODALITIES), help="How they hold."),
    click.option("--names-place", "named", multiple=True, metavar="WORDS", help="A place, in the text's own words."),
    *(click.option(f"--{name}", type=_COUNT, help="A number in the words.") for name in COUNTED),
)


def take_correction(options: dict[str, Any]) -> Correction:
    """What is read otherwise, taken out of a command's options."""
    kind, state = _BY_NAME.get(options.pop("read_as") or "", (None, None))
    modality, named = options.pop("modality"), options.pop("named")
    counts = {name: count for name in COUNTED if (count := options.pop(name)) is not None}
    return Correction(
        kind=kind,
        state=state,
        modality=Modality(modality) if modality else None,
        places=named or None,
        counts=counts or None,
    )


def ask_correction(draft: ReadDraft, lang: str) -> Correction:
    """The draft's fields, one question each; Enter leaves a field as it was read."""
    kind, state = _BY_NAME[_choose("officer.what", lang, list(_BY_NAME), _named(draft.kind, draft.state))]
    modality = Modality(_choose("officer.modality", lang, list(_MODALITIES), draft.modality.value))
    places = "; ".join(" ".join(each.span.words.split()) for each in draft.places)
    named = _line("confirm.ask_places", lang, places)
    counts = {name: _count(f"officer.{name}", lang, getattr(draft.counts, name)) for name in COUNTED}
    return Correction(
        kind=kind,
        state=state,
        modality=modality,
        places=tuple(each.strip() for each in named.replace("؛", ";").split(";") if each.strip()),
        counts=counts,
    )


def ask_closure(reading: Reading, draft: ReadDraft, lang: str) -> dict[str, Any]:
    """Why it is closed, until what, and whether by permit: Enter leaves what the words say."""
    found = ",".join(closure_reasons(reading, draft))
    reasons = click.prompt(
        render("confirm.ask_reasons", lang, listed=_listed(Reason)).terminal, default=found or None, value_proc=_reasons
    )
    until = _choose("officer.condition", lang, list(UNTIL), until_condition_of(reading, draft) or UNTIL[-1])
    permit = click.confirm(render("officer.permit", lang).terminal, default=permit_possible_of(reading, draft))
    return {
        "reasons": reasons,
        "until_condition": None if until == UNTIL[-1] else until,
        "permit_possible": permit,
    }


def ask_times(lang: str) -> Holds | None:
    """From when and until when it holds; Enter leaves it as the words say."""
    start, until = (_instant(key, lang) for key in ("officer.from", "officer.until"))
    return Holds(from_earliest=start, from_latest=start, until=until) if start or until else None


def _choose(key: str, lang: str, choices: list[str], usual: str) -> str:
    chosen: str = click.prompt(
        render(key, lang).terminal,
        type=click.Choice(choices),
        default=usual,
        show_choices=len(choices) <= len(Modality),
    )
    return chosen


def _line(key: str, lang: str, usual: str) -> str:
    typed: str = click.prompt(render(key, lang).terminal, default=usual or _NONE)
    return "" if typed.strip() == _NONE else typed


def _count(key: str, lang: str, read: int | None) -> int | None:
    def number(typed: str) -> int | None:
        return None if typed.strip() == _NONE else int(_COUNT(typed))

    count: int | None = click.prompt(
        render(key, lang).terminal, default=_NONE if read is None else str(read), value_proc=number
    )
    return count


def _instant(key: str, lang: str) -> Any:
    def moment(typed: str) -> Any:
        return None if typed.strip() == _NONE else INSTANT.convert(typed.strip(), None, None)

    return click.prompt(render(key, lang).terminal, default=_NONE, value_proc=moment)


def _reasons(typed: str) -> tuple[Reason, ...]:
    choice = click.Choice([each.value for each in Reason])
    return tuple(Reason(choice.convert(each.strip(), None, None)) for each in typed.split(",") if each.strip())


def _listed(words: Any) -> Text:
    return verbatim(", ".join(each.value for each in words), "en")
