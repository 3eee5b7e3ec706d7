"""Pages as Chrome and Edge save them in one file (MHTML): a mail's envelope with the page and its pictures inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from clearway.problems import refuse

_HEAD = 4096
_ENVELOPE = re.compile(rb"^(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*?mime-version:\s*1\.0", re.IGNORECASE)
_PACKED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s]{1,1990}")


@dataclass(frozen=True, slots=True)
class PackedPage:
    """The page's own bytes, the encoding that its part of the file declares, and where it was saved from."""

    data: bytes
    charset: str | None
    url: str | None


def is_enveloped(data: bytes) -> bool:
    """Whether a file begins with the lines of a mail that carries something else than plain words."""
    return _ENVELOPE.match(data[:_HEAD]) is not None


def unpack_page(data: bytes) -> PackedPage:
    """The page in the envelope. A letter is refused, as no form that is read; also ``intake.damaged``."""
    if not _PACKED.search(data[:_HEAD]):
        refuse("intake.unknown_form")
    try:
        message = message_from_bytes(data)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    except RecursionError:
        refuse("intake.too_deep")
    content = None if page is None else page.get_payload(decode=True)
    if page is None or not isinstance(content, bytes):
        refuse("intake.damaged", form="MHTML")
    return PackedPage(content, page.get_content_charset(), _address(message, page))


def _address(message: Message, page: Message) -> str | None:
    for written in (message.get("Snapshot-Content-Location"), page.get("Content-Location")):
        found = str(written or "").strip()
        if _ADDRESS.fullmatch(found):
            return found
    return None
