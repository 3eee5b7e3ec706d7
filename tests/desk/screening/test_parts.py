"""Tables are cut where records end, numbers are read exactly as written, cells change no answer."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clearway.desk.screening.cells import Cells
from clearway.desk.screening.records import cut_records, end_of_records
from clearway.desk.screening.tables import positions_of_texts
from clearway.geometry import At, box, disc
from clearway.index import SituationIndex
from clearway.projection import check
from clearway.situation import Situation
from tests.index.test_situation import accuracies
from tests.laws.asking import portion
from tests.publish.test_snapshot import AT, SPAN, hold, identifier, situations, units

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
letters = st.sampled_from(['"', '"', ",", ";", "\n", "\n", "\r", "\r\n", "a", "م", "\x85", "\u2028", "\0", " "])
files = st.lists(letters, max_size=60).map("".join)


@given(text=files, bom=st.booleans(), rows=st.integers(1, 4), separator=st.sampled_from(",;"))
def test_the_parts_of_a_file_hold_the_records_of_the_whole(tmp_path_factory, text, bom, rows, separator) -> None:
    whole = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    path = tmp_path_factory.mktemp("cut") / "in.csv"
    path.write_bytes((BOM if bom else "").encode() + text.encode())
    with path.open("rb") as file:
        start = end_of_records(file, separator, 3 if bom else 0, 1)
    found = [whole[0]] if whole else []
    for begin, end in cut_records(path, separator, start, rows):
        part = path.read_bytes()[begin:end].decode()
        records = list(csv.reader(io.StringIO(part, newline=""), delimiter=separator))
        assert len(records) == rows or len(found) + len(records) == len(whole)
        found += records
    assert found == whole


@given(
    exact=st.integers(-(10**19), 10**19),
    digits=st.integers(0, 20),
    dressing=st.sampled_from(["{}", " {} ", "+{}", "{}e0", "{}0000"]),
)
def test_a_position_is_rounded_as_a_single_question_rounds_it(exact, digits, dressing) -> None:
    text = format(Decimal(exact).scaleb(-digits), "f")
    assume("-" not in text or "+" not in dressing)
    assume("." in text or "0000" not in dressing)
    found = positions_of_texts([dressing.format(text)], ["0"])
    value = Decimal(text)
    if abs(value) > 180:
        assert found.errors == {0: "check.bad_position"}
    else:
        assert found.e7.tolist() == [[int((value * 10_000_000).to_integral_value()), 0]]


@pytest.mark.parametrize("text", ["", "nan", "inf", "-inf", "1e400", "sNaN", "20.5 E", "0x10", "20,5", "180.00000001"])
def test_what_is_no_number_of_degrees_is_no_position(text) -> None:
    assert positions_of_texts(["20.5", text], ["32", "32"]).errors == {1: "check.bad_position"}


@pytest.mark.law
@portion(30)
@given(
    situation=situations(), least=st.integers(1, 9), accuracy=accuracies, unit=units, metres=st.sampled_from([0, 1, 40])
)
def test_what_a_cell_is_given_answers_for_it_as_the_whole_does(situation, least, accuracy, unit, metres) -> None:
    reach = metres // 20
    cells = Cells.cut(situation, (0, 0, SPAN, SPAN), least, reach)
    positions = np.array([(x, y) for x in range(-1, SPAN + 2, 2) for y in range(-1, SPAN + 2, 3)])
    indexes: dict[int, SituationIndex] = {}
    for (x, y), number in zip(positions.tolist(), cells.find(positions).tolist(), strict=True):
        if number not in indexes:
            indexes[number] = SituationIndex(cells.situation(number))
        query = disc((x, y), reach * 1000) if reach else At(x, y)
        assert indexes[number].check(query, accuracy, unit) == check(situation, query, accuracy, unit)


def test_cells_share_the_ground_and_what_lies_on_it() -> None:
    rng = np.random.default_rng(1)
    region = (0, 0, 10_000, 10_000)
    corners = rng.integers(0, 9_900, (300, 2)).tolist()
    holds = [hold(record=identifier(n), footprint=box((x, y, x + 90, y + 90))) for n, (x, y) in enumerate(corners)]
    situation = Situation(AT, None, tuple(holds), (), (), (), (), 100)
    cells = Cells.cut(situation, region, least=8, reach_m=0)
    assert len(cells.boxes) - 1 >= 8
    counts = [len(cells.situation(number).holds) for number in range(len(cells.boxes) - 1)]
    assert max(counts) < 300 / 4
    positions = rng.integers(region[:2], region[2:], (1000, 2))
    found = cells.find(positions)
    assert set(found.tolist()) == set(range(len(cells.boxes) - 1))
    for (x, y), number in zip(positions.tolist(), found.tolist(), strict=True):
        inside = [box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in cells.boxes]
        assert [n for n, each in enumerate(inside[:-1]) if each] == [number]
    assert cells.find(np.array([[region[0] - 1, region[1]]])).tolist() == [len(cells.boxes) - 1]
