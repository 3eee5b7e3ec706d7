"""Django put together in code: no database, no sessions, no accounts, no settings module.

Several sites may be served by one process (tests do), so what belongs to one of them travels with the request.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from clearway.desk import Office
from clearway.web.headers import OFFICER
from clearway.web.officer.desk import OfficerDesk
from clearway.web.site import SITE, Site

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_FORM_LIMIT = 64 * 1024
"""Nobody sends this server anything longer than an address."""


def make_application(folder: Path, open_office: Callable[[], Office] | None = None) -> Wsgi:
    """The site in ``folder`` as a WSGI application.

    ``open_office`` opens the workspace when somebody first searches or asks about an earlier day; without one the
    files alone are served. The office is used by one request at a time.
    """
    site = Site(folder, open_office)
    handler = _handler()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = handler({**environ, SITE: site}, start_response)
        return answer

    return application


def make_officer_application(desk: OfficerDesk) -> Wsgi:
    """The officer's page of one run as a WSGI application."""
    handler = _handler()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Iterable[bytes] = handler({**environ, OFFICER: desk}, start_response)
        return answer

    return application


@cache
def _handler() -> Any:
    settings.configure(
        DEBUG=False,
        # Public pages that set nothing and know nobody: whichever name leads here may show them.
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="clearway.web.views",
        MIDDLEWARE=["clearway.web.headers.strict", "django.middleware.gzip.GZipMiddleware"],
        INSTALLED_APPS=[],
        DATABASES={},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
        USE_I18N=False,
        USE_TZ=True,
        APPEND_SLASH=False,
        DATA_UPLOAD_MAX_MEMORY_SIZE=_FORM_LIMIT,
        # Django would write the paths of refused requests: nothing of a request is logged here.
        LOGGING_CONFIG=None,
    )
    django.setup(set_prefix=False)
    logging.getLogger("django").setLevel(logging.CRITICAL + 1)
    return WSGIHandler()
