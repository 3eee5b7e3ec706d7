"""Beside a text: the earlier statements of the desk that are like it, or that contradict it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.cli.test_confirming import open_desk

CLOSED = (
    "أعلن الناطق باسم غرفة الطوارئ إغلاق منطقة القوارشة أمام السكان بسبب المعارك، وقال إن الدخول إليها ممنوع "
    "قبل أن يتم تفتيشها بالكامل من الألغام، وطلب من الجميع الاتصال بالغرفة قبل التوجه إلى بيوتهم."
)
OPEN = "أعلن المجلس البلدي إعادة فتح منطقة القوارشة أمام المدنيين وعودة السكان إليها."


@pytest.fixture
def desk(tmp_path: Path) -> Terminal:
    terminal = open_desk(tmp_path)
    words = tmp_path / "closed.txt"
    words.write_text(CLOSED, encoding="utf-8")
    number = next(each["number"] for each in terminal.asks("read", words)["drafts"] if each["kind"] == "closure")
    terminal.writes("confirm", words, "--draft", number, "--place", "القوارشة", "--because", "named")
    return terminal


def test_the_same_announcement_again_says_which_one_it_is_like(desk, tmp_path):
    again = tmp_path / "again.txt"
    again.write_text("عاجل: " + CLOSED.replace("إغلاق", "اغلاق"), encoding="utf-8")
    beside = desk.asks("read", again)["beside"]
    (like,) = beside["like"]
    assert like["thousandths"] >= 800
    assert beside["against"] == []
    assert like["id"] in desk.run("read", again).stdout


def test_the_text_itself_is_not_like_itself(desk, tmp_path):
    assert desk.asks("read", tmp_path / "closed.txt")["beside"]["like"] == []


def test_the_opposite_of_an_earlier_statement_is_marked(desk, tmp_path):
    opened = tmp_path / "open.txt"
    opened.write_text(OPEN, encoding="utf-8")
    found = desk.asks("read", opened)["beside"]
    assert {each["rule"] for each in found["against"]} == {"closed-and-open"}
    shown = desk.run("read", opened, lang="ar").stdout
    assert "يقول أحدهما إن المكان مغلق" in shown
