"""The few pages that are not files of the site: what cannot be found or answered, in both languages or in one.

They stand on the site's own style sheet and hold no script. Every sentence comes from the catalogue.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clearway.problems import Problem
from clearway.wording import LANGUAGES, Text, isolated, render


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go on: the address and its words."""

    address: str
    words: Text


@dataclass(frozen=True, slots=True)
class Section:
    """What a page says in one language: a heading, sentences, and links."""

    lang: str
    heading: Text
    sentences: Sequence[Text]
    links: Sequence[Link] = ()


def said_in_both(heading: str, sentence: str) -> tuple[Section, ...]:
    """A page's sections in both languages, by the keys of the ``web`` table."""
    return tuple(
        Section(lang, render(f"web.{heading}", lang), (render(f"web.{sentence}", lang),)) for lang in LANGUAGES
    )


def told_problems(lang: str, problems: Iterable[Problem], links: Sequence[Link] = ()) -> Section:
    """What was refused, and what to do instead."""
    sentences = [
        isolated(words, lang) for problem in problems for words in (problem.sentence(lang), problem.remedy(lang))
    ]
    return Section(lang, render("web.not_answered_title", lang), sentences, links)


def page(*sections: Section) -> bytes:
    """A whole page; its language and direction are those of its first section."""
    first = sections[0]
    parts = [
        "<!doctype html>",
        f'<html lang="{first.lang}" dir="{_direction(first.lang)}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(first.heading.plain)}</title>",
        '<link rel="stylesheet" href="/assets/site.css"><link rel="icon" href="data:,"></head>',
        "<body><main>",
        *(line for number, section in enumerate(sections) for line in _section(section, first=number == 0)),
        "</main></body></html>",
    ]
    return "\n".join(parts).encode()


def _section(section: Section, *, first: bool) -> Iterable[str]:
    level = "h1" if first else "h2"
    yield f'<section lang="{section.lang}" dir="{_direction(section.lang)}">'
    yield f"<{level}>{section.heading.html}</{level}>"
    for sentence in section.sentences:
        yield f"<p>{sentence.html}</p>"
    home = Link("/" if section.lang == LANGUAGES[0] else f"/{section.lang}/", render("web.home", section.lang))
    yield "<ul>"
    for link in (*section.links, home):
        yield f'<li><a href="{html.escape(link.address)}">{link.words.html}</a></li>'
    yield "</ul></section>"


def _direction(lang: str) -> str:
    return "rtl" if lang == "ar" else "ltr"
