"""PDF: the letters by where they stand on the page, put into reading order by us.

The order in which a PDF draws Arabic differs from program to program, and extractors that follow it turn words or
whole lines around without saying so. Here each sign counts with its place: lines from top to bottom, columns by the
page's direction, and each line from the order seen by the eye back to the order read. What has no letters is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from clearway.intake.model import LONGEST_TEXT, MOST_PAGES
from clearway.problems import Refused, refuse

_NO_LETTER = re.compile(r"\(cid:\d+\)")
_MOST_UNKNOWN = 0.1
_MOST_TURNED = 0.2
_FULL = 0.25
"""A line that ends nearer to the edge than this part of the width goes on in the next."""
_ENDS = ".!?؟:…"
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_STRONG_RIGHT = ("R", "AL")


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign of a page: its letters, from where to where it reaches, its line, its size (points; y grows upwards)."""

    letters: str
    left: float
    right: float
    line: float
    size: float


def pdf_text(data: bytes) -> tuple[str, int]:
    """The words, and how many signs have no letter.

    Refused: ``intake.damaged``, ``intake.locked``, ``intake.too_many_pages``, ``intake.scan``,
    ``intake.letters_unknown``, ``intake.turned``, ``intake.text_too_long``.
    """
    try:
        return _read(data)
    except Refused:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return refuse("intake.locked")
    except RecursionError:
        return refuse("intake.too_deep")
    except Exception:  # noqa: BLE001 - a damaged file fails in this library in every way that Python knows
        return refuse("intake.damaged", form="PDF")


def _read(data: bytes) -> tuple[str, int]:
    document = PDFDocument(PDFParser(BytesIO(data)))
    if not document.is_extractable:
        refuse("intake.locked")
    device = _Pages(PDFResourceManager())
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    lines: list[str] = []
    unknown = signs = turned = length = 0
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > MOST_PAGES:
            refuse("intake.too_many_pages", limit=MOST_PAGES)
        interpreter.process_page(page)
        drawn = list(_chars(device.page)) if device.page is not None else []
        signs += len(drawn)
        unknown += sum(_NO_LETTER.fullmatch(each.get_text()) is not None for each in drawn)
        turned += sum(not _level(each) for each in drawn)
        found = _page_lines([_sign(each) for each in drawn if _level(each)])
        length += sum(map(len, found))
        if length > LONGEST_TEXT:
            refuse("intake.text_too_long", length=length, limit=LONGEST_TEXT)
        lines.extend(found)
    if unknown > _MOST_UNKNOWN * signs:
        refuse("intake.letters_unknown")
    if turned > _MOST_TURNED * signs:
        refuse("intake.turned")
    if not lines:
        refuse("intake.scan")
    return "\n".join(lines), unknown


class _Pages(PDFLayoutAnalyzer):
    """Keeps the last page that was drawn."""

    page: LTPage | None = None

    def receive_layout(self, ltpage: LTPage) -> None:
        self.page = ltpage


def _chars(page: Any) -> Iterator[LTChar]:
    """All signs of a page, also those in drawings within drawings."""
    waiting = [page]
    while waiting:
        each = waiting.pop()
        if isinstance(each, LTChar):
            yield each
        elif isinstance(each, LTContainer):
            waiting.extend(reversed(list(each)))


def _level(char: LTChar) -> bool:
    a, b, c, d, *_ = char.matrix
    return abs(b) <= abs(a) / 8 and abs(c) <= abs(d) / 8 and a > 0


def _sign(char: LTChar) -> _Sign:
    # Joined forms of letters become the letters; a joined lam-alef both of them, in the order read. A sign without
    # letters keeps its place, so that it parts no word.
    letters = unicodedata.normalize("NFKC", _NO_LETTER.sub("", char.get_text()))
    return _Sign(letters, char.x0, char.x1, char.matrix[5], max(char.size, 1.0))


# --- order ---------------------------------------------------------------------------------------------------------


def _page_lines(signs: Sequence[_Sign]) -> list[str]:
    kept = [each for each in signs if each.letters.strip() or not each.letters]
    if not any(each.letters for each in kept):
        return []
    rightwards = sum(_is_right(char) for each in kept for char in each.letters)
    leftwards = sum(unicodedata.bidirectional(char) == "L" for each in kept for char in each.letters)
    rtl = rightwards >= leftwards
    return [line for block in _blocks(kept, rtl=rtl) for line in _paragraphs(block, rtl=rtl)]


def _paragraphs(block: list[_Sign], *, rtl: bool) -> Iterator[str]:
    """The lines of a block; one that fills its width and ends no sentence goes on in the next."""
    low, high = min(each.left for each in block), max(each.right for each in block)
    paragraph = ""
    for row in _rows(block):
        line = _line(row, rtl=rtl)
        if not line:
            continue
        paragraph = f"{paragraph} {line}" if paragraph else line
        left_over = row[0].left - low if rtl else high - max(each.right for each in row)
        if left_over > _FULL * (high - low) or line[-1] in _ENDS:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _blocks(signs: list[_Sign], *, rtl: bool) -> Iterator[list[_Sign]]:
    """The page cut at empty stripes: columns side by side, parts one above the other."""
    waiting = [signs]
    while waiting:
        block = waiting.pop()
        size = median(each.size for each in block)
        cut = _cut_columns(block, 1.2 * size, rtl=rtl) or _cut_rows(block, 1.4 * size)
        if cut is None:
            yield block
        else:
            waiting.extend(reversed(cut))


