"""What a browser is told about every answer: load nothing from elsewhere, tell nobody, keep nothing unasked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    # The position stays on the device; the page needs it for "where am I".
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noarchive",
}

OFFICER = "clearway.officer"
"""Where a request carries the run of an officer's page; such a request has addresses of its own."""

KEEP_AND_ASK = "no-cache"
"""A browser may keep an answer, and asks each time whether it still stands."""

KEEP_NOTHING = "no-store"
"""The answer to a typed name is not kept on a device that others may look through."""

Handler = Callable[[Any], Any]


def strict(get_response: Handler) -> Handler:
    """Django's middleware that puts the headers on every answer, errors too."""

    def answer(request: Any) -> Any:
        if OFFICER in request.META:
            request.urlconf = "clearway.web.officer.views"
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", KEEP_AND_ASK)
        return response

    return answer
