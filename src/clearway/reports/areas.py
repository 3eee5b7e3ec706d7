"""The account: square metres of hazardous areas in a period, by some key, and each area as it stands at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from clearway.accounting import AreaBalance, By, Period, Row, account, balances
from clearway.accounting.account import UNKNOWN as NOBODY
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.numbering import Numbering
from clearway.reports.books import UNSAID, Books
from clearway.reports.model import Both, Cell, Column, Form, Line, Said, Table, listed, m2, record, text
from clearway.terms import Rel

MONTH = "month"

_SHOWN = tuple(m2(field.name) for field in fields(Row) if field.name not in ("areas", "open_areas"))
_COUNTED = (Column("areas", Form.COUNT), Column("open_areas", Form.COUNT))

_OPERATORS = ("returned", "cancelled", "reduced", "cleared")
_FLOWS = ("new", "added", "moved", "withdrawn", *_OPERATORS)

_STANDING = (
    record("area"),
    text("name"),
    text("numbers"),
    text("class"),
    text("district"),
    m2("original"),
    m2("added"),
    m2("cancelled"),
    m2("reduced"),
    m2("cleared"),
    m2("remaining"),
    Column("reported", Form.M2),
)


def account_tables(books: Books, by: str) -> tuple[Table, ...]:
    """The account of the period by ``by``, and the areas behind it as they stand."""
    table = _by_month(books) if by == MONTH else _by_key(books, By(by))
    return table, standing_areas(books)


def _by_key(books: Books, by: By) -> Table:
    found = account(books.history, books.period, by, None, books.district_of)
    behind: dict[str, set[str]] = {}
    for balance in found.closing:
        for key in _keys(books, balance, by):
            behind.setdefault(key, set()).update(_records(balance))
    lines = [Line((_show(books, key, by), *_cells(row)), tuple(sorted(behind.get(key, ())))) for key, row in found.rows]
    if by is By.OPERATOR:
        return _flows("account", by.value, lines, _OPERATORS)
    return Table("account", (text(by.value), *_SHOWN, *_COUNTED), tuple(lines), _total(found.total))


def _by_month(books: Books) -> Table:
    """A line for each month of the period; each opens where the one before it closed."""
    lines = list[Line]()
    for start, end in _months(books):
        found = account(books.history, Period(start, end), By.TOTAL)
        records = {each for balance in found.closing for each in _records(balance)}
        lines.append(Line((books.month(end), *_cells(found.total)), tuple(sorted(records))))
    return _flows("account", MONTH, lines, _FLOWS)


def _flows(name: str, by: str, lines: Sequence[Line], summed: Collection[str]) -> Table:
    """Lines of which only some columns make a sum: no balance does, and what came back in one line may have gone in
    another, so that the total of the whole period is not theirs.
    """
    columns = (Column(by), *(c if c.name in summed else Column(c.name, c.form) for c in (*_SHOWN, *_COUNTED)))
    return listed(name, columns, lines)


def _total(row: Row) -> tuple[int | None, ...]:
    return (None, *(getattr(row, column.name) for column in _SHOWN), None, None)


def _months(books: Books) -> Iterator[tuple[datetime | None, datetime]]:
    """The period cut where months end. One from the beginning starts with the month of the first record."""
    zone, period = ZoneInfo(books.zone), books.period
    entered = [entry.entered for entry in books.standing(HazardousArea)]
    first = period.start or min(entered, default=period.end) - timedelta(seconds=1)
    cuts, at = [period.start], (first + timedelta(seconds=1)).astimezone(zone)
    while True:
        at = datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=zone)
        last = at.astimezone(UTC) - timedelta(seconds=1)
        if last >= period.end:
            break
        cuts.append(last)
    for start, end in pairwise([*cuts, period.end]):
        yield start, end or period.end


def _cells(row: Row) -> tuple[int, ...]:
    return tuple(getattr(row, column.name) for column in (*_SHOWN, *_COUNTED))


def _keys(books: Books, balance: AreaBalance, by: By) -> set[str]:
    if by is By.AREA:
        return {balance.family.first}
    if by is By.CLASS:
        return {balance.family.last.classification}
    if by is By.DISTRICT:
        return {_district(books, balance)}
    if by is By.OPERATOR:
        return {" + ".join(piece.organisations) or NOBODY for piece in balance.pieces}
    return {By.TOTAL.value}


def _show(books: Books, key: str, by: By) -> Cell:
    if by is By.TOTAL:
        return Said("account.total")
    if by is By.CLASS:
        return Said(f"account.class.{key}")
    if by is By.DISTRICT:
        return books.place(key)
    return key or UNSAID


def _district(books: Books, balance: AreaBalance) -> str:
    found = (books.district_of(member) for member in reversed(balance.family.members))
    return next((district for district in found if district), NOBODY)


def _records(balance: AreaBalance) -> set[str]:
    """What the figures of an area rest on: its own records, and the decisions that released of it."""
    return {member.id for member in balance.family.members} | {piece.decision for piece in balance.pieces}


# --- standing ------------------------------------------------------------------------------------------------------


def standing_areas(books: Books) -> Table:
    """Every hazardous area at the period's end, since the beginning."""
    return listed("areas", _STANDING, (area_line(books, balance) for balance in balances_at_end(books)))


def balances_at_end(books: Books) -> tuple[AreaBalance, ...]:
    """The balance of every area at the period's end."""
    key = ("reports.balances", books.period.end)
    return books.history.remember(key, lambda: balances(books.history, books.period.end))


def area_line(books: Books, balance: AreaBalance) -> Line:
    """One area as it stands: its names and numbers, and the sum that balances."""
    figures, last = balance.figures, balance.family.last
    cells: tuple[Cell, ...] = (
        balance.family.first,
        name_of(last),
        ", ".join(numbers_of(books, balance)) or None,
        Said(f"account.class.{last.classification}"),
        books.place(_district(books, balance)),
        figures.original,
        figures.added,
        figures.cancelled,
        figures.reduced,
        figures.cleared,
        figures.remaining,
        last.reported_m2,
    )
    return Line(cells, tuple(sorted(_records(balance))))


def name_of(area: HazardousArea) -> Cell:
    """The area's name, if it has one."""
    return Both(area.name.ar, area.name.en) if area.name else None


def numbers_of(books: Books, balance: AreaBalance) -> list[str]:
    """Every number that the area bears elsewhere, in the books at the period's end."""
    found, elsewhere = set[str](), _numbers_elsewhere(books)
    for member in balance.family.members:
        body = member.record.body
        found.update(elsewhere.get(member.id, ()))
        if isinstance(body, HazardousArea) and body.legacy_id:
            found.add(body.legacy_id)
    return sorted(found)


def _numbers_elsewhere(books: Books) -> Mapping[str, list[str]]:
    """Numbers by the record that bears them."""

    def compute() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in books.standing(Numbering):
            for about in each.admitted.record.refs_to(Rel.ABOUT):
                found.setdefault(about, []).append(f"{each.body.system}:{each.body.number}")
        return found

    return books.history.remember(("reports.numbers", books.period.end), compute)
