"""While much is taken in, the office that is ready goes on answering, as of what it knows, until the next one is."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clearway.desk import Office, open_office, publish
from clearway.desk.office import Office as DeskOffice
from clearway.web import standing
from clearway.web.application import make_application
from tests.offices import QUARTER, START, close, closure, open_one, root_of
from tests.web.wsgi import ask

PLACE = "/en/places/quarter.html?on=2016-11-17"
MANY = 12


class Gate:
    """Holds back whoever takes records in beside the office that is ready, until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.reached = threading.Event()

    def wait(self) -> None:
        self.reached.set()
        self.opened.wait()


@pytest.fixture
def gate(monkeypatch) -> Iterator[Gate]:
    """From now on; it is opened at the latest when the test ends."""
    found, refresh = Gate(), DeskOffice.refresh

    def held_back(office: Office) -> object:
        if threading.current_thread() is not threading.main_thread():
            found.wait()
        return refresh(office)

    monkeypatch.setattr(standing, "_PATIENCE_S", 0.01)
    monkeypatch.setattr(standing, "_FIRST_S", 0.01)
    monkeypatch.setattr(DeskOffice, "refresh", held_back)
    yield found
    found.opened.set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    office = open_one(tmp_path, "crisis", START)
    close(office, QUARTER)
    publish(office, root_of(office), tmp_path / "site")
    office.close()
    return tmp_path


def opener(folder: Path) -> Callable[[], Office]:
    return lambda: open_office(folder / "crisis", clock=START + timedelta(hours=5))


def told_at(page: str) -> str:
    """When a page says that what it tells was published."""
    (found,) = set(re.findall(r"[^.]*?published[^.]*?(\d\d:\d\d)", re.sub(r"<[^>]*>", "", page)))
    return str(found)


def until(true: Callable[[], bool]) -> None:
    while not true():
        threading.Event().wait(0.01)


def test_what_is_ready_answers_as_of_what_it_knows_until_the_next_is_ready(folder, gate) -> None:
    site = make_application(folder / "site", opener(folder))
    gate.opened.set()
    until(lambda: ask(site, PLACE).status == 200)
    first = ask(site, PLACE)
    assert told_at(first.text) == "15:00", "in Tripoli"
    gate.opened.clear()
    gate.reached.clear()

    office = open_office(folder / "crisis", clock=START + timedelta(hours=2))
    x, y = QUARTER[2] + 1000, QUARTER[3] + 1000
    office.append([closure(office, (x, y, x + 10 + n, y + 10)) for n in range(MANY)])
    publish(office, root_of(office), folder / "site")
    office.close()

    ask(site, PLACE)
    gate.reached.wait()
    for _ in range(5):
        again = ask(site, PLACE)
        assert (again.status, again.data) == (200, first.data), "as of the publication it knows"
        assert ask(site, "/en/search?q=The Quarter").status == 303
        assert ask(site, "/healthz").status == 200
        assert ask(site, "/snapshot.json").status == 200, "files are the newest at once"
    gate.opened.set()
    until(lambda: ask(site, PLACE).data != first.data)
    assert told_at(ask(site, PLACE).text) == "17:00"


def test_before_the_first_is_ready_files_are_answered_and_questions_are_told_to_come_again(folder, gate) -> None:
    site = make_application(folder / "site", opener(folder))
    for address in (PLACE, "/en/search?q=The Quarter"):
        told = ask(site, address)
        assert (told.status, told.headers["retry-after"]) == (503, "10")
        assert "web.getting_ready" not in told.text
        assert "being taken in" in told.text
    assert ask(site, "/en/").status == 200
    gate.opened.set()
    until(lambda: ask(site, PLACE).status == 200)


def test_no_more_than_a_few_questions_wait(folder, gate, monkeypatch) -> None:
    monkeypatch.setattr(standing, "_FIRST_S", 3600)
    found = standing.Standing(opener(folder))
    said: list[str] = []

    def question() -> None:
        with found.office() as office:
            said.append(office.name)

    asking = [threading.Thread(target=question, daemon=True) for _ in range(standing._WAITING)]
    for each in asking:
        each.start()
    gate.reached.wait()
    until(lambda: found._places._value == 0)
    with pytest.raises(Exception, match=r"web\.getting_ready"), found.office():
        pass
    gate.opened.set()
    for each in asking:
        each.join()
    assert len(said) == standing._WAITING


def test_what_fails_is_told_to_whoever_asks_and_tried_again(folder) -> None:
    failing = [OSError("the disk is gone"), None]

    def opened() -> Office:
        error = failing.pop(0)
        if error is not None:
            raise error
        return opener(folder)()

    found = standing.Standing(opened)
    with pytest.raises(OSError, match="the disk is gone"), found.office():
        pass
    with found.office() as office:
        assert office.office == "crisis-desk"


def test_an_office_beside_another_shares_what_was_worked_out_and_is_closed_by_itself(folder) -> None:
    with open_office(folder / "crisis", clock=START + timedelta(hours=5)) as office:
        before = office.history()
        other = office.beside()
        assert other.history() is before
        writer = open_office(folder / "crisis", clock=START + timedelta(hours=2))
        close(writer, QUARTER)
        writer.close()
        assert len(other.refresh()) == 1
        assert office.history() is before
        assert len(other.history().restrictions_near(None)) == len(before.restrictions_near(None)) + 1
        other.close()
        assert len(office.refresh()) == 1
