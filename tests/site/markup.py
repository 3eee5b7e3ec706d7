"""Reads pages as strictly as a browser reads them leniently: every fault of a page is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "source", "col"})
_SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-none", "data-found", "data-near")
_FOR_IDS = ("aria-labelledby", "aria-describedby", "for")
_MAY_STAY_OPEN = frozenset({"path", "circle", "rect", "use"})


@dataclass
class Page(HTMLParser):
    """What was found on a page, and what is wrong with it."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.open: list[str] = []
        self.wanted: list[str] = []
        self.fields: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.faults.append(f"an attribute stands twice in <{tag}>")
        if tag in ("html", "body", "main"):
            self.attributes[tag] = given
        if tag in ("style", "base", "iframe", "object", "embed") or (tag == "script" and "src" not in given):
            self.faults.append(f"<{tag}> is not allowed by the strict policy")
        self.faults += [f"{name}= in <{tag}>" for name in given if name.startswith("on") or name == "style"]
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        self.spoken += [given[name] for name in _SPOKEN if name in given]
        self.wanted += [given[name] for name in _FOR_IDS if name in given]
        if tag in ("input", "select", "textarea"):
            self.fields.append(given.get("id", ""))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _MAY_STAY_OPEN:
            self.faults.append(f"<{tag}/> is not closed by its slash")
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing, at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text += data


def read_page(text: str) -> Page:
    """The page, with everything that is wrong in it."""
    page = Page()
    page.feed(text)
    page.close()
    page.faults += [f"<{tag}> is never closed" for tag in page.open]
    page.faults += [f"the id {each} stands twice" for each in set(page.ids) if page.ids.count(each) > 1]
    page.faults += [f"no id {each}" for wanted in page.wanted for each in wanted.split() if each not in page.ids]
    page.faults += [f"the field {each} has no label" for each in page.fields if each not in page.wanted]
    if page.headings.count("h1") != 1:
        page.faults.append(f"{page.headings.count('h1')} first headings")
    if not text.startswith("<!doctype html>"):
        page.faults.append("no document type")
    return page
