"""PDFs: the words in the order read, whichever program drew them; what cannot be read surely is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from clearway.intake import Form, take_in
from clearway.problems import Refused
from tests.intake.files import pdf
from tests.refusals import refused

FIRST = (
    "أعلن الناطق باسم الغرفة، يوم 17 نوفمبر 2016، إغلاق منطقة القوارشة (Al Qawarsha) أمام السكان حتى الساعة 13:05، "
    "وقال إن الدخول إليها ممنوع قبل أن يتم تفتيشها من الألغام في 12.5 هكتار، والهاتف 0910000001."
)
SECOND = "وأضاف أن المنطقة لا تزال خطرة على المدنيين في كل الأحياء إلى أن تنتهي أعمال الفرق الهندسية."


def set_by_typst(*paragraphs: str, columns: int = 1, lang: str = "ar") -> bytes:
    text = "\n\n".join(paragraphs)
    page = f'#set page(columns: {columns})\n#set text(lang: "{lang}", font: "IBM Plex Sans Arabic")\n'
    made: Any = typst
    return bytes(made.compile((page + text).encode(), font_paths=[_fonts()]))


def _fonts() -> str:
    from pathlib import Path

    import fontpkg_ibm_plex_sans_arabic

    return str(Path(fontpkg_ibm_plex_sans_arabic.__file__).parent)


def set_by_chromium(chromium, body: str, style: str = "") -> bytes:
    page = chromium.new_page()
    try:
        page.set_content(f'<html lang="ar" dir="rtl"><style>{style}</style><body>{body}</body></html>')
        return bytes(page.pdf())
    finally:
        page.close()


def words(data: bytes) -> list[str]:
    taken = take_in(data, "a.pdf")
    assert taken.form is Form.PDF
    return taken.texts[0].words.split("\n")


def test_arabic_set_by_typst_comes_out_in_the_order_read():
    assert words(set_by_typst(FIRST, SECOND)) == [FIRST, SECOND]


def test_columns_are_read_from_the_right():
    lines = words(set_by_typst(*[FIRST] * 30, SECOND, columns=2))
    assert lines[-1] == SECOND
    assert " ".join(lines[:-1]) == " ".join([FIRST] * 30)


def test_english_with_an_arabic_name_in_it():
    english = "The spokesman said on 17 November 2016 that Qawarsha (القوارشة القديمة) is closed to all residents."
    assert words(set_by_typst(english, lang="en")) == [english]


def test_arabic_printed_by_a_browser_comes_out_in_the_order_read(chromium):
    found = words(set_by_chromium(chromium, f"<h1>إغلاق القوارشة</h1><p>{FIRST}</p><p>{SECOND}</p>"))
    assert found == ["إغلاق القوارشة", FIRST, SECOND]


def test_columns_printed_by_a_browser(chromium):
    body = f"<h1>عنوان</h1><div class=c>{f'<p>{FIRST}</p>' * 14}<p>{SECOND}</p></div>"
    lines = words(set_by_chromium(chromium, body, ".c {column-count: 2; column-gap: 3em}"))
    assert lines[0] == "عنوان"
    assert "".join(lines[1:]).replace(" ", "") == (FIRST * 14 + SECOND).replace(" ", "")


def test_without_letters_is_a_scan_and_says_what_to_do():
    with refused("intake.scan"):
        take_in(pdf(b"0 0 600 800 re f"), "a.pdf")


def test_whose_signs_name_no_letters_is_refused():
    nameless = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
    nameless += b"/Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
    nameless += b"/Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>] >>"
    with refused("intake.letters_unknown"):
        take_in(pdf(b"BT /F 12 Tf 50 700 Td <00100011001200130014> Tj ET", nameless), "a.pdf")


def test_that_stands_on_its_head_is_refused():
    with refused("intake.turned"):
        take_in(pdf(b"BT /F 12 Tf -1 0 0 -1 400 700 Tm (Road closed until further notice) Tj ET"), "a.pdf")


@pytest.mark.parametrize("password", ["", "secret"])
def test_locked_with_a_password_is_refused_and_without_one_read(password):
    locked = PdfWriter(clone_from=io.BytesIO(pdf(b"BT /F 12 Tf 50 700 Td (Road closed) Tj ET")))
    locked.encrypt(password, "owner", algorithm="AES-256")
    data = io.BytesIO()
    locked.write(data)
    if password:
        with refused("intake.locked"):
            take_in(data.getvalue(), "a.pdf")
    else:
        assert words(data.getvalue()) == ["Road closed"]


def test_plain_letters_are_read():
    assert words(pdf(b"BT /F 12 Tf 50 700 Td (Road closed) Tj ET")) == ["Road closed"]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n<<", b"%PDF-" + b"[" * 100_000])
def test_damaged_is_refused(data):
    with pytest.raises(Refused, match=r"intake\.(damaged|too_deep|scan)"):
        take_in(data, "a.pdf")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 900), st.binary(max_size=8)), max_size=6), st.binary(max_size=60))
def test_whatever_is_wrong_with_it_it_is_taken_in_or_refused(changes, drawn):
    broken = bytearray(pdf(b"BT /F 12 Tf 50 700 Td (Road closed) Tj ET " + drawn))
    for place, put in changes:
        broken[place : place + len(put)] = put
    try:
        taken = take_in(bytes(broken), "a.pdf")
    except Refused:
        return
    assert taken.texts[0].words.strip()
