"""RSS and Atom: one text an item, its title first."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from clearway.intake.markup import fragment_text, instant
from clearway.intake.model import GivenText, check_count
from clearway.problems import refuse

_ITEMS = ("item", "entry")
_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "updated")
_ADDRESS = re.compile(r"https?://[^\s]{1,1990}")


def parse_xml(data: bytes) -> etree._Element:
    """A tree without any entities, and never deep. Refused: ``intake.damaged``, ``intake.too_deep``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as error:
        deep = re.search("depth|nested", error.msg or "", re.IGNORECASE)
        return refuse("intake.too_deep") if deep else refuse("intake.damaged", form="XML")


def feed_texts(data: bytes) -> tuple[list[GivenText], int]:
    """The items of a feed with words in them, and how many have none. Refused: as ``parse_xml``; ``intake.*``."""
    root = parse_xml(data)
    items = [each for each in root.iter() if _name(each) in _ITEMS]
    check_count(len(items))
    channel = _words(next((each for each in root.iter() if _name(each) == "title"), None))
    texts: list[GivenText] = []
    for item in items:
        title, body = _words(_child(item, ("title",))), _body(item)
        words = "\n".join(part for part in (title, body if body != title else "") if part)
        if words:
            texts.append(
                GivenText(
                    number=len(texts) + 1,
                    words=words,
                    title=title[:200] or None,
                    dated=_dated(item),
                    url=_address(item),
                    channel=channel[:200] or None,
                )
            )
    return texts, len(items) - len(texts)


def _all(each: etree._Element) -> str:
    return "".join(str(words) for words in each.itertext())


def _name(each: etree._Element) -> str:
    tag: object = each.tag  # of a comment it is a function
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(item: etree._Element, names: tuple[str, ...]) -> etree._Element | None:
    by_name = {_name(each): each for each in reversed(item)}
    return next((by_name[name] for name in names if name in by_name), None)


def _words(each: etree._Element | None) -> str:
    return "" if each is None else " ".join(fragment_text(_all(each)).split())


def _body(item: etree._Element) -> str:
    each = _child(item, _BODIES)
    return "" if each is None else fragment_text(_all(each))


def _dated(item: etree._Element) -> datetime | None:
    each = _child(item, _DATES)
    written = "" if each is None else _all(each).strip()
    try:
        return instant(written) or parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _address(item: etree._Element) -> str | None:
    each = _child(item, ("link",))
    written = "" if each is None else (each.get("href") or _all(each)).strip()
    return written if _ADDRESS.fullmatch(written) else None
