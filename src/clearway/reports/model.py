"""What a report is: tables of plain values, without any language. ``workbook``, the terminal and JSON write them out.

A table keeps beside each line the ids of the records that its figures rest on, and beside all lines a total that was
counted over the records themselves and not over the lines, so that the two can be held against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from clearway.accounting import Period
from clearway.problems import ClearwayBug


class Form(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    M2 = "m2"
    DAY = "day"
    DEGREES = "degrees"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of ours, by their key in the catalogue; in ``lang`` whatever the report's language is."""

    key: str
    lang: str | None = None

    @property
    def code(self) -> str:
        """The code that the words are for."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Both:
    """A name in Arabic and in English; where one is missing the other stands for it."""

    ar: str | None
    en: str | None

    def of(self, lang: str) -> str:
        """The name in one language."""
        wanted, other = (self.ar, self.en) if lang == "ar" else (self.en, self.ar)
        return wanted or other or ""


Cell = int | str | datetime | Said | Both | None
"""A count, square metres or 1e-7 degree; words of others; an instant shown as its day; words of ours; or nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head stands in the catalogue under its name. ``summed`` ones have a total.

    ``imas`` is the field's name in the exchange of mine-action data, for what goes to the national centre.
    """

    name: str
    form: Form = Form.TEXT
    summed: bool = False
    imas: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line, a cell for each column, and the ids of the records that it rests on, in their order."""

    cells: tuple[Cell, ...]
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table. ``total`` has a number for each summed column, counted apart from the lines."""

    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: tuple[int | None, ...] | None = None

    def __post_init__(self) -> None:
        if any(len(line.cells) != len(self.columns) for line in self.lines):
            raise ClearwayBug(f"a line of {self.name} has other cells than columns")

    def at(self, name: str) -> int:
        """Where a column stands."""
        return [column.name for column in self.columns].index(name)

    def column(self, name: str) -> list[Cell]:
        """The cells of a column."""
        return [line.cells[self.at(name)] for line in self.lines]


@dataclass(frozen=True)
class Report:
    """A report: what was asked, of which period, as the books stood when, and its tables."""

    name: str
    by: str | None
    period: Period
    as_of: datetime
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table of this name."""
        return next(table for table in self.tables if table.name == name)


# --- counting ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """What one record adds to a line: so many of each measure, and the ids behind it."""

    key: str
    values: Mapping[str, int]
    records: tuple[str, ...]


@dataclass
class _Sum:
    values: dict[str, int] = field(default_factory=dict)
    records: set[str] = field(default_factory=set)

    def add(self, figure: Figure) -> None:
        for name, value in figure.values.items():
            self.values[name] = self.values.get(name, 0) + value
        self.records.update(figure.records)


def tally(
    name: str,
    key: Column,
    measures: Sequence[Column],
    figures: Iterable[Figure],
    show: Callable[[str], Cell],
    always: Sequence[str] = (),
) -> Table:
    """A table with a line for each key, in the order of ``always`` and then of the keys, and a total of all figures."""
    sums: dict[str, _Sum] = {each: _Sum() for each in always}
    whole = _Sum()
    for figure in figures:
        sums.setdefault(figure.key, _Sum()).add(figure)
        whole.add(figure)
    places = {each: number for number, each in enumerate(always)}
    # What is not known stands last, where people look for it.
    ordered = sorted(sums, key=lambda each: (each == "", places.get(each, len(places)), each))
    lines = tuple(
        Line((show(each), *(sums[each].values.get(m.name, 0) for m in measures)), tuple(sorted(sums[each].records)))
        for each in ordered
    )
    total = (None, *(whole.values.get(measure.name, 0) if measure.summed else None for measure in measures))
    return Table(name, (key, *measures), lines, total)


def listed(name: str, columns: Sequence[Column], lines: Iterable[Line]) -> Table:
    """A table of single things; the totals of its summed columns are counted as they come."""
    kept: list[Line] = []
    total: list[int | None] = [0 if column.summed else None for column in columns]
    for line in lines:
        kept.append(line)
        for number, (cell, column) in enumerate(zip(line.cells, columns, strict=True)):
            so_far = total[number]
            if column.summed and isinstance(cell, int) and so_far is not None:
                total[number] = so_far + cell
    return Table(name, tuple(columns), tuple(kept), tuple(total) if any(c.summed for c in columns) else None)


def count(name: str, *, imas: str | None = None) -> Column:
    """A column of counts with a total."""
    return Column(name, Form.COUNT, summed=True, imas=imas)


def m2(name: str, *, imas: str | None = None) -> Column:
    """A column of square metres with a total."""
    return Column(name, Form.M2, summed=True, imas=imas)


def text(name: str, *, imas: str | None = None) -> Column:
    """A column of words."""
    return Column(name, imas=imas)


def day(name: str, *, imas: str | None = None) -> Column:
    """A column of days."""
    return Column(name, Form.DAY, imas=imas)


def number(name: str, *, imas: str | None = None) -> Column:
    """A column of numbers that nobody adds up."""
    return Column(name, Form.COUNT, imas=imas)


def record(name: str = "record", *, imas: str | None = None) -> Column:
    """A column of ids."""
    return Column(name, Form.RECORD, imas=imas)
