"""Asking a second reader: one request to one endpoint, bounded in time and size, and never followed elsewhere.

The endpoint is a language model on this machine. It is asked only when an officer says so, and whatever it does, the
drafts of the rules stay as they are: a failure is a note.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from clearway.problems import Refused, refuse
from clearway.reading.model import Reading
from clearway.reading.second import Differing, differences, read_answer, request_document
from clearway.settings import Settings

LARGEST_ANSWER = 2_000_000
"""Bytes of an answer."""

_PATH = "/chat/completions"
_OK = 200


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Where the second reader differs from the rules, and how many of its proposals the text does not bear out.

    ``failed`` is why there is none; the drafts are the rules' own in any case.
    """

    differing: tuple[Differing, ...] = ()
    dropped: int = 0
    failed: Refused | None = None


def ask_second_reader(settings: Settings, reading: Reading) -> SecondReading:
    """What the second reader of the settings makes of the same text. Refused: ``second.not_set``, nothing else."""
    if settings.second_reader_url is None or settings.second_reader_model is None:
        refuse("second.not_set")
    try:
        url = _allowed(settings.second_reader_url, elsewhere=settings.second_reader_elsewhere)
        request = request_document(reading.text, settings.second_reader_model)
        answer = _post(url, json.dumps(request, ensure_ascii=False).encode(), settings.second_reader_timeout_s)
        proposals = read_answer(answer, reading.text)
    except Refused as refused:
        return SecondReading(failed=refused)
    return SecondReading(differences(reading, proposals), proposals.dropped)


def _allowed(written: str, *, elsewhere: bool) -> SplitResult:
    """The address, if it may be asked: on this machine, by number or ``localhost``, unless others are allowed."""
    try:
        url = urlsplit(written)
        host, _ = url.hostname or "", url.port
    except ValueError:
        refuse("second.bad_address", url=written)
    if url.scheme not in ("http", "https") or not host or url.username is not None:
        refuse("second.bad_address", url=written)
    if not elsewhere and host != "localhost" and not _is_loopback(host):
        refuse("second.elsewhere", host=host)
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _post(url: SplitResult, body: bytes, timeout_s: int) -> bytes:
    """The answer of the endpoint, within the time for all of it; a redirect is no answer."""
    make = HTTPSConnection if url.scheme == "https" else HTTPConnection
    host = "127.0.0.1" if url.hostname == "localhost" else url.hostname or ""
    connection = make(host, url.port, timeout=timeout_s)
    ended = threading.Event()

    def end() -> None:
        # Each byte of a slow drip would begin the socket's own patience anew.
        ended.set()
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(timeout_s, end)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", url.path.rstrip("/") + _PATH, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        if response.status != _OK:
            refuse("second.no_answer")
        answer = response.read(LARGEST_ANSWER + 1)
    except (OSError, HTTPException, ValueError):
        if ended.is_set():
            refuse("second.too_slow", seconds=timeout_s)
        refuse("second.unreachable")
    finally:
        watch.cancel()
        connection.close()
    if ended.is_set():
        refuse("second.too_slow", seconds=timeout_s)
    if len(answer) > LARGEST_ANSWER:
        refuse("second.answer_too_large", limit=LARGEST_ANSWER)
    return answer
