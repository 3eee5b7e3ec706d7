"""A file becomes a statement: the words that spans point at, and the file itself beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clearway.desk import apart, open_office, read_statement
from clearway.desk.blobs import blob_id
from clearway.desk.taking import take_bytes, take_file
from clearway.intake import LARGEST_FILE
from clearway.records import StatementEvidence
from clearway.records.kinds.statement import Statement
from tests.cli.terminal import Terminal
from tests.cli.test_confirming import open_desk
from tests.intake.files import MORE, PAGE, TELEGRAM, WHATSAPP, WORDS, docx, pdf
from tests.refusals import refused

GROUND = ("--place", "القوارشة", "--because", "the place that is meant")


@pytest.fixture
def desk(tmp_path: Path) -> Terminal:
    terminal = open_desk(tmp_path)
    terminal.wait(hours=30)
    return terminal


def given(tmp_path: Path, name: str, data: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


def closure_of(desk: Terminal, file: Path, *more: object) -> int:
    found = desk.asks("read", file, *more)
    drafts = (found["texts"][0] if "texts" in found else found)["drafts"]
    return next(int(draft["number"]) for draft in drafts if draft["kind"] == "closure")


def statement_of(desk: Terminal) -> tuple[Statement, str, dict[str, bytes]]:
    """The only statement on record, its stored words, and the blobs at hand."""
    with open_office(desk.folder, clock=desk.at) as office:
        (admitted,) = office.history().list_kind("statement")
        assert isinstance(admitted.record.body, Statement)
        blobs = {name: office.blobs[name] for name in office.blobs}
        return admitted.record.body, read_statement(office, admitted.id), blobs


def test_the_file_stands_beside_the_words_that_evidence_points_at(desk, tmp_path):
    file = given(tmp_path, "saved.html", PAGE.encode())
    number = closure_of(desk, file)
    desk.writes("confirm", file, "--draft", number, *GROUND)
    body, words, blobs = statement_of(desk)
    assert body.file_blob == blob_id(PAGE.encode())
    assert (body.file_type, body.url) == ("text/html", "https://news.example/1")
    assert body.published_at == datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
    assert blobs[body.file_blob] == PAGE.encode()
    with open_office(desk.folder, clock=desk.at) as office:
        (closure,) = office.history().list_kind("closure")
        (evidence,) = closure.record.evidence
        assert isinstance(evidence, StatementEvidence)
        assert all(words[start:end] in f"{WORDS}\n{MORE}" for start, end in evidence.spans)


def test_the_words_alone_may_be_kept(desk, tmp_path):
    file = given(tmp_path, "saved.html", PAGE.encode())
    desk.writes("confirm", file, "--draft", closure_of(desk, file), *GROUND, "--without-original")
    body, _, _ = statement_of(desk)
    assert (body.file_blob, body.file_type) == (None, None)


@pytest.mark.parametrize(("name", "data"), [("chat.txt", WHATSAPP.encode()), ("result.json", TELEGRAM.encode())])
def test_what_others_wrote_in_a_chat_is_nowhere(desk, tmp_path, name, data):
    file = given(tmp_path, name, data)
    number = closure_of(desk, file, "--text", 1)
    desk.writes("confirm", file, "--text", 1, "--draft", number, *GROUND)
    body, _, blobs = statement_of(desk)
    assert body.file_blob is None
    assert not [name for name, held in blobs.items() if "سالم".encode() in held]


def test_a_text_of_its_own_letters_is_its_own_original(desk, tmp_path):
    file = given(tmp_path, "a.txt", WORDS.encode())
    desk.writes("confirm", file, "--draft", closure_of(desk, file), *GROUND)
    body, words, _ = statement_of(desk)
    assert (body.file_blob, words) == (None, WORDS)


def test_windows_1256_is_kept_as_it_was_and_read_as_it_is(desk, tmp_path):
    file = given(tmp_path, "a.txt", WORDS.encode("cp1256"))
    desk.writes("confirm", file, "--draft", closure_of(desk, file), *GROUND)
    body, words, blobs = statement_of(desk)
    assert words == WORDS
    assert body.file_blob is not None
    assert blobs[body.file_blob] == WORDS.encode("cp1256")


def test_one_text_of_several_must_be_named(desk, tmp_path):
    file = given(tmp_path, "chat.txt", WHATSAPP.encode())
    for words in ((), ("--text", 9)):
        code, _ = desk.refuses("confirm", file, "--draft", 1, *GROUND, *words)
        assert code == "intake.which_text"


def test_every_text_of_a_chat_is_shown_with_its_number(desk, tmp_path):
    file = given(tmp_path, "chat.txt", WHATSAPP.encode())
    shown = desk.run("read", file).stdout
    assert "Text 1" in shown
    assert "2016-11-17 13:05" in shown
    found = desk.asks("read", file)
    assert [each["published"] for each in found["texts"]] == ["2016-11-17", "2016-11-18"]
    assert found["file"]["left_out"] == 2


def test_the_document_of_a_ministry_is_read(desk, tmp_path):
    found = desk.asks("read", given(tmp_path, "statement.docx", docx()))
    assert found["file"]["form"] == "docx"
    assert "closure" in {draft["kind"] for draft in found["drafts"]}


def test_a_pdf_is_read_in_a_process_of_its_own(tmp_path):
    taken, _ = take_file(given(tmp_path, "a.pdf", pdf(b"BT /F 12 Tf 50 700 Td (Road closed) Tj ET")))
    assert taken.texts[0].words == "Road closed"
    with refused("intake.scan"):
        take_bytes(pdf(b"0 0 600 800 re f"))


def test_a_pdf_that_keeps_its_reader_busy_is_given_up(monkeypatch):
    monkeypatch.setattr(apart, "LONGEST_S", 0.01)
    with refused("intake.takes_too_long"):
        take_bytes(pdf(b"BT /F 12 Tf 50 700 Td (Road closed) Tj ET"))


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path):
    file = tmp_path / "large.txt"
    with file.open("wb") as out:
        out.truncate(LARGEST_FILE + 1)
    with refused("intake.file_too_large"):
        take_file(file)
