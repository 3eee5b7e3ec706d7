"""A published folder in the browser: loaded as it stands, asked by tapping, with nothing sent anywhere."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Error

from clearway.answering import Asked
from clearway.desk.office import Office
from clearway.desk.publishing import publish, told
from clearway.geometry import At, Region, disc, outward
from clearway.places import Place
from clearway.publish import PACKED_FILE, Snapshot, pack, write_snapshot
from clearway.site.data import messages_for
from clearway.terms import Reason
from clearway.wording import LANGUAGES
from tests.engine.browser import ORIGIN, Engine
from tests.engine.expected import Questions, instant, place_json
from tests.offices import ELSEWHERE, INSIDE, QUARTER, START, close, open_one, pass_time

Json = Any
MESSAGES = {lang: messages_for(lang) for lang in LANGUAGES}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Folder:
    """What an office published twice: its files, with an hour after the last publication for a clock."""

    office: Office
    files: Mapping[str, bytes]
    now: datetime

    def told(self, at: datetime) -> Snapshot:
        return told(self.office, at).snapshot

    def asked(self, snapshot: Snapshot, **more: Any) -> Asked:
        """How the page of the folder asks."""
        how = Questions(snapshot, MESSAGES).asked(contact=self.office.settings.contact, **more)
        return replace(how, now=self.now)

    def ask(self, engine: Engine, *questions: Json) -> list[Json]:
        """The answers of the engine."""
        found: list[Json] = engine.call("askSite", {"files": sent(self.files), "questions": questions})
        return found


def sent(files: Mapping[str, bytes]) -> Json:
    """The files as they are handed to the harness."""
    return {path: base64.b64encode(data).decode() for path, data in files.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    workspaces, site = tmp_path_factory.mktemp("offices"), tmp_path_factory.mktemp("site")
    office = open_one(workspaces, "crisis", START)
    close(office, QUARTER, Reason.FIGHTING)
    publish(office, "crisis-root", site)
    pass_time(office, hours=3)
    close(office, ELSEWHERE)
    publish(office, "crisis-root", site)
    now = office.now() + HOUR
    paths = [*site.rglob("*.json"), site / PACKED_FILE]
    files = {str(path.relative_to(site)): path.read_bytes() for path in paths}
    clock = json.loads(files["data/site.json"]) | {"clock": instant(now)}
    return Folder(office, files | {"data/site.json": json.dumps(clock).encode()}, now)


def expected_of(questions: Questions) -> list[Json]:
    """Each answer with its sentences, once in each language."""
    return [
        {"answer": each["answer"], "sentences": each["said"][lang]} for each in questions.expected for lang in LANGUAGES
    ]


def test_a_tap_is_answered_as_python_answers_it(engine: Engine, folder: Folder):
    snapshot = folder.told(folder.now)
    questions, asking = Questions(snapshot, MESSAGES), []
    corner = (QUARTER[0], QUARTER[1])
    for at in (INSIDE, corner, (corner[0] - 1, corner[1]), (ELSEWHERE[2] + 3000, ELSEWHERE[3]), (0, 0)):
        for metres in (None, 40, 5000):
            query = disc(at, metres * 1000) if metres else At(*at)
            asked = folder.asked(snapshot, position=at, accuracy_m=metres)
            questions.ask(query, folder.now, accuracy=metres, asked=asked)
            asking += [{"lonE7": at[0], "latE7": at[1], "accuracyM": metres, "lang": lang} for lang in LANGUAGES]
    assert folder.ask(engine, *asking) == expected_of(questions)


def test_what_an_earlier_copy_said_can_be_asked(engine: Engine, folder: Folder):
    earlier = folder.told(START + HOUR)
    at = (ELSEWHERE[0] + 5, ELSEWHERE[1] + 5)
    then = START + 2 * HOUR
    questions = Questions(earlier, MESSAGES)
    questions.ask(At(*at), then, asked=folder.asked(earlier, position=at))
    copies = json.loads(folder.files["data/told.json"])
    asking = [
        {"lonE7": at[0], "latE7": at[1], "at": instant(then), "told": copies[0]["file"], "lang": lang}
        for lang in LANGUAGES
    ]
    assert folder.ask(engine, *asking) == expected_of(questions)


def test_a_place_is_asked_about_by_its_ground(engine: Engine, folder: Folder):
    snapshot = folder.told(folder.now)
    place: Place = folder.office.places.get_place("quarter")
    ground: Region = outward(place.get_extent(), None)
    questions = Questions(snapshot, MESSAGES)
    questions.ask(ground, folder.now, asked=folder.asked(snapshot, place=place))
    asking = [{"place": place_json(place) | {"e7": ground.e7}, "lang": lang} for lang in LANGUAGES]
    assert folder.ask(engine, *asking) == expected_of(questions)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"lonE7": 1_800_000_001, "latE7": 0}, "check.bad_position"),
        ({"lonE7": 0, "latE7": -900_000_001}, "check.bad_position"),
        ({"lonE7": 0.5, "latE7": 0}, "check.bad_position"),
        ({"latE7": 0}, "check.bad_position"),
        ({"lonE7": 0, "latE7": 0, "accuracyM": -1}, "check.bad_accuracy"),
        ({"lonE7": 0, "latE7": 0, "accuracyM": 1.5}, "check.bad_accuracy"),
        ({"lonE7": 0, "latE7": 0, "accuracyM": 100_001}, "check.bad_accuracy"),
    ],
)
def test_what_is_no_position_is_refused(engine: Engine, folder: Folder, question: Json, code: str):
    assert folder.ask(engine, question | {"lang": "ar"}) == [{"refused": code}]


def test_a_folder_whose_snapshot_is_damaged_answers_nothing(engine: Engine, folder: Folder):
    whole = folder.files[PACKED_FILE]
    other = whole.partition(b"\0")[0] + b"\0" + pack(write_snapshot(folder.told(START + HOUR)))
    for data, code in ((whole[:-5], "other_snapshot"), (b"{}", "snapshot_unreadable"), (other, "other_snapshot")):
        with pytest.raises(Error, match=rf"publish\.{code}"):
            engine.call("askSite", {"files": sent({**folder.files, PACKED_FILE: data}), "questions": []})


def test_a_page_fetches_the_sentences_of_its_own_language_only(engine: Engine, folder: Folder):
    question = {"lonE7": INSIDE[0], "latE7": INSIDE[1], "lang": "en"}
    files = {path: data for path, data in folder.files.items() if path != "data/messages.ar.json"}
    found = engine.call("askSite", {"files": sent(files), "questions": [question], "languages": ["en"]})
    assert found == folder.ask(engine, question)


def test_the_accuracy_of_a_device_is_rounded_up_and_never_guessed(engine: Engine):
    given = [0, 0.1, 12.0, 12.01, 100_000, 100_000.5, 1e9, -1, None]
    unknown = ["unknown"] * 4
    assert engine.call("accuracies", given) == [0, 1, 12, 13, 100_000, *unknown]


def test_nothing_leaves_the_device_and_nothing_is_kept(engine: Engine, folder: Folder):
    sent: list[str] = []
    engine.page.on("request", lambda request: sent.append(request.url))
    assert len(folder.ask(engine, {"lonE7": INSIDE[0], "latE7": INSIDE[1], "accuracyM": 30, "lang": "ar"})) == 1
    engine.page.evaluate("fetch('/counted').catch(() => null)")
    assert sent == [f"{ORIGIN}/counted"]
    kept = "(async () => [localStorage.length, document.cookie, (await indexedDB.databases()).length])()"
    assert engine.page.evaluate(kept) == [0, "", 0]