def _cut_columns(block: list[_Sign], gap: float, *, rtl: bool) -> list[list[_Sign]] | None:
    reach = float("-inf")
    for each in sorted(block, key=lambda sign: sign.left):
        if each.left - reach >= gap and reach > float("-inf"):
            left = [sign for sign in block if sign.left < each.left]
            right = [sign for sign in block if sign.left >= each.left]
            if min(len(_rows(left)), len(_rows(right))) >= 2:
                return [right, left] if rtl else [left, right]
        reach = max(reach, each.right)
    return None


def _cut_rows(block: list[_Sign], gap: float) -> list[list[_Sign]] | None:
    lines = sorted({each.line for each in block}, reverse=True)
    widest = max(((above - below, above) for above, below in pairwise(lines)), default=(0.0, 0.0))
    if widest[0] < gap:
        return None
    return [[e for e in block if e.line >= widest[1]], [e for e in block if e.line < widest[1]]]


def _rows(block: Sequence[_Sign]) -> list[list[_Sign]]:
    """Lines from the top, each from left to right. Signs a little above or below belong to the line."""
    rows: list[list[_Sign]] = []
    for each in sorted(block, key=lambda sign: -sign.line):
        if rows and rows[-1][0].line - each.line <= 0.4 * min(rows[-1][0].size, each.size):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [sorted(row, key=lambda sign: (sign.left + sign.right, sign.left)) for row in rows]


def _line(row: Sequence[_Sign], *, rtl: bool) -> str:
    """One line in the order read: words by gaps, the order seen turned back where the line is right to left."""
    clusters: list[str] = []
    reach = row[0].left
    for each in row:
        if each.left - reach > 0.18 * each.size:
            clusters.append(" ")
        if each.letters and unicodedata.combining(each.letters[0]) and clusters:
            clusters[-1] += each.letters
        else:
            clusters.append(each.letters)
        reach = max(reach, each.right)
    clusters = [each for each in clusters if each]
    read = "".join(_read_order(clusters)) if rtl else "".join(_read_order_left(clusters))
    # Some programs write a bracket as it is seen, some as it is meant: the way in which brackets open first is meant.
    turned = read.translate(_MIRRORED)
    return " ".join((turned if _crossed(turned) < _crossed(read) else read).split())


def _crossed(line: str) -> int:
    """How many brackets close before any opens."""
    open_now = crossed = 0
    for char in line:
        if char in "([{«":
            open_now += 1
        elif char in ")]}»":
            crossed += open_now == 0
            open_now = max(open_now - 1, 0)
    return crossed


def _read_order(clusters: list[str]) -> list[str]:
    """From the order seen to the order read, on a line that runs right to left."""
    read: list[str] = []
    for run, is_left in _runs(clusters):
        read[:0] = run if is_left else [_mirror(each) for each in reversed(run)]
    return read


def _read_order_left(clusters: list[str]) -> list[str]:
    """The same on a line that runs left to right: only its Arabic words are turned."""
    read: list[str] = []
    pending: list[str] = []
    for each in clusters:
        if any(map(_is_right, each)) or (pending and not any(char.isalnum() for char in each)):
            pending.append(each)
            continue
        read.extend(_turned(pending))
        pending = []
        read.append(each)
    return [*read, *_turned(pending)]


def _turned(run: list[str]) -> list[str]:
    """A run of Arabic turned round; what neither belongs to it nor ends it stays behind it."""
    end = next((index for index in range(len(run), 0, -1) if any(map(_is_right, run[index - 1]))), 0)
    return [*(_mirror(each) for each in reversed(run[:end])), *run[end:]]


def _runs(clusters: list[str]) -> Iterator[tuple[list[str], bool]]:
    """The runs seen from left to right: those that are read left to right (numbers, Latin words), and the others."""
    index = 0
    while index < len(clusters):
        end = index
        if _is_left(clusters[index]):
            end = _left_end(clusters, index)
            yield clusters[index:end], True
        else:
            while end < len(clusters) and not _is_left(clusters[end]):
                end += 1
            yield clusters[index:end], False
        index = end


def _left_end(clusters: list[str], start: int) -> int:
    """Where a run of numbers or Latin letters ends: what stands between two of its letters belongs to it."""
    end = start + 1
    at = end
    latin = any(unicodedata.bidirectional(char) == "L" for char in clusters[start])
    while at < len(clusters):
        sign = clusters[at]
        if _is_left(sign):
            is_latin = any(unicodedata.bidirectional(char) == "L" for char in sign)
            between = "".join(clusters[end:at])
            # Two numbers with a space between them are two words of the Arabic line.
            if between and not (latin and is_latin) and not re.fullmatch(r"[.,:/٫٬+-]", between):
                break
            latin = latin or is_latin
            end = at + 1
        elif any(map(_is_right, sign)) or at - end > 3:
            break
        at += 1
    return end


def _is_left(cluster: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("L", "EN", "AN") for char in cluster)


def _is_right(char: str) -> bool:
    return unicodedata.bidirectional(char) in _STRONG_RIGHT


def _mirror(cluster: str) -> str:
    return cluster.translate(_MIRRORED)
