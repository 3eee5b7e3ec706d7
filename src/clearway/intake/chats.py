"""Chats as phones export them: one text a message, with its time. Who sent it is not kept.

WhatsApp's text files write the date as the phone does. Where day and month could be either, the message stays undated
and the officer says its day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from clearway.intake.markup import lines_of, parse_page
from clearway.intake.model import GivenText, check_count
from clearway.problems import refuse

_INVISIBLE = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_DIGITS = {ord(digit): str(value % 10) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_D, _IN, _GAP = "[0-9٠-٩۰-۹]", f"[{_INVISIBLE}]*", "[ \u202f\u00a0]"
_HEAD = re.compile(
    rf"^{_IN}\[?({_D}{{1,4}}){_IN}[./-]{_IN}({_D}{{1,2}}){_IN}[./-]{_IN}({_D}{{2,4}})[,،{_INVISIBLE}]*{_GAP}+"
    rf"({_D}{{1,2}}):({_D}{{2}})(?::({_D}{{2}}))?{_GAP}*([AaPp]\.?[ ]?[Mm]\.?|ص|م)?{_IN}(?:\]|[ ]-)[ ]"
)
_SENDER = re.compile(r"^[^:\n]{1,120}?: ?")
_PLACEHOLDER = re.compile(rf"[{_INVISIBLE}]*<[^<>\n]{{3,60}}>|[{_INVISIBLE}]+[^\n]{{0,60}}")
_PUBLIC = frozenset({"public_channel", "public_supergroup"})
_TELEGRAM_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-]\d\d):?(\d\d))?")

Parts = tuple[int, int, int, int, int, int]


def is_whatsapp(text: str) -> bool:
    """Whether the first line is the first line of a message."""
    return _HEAD.match(text.lstrip("\r\n")) is not None


def whatsapp_texts(text: str) -> tuple[list[GivenText], int]:
    """The messages with words, and how many have none."""
    found = list(_whatsapp_messages(text))
    check_count(len(found))
    order = _order([parts for parts, _ in found])
    texts: list[GivenText] = []
    for parts, words in found:
        if words:
            texts.append(GivenText(number=len(texts) + 1, words=words, dated=_instant(parts, order) if order else None))
    return texts, len(found) - len(texts)


def is_telegram(written: object) -> bool:
    """Whether a JSON document is a chat of Telegram's export."""
    return isinstance(written, dict) and isinstance(written.get("messages"), list)


def telegram_texts(written: dict[str, Any]) -> tuple[list[GivenText], int]:
    """The messages of Telegram's JSON with words, and how many entries have none."""
    check_count(len(written["messages"]))
    name = written.get("name")
    channel = name[:200] if written.get("type") in _PUBLIC and isinstance(name, str) and name.strip() else None
    texts: list[GivenText] = []
    for each in written["messages"]:
        words = _telegram_words(each).strip() if isinstance(each, dict) and each.get("type") == "message" else ""
        if words:
            texts.append(GivenText(number=len(texts) + 1, words=words, dated=_telegram_instant(each), channel=channel))
    return texts, len(written["messages"]) - len(texts)


def parse_json(text: str) -> object:
    """Refused: ``intake.damaged``, ``intake.too_deep``."""
    try:
        return json.loads(text)
    except RecursionError:
        return refuse("intake.too_deep")
    except ValueError:
        return refuse("intake.damaged", form="JSON")


def telegram_page_texts(markup: str) -> tuple[list[GivenText], int]:
    """The same of Telegram's HTML."""
    found = parse_page(markup).xpath('.//div[contains(concat(" ", @class, " "), " message ")]')
    messages = found if isinstance(found, list) else []
    check_count(len(messages))
    texts: list[GivenText] = []
    for each in messages:
        words = "\n".join(lines_of(part) for part in each.xpath('.//div[@class="text"]'))
        if words.strip():
            dates = each.xpath('.//div[contains(@class, "date")]/@title')
            dated = _telegram_page_instant(str(dates[0])) if dates else None
            texts.append(GivenText(number=len(texts) + 1, words=words, dated=dated))
    return texts, len(messages) - len(texts)


# --- WhatsApp ------------------------------------------------------------------------------------------------------


def _whatsapp_messages(text: str) -> Iterator[tuple[Parts, str]]:
    """Each message: its date and time as written, and its words ("" for a notice or a picture)."""
    parts: Parts | None = None
    lines: list[str] = []
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head is None:
            lines.append(line)
            continue
        if parts is not None:
            yield parts, _said(lines)
        parts, lines = _parts(head), [line[head.end() :]]
    if parts is not None:
        yield parts, _said(lines)


def _said(lines: Sequence[str]) -> str:
    """The words without the sender; "" where nobody says anything."""
    sender = _SENDER.match(lines[0])
    if sender is None:
        return ""
    words = "\n".join((lines[0][sender.end() :], *lines[1:])).strip()
    return "" if _PLACEHOLDER.fullmatch(words) else words


def _parts(head: re.Match[str]) -> Parts:
    first, second, third, hour, minute, seconds = (int((each or "0").translate(_DIGITS)) for each in head.groups()[:6])
    half = (head[7] or "").replace(".", "").replace(" ", "").lower()
    if half in ("pm", "م") and hour < 12:
        hour += 12
    elif half in ("am", "ص") and hour == 12:
        hour = 0
    return first, second, third, hour, minute, seconds


_ORDERS = ("ymd", "dmy", "mdy")


def _order(all_parts: Sequence[Parts]) -> str | None:
    """The one order of year, month and day in which all dates are days and follow each other; None if several are."""
    possible = []
    for order in _ORDERS:
        instants = [_instant(parts, order) for parts in all_parts]
        known = [each for each in instants if each is not None]
        if len(known) == len(instants):
            possible.append((order, known == sorted(known), tuple(known)))
    in_turn = [each for each in possible if each[1]] or possible
    # Two orders that give the same days are as good as one.
    return in_turn[0][0] if len({each[2] for each in in_turn}) == 1 else None


def _instant(parts: Parts, order: str) -> datetime | None:
    named = dict(zip(order, parts[:3], strict=True))
    year = named["y"] + 2000 if named["y"] < 100 else named["y"]
    try:
        return datetime(year, named["m"], named["d"], *parts[3:]) if year >= 2000 else None  # noqa: DTZ001 - a phone's clock
    except ValueError:
        return None


# --- Telegram ------------------------------------------------------------------------------------------------------


def _telegram_words(message: dict[str, Any]) -> str:
    text = message.get("text")
    pieces = text if isinstance(text, list) else [text]
    words = (each.get("text") if isinstance(each, dict) else each for each in pieces)
    return "".join(each for each in words if isinstance(each, str))


def _telegram_instant(message: dict[str, Any]) -> datetime | None:
    unix, written = message.get("date_unixtime"), message.get("date")
    try:
        if isinstance(unix, str | int) and not isinstance(unix, bool):
            return datetime.fromtimestamp(int(unix), UTC)
        return datetime.fromisoformat(written) if isinstance(written, str) else None
    except (ValueError, OverflowError, OSError):
        return None


def _telegram_page_instant(written: str) -> datetime | None:
    found = _TELEGRAM_DATE.search(written)
    if found is None:
        return None
    day, month, year, hour, minute, second, zone_hour, zone_minute = found.groups()
    zone = f"{zone_hour}:{zone_minute}" if zone_hour else ""
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
    except ValueError:
        return None
