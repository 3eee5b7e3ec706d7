"""Every file of a site: pages, data for the scripts, the copies that were told, and the assets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from clearway.answering import mark
from clearway.places import Place
from clearway.records import Record
from clearway.site.data import data_files, spellings_of
from clearway.site.picture import SitePicture, short
from clearway.site.recorded import WITHOUT_PAGE, Recorder
from clearway.site.shown import Shown, Teller
from clearway.site.timeline import Axis, days_of
from clearway.site.told import Period, Told
from clearway.site.voice import Voice, instant, markup
from clearway.site.years import rows, said
from clearway.situation import Answer
from clearway.terms import VERDICT_ORDER
from clearway.wording import LANGUAGES, render

_NEWEST = 6
"""How many changes the home page lists."""

_MAP = "assets/vendor/leaflet"
_MODULES = ("assets/engine/", "assets/map", f"{_MAP}/leaflet.js")
"""Where the scripts are that the map needs. The page asks for all at once; they would ask for one another in turn."""

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place with everything that was ever told of it, and what its last copy will say later."""

    place: Place
    periods: tuple[Period, ...]
    later: tuple[tuple[datetime, Answer], ...]


@dataclass(frozen=True, slots=True)
class _ShownPeriod:
    """A period ready to be laid out: the anchor that leads to it, its first and last day, what was told.

    What was told before is not laid out twice: ``again`` is the anchor of the period that has it.
    """

    anchor: str
    starts: datetime
    ends: datetime | None
    first: str
    last: str | None
    verdict: str
    closure: str
    hazard: str
    told_at: datetime
    file: str
    shown: Shown | None
    again: str | None
    again_at: datetime | None


def build_site(picture: SitePicture) -> Iterator[File]:
    """Every file of the site, as its path and bytes. The same picture gives the same files."""
    told = Told(picture.publications)
    asked = tuple(_Asked(place, told.periods(place), told.later(place)) for place in picture.places)
    for lang in LANGUAGES:
        yield from _Language(picture, asked, lang).files()
    yield from ((each.file, each.data) for each in picture.publications)
    yield from data_files(picture)
    yield from assets()


def build_day(picture: SitePicture, place: Place, answer: Answer, lang: str) -> bytes:
    """One page more: what the picture's only publication told about a place, as it was read at the answer's moment."""
    return _Language(picture, (), lang).day(place, answer)


