"""The player: carries out the sentences of a scenario over real signed logs in memory (``tests.world``).

Two authorities, ``crisis`` and ``mac``, run a public and a restricted log each. The usual people have their grants
before the story begins. A record is logged and cosigned at the moment at which it is written; each further record of the
same moment is a minute later. Logs are kept: unless the story cuts them off, fresh checkpoints are at hand at each check.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from clearway.frontier import Entry, Frontier
from clearway.projection import History, check_permit, corridor_standing, more_open_at, project
from clearway.tlog.checkpoint import Checkpoint, sign_checkpoint
from tests.scenarios import ground
from tests.scenarios.checks import differences, judged
from tests.scenarios.form import Scenario, ScenarioError
from tests.scenarios.language import Parsed, instant, names, parse_story
from tests.world import Json, Person, Polygons, World, key_of, person, shaped
from tests.world import instant as written

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
_WORK = timedelta(hours=8)


class Told(World):
    """A world whose people were given their grants long before, and that remembers when each event happened."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[datetime] = []

    def seal(self, origin: str, branch: int = 0) -> None:
        super().seal(origin, branch)
        self.times += [self.now] * (len(self.events) - len(self.times))

    def seal_unseen(self, origin: str) -> None:
        """The log signs what it holds, and nobody cosigns it."""
        self.seal(origin)
        log, noted = self.logs[origin], self.events[-1]
        tree = log.sides[0].tree
        note = sign_checkpoint(Checkpoint(origin, tree.size, tree.root), log.signer)
        self.events[-1] = replace(noted, note=note)  # type: ignore[call-arg]

    def empower(self, name: str, office: str, organisation: str, authority: str, may: Any, **more: Any) -> Person:
        return super().empower(name, office, organisation, authority, may, **({"since": EARLIEST} | more))


