"""A screened table has the same rows, each with the answer that a single question gets; nothing is dropped."""

from __future__ import annotations

from datetime import timedelta

from clearway.desk.answers import check
from clearway.desk.screening import screen
from clearway.desk.screening.rows import COLUMNS
from clearway.terms import Reason, Verdict
from tests.offices import START
from tests.refusals import refused
from tests.tables import ERRORS, ROWS, read, write


def test_every_row_comes_out_with_the_answer_of_a_single_question(office, tmp_path) -> None:
    out = tmp_path / "out.csv"
    done = screen(office, write(tmp_path / "in.csv", ROWS), out)
    rows = read(out)
    assert [tuple(row[name] for name in ("id", "Lon", "Lat", "note")) for row in rows] == ROWS
    assert list(rows[0])[4:] == list(COLUMNS)
    for row in rows:
        assert row["clearway_as_of"] == "2016-11-17T13:00:00Z"
        assert "ليس للاستعمال" in row["clearway_mark"]
        assert row["clearway_error"] == ERRORS.get(row["id"], "")
        if row["id"] in ERRORS:
            assert row["clearway_verdict"] == ""
            continue
        answer = check(office, f"{row['Lon']},{row['Lat']}").answer
        assert row["clearway_verdict"] == answer.verdict
        assert (row["clearway_closure"], row["clearway_hazard"]) == (answer.closure, answer.hazard)
        if answer.verdict is Verdict.NOT_CONFIRMED:
            assert row["clearway_reasons"].split() == [str(doubt) for doubt in answer.doubts]
        else:
            assert row["clearway_records"] == answer.grounds[0].hold.record
            assert row["clearway_reasons"] == Reason.CRIME
    assert [row["id"] for row in rows if row["clearway_verdict"] == "do_not_enter"] == ["1", "2", "3", "7"]
    assert done.rows == len(ROWS)
    assert done.counts["check.bad_position"] == 3
    assert done.at == START


def test_the_moment_the_accuracy_and_the_unit_are_those_asked_for(office, tmp_path) -> None:
    table, out = write(tmp_path / "in.csv", ROWS[:4]), tmp_path / "out.csv"
    screen(office, table, out, at=START - timedelta(days=1))
    assert {row["clearway_verdict"] for row in read(out)} == {"not_confirmed"}
    screen(office, table, out, accuracy_m=10)
    assert [row["clearway_verdict"] for row in read(out)] == ["do_not_enter"] * 4
    screen(office, table, out, accuracy_m="unknown")
    assert next(row["clearway_reasons"] for row in read(out)) == "position_unsure crime"


def test_a_screened_table_can_be_screened_again(office, tmp_path) -> None:
    once, again = tmp_path / "once.csv", tmp_path / "again.csv"
    screen(office, write(tmp_path / "in.csv", ROWS), once)
    screen(office, once, again)
    assert again.read_bytes() == once.read_bytes()


def test_tables_may_be_empty_separated_otherwise_and_short_of_cells(office, tmp_path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("x;y;z\n", encoding="utf-8")
    assert screen(office, table, out).rows == 0
    assert out.read_text(encoding="utf-8") == ";".join(["x", "y", "z", *COLUMNS]) + "\n"
    table.write_text("x;y;z\n20.055;32.055\n20\n\n", encoding="utf-8")
    assert screen(office, table, out).counts == {"do_not_enter": 1, "check.bad_position": 1}


def test_what_is_no_table_is_refused(office, tmp_path) -> None:
    out, table = tmp_path / "out.csv", tmp_path / "in.csv"
    with refused("screen.unreadable"):
        screen(office, table, out)
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    with refused("screen.no_columns"):
        screen(office, table, out)
    with refused("screen.no_columns"):
        screen(office, table, out, lon="a", lat="c")
    with refused("screen.same_file"):
        screen(office, table, table, lon="a", lat="b")
    with refused("screen.unknown_format"):
        screen(office, table, tmp_path / "out.parquet")
    table.rename(tmp_path / "in.txt")
    with refused("screen.unknown_format"):
        screen(office, tmp_path / "in.txt", tmp_path / "out.txt")
    assert screen(office, write(table, ROWS), out, lon="lon", lat="LAT").rows == len(ROWS)


def test_a_run_about_something_else_begins_anew(office, tmp_path) -> None:
    table, out = write(tmp_path / "in.csv", ROWS[:4]), tmp_path / "out.csv"
    pieces = tmp_path / ".out.csv.pieces"
    pieces.mkdir()
    (pieces / "journal.jsonl").write_text('{"table": 1}\n{"piece": 0, "counts": {"released": 4}}\n', encoding="utf-8")
    (pieces / "00000000").write_text("forged\n", encoding="utf-8")
    assert screen(office, table, out).counts["do_not_enter"] == 3
