"""What answers each address: a file of the site, a search by name, a page as it was on a day.

Names and days are read from the address, answered, and forgotten.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import re_path
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from clearway.desk import Office, check, told
from clearway.desk.publishing import list_publications
from clearway.places import Place
from clearway.problems import Problem, Refused, refuse
from clearway.site import build_day
from clearway.web.folder import Elsewhere, Found, find_file
from clearway.web.headers import KEEP_NOTHING
from clearway.web.pages import Link, Section, page, said_in_both, told_problems
from clearway.web.site import Site, site_of
from clearway.wording import LANGUAGES, isolated, render, verbatim

LONGEST_QUESTION = 200
_SOON_S = 10
_READING = ("GET", "HEAD")
_PLACE_PAGE = re.compile(r"(?:(en)/)?places/(.+)\.html")
_POSITION = re.compile(r"[-+−\d.,;،٫°\s]*\d[-+−\d.,;،٫°\s]*")


def file(request: Any, path: str) -> Any:
    """A file of the site; a place's page with ``?on=`` as it was on that day."""
    if request.method not in _READING:
        return _only_reading()
    site = site_of(request)
    place_page = _PLACE_PAGE.fullmatch(path)
    if place_page and "on" in request.GET:
        return _on_a_day(site, place_page[1] or LANGUAGES[0], place_page[2], request.GET["on"])
    found = find_file(site.folder, path)
    if isinstance(found, Elsewhere):
        return HttpResponseRedirect(quote(found.path), status=301)
    return _missing() if found is None else _sent(request, found)


def search(request: Any, lang: str | None = None) -> Any:
    """To the page of the place that is called so; else what it may be called, in the language asked in."""
    if request.method not in _READING:
        return _only_reading()
    wanted = lang or request.GET.get("lang", LANGUAGES[0])
    lang = wanted if wanted in LANGUAGES else LANGUAGES[0]
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    if not words:
        return _fresh(HttpResponseRedirect(_home(lang), status=303))
    site = site_of(request)
    try:
        if _POSITION.fullmatch(words):
            refuse("web.position_not_sent")
        with _asking(site) as office:
            return _fresh(_found(site, office, words, lang))
    except Refused as refused:
        return _fresh(_refused(lang, refused))