class Player:
    """Plays one scenario; every check that fails raises ``AssertionError`` with the line."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.story = parse_story(scenario)
        self.current = self.story[0]
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
        self.codes: set[str] = set()
        self.grown: dict[frozenset[str], tuple[int, History]] = {}
        self.world = Told()
        self.world.now = EARLIEST
        self.world.settle()
        self.moment = self.world.now
        self.people = self.world.people

    # --- playing --------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Carry out every step, then show that the order of arrival changes nothing."""
        for step in self.story:
            self.current = step
            self.take(step)
        self.check_any_order()

    def take(self, step: Parsed) -> None:
        """Carry out one step, using up all that was added to it."""
        self.added = dict(step.added)
        try:
            method = getattr(self, f"ask_{step.method}" if step.sentence.asks else f"do_{step.method}")
            made = method(**step.words)
        except ground.UnknownGround as error:
            self.wrong(str(error))
        if step.added.get("unseen") and isinstance(made, str):
            self.world.seal_unseen(self.world.written[made].entry.origin)
        if self.added:
            self.wrong(f"{', '.join(sorted(self.added))}: that cannot be added to this sentence")
        if self.world.now > self.moment:
            self.moment = self.world.now
        if step.label and not isinstance(made, str):
            self.wrong("this sentence makes no record to label")
        if step.label:
            self.label(step.label, made)

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
        made: Json = {}
        for name in ("from_earliest", "from_latest", "until", "unit", "forged", "realm", "tier"):
            if name in self.added:
                made[name] = self.pull(name)
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
        if self.pull("no_grant"):
            made["under"] = None
        elif who := self.pull("grant_of"):
            made["under"] = self.person(who).grant
        elif label := self.pull("grant"):
            made["under"] = self.record(label)
        if self.pull("unseen"):
            made["seal"] = False
        return made

    def refs(self, **also: str | None) -> list[tuple[str, str]]:
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

    # --- time -----------------------------------------------------------------------------------------------------

    def do_at(self, time: str) -> None:
        self._move(instant(time))

    def do_after(self, count: str, unit: str) -> None:
        self._move(self.moment + timedelta(**{f"{unit}s": int(count)}))

    def _move(self, moment: datetime) -> None:
        if moment < self.moment:
            self.wrong(f"time does not go back; it is {self.moment:%Y-%m-%d %H:%M}")
        self.moment = moment
        # The world lets a minute pass before each record; the first one of a moment is written at that moment.
        self.world.now = max(self.world.now, moment - timedelta(minutes=1))

    # --- people ---------------------------------------------------------------------------------------------------

    def do_grants(self, by: str, to: str, organisation: str, may: str) -> str:
        giver = self.person(by)
        name = to.removeprefix("the ")
        key = PEOPLE[name][0] if to.startswith("the ") and name in PEOPLE else to
        limits: Json = {}
        if "on" in self.added:
            limits["ground"] = self.polygons(self.pull("on"))
        if since := self.pull("from_earliest"):
            limits["since"] = since
        if until := self.pull("until"):
            limits["until"] = until
        limits["delegate"] = bool(self.pull("delegate"))
        colleague = self.pull("colleague")
        own = self.people[key].office if key in self.people else organisation
        office = self.person(colleague).office if colleague else own
        made = self._empower(giver, key, office, organisation, names(may), limits)
        self.people[key] = made
        assert made.grant
        return made.grant

    def _empower(
        self, giver: Person, key: str, office: str, organisation: str, may: list[str], limits: Json
    ) -> Person:
        """Like ``World.empower``, for a person whose key may be another's or a new one."""
        before = self.people.get(key)
        one = Person(f"h-{key}", office, organisation, giver.authority, before.key if before else key_of(key))
        if other := self.pull("key_of"):
            one = replace(one, key=self.person(other).key)
        if self.pull("new_key"):
            one = replace(one, key=key_of(f"{key} again {len(self.world.events)}"))
        body = {
            "holder": one.holder,
            "office": office,
            "organisation": organisation,
            "key": one.raw_key,
            "may": may,
            "delegate": limits["delegate"],
            "from": written(limits.get("since", EARLIEST)),
            "until": written(limits["until"]) if "until" in limits else None,
        }
        footprint = shaped(limits.get("ground", self.world.everywhere))
        options = {"bears": "enables", "footprint": footprint} | self.envelope()
        return replace(one, grant=self.world.write(giver, "grant", body, **options))

    def do_joins(self, who: str, organisation: str, whose: str) -> None:
        """Somebody with a key of his own and no grant."""
        self.people[who] = person(f"h-{who}", organisation, organisation, whose)

    def do_passes_on(self, by: str, times: str, to: str) -> None:
        giver = self.person(by)
        for number in range(int(times)):
            name = to if number + 1 == int(times) else f"{to}{number}"
            limits = {"delegate": True}
            giver = self._empower(giver, name, giver.office, giver.organisation, ["*"], limits)
        self.people[to] = giver

    def do_publishes_key(self, who: str) -> None:
        self.world.publish_key(self.person(who))

    # --- logs -----------------------------------------------------------------------------------------------------

    def do_syncs(self, office: str, other: str) -> str:
        """Receive the other's public log, and write the receipt for it."""
        origin = f"{other}.test/public"
        with self.at_the_moment():
            self.world.seal(origin)
        seen = len(self.world.events)
        note = self.world.events[-1].note  # type: ignore[union-attr]
        tree = self.world.logs[origin].sides[0].tree
        body = {
            "log": origin,
            "size": tree.size,
            "root": f"sha256:{tree.root.hex()}",
            "missing": [],
            "checkpoint": note.decode(),
        }
        receipt = self.world.write(self.people[{"crisis": "desk1", "mac": "mac1"}[office]], "receipt", body, bears="tells")
        self.receipts.append((office, origin, self.world.now, seen))
        return receipt

    @contextmanager
    def at_the_moment(self) -> Iterator[None]:
        """Let the world's clock show the story's moment, without writing anything."""
        before, self.world.now = self.world.now, max(self.world.now, self.moment)
        yield
        self.world.now = before

    def do_cuts_off(self, whose: str) -> None:
        self.cut_off.add(whose)

    def do_connects(self, whose: str) -> None:
        self.cut_off.discard(whose)

    def do_forks(self, whose: str, tier: str) -> None:
        self.world.fork(f"{whose}.test/{tier}")

    def do_refuses(self, whose: str, tier: str) -> None:
        self.world.refuse(f"{whose}.test/{tier}")

    def do_withholds(self, what: str) -> None:
        self.away |= set(self.records(what))

    def do_delivers(self, what: str) -> None:
        self.away -= set(self.records(what))

    def do_delivers_file(self, what: str) -> None:
        if what not in self.files:
            self.wrong(f"{what} has no file")
        self.world.arrive(*self.files[what])

    # --- statements -----------------------------------------------------------------------------------------------

    def do_keeps(self, by: str, words: str) -> str:
        text = words.strip('"')
        body = {
            "text": text,
            "text_blob": None,
            "language": "en",
            "title": None,
            "speaker": {"name": None, "role": "spokesman", "office": self.person(by).office},
            **dict.fromkeys(("channel", "url", "said_at", "published_at", "retrieved_at", "translation_of")),
        }
        statement = self.world.write(self.person(by), "statement", body, **{"bears": "tells"} | self.envelope())
        self.texts[statement] = text
        return statement

    def do_claims(self, by: str, words: str) -> str:
        body = {"topic": "control", "says": words.strip('"'), "counts": {}}
        options = {"bears": "tells", "refs": self.refs()} | self.envelope()
        return self.world.write(self.person(by), "claim", body, **options)

    # --- what restricts -------------------------------------------------------------------------------------------

    def do_closes(self, by: str, where: str, reasons: str) -> str:
        body = {
            name: self.pull(name)
            for name in ("until_condition", "permit_possible", "evacuation", "large", "cuts_hospital")
            if name in self.added
        }
        options = {"refs": self.refs()} | body | self.envelope()
        return self.world.closure(self.person(by), self.footprint(where), reasons=names(reasons), **options)

    def do_fighting(self, by: str, where: str) -> str:
        return self.world.hostilities(self.person(by), self.footprint(where), refs=self.refs(), **self.envelope())

    def do_declares(self, by: str, where: str, how: str) -> str:
        options = {"refs": self.refs()} | self.envelope()
        return self.world.area(self.person(by), self.footprint(where), classification=how, **options)

    def do_indicates(self, by: str, where: str) -> str:
        return self.world.indication(self.person(by), self.footprint(where), refs=self.refs(), **self.envelope())

    def do_takes_down(self, by: str, where: str) -> str:
        return self.world.indication(self.person(by), self.footprint(where), reported_by="public", **self.envelope())

    def do_accident(self, by: str, where: str) -> str:
        about = self.records(self.pull("about", []))
        return self.world.accident(self.person(by), self.footprint(where), about=about, **self.envelope())

    def do_find(self, by: str, where: str) -> str:
        return self.world.find(self.person(by), self.footprint(where), **self.envelope())

    def do_notice(self, by: str, where: str) -> str:
        return self.world.notice(self.person(by), self.polygons(where), **self.envelope())

    def do_unknown_restricts(self, by: str, where: str) -> str:
        options = {"bears": "restricts", "axes": ("hazard",), "footprint": self.footprint(where)} | self.envelope()
        return self.world.write(self.person(by), "sensor_alarm", {"level": 3}, **options)

    # --- what takes away from others ------------------------------------------------------------------------------

    def do_revokes(self, by: str, whose: str, time: str) -> str:
        return self.world.revocation(self.person(by), self.person(whose).key_id, instant(time), **self.envelope())

    def do_suspends(self, by: str, what: str) -> str:
        return self.world.suspension(self.person(by), self.record(what), **self.envelope())

    def do_unknown_voids(self, by: str, what: str) -> str:
        refs = [("suspends", self.record(what))]
        tier = self.world.tier_of(self.record(what))
        options = {"bears": "voids", "refs": refs, "tier": tier} | self.envelope()
        return self.world.write(self.person(by), "court_order", {"number": "17"}, **options)

    # --- what loosens ---------------------------------------------------------------------------------------------

    def do_approves(self, by: str, what: str, role: str) -> str:
        return self.world.approval(self.person(by), self.record(what), role, **self.envelope())

    def do_reopens(self, by: str, which: str, where: str) -> str:
        return self.world.reopening(self.person(by), self.footprint(where), self.records(which), **self.envelope())

    def do_withdraws(self, by: str, which: str, where: str | None = None) -> str:
        records = self.records(which)
        footprint = self.footprint(where) if where else None
        options = {"axes": self._axes_of(records)} | self.envelope()
        return self.world.void(self.person(by), footprint, records, **options)

    def do_places(self, by: str, which: str, as_: str) -> str:
        records = self.records(which)
        options = {"axes": self._axes_of(records), "placed_as": self.records(as_)} | self.envelope()
        return self.world.void(self.person(by), None, records, **options)

    def _axes_of(self, records: list[str]) -> tuple[str, ...]:
        closures = any(self.world.written[record].kind == "closure" for record in records)
        return ("closure", "hazard") if closures else ("hazard",)

    def do_surveys(self, by: str, where: str) -> str:
        technical, begun = bool(self.pull("technical")), self.pull("begun", self.moment)
        return self.world.survey(
            self.person(by), self.footprint(where), begun, technical=technical, **self.envelope()
        )

    def do_decides(self, by: str, which: str, product: str, where: str, rests: str) -> str:
        ended = {self.record(label): time for label, time in self.pull("event_ended", [])}
        options = self._limits() | {"ended": ended} | self.envelope()
        about, grounds = self.records(which), self.records(rests)
        return self.world.decision(self.person(by), self.footprint(where), about, grounds, product, **options)

    def _limits(self) -> Json:
        return {name: self.pull(name) for name in ("depth_mm", "gap_mm", "standard") if name in self.added}

    def do_searches(self, by: str, where: str) -> str:
        options: Json = {n: self.pull(n) for n in ("ended", "purpose", "typed_percent") if n in self.added}
        if self.pull("visual"):
            options["method"] = "visual"
        options["unsearched"] = [self.polygons(part) for part in self.pull("unsearched", [])]
        begun = self.pull("begun", self.moment)
        options |= self._limits() | self.envelope()
        return self.world.search(self.person(by), self.footprint(where), begun, **options)

    def do_controls(self, by: str, result: str, where: str, of: str) -> str:
        answers = self.records(self.pull("answers", []))
        options = {"passed": result == "passes", "answers": answers} | self.envelope()
        return self.world.control(self.person(by), self.footprint(where), self.records(of), **options)

    def do_hands_over(self, by: str, where: str, which: str, rests: str) -> str:
        options = self._limits() | self.envelope()
        about, grounds = self.records(which), self.records(rests)
        return self.world.hand_over(self.person(by), self.footprint(where), about, grounds, **options)

    def do_ends_notices(self, by: str, which: str, parts: str) -> str:
        told = [part.strip().rpartition(" ") for part in parts.split(",")]
        pieces = [(self.polygons(words), product) for words, _, product in told]
        whole = [polygon for polygons, _ in pieces for polygon in polygons]
        return self.world.release_notice(self.person(by), whole, self.records(which), pieces, **self.envelope())

    def do_unknown_releases(self, by: str, which: str, where: str) -> str:
        refs = [("names", record) for record in self.records(which)]
        options = {"bears": "releases", "axes": ("hazard",), "footprint": self.footprint(where), "refs": refs}
        return self.world.write(self.person(by), "blessing", {"level": 3}, **options | self.envelope())

    # --- whole stories --------------------------------------------------------------------------------------------

    def do_clear(self, which: str, where: str) -> str:
        ended = {self.record(label): time for label, time in self.pull("event_ended", [])}
        options: Json = {"unsearched": [self.polygons(part) for part in self.pull("unsearched", [])]}
        if "searched" in self.added:
            options["searched"] = [self.polygons(self.pull("searched"))]
        if "gap_mm" in self.added:
            options["gap_mm"] = self.pull("gap_mm")
        if "unit" in self.added:
            options["unit"] = self.pull("unit")
        begun = self.pull("begun", self.moment)
        made = self.world.clear(self.records(which), self.polygons(where), begun=begun, ended=ended, **options)
        if label := self.current.label:
            parts = dict(zip(("operator", "authority", "recipient"), made.approvals, strict=True))
            parts |= {"search": made.searches[0], "control": made.controls[0], "decision": made.decision}
            for part, record in parts.items():
                self.label(f"{label}.{part}", record)
        return made.hand_over

    def do_cancel(self, how: str, which: str, where: str) -> str:
        ended = {self.record(label): time for label, time in self.pull("event_ended", [])}
        begun = self.pull("begun", self.moment)
        polygons = self.polygons(where)
        technical = how == "reduce"
        return self.world.cancel(self.records(which), polygons, technical=technical, begun=begun, ended=ended)

    def do_reopen(self, which: str, where: str) -> str:
        return self.world.reopen(self.records(which), self.polygons(where))

    def do_withdraw(self, which: str) -> str:
        return self.world.withdraw(self.records(which), None)

    # --- permissions ----------------------------------------------------------------------------------------------

    def do_announces(self, by: str, purpose: str, where: str, parties: str, start: str, end: str) -> str:
        segments = [None if parties == "nobody knows whom" else names(parties)]
        windows = [(instant(start), instant(end))]
        options = {"purpose": purpose, "segments": segments} | self.envelope()
        return self.world.corridor(self.person(by), self.footprint(where), windows, **options)

    def do_consents(self, by: str, what: str, party: str) -> str:
        return self.world.consent(self.person(by), self.record(what), party=party, **self.envelope())

    def do_confirms(self, by: str, what: str) -> str:
        at = self.pull("as_of", self.moment)
        return self.world.confirmation(self.person(by), self.record(what), at=at, **self.envelope())

    def do_permits(self, by: str, form: str, where: str, which: str, start: str, end: str) -> str:
        valid = (instant(start), instant(end))
        options: Json = {"form": form.replace(" ", "_")} | self.envelope()
        hours = options.pop("hours", None)
        about = self.records(which)
        return self.world.permit(self.person(by), self.footprint(where), about, valid, hours=hours, **options)

    # --- what is known --------------------------------------------------------------------------------------------

    def history(self) -> History:
        """Everything at hand, of every log; or what an office knows or knew, if the step asks for that."""
        office = self.pull("office")
        knew = self.pull("knew")
        if knew:
            return self.known(knew[0], knew[1])
        self.refresh()
        return self.known(office, self.moment) if office else self.at_hand()

    def refresh(self) -> None:
        """Fresh checkpoints arrive of every log that is not cut off."""
        with self.at_the_moment():
            for origin in self.world.logs:
                if origin.partition(".")[0] not in self.cut_off:
                    self.world.seal(origin)

    def at_hand(self) -> History:
        """The projection of all that is at hand, grown by what is new since the last question."""
        seen, history = self.grown.get(frozenset(self.away), (0, History(trust=self.world.trust)))
        here = {self.world.written[record].entry for record in self.away}
        entries = [e for e in self.world.events[seen:] if isinstance(e, Entry) and e not in here]
        before, now = self.world.frontier(seen).logs, self.world.frontier().logs
        known = {origin: len(log.checkpoints) for origin, log in before.items()}
        logs = [replace(log, checkpoints=log.checkpoints[known.get(origin, 0) :]) for origin, log in now.items()]
        history = history.extend(entries, Frontier.of(logs), self.world.blobs)
        self.grown[frozenset(self.away)] = (len(self.world.events), history)
        return history

    def known(self, office: str, time: datetime) -> History:
        """The projection of what an office knew: its own logs by log time, the other's public log by its receipts."""
        limits = {origin: 0 for origin in self.world.logs}
        times = [*self.world.times, *[self.world.now] * (len(self.world.events) - len(self.world.times))]
        for count, (event, happened) in enumerate(zip(self.world.events, times, strict=True), start=1):
            origin = event.origin
            if origin.startswith(f"{office}.") and happened <= time:
                limits[origin] = count
        for whose, origin, at, seen in self.receipts:
            if whose == office and at <= time:
                limits[origin] = seen
        events = [event for count, event in enumerate(self.world.events, start=1) if count <= limits[event.origin]]
        view = copy.copy(self.world)
        view.events = events
        owner = {"crisis": "crisis-desk", "mac": "mac"}[office]
        return view.history(without=self.away, trust=self.world.trust.without_restricted_of(owner))

    # --- questions ------------------------------------------------------------------------------------------------

    def ask_check(self, where: str) -> None:
        query = ground.query(where, self.map)
        at = self.pull("at", self.moment)
        accuracy = "unknown" if self.pull("unsure") else self.pull("accuracy")
        unit = self.pull("unit")
        answer = self.history().check(query, at, accuracy, unit)
        self.expect(differences(answer, self.current.expected, self.labels, self.names))

    def ask_standing(self, what: str) -> None:
        at = self.pull("at", self.moment)
        standing = self.history().standing(self.record(what), at)
        if standing is None:
            self.expect(["a record that counts here; there is none"])
            return
        self.codes |= {*self.current.expected.get("fails", ()), *self.current.expected.get("noting", ())}
        self.expect(judged(standing.effective, standing.findings, self.current.expected))

    def ask_permit(self, what: str, where: str) -> None:
        query, at = ground.query(where, self.map), self.pull("at", self.moment)
        accuracy = "unknown" if self.pull("unsure") else self.pull("accuracy")
        history = self.history()
        admitted = history.find(self.record(what))
        assert admitted
        answer = check_permit(history, admitted, query, at, history.check(query, at, accuracy))
        self.codes |= set(self.current.expected.get("fails", ()))
        self.expect(judged(answer.valid, answer.findings, self.current.expected))

    def ask_corridor(self, what: str) -> None:
        history = self.history()
        admitted = history.find(self.record(what))
        assert admitted
        standing = corridor_standing(history, admitted, self.pull("at", self.moment))
        self.codes |= {*self.current.expected.get("fails", ()), *self.current.expected.get("noting", ())}
        self.expect(judged(standing.open is not None, standing.findings, self.current.expected))

    def ask_compare(self, whose: str, where: str) -> None:
        self.refresh()
        query = ground.region(where, self.map)
        owner = {"crisis": "crisis-desk", "mac": "mac"}[whose]
        trust = self.world.trust
        public = self.world.history(without=self.away, trust=trust.public_only())
        own = self.world.history(without=self.away, trust=trust.without_restricted_of(owner))
        times = more_open_at(public, own, query, query.bbox, self.moment)
        if bool(times) == ("counts" in self.current.expected):
            self.expect([f"the public picture is more open at {', '.join(map(str, times)) or 'no time'}"])

    @property
    def names(self) -> dict[str, str]:
        """Labels by record id."""
        return {record: label for label, record in self.labels.items()}

    def expect(self, wrong: list[str]) -> None:
        """Fail with the line if anything is not as the scenario says."""
        if wrong:
            lines = "\n  ".join(wrong)
            step = self.current.step
            raise AssertionError(f"{self.scenario.path.name}:{step.number}: {step.text}\n  expected {lines}")

    def check_any_order(self) -> None:
        """The last picture is the same when everything arrives backwards and twice."""
        entries = self.world.entries()
        left_out = {self.world.written[record].entry for record in self.away}
        arriving = [entry for entry in (*reversed(entries), *entries) if entry not in left_out]
        backwards = project(arriving, self.world.trust, self.world.frontier(), self.world.blobs)
        everywhere = ground.region("Everywhere", self.map)
        answers = [history.check(everywhere, self.moment) for history in (backwards, self.at_hand())]
        assert answers[0] == answers[1], "the order of arrival changes the picture"
