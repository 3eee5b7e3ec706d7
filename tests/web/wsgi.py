"""Asks the site's application as a server would, without a socket."""

from __future__ import annotations

import gzip
import io
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from clearway.web.application import Wsgi


@dataclass(frozen=True)
class Told:
    """An answer: the status, the headers by their lower-case names, and the bytes."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


def ask(application: Wsgi, address: str, method: str = "GET", body: bytes = b"", **headers: str) -> Told:
    """What is answered to an address (its path already decoded, as servers hand it over)."""
    path, _, query = address.partition("?")
    seen: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": quote(query, safe="=&+%"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }

    def start_response(status: str, found: list[tuple[str, str]], _problem: object = None) -> None:
        seen.append((int(status.split(maxsplit=1)[0]), {name.lower(): value for name, value in found}, found))

    data = b"".join(application(environ, start_response))
    status, by_name, _ = seen[-1]
    return Told(status, by_name, gzip.decompress(data) if by_name.get("content-encoding") == "gzip" else data)