class _Language:
    """All pages of one language."""

    def __init__(self, picture: SitePicture, asked: tuple[_Asked, ...], lang: str) -> None:
        self.picture = picture
        self.asked = asked
        self.lang = lang
        self.shown = tuple(each for each in picture.records if each.record.kind not in WITHOUT_PAGE)
        self.known = frozenset(each.record.id for each in self.shown)
        self.records: Mapping[str, Record] = {each.record.id: each.record for each in picture.records}
        first, last = picture.publications[0].logged_at, picture.latest.logged_at
        self.axis = Axis(first, last, picture.zone, mirrored=lang == "ar")
        self.fixed = {
            "axis": self.axis,
            "picture": picture,
            "latest": picture.latest,
            "instant": instant,
            "verdicts": tuple(verdict.value for verdict in VERDICT_ORDER),
            "mark": Markup(" ").join(markup(sentence.text) for sentence in mark(picture.realm, lang)),
            "attributions": sorted({place.attribution for place in picture.places if place.attribution}),
        }

    def files(self) -> Iterator[File]:
        yield from self._finding()
        for each in self.asked:
            yield self._place(each)
        recorder = Recorder(self.shown, self._voice(f"records/{short('')}.html"))
        for record in self.shown:
            voice = self._voice(f"records/{short(record.record.id)}.html")
            shown = recorder.show(record)
            kind = voice.text(f"kind.{record.record.kind}")
            yield self._page("record.html", voice, record=shown, kind_text=kind)
        yield self._years()
        newest_first = tuple(reversed(self.picture.publications))
        yield self._page("told.html", self._voice("told/index.html"), publications=newest_first)
        yield self._page("about.html", self._voice("about.html"))

    def _finding(self) -> Iterator[File]:
        """The first page, and the one that stands in for a server's search: the list of places is on both."""
        rows = [
            {
                "place": each.place,
                "spellings": " ".join(spellings_of(each.place)),
                "verdict": each.later[0][1].verdict.value,
                "later": [(at, answer.verdict.value) for at, answer in each.later[1:]],
            }
            for each in sorted(self.asked, key=self._alphabetical)
        ]
        voice, updated = self._voice("index.html"), self.picture.latest.at
        stale = (
            markup(render("doubt.stale_without_number", self.lang, zone=self.picture.zone, updated=updated))
            if self.picture.contact is None
            else markup(voice.text("doubt.stale", updated=updated, number=self.picture.contact))
        )
        modules = [path for path, _ in assets() if path.startswith(_MODULES) and path.endswith(".js")]
        changes = tuple(self._changes())
        yield self._page("home.html", voice, rows=rows, changes=changes, modules=modules, stale=stale)
        yield self._page("search.html", self._voice("search.html"), rows=rows, stale=stale)

    def _alphabetical(self, each: _Asked) -> tuple[bool, str, str]:
        """By name, the Arabic article left out; what has no name in this language comes last."""
        own = each.place.name_ar if self.lang == "ar" else each.place.name_en
        name = each.place.name(self.lang)
        return not own, name.removeprefix("ال") if self.lang == "ar" else name.casefold(), each.place.id

    def _changes(self) -> Iterator[dict[str, Any]]:
        """The newest moments at which another verdict was told of a place."""
        found = [
            (after.starts, each.place.id, each.place, after)
            for each in self.asked
            for before, after in zip(each.periods, each.periods[1:], strict=False)
            if before.answer.verdict is not after.answer.verdict
        ]
        found.sort(key=lambda change: change[:2], reverse=True)
        for at, _, place, period in found[:_NEWEST]:
            yield {"place": place, "at": at, "verdict": period.answer.verdict.value, "anchor": _anchor(period.starts)}

    def _place(self, asked: _Asked) -> File:
        place = asked.place
        voice = self._voice(f"places/{place.id}.html")
        teller = Teller(self.picture, self.records, voice)
        latest = self.picture.latest
        axis = self.axis
        (_, now), *later = asked.later
        periods = [self._period(teller, place, period) for period in asked.periods]
        other = place.name(voice.other)
        return self._page(
            "place.html",
            voice,
            place=place,
            other_name=other if other != place.name(self.lang) else None,
            shown=teller.show(place, now, latest),
            later=[(at, teller.show(place, answer, latest)) for at, answer in later],
            periods=tuple(reversed(periods)),
            lanes=[
                ("answer", axis.bars(asked.periods, lambda period: period.answer.verdict.value)),
                ("question_closure", axis.bars(asked.periods, lambda period: period.answer.closure.value)),
                ("question_hazard", axis.bars(asked.periods, lambda period: period.answer.hazard.value)),
            ],
            here=place.id.rpartition("/")[2] + ".html",
            metres=lambda count: render("label.metres", self.lang, count=count),
        )

    def _years(self) -> File:
        voice = self._voice("years.html")
        teller = Teller(self.picture, self.records, voice)
        return self._page(
            "years.html",
            voice,
            rows=rows([(each.place, each.periods) for each in self.asked], self.axis, voice),
            said=said(self.picture.records, self.axis, teller),
        )

    def day(self, place: Place, answer: Answer) -> bytes:
        voice = self._voice(f"places/{place.id}.html")
        shown = Teller(self.picture, self.records, voice).show(place, answer, self.picture.latest)
        here = place.id.rpartition("/")[2] + ".html"
        return self._page("day.html", voice, place=place, shown=shown, at=answer.at, here=here)[1]

    def _period(self, teller: Teller, place: Place, period: Period) -> _ShownPeriod:
        first, last = days_of(period, self.picture.zone)
        return _ShownPeriod(
            anchor=_anchor(period.starts),
            starts=period.starts,
            ends=period.ends,
            first=first.isoformat(),
            last=last.isoformat() if last else None,
            verdict=period.answer.verdict.value,
            closure=period.answer.closure.value,
            hazard=period.answer.hazard.value,
            told_at=period.publication.at,
            file=period.publication.file,
            shown=None if period.again else teller.show(place, period.answer, period.publication, chain=False),
            again=_anchor(period.again) if period.again else None,
            again_at=period.again,
        )

    def _voice(self, path: str) -> Voice:
        return Voice(self.lang, self.picture.zone, path, self.known)

    def _page(self, template: str, voice: Voice, **values: Any) -> File:
        text = _environment().get_template(template).render(voice=voice, **self.fixed, **values)
        return voice.file, text.encode()


def find_map() -> str | None:
    """Where in a site the map's files are; None where they were not brought into the package."""
    return _MAP if any(path.startswith(f"{_MAP}/") for path, _ in assets()) else None


def assets() -> Iterator[File]:
    """The scripts and the style sheet, as they lie in the package."""
    yield from _below(resources.files("clearway.site").joinpath("assets"), "assets")


def _below(folder: Traversable, path: str) -> Iterator[File]:
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            yield from _below(each, f"{path}/{each.name}")
        elif each.name.endswith((".js", ".css", ".png", ".svg", ".txt", ".json", ".mjs")) or "LICEN" in each.name:
            yield f"{path}/{each.name}", each.read_bytes()


def _anchor(starts: datetime) -> str:
    return f"from-{starts:%Y%m%dT%H%M%S}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _template(name: str) -> str:
    return resources.files("clearway.site").joinpath("templates", name).read_text(encoding="utf-8")