def healthy(_request: Any) -> Any:
    """That the server answers."""
    return _fresh(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


def missing(_request: Any, _exception: Exception) -> Any:
    """Django's page for what is nowhere."""
    return _missing()


def failed(_request: Any) -> Any:
    """The page for a fault of ours. Where it is stands on the server's error output, without what was asked."""
    kind, _, trace = sys.exc_info()
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    detail = verbatim(f"{kind.__name__ if kind else ''}{where}", "en")
    sys.stderr.write(render("web.fault", "en", detail=detail).terminal + "\n")
    return _fresh(HttpResponse(page(*said_in_both("failed_title", "failed")), status=500))


urlpatterns = [
    re_path(r"^healthz$", healthy),
    re_path(r"^(?:(?P<lang>en)/)?search(?:\.html)?$", search),
    re_path(r"^(?P<path>.*)$", file),
]
handler404 = missing
handler500 = failed


# ------------------------------------------------------------------------------------------------ answers


def _sent(request: Any, found: Found) -> Any:
    """The file, or that what the browser has is still it."""
    response = HttpResponse(found.data, content_type=found.content_type)
    changed_at = int(found.changed_at.timestamp())
    response.headers["ETag"] = found.tag
    response.headers["Last-Modified"] = http_date(changed_at)
    return get_conditional_response(request, found.tag, changed_at, response)


def _missing() -> Any:
    return HttpResponse(page(*said_in_both("not_found_title", "not_found")), status=404)


def _refused(lang: str, refused: Refused) -> Any:
    """The page that says why there is no answer; where there will be one soon, when to ask again."""
    soon = any(problem.code == "web.getting_ready" for problem in refused.problems)
    response = HttpResponse(page(told_problems(lang, refused.problems)), status=503 if soon else 404)
    if soon:
        response.headers["Retry-After"] = str(_SOON_S)
        response.headers["Cache-Control"] = KEEP_NOTHING
    return response


def _only_reading() -> Any:
    response = HttpResponse(page(*said_in_both("only_reading_title", "only_reading")), status=405)
    response.headers["Allow"] = ", ".join(_READING)
    return response


def _fresh(response: Any) -> Any:
    response.headers["Cache-Control"] = KEEP_NOTHING
    return response


def _home(lang: str) -> str:
    return "/" if lang == LANGUAGES[0] else f"/{lang}/"


# ------------------------------------------------------------------------------------------------ questions


def _asking(site: Site) -> AbstractContextManager[Office]:
    if not site.has_office:
        refuse("web.no_office")
    return site.office()


def _found(site: Site, office: Office, words: str, lang: str) -> Any:
    """The way to a place's page, or what else may have been meant."""
    try:
        place = office.places.get_place(words)
    except Refused as refused:
        named = [each for problem in refused.problems for each in _named(office, problem)]
        links = [_to(place, lang) for place in named if _has_page(site, place, lang)]
        if any(problem.code == "place.ambiguous" for problem in refused.problems):
            problem = isolated(refused.problems[0].sentence(lang), lang)
            return HttpResponse(page(Section(lang, render("web.which_title", lang), (problem,), links)), status=300)
        return HttpResponse(page(told_problems(lang, refused.problems, links)), status=404)
    if not _has_page(site, place, lang):
        place.get_extent()  # of a name whose ground is not recorded nothing can be said, and there is no page
        return _missing()
    return HttpResponseRedirect(_address(place, lang), status=303)


def _named(office: Office, problem: Problem) -> Iterator[Place]:
    """The places whose ids a refusal gives."""
    for name in ("candidates", "suggestions"):
        for place_id in str(problem.params.get(name, "")).split(", "):
            place = office.places.find_by_id(place_id)
            if place is not None:
                yield place


def _to(place: Place, lang: str) -> Link:
    name, note = verbatim(place.name(lang), lang), place.note(lang)
    return Link(_address(place, lang), render("web.place_noted", lang, place=name, note=note) if note else name)


def _address(place: Place, lang: str) -> str:
    """The page of a place."""
    return f"{_home(lang)}places/{place.id}.html"


def _has_page(site: Site, place: Place, lang: str) -> bool:
    return isinstance(find_file(site.folder, _address(place, lang).removeprefix("/")), Found)


def _on_a_day(site: Site, lang: str, place_id: str, on: str) -> Any:
    """What the page of a place said at the end of a day (today: until now), from the bytes published by then."""
    try:
        with _asking(site) as office:
            place = office.places.find_by_id(place_id)
            if place is None:
                return _missing()
            zone = ZoneInfo(office.settings.zone)
            at = _end_of(on, zone, office.now())
            first = next((logged for logged, _ in list_publications(office)), None)
            if first is not None and at < first:
                refuse("web.nothing_yet", on=on, first=first.astimezone(zone).date().isoformat())
            answer = check(office, place_id, told_at=at, at=at).answer
            told_then = build_day(site.picture(office, told(office, at)), place, answer, lang)
    except Refused as refused:
        return _refused(lang, refused)
    return HttpResponse(told_then)


def _end_of(on: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The last second of a day, as far as it has passed. Refused: ``web.bad_day``, ``web.day_ahead``."""
    try:
        day = date.fromisoformat(on.strip())
        begins = datetime.combine(day, time.min, zone)
        ends = datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(seconds=1)
    except (ValueError, OverflowError):
        refuse("web.bad_day", on=on[:LONGEST_QUESTION])
    if begins > now:
        refuse("web.day_ahead", on=on)
    return min(ends, now).astimezone(UTC)
