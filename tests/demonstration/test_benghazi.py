"""The story of Benghazi shows what it is told for: each question of ``points.txt`` gets the answer written there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clearway import desk
from clearway.answering import sentences
from clearway.demonstration import END, PUBLISHER, Built, Story, build, read_story
from clearway.desk import CheckResult, Office
from clearway.geometry import Polygons, Query, Region, outward
from clearway.problems import Refused
from clearway.publish import read_snapshot
from clearway.records import BothLanguages, ObservationEvidence, Record, read_leaf
from clearway.records.kinds.decision import Decision, EventEnded
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.publication import Publication
from clearway.terms import Product, Realm, Rel
from tests.demonstration.questions import Question, read_questions

pytestmark = pytest.mark.slow

QUESTIONS = tuple(read_questions())


@pytest.fixture(scope="module")
def offices(built: Built) -> Iterator[Mapping[str, Office]]:
    """Every office's workspace, opened at the end of the story."""
    opened = {name: desk.open_office(path, clock=END) for name, path in built.offices.items()}
    yield opened
    for office in opened.values():
        office.close()


@pytest.fixture(scope="module")
def story() -> Story:
    return read_story()


class Answering:
    """Asks a question of the text, and holds its answer against each line below it."""

    def __init__(self, built: Built, offices: Mapping[str, Office], story: Story) -> None:
        self.built = built
        self.offices = offices
        self.crisis = offices[PUBLISHER]
        self.story = story

    def id_of(self, name: str) -> str:
        return self.built.ids[name]

    def record(self, name: str) -> Record:
        found = (office.find_record(self.id_of(name)) for office in self.offices.values())
        return next(each.record for each in found if each is not None)

    def ask(self, question: Question) -> None:
        handlers: Mapping[str, Callable[[Question], None]] = {
            "at": self._place,
            "told": self._place,
            "known": self._place,
            "engineers": self._place,
            "corridor": self._corridor,
            "permit": self._permit,
            "name": self._name,
            "counts": self._counts,
        }
        handlers[question.kind](question)

    # --- places ------------------------------------------------------------------------------------------------------

    def _place(self, question: Question) -> None:
        (words,) = (",".join(question.about),)
        asked = self.offices.get(question.kind, self.crisis)
        result = desk.check(asked, words, **self._when(question))
        first, *others = question.expected
        self._states(result, first)
        for line in others:
            self._holds(result, line)

    def _when(self, question: Question) -> dict[str, Any]:
        if question.kind == "told":
            return {"told_at": question.at}
        return {"at": question.at} | ({"known": question.at} if question.kind == "known" else {})

    def _states(self, result: CheckResult, line: str) -> None:
        answer = result.answer
        verdict, *parts = line.split("; ")
        assert answer.verdict.value == verdict
        for part in parts:
            name, _, value = part.partition(" ")
            found = {
                "closure": answer.closure.value,
                "hazard": answer.hazard.value,
                "cleared": f"to {answer.depth_mm} mm",
            }
            assert found[name] == value, name

    def _holds(self, result: CheckResult, line: str) -> None:
        what, _, rest = line.partition(" ")
        answer = result.answer
        restricting = {g.hold.record for g in answer.grounds if g.holds_closure or g.holds_hazard}
        contested = {g.hold.record for g in answer.grounds if "contested" in g.hold.labels}
        if what == "under":
            assert {self.id_of(name) for name in rest.split()} <= restricting
        elif what == "not":
            assert not {self.id_of(name) for name in rest.removeprefix("under ").split()} & restricting
        elif what == "contested":
            assert self.id_of(rest) in contested
        elif what == "undisputed":
            assert self.id_of(rest) in restricting - contested
        elif what == "because":
            assert rest in [doubt.value for doubt in answer.doubts]
        elif what == "announced":
            assert self.id_of(rest) in {each.record for each in answer.announced}
        elif what == "announces":
            assert not answer.announced
        elif what == "never":
            lang, _, words = rest.partition(" ")
            assert words not in self._own_words(result, lang)
        else:
            assert rest in self._told(result, what)

    @staticmethod
    def _told(result: CheckResult, lang: str) -> str:
        return "\n".join(each.text.plain for each in sentences(result.answer, result.asked, lang))

    @staticmethod
    def _own_words(result: CheckResult, lang: str) -> str:
        """What we say ourselves, without what others are quoted with."""
        said = sentences(result.answer, result.asked, lang)
        return "\n".join(each.text.plain for each in said if each.role.value != "quote").lower()

    # --- the others --------------------------------------------------------------------------------------------------

    def _corridor(self, question: Question) -> None:
        standing = desk.check_corridor(self.crisis, self.id_of(question.about[0]), question.at)
        found = {finding.code for finding in standing.findings}
        for line in question.expected:
            words, _, codes = line.partition(": " if ": " in line else "because ")
            if words.strip() == "not":
                assert codes not in found
            else:
                assert words == "not open"
                assert standing.open is None
                assert set(codes.split(", ")) <= found

    def _permit(self, question: Question) -> None:
        serial, ground = question.about
        answer = desk.check_permit_at(self.offices["police"], serial, self._query(ground), question.at)
        (line,) = question.expected
        if line.startswith("genuine; ground "):
            assert answer.valid
            assert answer.ground.verdict.value == line.removeprefix("genuine; ground ")
        else:
            assert not answer.valid
            codes = {finding.code for finding in answer.findings}
            assert set(line.removeprefix("not genuine: ").split(", ")) == codes

    def _query(self, ground: str) -> Query:
        return outward(self.story.grounds[ground].footprint)

    def _name(self, question: Question) -> None:
        (words,), (line,) = question.about, question.expected
        if not line.startswith("unknown; nearest "):
            assert self.crisis.places.get_place(words).id == line
            return
        with pytest.raises(Refused) as refused:
            self.crisis.places.get_place(words)
        (problem,) = refused.value.problems
        assert problem.code == "place.unknown"
        assert str(problem.params["suggestions"]).split(", ")[0] == line.removeprefix("unknown; nearest ")

    def _counts(self, question: Question) -> None:
        (name,), (line,) = question.about, question.expected
        record = self.record(name)
        found = _flat(record.raw_body)
        for part in line.split("; "):
            key, _, value = part.partition(" ")
            if key == "about":
                assert self.id_of(value) in record.refs_to(Rel.ABOUT)
            else:
                assert str(found[key]) == value


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a body, with those of its parts (the speaker, the counts, the harmed)."""
    parts = (each for each in value.values() if isinstance(each, Mapping))
    return {**value, **{key: inner for part in parts for key, inner in part.items()}}


@pytest.fixture(scope="module")
def answering(built: Built, offices: Mapping[str, Office], story: Story) -> Answering:
    return Answering(built, offices, story)


@pytest.mark.scenario
@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_the_story_answers_as_written(question: Question, answering: Answering) -> None:
    answering.ask(question)


def test_all_ten_points_are_shown() -> None:
    headings = {question.heading for question in QUESTIONS}
    assert {f"{number}." for number in range(1, 11)} <= {heading.split()[0] for heading in headings}


# --- what holds of the whole story ---------------------------------------------------------------------------------


def _records(offices: Mapping[str, Office]) -> Iterator[Record]:
    for office in offices.values():
        for origin in office.own_origins:
            for entry in office.ledger.entries(origin):
                leaf = read_leaf(entry.leaf)
                assert leaf is not None
                yield leaf.record


def test_it_is_long_enough_to_be_believed(built: Built, offices: Mapping[str, Office]) -> None:
    assert built.statements >= 45
    kinds = {record.kind for record in _records(offices)}
    wanted = {
        *("statement", "closure", "reopening", "hostilities", "indication", "hazardous_area", "accident", "find"),
        *("non_technical_survey", "search_report", "quality_control", "decision", "hand_over", "release_notice"),
        *("corridor", "consent", "permit", "claim", "void", "hazard_notice", "publication", "approval"),
    }
    assert wanted <= kinds


def test_everything_is_of_the_demonstration_and_drawn_ground_says_that_it_is_illustrative(
    offices: Mapping[str, Office],
) -> None:
    drawn = 0
    for record in _records(offices):
        assert record.realm is Realm.DEMONSTRATION
        source = record.footprint_source
        if source is not None and source.how != "whole_blocks":
            drawn += 1
            assert "illustrative" in source.because
            assert "تمثيلي" in source.because
            assert source.error_m
    assert drawn > 40


def test_every_statement_has_its_source_and_is_told_in_both_languages(offices: Mapping[str, Office]) -> None:
    languages = {"ar": 0, "en": 0}
    for record in _records(offices):
        if record.kind == "statement":
            assert str(record.raw_body["url"]).startswith("http")
            assert record.raw_body["speaker"]["office"]
            languages[record.raw_body["language"]] += 1
    assert languages["ar"] == languages["en"] >= 45


def test_every_publication_is_marked_and_no_copy_is_too_old_before_the_next(
    built: Built, offices: Mapping[str, Office]
) -> None:
    crisis = offices[PUBLISHER]
    before: datetime | None = None
    for record_id in built.publications:
        body = crisis.get_record(record_id).record.body
        assert isinstance(body, Publication)
        data = crisis.ledger.blob(body.snapshot)
        assert data is not None
        snapshot = read_snapshot(data)
        assert snapshot.is_marked
        assert before is None or body.at <= before
        assert not any(log.stale for log in snapshot.situation.logs)
        before = body.valid_until


def test_an_early_publication_is_projected_again_to_the_same_bytes(built: Built, offices: Mapping[str, Office]) -> None:
    for record_id in (built.publications[3], built.publications[len(built.publications) // 2]):
        told = desk.verify_publication(offices[PUBLISHER], record_id)
        assert told.record.id == record_id


def test_the_public_never_sees_where_an_item_lay(built: Built, offices: Mapping[str, Office], story: Story) -> None:
    """A public warning covers whole cells of the grid, is not centred on the item, and is never its disc."""
    discs = [ground for ground in story.grounds.values() if ground.disc]
    assert len(discs) >= 5
    told = desk.told(offices[PUBLISHER], END)
    side = offices[PUBLISHER].settings.grid_e7
    notices = [hold for hold in told.snapshot.situation.holds if hold.kind == "hazard_notice"]
    assert notices
    for hold in notices:
        assert all(value % side == 0 for value in hold.footprint.bbox)
        west, south, east, north = hold.footprint.bbox
        for ground in discs:
            found = outward(ground.footprint).bbox
            middle = ((found[0] + found[2]) // 2, (found[1] + found[3]) // 2)
            assert middle != ((west + east) // 2, (south + north) // 2)
    assert not {hold.kind for hold in told.snapshot.situation.holds} & {"accident", "find", "hazardous_area"}


def test_what_was_searched_by_eye_cannot_be_handed_over(
    built: Built, offices: Mapping[str, Office], story: Story
) -> None:
    engineers, ids = offices["engineers"], built.ids
    ground = story.grounds["laithi"].footprint
    seen = ObservationEvidence(by="a team", at=datetime(2016, 3, 12, tzinfo=UTC))
    ended = EventEnded(id=ids["c-laithi"], latest=datetime(2016, 2, 23, 20, tzinfo=UTC), evidence=(seen,))
    cleared = Decision(product=Product.CLEARED, depth_mm=0, standard="none", reason="combed", event_ended=(ended,))
    names, by = [ids["c-laithi"]], "engineer-1"
    with pytest.raises(Refused) as refused:
        desk.decide(engineers, by, names, [ids["x-laithi"]], cleared, ground)
    (problem,) = refused.value.problems
    assert problem.code == "desk.no_effect"
    assert problem.params["finding"] in ("B6.visual_only", "B6.no_standard")
    risk = BothLanguages(en="some")
    body = HandOver(depth_mm=0, standard="none", certificate="X", recipient="x", residual_risk=risk)
    with pytest.raises(Refused) as refused:
        desk.hand_over(engineers, by, names, [ids["x-laithi"]], body, ground)
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["finding"]) == ("desk.no_effect", "B5.no_decision")


def test_the_two_logs_of_every_office_pass_the_examination(offices: Mapping[str, Office]) -> None:
    for name, office in offices.items():
        assert desk.fsck(office).findings == (), name


def test_until_stops_the_story_there(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    until = datetime(2014, 7, 1, 12, tzinfo=UTC)
    short = build(tmp_path, until, lambda done, steps, _at: seen.append((done, steps)), write_site=False)
    assert short.end == until
    assert set(short.offices) == {"crisis", "engineers", "crescent"}
    assert "s-sabri-leave" not in short.ids
    assert seen[-1][0] == seen[-1][1]


def test_the_shapes_of_the_story_are_ground(story: Story) -> None:
    for ground in story.grounds.values():
        shape = ground.footprint
        whole = shape.region if isinstance(shape, Polygons) else outward(shape)
        assert isinstance(whole, Region)
        assert not whole.is_empty
