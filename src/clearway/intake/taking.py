"""Which reader a file goes to: by its first bytes, then by its words; its name decides only between what is left."""

from __future__ import annotations

from dataclasses import replace

from clearway.intake.chats import (
    is_telegram,
    is_whatsapp,
    parse_json,
    telegram_page_texts,
    telegram_texts,
    whatsapp_texts,
)
from clearway.intake.docx import DOCUMENT, docx_text, names_in, unpack
from clearway.intake.encoding import declared_in, decode
from clearway.intake.feeds import feed_texts
from clearway.intake.markup import page_text
from clearway.intake.model import LARGEST_FILE, Form, GivenText, Taken, check_words
from clearway.intake.packed_page import is_enveloped, unpack_page
from clearway.intake.pdf import pdf_text
from clearway.problems import refuse

_HEAD = 2048
_FEEDS = ("<rss", "<feed", "<rdf:rdf")
_PAGES = ("<!doctype html", "<html", "<head", "<body")
_PAGE_NAMES = (".html", ".htm", ".xhtml")
_TELEGRAM_PAGE = 'class="page_body chat_page"'
_MEDIA = {
    Form.TEXT: "text/plain",
    Form.PAGE: "text/html",
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.CHAT: "text/plain",
    Form.FEED: "application/xml",
}
_PACKED, _OLD_WORD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_RICH_TEXT = b"{\\rtf"


def take_in(data: bytes, name: str = "", encoding: str | None = None) -> Taken:
    """The texts of a file. ``name`` is the file's, ``encoding`` what the person says of its letters.

    Refused: ``intake.*``.
    """
    if len(data) > LARGEST_FILE:
        refuse("intake.file_too_large", size=len(data), limit=LARGEST_FILE)
    if not data.strip():
        refuse("intake.no_words")
    form = recognise(data, name)
    if form is Form.PDF:
        words, unknown = pdf_text(data)
        return _one(form, None, words, left_out=unknown)
    if form is Form.DOCX:
        return _one(form, None, docx_text(data))
    if data.startswith(_PACKED):
        return _packed_chat(data, encoding)
    if is_enveloped(data):
        return _packed_page(data, encoding)
    declared = declared_in(data) if data.lstrip().startswith(b"<") or name.lower().endswith(_PAGE_NAMES) else None
    text, found = decode(data, asked=encoding, declared=declared)
    if "\0" in text:
        refuse("intake.not_text")
    return _decoded(text, found, name)


def recognise(data: bytes, name: str = "") -> Form | None:
    """The form of a file by its first bytes; None where its letters must be read first.

    Refused: ``intake.old_word``, ``intake.picture``, ``intake.unknown_form``, ``intake.damaged``.
    """
    if b"%PDF-" in data[:1024]:
        return Form.PDF
    if data.startswith(_OLD_WORD):
        refuse("intake.old_word")
    if data.startswith(_PICTURES):
        refuse("intake.picture")
    if data.startswith(_RICH_TEXT):
        refuse("intake.unknown_form")
    if data.startswith(_PACKED):
        if DOCUMENT in names_in(data):
            return Form.DOCX
        if name.lower().endswith(".docx"):
            refuse("intake.damaged", form="DOCX")
    return None


def _packed_chat(data: bytes, encoding: str | None) -> Taken:
    """A phone packs an exported chat with its pictures; its text is the one text file in it."""
    chats = [name for name in names_in(data) if name.lower().endswith(".txt")]
    if len(chats) != 1:
        refuse("intake.unknown_form")
    text, found = decode(unpack(data, chats[0]), asked=encoding)
    if not is_whatsapp(text):
        refuse("intake.unknown_form")
    return _several(Form.CHAT, found, whatsapp_texts(text))


def _packed_page(data: bytes, encoding: str | None) -> Taken:
    packed = unpack_page(data)
    text, found = decode(packed.data, asked=encoding, declared=packed.charset or declared_in(packed.data))
    if "\0" in text:
        refuse("intake.not_text")
    taken = _page(text, found)
    (page,) = taken.texts
    return replace(taken, media_type="multipart/related", texts=(replace(page, url=page.url or packed.url),))


def _decoded(text: str, encoding: str, name: str) -> Taken:
    head = text[:_HEAD].lstrip().lower()
    if head.startswith("<"):
        if any(each in head for each in _FEEDS) and not head.startswith(_PAGES):
            # The tree is built from the letters; what the bytes declare of themselves was settled before.
            return _several(Form.FEED, encoding, feed_texts(_undeclared(text)))
        if _TELEGRAM_PAGE in text:
            return _several(Form.CHAT, encoding, telegram_page_texts(text))
        if any(each in head for each in _PAGES) or name.lower().endswith(_PAGE_NAMES):
            return _page(text, encoding)
    if head.startswith("{"):
        written = parse_json(text) if '"messages"' in text else None
        if isinstance(written, dict) and is_telegram(written):
            return _several(Form.CHAT, encoding, telegram_texts(written))
    if is_whatsapp(text):
        return _several(Form.CHAT, encoding, whatsapp_texts(text))
    return _one(Form.TEXT, encoding, text)


def _undeclared(text: str) -> bytes:
    start = text.lstrip()
    if start.startswith("<?xml"):
        start = start.partition("?>")[2]
    return start.encode("utf-8", "replace")


def _page(text: str, encoding: str) -> Taken:
    found = page_text(text)
    given = GivenText(number=1, words=check_words(found.words), title=found.title, dated=found.dated, url=found.url)
    return Taken(form=Form.PAGE, media_type=_MEDIA[Form.PAGE], encoding=encoding, texts=(given,))


def _one(form: Form, encoding: str | None, words: str, left_out: int = 0) -> Taken:
    given = GivenText(number=1, words=check_words(words))
    return Taken(form=form, media_type=_MEDIA[form], encoding=encoding, texts=(given,), left_out=left_out)


def _several(form: Form, encoding: str, found: tuple[list[GivenText], int]) -> Taken:
    texts, left_out = found
    if not texts:
        refuse("intake.no_words")
    for each in texts:
        check_words(each.words)
    return Taken(form=form, media_type=_MEDIA[form], encoding=encoding, texts=tuple(texts), left_out=left_out)
