"""Finds numbers, dates, coordinates and Latin words that stand bare in Arabic, where a screen would reorder them.

``bare(text)`` takes what a person would be shown (a terminal's lines or a page's HTML) and returns every run that is
not isolated. A line without Arabic letters is read left to right anyway and has nothing to hide. For English text,
``bare(text, "en")`` returns the Arabic words that are not isolated.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_OPEN = {"\u2066": "ltr", "\u2067": "rtl", "\u2068": "auto"}
_CLOSE = "\u2069"
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_ARABIC_WORDS = re.compile(r"[\u0600-\u06ff\u0750-\u077f]+")
_BDI = re.compile(r'<bdi(?:\s+dir="(ltr|rtl|auto)")?[^>]*>')
_TAG = re.compile(r"<[^>]+>")
_RUN = re.compile(r"[A-Za-z0-9\u0660-\u0669\u06f0-\u06f9][\w.,:/+°-]*")
_WHOLE_NUMBER = re.compile(r"\d+[.,:]?")


def bare(text: str, lang: str = "ar") -> list[str]:
    """Every run that a screen could reorder and that is not isolated, in the order of the text; [] is good."""
    in_run = _bare_in_arabic if lang == "ar" else _bare_in_english
    return [run for line in _lines(text) if _ARABIC.search(line) for run in _bare_in_line(line, in_run)]


def _lines(text: str) -> list[str]:
    if "<bdi" in text or "</" in text:
        text = re.sub(r"</?(?:p|div|li|dt|dd|td|th|tr|h\d|br|section)\b[^>]*>", "\n", text)
        text = _BDI.sub(lambda found: {"ltr": "\u2066", "rtl": "\u2067"}.get(found[1] or "", "\u2068"), text)
        text = html.unescape(_TAG.sub("", text.replace("</bdi>", _CLOSE)))
    return text.splitlines()


def _bare_in_line(line: str, in_run: Callable[[str, list[str]], list[str]]) -> list[str]:
    found: list[str] = []
    stack: list[str] = []
    run = ""
    for char in line + "\n":
        if char in _OPEN or char in (_CLOSE, "\n"):
            found += in_run(run, stack)
            run = ""
            if char in _OPEN:
                stack.append(_OPEN[char])
            elif char == _CLOSE:
                if not stack:
                    found.append("an isolate is closed that was not opened")
                else:
                    stack.pop()
        else:
            run += char
    return found + ["an isolate is not closed"] * len(stack)


def _bare_in_arabic(run: str, stack: list[str]) -> list[str]:
    """Nothing is bare left to right. In a right-to-left isolate (a date) whole numbers keep their place."""
    if stack and (stack[-1] == "ltr" or (stack[-1] == "auto" and not _ARABIC.search(run))):
        return []
    runs = _RUN.findall(run)
    if stack:
        return [each for each in runs if not _WHOLE_NUMBER.fullmatch(each)]
    return runs


def _bare_in_english(run: str, stack: list[str]) -> list[str]:
    return [] if stack else _ARABIC_WORDS.findall(run)
