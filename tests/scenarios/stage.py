"""Where a scenario is played: the world, the map, labels and people, and what a step says besides its sentence.

Two authorities, ``crisis`` and ``mac``, run a public and a restricted log each. The usual people have their grants
before the story begins. A record is logged and cosigned at the moment at which it is written; each further record
of the same moment is a minute later.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, NoReturn

from clearway.projection import History
from tests.scenarios import ground
from tests.scenarios.form import Scenario, ScenarioError
from tests.scenarios.language import names, parse_story
from tests.world import Json, Person, Polygons, World

PEOPLE = {
    "officer": ("desk1", "of the crisis desk; may do everything there"),
    "deputy": ("desk2", "of the crisis desk; may reopen, and sign as the second person"),
    "relief": ("relief1", "of a relief organisation that the trust file calls an intermediary: corridors and consents"),
    "north": ("north1", "speaks for the party that holds the north: consents and confirmations"),
    "centre": ("mac1", "the information officer of the mine action centre; may do everything there"),
    "director": ("mac2", "of the mine action centre; decides, hands over, signs for the authority"),
    "lead": ("lead", "of the mine action centre; accredits the search teams"),
    "surveyor": ("survey1", "of a survey organisation: both kinds of survey"),
    "searcher": ("sweep1", "leads a search team, accredited by the lead"),
    "supervisor": ("sweep2", "of the same organisation as the searcher; approves as operator"),
    "rival": ("other1", "of a second search organisation, which also controls, and may receive"),
    "controller": ("quality1", "of the organisation that controls quality"),
    "mayor": ("town1", "of the town that receives the ground"),
}
ROOTS = {"the crisis root": "crisis", "the mac root": "mac"}
EARLIEST = datetime(2010, 1, 2, tzinfo=UTC)


class Told(World):
    """A world whose people were given their grants long before, and that remembers when each event happened."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[datetime] = []
        self.only_in: set[str] = set()

    @property
    def trust_json(self) -> Json:
        """The trust file; some roots may speak for the logs of their own authority alone."""
        made = super().trust_json
        for authority, root in zip(self.roots, made["roots"], strict=True):
            if authority in self.only_in:
                root["only_in"] = [origin for origin in self.logs if origin.startswith(f"{authority}.")]
        return made

    def seal(self, origin: str, branch: int = 0, **more: bool) -> None:
        super().seal(origin, branch, **more)
        self.times += [self.now] * (len(self.events) - len(self.times))

    def seal_unseen(self, origin: str) -> None:
        """The log signs what it holds, and nobody cosigns it."""
        self.seal(origin, seen=False)

    def empower(self, name: str, office: str, organisation: str, authority: str, may: Any, **more: Any) -> Person:
        return super().empower(name, office, organisation, authority, may, **({"since": EARLIEST} | more))


def settled() -> Told:
    """A world with the usual people and their grants, and nothing else; it is the same each time."""
    world = Told()
    world.now = EARLIEST
    world.settle()
    return world


@cache
def settled_history() -> tuple[int, History]:
    """How many events settle a world, and its history: every story goes on from there."""
    world = settled()
    return len(world.events), world.history()


class Stage:
    """One scenario and the world it is played in."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.story = parse_story(scenario)
        self.current = self.story[0]
        self.added: Json = {}
        try:
            self.map = ground.read_map([row for _, row in scenario.ground])
        except ground.UnknownGround as error:
            raise ScenarioError(scenario.path, scenario.ground[0][0], str(error)) from error
        self.labels: dict[str, str] = {}
        self.files: dict[str, tuple[str, str]] = {}
        self.texts: dict[str, str] = {}
        self.away: set[str] = set()
        self.cut_off: set[str] = set()
        self.receipts: list[tuple[str, str, datetime, int]] = []
        self.refreshed: object = None
        self.codes: set[str] = set()
        self.grown: dict[frozenset[str], tuple[int, History]] = {frozenset(): settled_history()}
        self.world = settled()
        self.moment = self.world.now
        self.people = self.world.people

    def wrong(self, what: str) -> NoReturn:
        """Refuse the step that is being carried out."""
        raise ScenarioError(self.scenario.path, self.current.step.number, what)

    def label(self, label: str, record: str) -> None:
        """Let later steps call a record by a label."""
        if label in self.labels:
            self.wrong(f"there is a {label} already")
        self.labels[label] = record

    def record(self, label: str) -> str:
        """The id of a labelled record."""
        if label not in self.labels:
            self.wrong(f"nothing is labelled {label!r}")
        return self.labels[label]

    def records(self, labels: str | list[str]) -> list[str]:
        """The ids of labelled records."""
        return [self.record(label) for label in (names(labels) if isinstance(labels, str) else labels)]

    def person(self, words: str) -> Person:
        """Somebody by role, by name, or a root."""
        if words in ROOTS:
            return self.world.roots[ROOTS[words]]
        name = words.removeprefix("the ")
        key = PEOPLE[name][0] if words.startswith("the ") and name in PEOPLE else words
        if key not in self.people:
            self.wrong(f"nobody is called {words!r}")
        return self.people[key]

    def footprint(self, words: str) -> Json:
        """A footprint in words; its shape may be added as a file."""
        missing = self.pull("in_missing_file")
        if missing or self.pull("in_file"):
            polygons = ground.polygons(ground.rectangles(words, self.map))
            origin = "mac.test/restricted"
            shape = self.world.blob_shape(polygons, missing_in=origin if missing else None)
            self.files[self.current.label or ""] = (origin, shape["sha256"])
            return shape
        return ground.footprint(words, self.map)

    def polygons(self, words: str) -> Polygons:
        """Ground in words, as polygons."""
        return ground.polygons(ground.rectangles(words, self.map))

    # --- what is added to a step ----------------------------------------------------------------------------------

    def pull(self, name: str, default: Any = None) -> Any:
        """An addition of this step, used up."""
        return self.added.pop(name, default)

    def envelope(self) -> Json:
        """The additions that stand in the envelope of any record."""
        plain = ("from_earliest", "from_latest", "until", "unit", "forged", "realm")
        made: Json = {name: self.pull(name) for name in plain if name in self.added}
        if daily := self.pull("daily"):
            made |= {"hours": {"from": daily[0], "to": daily[1], "days": None}, "zone": daily[2]}
        if over := self.pull("over"):
            made["event"] = (None, over)
        if when := self.pull("written"):
            made["recorded_at"] = when
        if quotes := self.pull("quoting"):
            made["evidence"] = [self.quote(*quote) for quote in quotes]
        if whose := self.pull("claimed"):
            made["claimed_origin"] = f"{whose}.test/public"
        if self.pull("branch"):
            made["branch"] = 1
        if self.pull("unseen"):
            made["seal"] = False
        return made | self._grant()

    def _grant(self) -> Json:
        """The grant that a record names, where that is not its author's own."""
        if self.pull("no_grant"):
            return {"under": None}
        if who := self.pull("grant_of"):
            return {"under": self.person(who).grant}
        if label := self.pull("grant"):
            return {"under": self.record(label)}
        return {}

    def refs(self) -> list[tuple[str, str]]:
        """The references that were added, by their relation."""
        return [
            (rel, record)
            for rel in ("replaces", "about", "triages", "disputes")
            for record in self.records(self.pull(rel, []))
        ]

    def quote(self, label: str, words: str) -> Json:
        """Evidence: exact words of a statement."""
        start = self.texts[self.record(label)].find(words)
        if start < 0:
            self.wrong(f"{label} does not say {words!r}")
        return {"type": "statement", "id": self.record(label), "spans": [[start, start + len(words)]]}
