"""Saved web pages: the main text, without what leads elsewhere. By lxml, which never loads anything.

The main text is what the page itself marks as its article; else the smallest part that holds most of the words outside
links. A library of extractors would do more, and would change the words of a signed statement from version to version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree, html

from clearway.problems import refuse

_DROPPED_NAMES = """
    script style noscript template nav footer aside form button select option iframe object svg math head menu dialog
    audio video canvas textarea input label
"""
_BLOCK_NAMES = """
    address article blockquote body br center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p
    pre section table tbody td tfoot th thead tr ul
"""
_DROPPED, _BLOCKS = frozenset(_DROPPED_NAMES.split()), frozenset(_BLOCK_NAMES.split())
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "menubar"})
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|footer|comments?|related|share|sharing|social|breadcrumbs?|"
    r"cookies?|advert\w*|ads?|newsletter|tags|widget|popup|most-read|recommended)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ARTICLE = (
    './/*[@itemprop="articleBody"]',
    ".//article",
    './/*[@role="main"]',
    ".//main",
)
_MOST = 0.85
"""A part of several blocks with this share of the words holds the text: a little too much is better than a paragraph
too few."""
_PARTS = frozenset(("article", "body", "center", "div", "main", "section", "table", "tbody", "td", "tr"))
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_TOO_DEEP = re.compile("depth|nested", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageText:
    """The main text of a page, and what the page says of it."""

    words: str
    title: str | None
    dated: datetime | None
    url: str | None


def page_text(markup: str) -> PageText:
    """The main text of a page. Refused: ``intake.too_deep``, ``intake.no_words``."""
    root = _parse(markup)
    meta = _meta(root)
    _drop(root)
    body = root.find(".//body")
    top = root if body is None else body
    main = _main(top)
    lines = _lines(main)
    heading = next((words for each in top.iter("h1") if (words := "\n".join(_lines(each)))), None)
    if heading and heading not in "\n".join(lines):
        lines = [heading, *lines]
    if not lines:
        refuse("intake.no_words")
    title = meta.get("og:title") or heading or meta.get("title")
    return PageText("\n".join(lines), _one_line(title), instant(meta.get("article:published_time")), _url(meta))


def fragment_text(markup: str) -> str:
    """All words of a piece of markup, as in an item of a feed. Refused: ``intake.too_deep``."""
    if not markup.strip():
        return ""
    root = _parse(f"<div>{markup}</div>")
    _drop(root)
    return "\n".join(_lines(root))


def instant(written: str | None) -> datetime | None:
    """An instant as ISO 8601 writes it; None for anything else."""
    try:
        return datetime.fromisoformat(written.strip()) if written else None
    except ValueError:
        return None


def parse_page(markup: str) -> html.HtmlElement:
    """The tree of a page, for formats that are pages themselves. Refused: ``intake.too_deep``."""
    return _parse(markup)


def lines_of(element: html.HtmlElement) -> str:
    """The words of a part of such a tree, a line for each block."""
    return "\n".join(_lines(element))


def _parse(markup: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root: html.HtmlElement | None = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    if any(_TOO_DEEP.search(error.message) for error in parser.error_log):
        refuse("intake.too_deep")
    return refuse("intake.no_words") if root is None else root


def _meta(root: html.HtmlElement) -> dict[str, str]:
    """What the head says: named properties, the title, the page's own address."""
    found: dict[str, str] = {}
    for each in root.iter("meta"):
        name, content = each.get("property") or each.get("name"), each.get("content")
        if name and content:
            found.setdefault(name, content)
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            found.setdefault("canonical", link.get("href") or "")
    title = root.find(".//title")
    if title is not None and title.text:
        found["title"] = title.text
    return found


def _url(meta: dict[str, str]) -> str | None:
    found = (meta.get("canonical") or meta.get("og:url") or "").strip()
    return found if re.fullmatch(r"https?://[^\s]{1,1990}", found) else None


def _one_line(words: str | None) -> str | None:
    return _SPACES.sub(" ", words).strip()[:200] or None if words else None


def _drop(root: html.HtmlElement) -> None:
    """Take away what is no text and what leads elsewhere, but nothing that holds most of the page."""
    whole = _length(root)
    for each in list(root.iter()):
        if not isinstance(each.tag, str) or each is root or each.tag in ("body", "html"):
            continue
        if each.tag in _DROPPED or _hidden(each) or (_beside(each) and _length(each) < whole / 2):
            each.drop_tree()


def _hidden(each: html.HtmlElement) -> bool:
    return "hidden" in each.attrib or each.get("aria-hidden") == "true" or "display:none" in _style(each)


def _style(each: html.HtmlElement) -> str:
    return (each.get("style") or "").replace(" ", "").lower()


def _beside(each: html.HtmlElement) -> bool:
    names = f"{each.get('class') or ''} {each.get('id') or ''}"
    return each.get("role") in _ROLES or bool(_ASIDE.search(names))


def _main(top: html.HtmlElement) -> html.HtmlElement:
    """The part that the page marks as its article, else the smallest that holds most words outside links."""
    whole = _own_words(top)
    for path in _ARTICLE:
        marked = [each for each in top.xpath(path) if isinstance(each, html.HtmlElement)]
        if marked:
            best = max(marked, key=_own_words)
            if _own_words(best) >= whole / 4:
                return best
    here = top
    while True:
        inner = max((each for each in here if isinstance(each.tag, str)), key=_own_words, default=None)
        if inner is None or inner.tag not in _PARTS or _own_words(inner) < _MOST * whole or len(_lines(inner)) < 2:
            return here
        here = inner


def _length(each: html.HtmlElement) -> int:
    return sum(len(words.strip()) for words in each.itertext())


def _own_words(each: html.HtmlElement) -> int:
    """How many letters stand outside links."""
    return _length(each) - sum(_length(link) for link in each.iter("a"))


def _lines(top: html.HtmlElement) -> list[str]:
    """The words, a line for each block, in the order of the page."""
    pieces = "".join(_pieces(top)).split("\n")
    return [line for piece in pieces if (line := _SPACES.sub(" ", piece).strip())]


def _pieces(top: html.HtmlElement) -> Iterator[str]:
    for event, each in etree.iterwalk(top, events=("start", "end")):
        block = each.tag in _BLOCKS
        if event == "start":
            if block:
                yield "\n"
            yield _SPACES.sub(" ", each.text or "")
        else:
            if block:
                yield "\n"
            if each is not top:
                yield _SPACES.sub(" ", each.tail or "")
