"""One language of the site: sentences of the catalogue as markup, names, dates, and links between pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from clearway.problems import ClearwayBug
from clearway.site.picture import short
from clearway.wording import Text, Value, has, isolated, listing, office, render, term, verbatim

_NOT_DIALLED = re.compile(r"[^0-9+]")
_SHORTEST = 3
"""Digits of the shortest number that is dialled; two digits may be a day or a depth."""
_PAGES = {"ar": "", "en": "en/"}
_OWN_NAMES = {"ar": "العربية", "en": "English"}


@dataclass(frozen=True, slots=True)
class Voice:
    """How one page speaks: its language, the zone of its dates, where in the site it stands, which records have pages.

    ``path`` is the page's own path below its language's folder, with slashes.
    """

    lang: str
    zone: str
    path: str
    known: frozenset[str]

    @property
    def direction(self) -> str:
        """How the page is read."""
        return "rtl" if self.lang == "ar" else "ltr"

    @property
    def other(self) -> str:
        """The other language."""
        return "en" if self.lang == "ar" else "ar"

    @property
    def other_name(self) -> Markup:
        """The other language as its readers call it."""
        return self.name(_OWN_NAMES[self.other])

    @property
    def file(self) -> str:
        """The page's path in the site."""
        return _PAGES[self.lang] + self.path

    @property
    def root(self) -> str:
        """What leads from the page to the site's folder."""
        return "../" * self.file.count("/")

    @property
    def home(self) -> str:
        """What leads from the page to its language's folder."""
        return "../" * self.path.count("/")

    @property
    def mirror(self) -> str:
        """The same page in the other language, as a link."""
        return self.root + _PAGES[self.other] + self.path

    def text(self, key: str, **values: Value | None) -> Text:
        """A sentence of the catalogue; strings among the values are not ours and are isolated."""
        said = {name: verbatim(each, self.lang) if isinstance(each, str) else each for name, each in values.items()}
        return render(key, self.lang, zone=self.zone, **said)

    def say(self, key: str, **values: Value | None) -> Markup:
        """The same, of the pages' own sentences, as markup."""
        return markup(self.text(f"page.{key}", **values))

    def spoken(self, key: str, **values: Value | None) -> str:
        """The same for an attribute or a title, where there is no markup."""
        return self.text(f"page.{key}", **values).terminal

    def term(self, group: str, code: str) -> Markup:
        """The word for a code."""
        return markup(term(group, code, self.lang))

    def name(self, words: str) -> Markup:
        """A name that is not ours."""
        return markup(verbatim(words, self.lang))

    def text_office(self, code: str) -> Text:
        """An office as people call it, to be written into a sentence."""
        return office(code, self.lang)

    def office(self, code: str) -> Markup:
        """The same as markup."""
        return markup(self.text_office(code))

    def kind(self, kind: str) -> Markup:
        """A kind of record as people call it."""
        return markup(term("kind", kind, self.lang) if has(f"kind.{kind}") else verbatim(kind, self.lang))

    def sentence(self, words: str) -> Markup:
        """A finished sentence of a rule or a finding, its numbers isolated."""
        return markup(isolated(words, self.lang))

    def listing(self, items: Iterable[Value]) -> Markup:
        """Several in a row."""
        return markup(listing(items, self.lang))

    def day(self, at: datetime | date) -> Markup:
        """A day in words."""
        return self.say("day", at=at)

    def moment(self, at: datetime) -> Markup:
        """A day and hour in words."""
        return self.say("moment", at=at)

    def record_page(self, record_id: str) -> str | None:
        """The link to a record's page; None where it has none."""
        return f"{self.home}records/{short(record_id)}.html" if record_id in self.known else None

    def place_page(self, place_id: str) -> str:
        """The link to a place's page."""
        return f"{self.home}places/{place_id}.html"

    def short_text(self, record_id: str) -> str:
        """An id as people compare it."""
        return short(record_id)

    def id(self, record_id: str) -> Markup:
        """The same as markup."""
        return self.name(short(record_id))


def markup(text: Text) -> Markup:
    """A sentence as markup: escaped, insertions isolated."""
    return Markup(text.html)  # noqa: S704 - Text escapes what it writes out


def dialling(number: str) -> str:
    """A number as a telephone wants it."""
    return _NOT_DIALLED.sub("", number)


def dialled(said: Markup, number: str | None, *, link: bool) -> Markup:
    """A sentence with the number that it names kept on one line, and with ``link`` dialled where it is touched."""
    if number is None or len(dialling(number)) < _SHORTEST:
        return said
    shown = html.escape(number)
    tag = f'<a class="number" href="tel:{dialling(number)}">' if link else '<span class="number">'
    closed = "</a>" if link else "</span>"
    alone = rf'(?<![\w:+])(?:<bdi dir="ltr">)?{re.escape(shown)}(?:</bdi>)?(?![\w:])'
    marked = re.sub(alone, lambda found: tag + found[0] + closed, said, flags=re.ASCII)
    return Markup(marked)  # noqa: S704 - of escaped parts alone


def verbatim_markup(words: str, lang: str) -> Markup:
    """Somebody's words in a paragraph of their own language: numbers and Latin words isolated in Arabic ones."""
    return markup(isolated(words, "ar")) if lang.startswith("ar") else Markup(html.escape(words))  # noqa: S704


def instant(at: datetime) -> str:
    """An instant as scripts read it."""
    if at.tzinfo is None:
        raise ClearwayBug("a moment without a zone")
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
