"""What answers the officer's page. Whoever does not know the run's secret finds nothing here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import re_path

from clearway.problems import Refused
from clearway.web.headers import KEEP_NOTHING, OFFICER
from clearway.web.officer.desk import OfficerDesk
from clearway.web.officer.shown import asset, page, proposal_page, refused_page
from clearway.wording import LANGUAGES

_ASSETS = {"site.css": "text/css", "officer.css": "text/css", "officer.js": "text/javascript"}

View = Callable[..., Any]


def guarded(view: View, method: str, *, alone: bool = True) -> View:
    """The view for requests to this very address, by this method, with this run's secret, and forms of its own page.

    ``alone``: it looks into the office, which is used by one request at a time.
    """

    def answer(request: Any, secret: str, **words: str) -> Any:
        desk: OfficerDesk = request.META[OFFICER]
        if not desk.knows(secret) or request.headers.get("Host") != urlsplit(desk.origin).netloc:
            return _nothing(404)
        if request.method != method and (request.method, method) != ("HEAD", "GET"):
            return _nothing(405)
        if method == "POST" and not desk.may_write(request.headers, request.POST.dict()):
            return _nothing(403)
        with desk.lock if alone else nullcontext():
            response = view(request, desk, **words)
        response.headers["Cache-Control"] = KEEP_NOTHING
        # With no referrer at all, a browser would not say either from which page a form comes.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return answer


def _show(request: Any, desk: OfficerDesk) -> Any:
    desk.office.refresh()
    return HttpResponse(page(desk, _language(request, desk)))


def _asset(_request: Any, _desk: OfficerDesk, name: str) -> Any:
    return HttpResponse(asset(name), content_type=f"{_ASSETS[name]}; charset=utf-8")


def of_draft(act: Callable[[OfficerDesk, int, dict[str, str], str], Any]) -> View:
    """A view that acts on one draft by its form, for a reader of a language; what is refused gets its own page."""

    def answer(request: Any, desk: OfficerDesk, number: str) -> Any:
        lang = _language(request, desk)
        try:
            return act(desk, int(number), request.POST.dict(), lang)
        except Refused as refused:
            return HttpResponse(refused_page(desk, lang, refused, int(number)), status=422)

    return answer


def _propose(desk: OfficerDesk, number: int, form: dict[str, str], lang: str) -> Any:
    return HttpResponse(proposal_page(desk, lang, desk.propose(number, form), form))


def _write(desk: OfficerDesk, number: int, form: dict[str, str], lang: str) -> Any:
    desk.write(number, form)
    return _back(desk, lang, number)


def _correct(desk: OfficerDesk, number: int, form: dict[str, str], lang: str) -> Any:
    desk.correct(number, form)
    return _back(desk, lang, number)


def _drop(desk: OfficerDesk, number: int, _form: dict[str, str], lang: str) -> Any:
    desk.drop(number)
    return _back(desk, lang, number)


def _back(desk: OfficerDesk, lang: str, number: int) -> Any:
    return HttpResponseRedirect(f"/{desk.secret}/?lang={lang}#draft-{number}", status=303)


def _language(request: Any, desk: OfficerDesk) -> str:
    wanted = request.POST.get("lang") or request.GET.get("lang")
    return wanted if wanted in LANGUAGES else desk.office.settings.languages[0]


def _nothing(status: int) -> Any:
    return HttpResponse(b"", status=status, content_type="text/plain")


def missing(_request: Any, exception: Exception) -> Any:  # noqa: ARG001 - Django gives it by this name
    """Django's answer for what is nowhere."""
    return _nothing(404)


def failed(_request: Any) -> Any:
    """Django's answer for a fault of ours; nothing was written."""
    return _nothing(500)


_SECRET = r"^(?P<secret>[\w-]{20,100})"  # noqa: S105 - a pattern of addresses
urlpatterns = [
    re_path(rf"{_SECRET}/$", guarded(_show, "GET")),
    re_path(rf"{_SECRET}/(?P<name>{'|'.join(_ASSETS)})$", guarded(_asset, "GET", alone=False)),
    re_path(rf"{_SECRET}/(?P<number>[0-9]{{1,6}})/propose$", guarded(of_draft(_propose), "POST")),
    re_path(rf"{_SECRET}/(?P<number>[0-9]{{1,6}})/correct$", guarded(of_draft(_correct), "POST")),
    re_path(rf"{_SECRET}/(?P<number>[0-9]{{1,6}})/write$", guarded(of_draft(_write), "POST")),
    re_path(rf"{_SECRET}/(?P<number>[0-9]{{1,6}})/drop$", guarded(of_draft(_drop), "POST")),
]
handler404 = missing
handler500 = failed
