"""Stories: generated worlds in which offices restrict, search, hand over, reopen, withdraw, doubt and err.

Every story has a spine that tries to release something, mostly rightly, and a few turns that get in its way: further
restrictions, failed controls, suspensions, revocations, forks, unknown kinds, forged leaves, missing blobs. Each knob
stands at its plain position when it is small, so that a failing story shrinks to a plain one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from clearway.geometry import Region
from tests.shapes import ZOO, boxes, regions, scaled
from tests.shapes import box as region_box
from tests.world import (
    CELL,
    REMIT,
    SOUTH,
    START,
    WEST,
    Json,
    Person,
    Polygons,
    World,
    box,
    disc,
    line,
    shaped,
    unplaced,
)

T = TypeVar("T")
_CORNER = (WEST, SOUTH)
_ZOO = [region for name, region in ZOO.items() if name != "whole map"]


def polygons_of(region: Region) -> Polygons:
    """A region as JSON has it."""
    return [[[list(at) for at in ring] for ring in polygon.rings] for polygon in region.polygons]


def ground() -> st.SearchStrategy[Polygons]:
    """Awkward shapes on the world's grid: overlapping, holed, in parts, touching, slivers."""
    plain = boxes().map(region_box)
    every = st.one_of(plain, st.sampled_from(_ZOO), regions())
    return every.map(lambda region: polygons_of(scaled(region, CELL, _CORNER)))


@dataclass
class Story:
    """A world with the instant to ask about, and what happened on the way."""

    world: World
    at: datetime
    turns: list[str]

    def __repr__(self) -> str:
        return f"Story({', '.join(self.turns)}; {len(self.world.written)} records; asked at {self.at - START})"


@dataclass
class Teller:
    """Tells one story; ``draw`` decides."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    world: World
    hazards: list[str] = field(default_factory=list)
    closures: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    suspensions: list[str] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    instants: list[datetime] = field(default_factory=list)

    # --- chance ---------------------------------------------------------------------------------------------------

    def rarely(self, one_in: int = 8) -> bool:
        return bool(self.draw(st.integers(0, one_in - 1)) == one_in - 1)

    def pick(self, options: Sequence[T]) -> T:
        found: T = self.draw(st.sampled_from(options))
        return found

    def unless(self, plain: T, other: Callable[[], T], one_in: int = 8) -> T:
        return other() if self.rarely(one_in) else plain

    def ground(self) -> Polygons:
        found: Polygons = self.draw(ground())
        return found

    def larger(self) -> Polygons:
        """Mostly the whole place, so that a release covers something."""
        return self.unless(box(0, 0, 14, 14), self.ground, 3)

    def hours(self, least: int, most: int) -> timedelta:
        return timedelta(hours=self.draw(st.integers(least, most)))

    def some(self, of: Sequence[str]) -> list[str]:
        """At least one of the ids."""
        if len(of) == 1 or not self.rarely(3):
            return list(of)
        return sorted(self.draw(st.sets(st.sampled_from(of), min_size=1)))

    def footprint(self) -> Json:
        """Where something is: mostly polygons."""
        form = self.draw(st.integers(0, 9))
        if form < 6:
            return shaped(self.ground())
        x, y = (self.draw(st.integers(0, 12)) * CELL for _ in range(2))
        if form == 6:
            return disc(x, y, self.pick([5_000, 40_000, 90_000]))
        if form == 7:
            return line([(x, y), (CELL * self.draw(st.integers(0, 12)), y + CELL)], self.pick([3_000, 20_000]))
        if form == 8:
            return self.world.blob_shape(self.ground())
        missing = self.pick(sorted(self.world.logs))
        return self.world.blob_shape(self.ground(), missing_in=missing)

    def signer(self, *names: str) -> Person:
        return self.world[self.pick(names)]

    def envelope(self) -> Json:
        """Uncertain times of a restriction: of its start, its claim, its event."""
        now, given = self.world.now, {}
        if self.rarely(4):
            given["from_earliest"] = now + self.hours(-48, 96)
            given["from_latest"] = given["from_earliest"] + self.hours(0, 24)
        if self.rarely(6):
            given["recorded_at"] = now - self.hours(0, 72)
        if self.rarely(3):
            given["event"] = (None, now - self.hours(0, 24))
        if self.rarely(8):
            given["unit"] = "house 7"
        return given

    # --- restrictions ---------------------------------------------------------------------------------------------

    def restrict(self) -> None:
        kind = self.pick(["area", "area", "hostilities", "closure", "indication", "accident", "find", "confirmed"])
        world, by, given = self.world, self.signer("mac1", "mac2", "sweep1", "desk1"), self.envelope()
        self.turns.append(kind)
        if kind in ("accident", "find"):
            x, y = (self.draw(st.integers(0, 12)) * CELL for _ in range(2))
            spot = disc(x, y, self.pick([5_000, 40_000, 90_000]))
            self.hazards.append((world.accident if kind == "accident" else world.find)(by, spot, **given))
        elif kind == "closure":
            self.close(given)
        elif kind == "confirmed":
            self.hazards.append(world.area(by, self.footprint(), classification="confirmed", **given))
        else:
            write = {"area": world.area, "hostilities": world.hostilities, "indication": world.indication}[kind]
            self.hazards.append(write(by, self.footprint(), **given))

    def close(self, given: Json | None = None) -> None:
        given = self.envelope() if given is None else given
        by = self.signer("desk1", "desk2", "relief1")
        if self.rarely(3):
            given["until"] = max([self.world.now, *(given[n] for n in ("from_latest",) if n in given)]) + self.hours(
                1, 200
            )
        if self.rarely(4):
            given["hours"] = {"from": self.pick(["18:00", "06:00"]), "to": self.pick(["06:30", "20:00"]),
                              "days": self.pick([None, [0, 1, 2, 3, 4]])}  # fmt: skip
            given["zone"] = "Africa/Tripoli"
        if self.rarely(6):
            given["under"] = by.grant
        reasons = self.pick([["crime"], ["curfew"], ["fighting"], ["military", "other"], ["booby_traps"]])
        record = self.world.closure(
            by,
            self.footprint(),
            reasons=reasons,
            until_condition=self.pick([None, None, "fully_searched", "further_notice"]),
            permit_possible=self.rarely(3),
            evacuation=self.unless(None, lambda: "ordered"),
            **given,
        )
        self.closures.append(record)
        if "hazard" in self.axes(record):
            self.hazards.append(record)

    def axes(self, record: str) -> Sequence[str]:
        leaf = self.world.written[record].entry.leaf
        return [axis for axis in ("closure", "hazard") if b'"' + axis.encode() + b'"' in leaf.partition(b'"body"')[0]]

    def place_nowhere(self) -> None:
        """A restriction somewhere in a region, sometimes placed afterwards."""
        self.turns.append("unplaced")
        region = unplaced(self.larger())
        if self.rarely(3):
            found = self.world.closure(self.world["desk1"], region, reasons=("crime",))
            self.closures.append(found)
        else:
            found = self.world.hostilities(self.world["desk1"], region, event=(None, self.world.now))
            self.hazards.append(found)
        self.unplaced.append(found)
        if self.rarely(2):
            by = self.world["desk1"]
            shape = self.world.hostilities(by, shaped(self.ground()), event=(None, self.world.now))
            self.hazards.append(shape)
            void = self.world.void(by, shaped(self.larger()), [found], axes=("hazard",), placed_as=[shape])
            self.loose.append(void)
            if not self.rarely(4):
                self.loose.append(self.world.approval(self.world["desk2"], void, "second"))

    # --- releases -------------------------------------------------------------------------------------------------

    def ended(self, names: Sequence[str]) -> dict[str, datetime]:
        """What a decision says of events that do not say it themselves: mostly that they ended before now."""
        if self.rarely():
            return {}
        return {name: self.world.now - self.hours(0, 12) for name in names}

    def begun(self) -> datetime:
        """Mostly after everything; sometimes before, sometimes at the very moment."""
        return self.world.now + self.unless(timedelta(hours=1), lambda: self.hours(-30, 1), 6)

    def cancel(self) -> None:
        technical = self.rarely(2)
        self.turns.append("reduce" if technical else "cancel")
        names = self.some(self.hazards)
        world, begun, ended = self.world, self.begun(), self.ended(names)
        world.wait(hours=8)
        product, given = "reduced" if technical else "cancelled", self.later()
        if self.rarely(20):
            given["tier"] = "public"
        surveyor = world[self.unless("survey1", lambda: "mac2", 12)]
        wrong_kind = self.rarely(12)
        survey = world.survey(surveyor, self.loosening(), begun, technical=technical != wrong_kind)
        decision = world.decision(world["mac1"], self.loosening(), names, [survey], product, ended=ended, **given)
        self.loose += [survey, decision]

    def later(self) -> Json:
        """Times that a loosening record may state about itself."""
        now = self.world.now
        if not self.rarely(6):
            return {}
        field_name = self.pick(["from_latest", "from_earliest", "until", "recorded_at", "unit"])
        if field_name == "unit":
            return {"unit": self.pick(["house 7", "house 8"])}
        return {field_name: now + (self.hours(24, 200) if field_name != "recorded_at" else self.hours(-100, 100))}

    def loosening(self) -> Json:
        """The ground of something that loosens: mostly everything."""
        form = self.draw(st.integers(0, 11))
        if form < 10:
            return shaped(self.larger())
        if form == 10:
            return self.world.blob_shape(self.larger())
        return self.world.blob_shape(self.larger(), missing_in=self.pick(sorted(self.world.logs)))

    def clear(self) -> None:
        self.turns.append("clear")
        world, names = self.world, self.some(self.hazards)
        begun, ended = self.begun(), self.ended(names)
        world.wait(hours=8)
        strips = self.rarely(4)
        gap = self.pick([0, 0, 500]) if strips else 0
        shapes = [box(0, 0, 6, 14), box(6.04, 0, 14, 14)] if strips else [self.larger()]
        searches = [self.report(shape, begun) for shape in shapes]
        if self.rarely(4):
            searches.append(self.report(self.ground(), world.now))
        self.reports += searches
        controllers = ["quality1", "quality1", "other1", "sweep1"] if self.rarely(4) else ["quality1"]
        controls = [
            world.control(self.signer(*controllers), self.loosening(), self.some(searches), answers=self.answered())
        ]
        if self.rarely(6):
            controls.append(world.control(self.signer("quality1", "other1"), self.loosening(), self.some(searches)))
        named = self.unless(names, lambda: self.some(names), 12)
        decision = world.decision(
            world["mac1"], self.loosening(), named, [*searches, *controls], "cleared", gap_mm=gap, ended=ended,
            standard=self.unless("s1", lambda: "none", 16), depth_mm=self.unless(200, lambda: 300, 16),
        )  # fmt: skip
        over = world.hand_over(
            world["mac2"], self.loosening(), names, [*searches, *controls, decision],
            gap_mm=self.unless(gap, lambda: 500, 12), standard=self.unless("s1", lambda: "none", 16),
            depth_mm=self.unless(200, lambda: 100, 16), **self.later(),
        )  # fmt: skip
        self.loose += [*searches, *controls, decision, over]
        for role, usual, others in (
            ("operator", "sweep2", ["survey1", "sweep1", "other1"]),
            ("authority", "mac1", ["mac2", "town1"]),
            ("recipient", "town1", ["other1", "mac1"]),
        ):
            if self.rarely(14):
                continue
            by = self.unless(usual, lambda others=others: self.pick(others), 8)
            self.loose.append(world.approval(world[by], over, role))
            if self.rarely(8):
                self.loose.append(world.approval(world[self.pick(others)], over, role))

    def report(self, shape: Polygons, begun: datetime) -> str:
        return self.world.search(
            self.signer(*(["sweep1"] if not self.rarely(5) else ["other1", "mac1"])),
            shaped(shape),
            begun,
            ended=max(begun, self.world.now) if not self.rarely() else begun + self.hours(0, 48),
            purpose=self.unless("explosives", lambda: self.pick(["security", "unknown"]), 16),
            method=self.unless("manual", lambda: "visual", 16),
            depth_mm=self.unless(200, lambda: self.pick([100, 300]), 12),
            standard=self.unless("s1", lambda: self.pick(["none", "s2"]), 16),
            unsearched=[self.ground()] if self.rarely(4) else [],
            typed_percent=self.pick([None, 100]),
        )

    def answered(self) -> list[str]:
        return self.some(self.failed) if self.failed and not self.rarely(3) else []

    def reopen(self) -> None:
        self.turns.append("reopen")
        names = self.some(self.closures)
        by = self.signer(*(["desk1"] if not self.rarely(6) else ["mac1", "relief1"]))
        reopening = self.world.reopening(by, self.loosening(), names, **self.later())
        self.loose.append(reopening)
        if not self.rarely():
            second = self.signer(*(["desk2"] if not self.rarely(6) else ["desk1", "north1", "mac2"]))
            self.loose.append(self.world.approval(second, reopening, "second", **self.later()))

    def withdraw(self) -> None:
        self.turns.append("withdraw")
        names = [self.pick(sorted({*self.hazards, *self.closures}))]
        office = "desk" if self.world.written[names[0]].entry.origin.startswith("crisis") else "mac"
        axes = self.pick([("hazard",), ("closure", "hazard"), ("closure",)])
        ground = None if self.rarely(3) else self.loosening()
        void = self.world.void(self.world[f"{office}1"], ground, names, axes=axes, **self.later())
        self.loose.append(void)
        if not self.rarely():
            self.loose.append(self.world.approval(self.world[f"{office}2"], void, "second"))
        if self.rarely():
            self.world.accident(self.world["mac1"], disc(14 * CELL, 14 * CELL, 1_000), about=names)

    def give_notice(self) -> None:
        self.turns.append("notice")
        world, by = self.world, self.world["mac1"]
        notice = world.notice(by, self.ground())
        self.hazards.append(notice)
        names = [notice]
        if self.rarely(3):
            names.append(world.hostilities(by, shaped(self.ground()), event=(None, world.now)))
        product = self.pick(["cleared", "cancelled", "generalisation_ended"])
        released = world.release_notice(by, self.larger(), names, [(self.larger(), product)], **self.later())
        self.loose.append(released)
        signers = {"cleared": [("sweep2", "operator"), ("mac2", "authority"), ("town1", "recipient")],
                   "cancelled": [("survey1", "operator")],
                   "generalisation_ended": [("mac2", "second")]}[product]  # fmt: skip
        for name, role in signers:
            if not self.rarely(12):
                self.loose.append(world.approval(world[self.unless(name, lambda: "mac1", 12)], released, role))

    def open_corridor(self) -> None:
        self.turns.append("corridor")
        world = self.world
        parties = self.unless(
            [("north",)], lambda: self.pick([[None], [("north", "south")], [("north",), ("south",)]]), 4
        )
        hours = self.draw(st.integers(1, 80))
        windows = [(world.now, world.now + timedelta(hours=hours))]
        purpose = self.unless("civilians", lambda: "fighters", 10)
        by = world[self.unless("relief1", lambda: "desk1", 4)]
        way = self.footprint() if self.rarely(3) else shaped(self.larger())
        corridor = world.corridor(by, way, windows, purpose=purpose, segments=parties)
        self.loose.append(corridor)
        if self.rarely(3):
            self.loose.append(world.approval(self.signer("relief1", "desk2"), corridor, "second"))
        if not self.rarely(8):
            self.loose.append(world.consent(world["north1"], corridor, **self.later()))
        if self.rarely(2):
            self.loose.append(world.consent(world["relief1"], corridor, party="south"))
        if self.rarely(3):
            world.wait(hours=self.draw(st.integers(1, 5)))
        said_at = world.now - self.unless(timedelta(), lambda: timedelta(minutes=self.pick([10, 29, 30])), 3)
        self.loose.append(world.confirmation(self.signer("relief1", "north1"), corridor, at=said_at))
        for minutes in (1, 20, 29, 30):
            self.instants.append(world.now + timedelta(minutes=minutes))

    # --- what gets in the way -------------------------------------------------------------------------------------

    def fail_a_control(self) -> None:
        self.turns.append("failed control")
        by = self.signer("quality1", "desk1")
        of = [self.pick(self.reports)] if self.reports else [self.pick(sorted(self.world.written))]
        lot = self.unless(shaped(self.ground()), lambda: None, 12)
        self.failed.append(self.world.control(by, lot, of, passed=False, **self.envelope()))
        if self.rarely(3):
            answers = [self.failed[-1]]
            self.loose.append(self.world.control(self.world["quality1"], self.loosening(), of, answers=answers))

    def suspend(self) -> None:
        self.turns.append("suspend")
        people = [one.grant for one in self.world.people.values() if one.grant]
        target = self.pick(self.loose) if self.loose and not self.rarely(4) else self.pick(people)
        office = "mac" if self.world.written[target].entry.origin.startswith("mac") else "desk"
        by = self.signer(f"{office}1") if not self.rarely(4) else self.signer("mac1", "desk1")
        tier = self.world.tier_of(target)
        begins = {"from_earliest": self.world.now + self.hours(-20, 100)} if self.rarely(4) else {}
        suspension = self.world.suspension(by, target, tier=tier, **begins)
        self.suspensions.append(suspension)
        if not self.rarely(3):
            for name in ["1", "2"][: self.draw(st.integers(0, 2))]:
                lifting = self.world.approval(self.world[f"{office}{name}"], suspension, "lift_suspension")
                self.loose.append(lifting)

    def revoke(self) -> None:
        self.turns.append("revoke")
        one = self.signer(*sorted(self.world.people))
        by = self.unless(self.world["lead"], lambda: self.pick([one, self.world.roots["mac"], self.world["town1"]]), 2)
        since = self.world.now + self.hours(-60, 20)
        self.world.revocation(by, one.key_id, since)

    def regrant(self) -> None:
        """Somebody acts from now on under another grant: smaller, later, shorter, of fewer powers, passed on."""
        self.turns.append("regrant")
        world = self.world
        name = self.pick(["mac1", "mac2", "sweep1", "sweep2", "quality1", "town1", "survey1", "desk1", "desk2"])
        old = world[name]
        may = ["*"] if not self.rarely(6) else ["search_report", "approval:second"]
        given: Json = {}
        if self.rarely(3):
            given["ground"] = self.pick([self.ground(), world.blob_shape(self.larger(), missing_in="mac.test/public")])
        if self.rarely(4):
            given["since"] = world.now + self.hours(-10, 60)
        if self.rarely(4):
            given["until"] = world.now + self.hours(61, 100)
        if self.rarely(6):
            given["from_latest"] = world.now + self.hours(1, 100)
        if self.rarely(4):
            # Passed on by somebody who may or may not do so.
            given["by"] = world[self.pick(["lead", "mac1"])] if old.authority == "mac" else world["desk1"]
        elif self.rarely(6):
            # By the other authority's root.
            given["by"] = world.roots["crisis" if old.authority == "mac" else "mac"]
        if self.rarely(8):
            given[self.pick(["seal", "seen"])] = False
        organisation = self.unless(old.organisation, lambda: "nobody-listed", 12)
        new = world.empower(name, old.office, organisation, old.authority, may, **given)
        world.people[name] = new

    def shout_unknown(self) -> None:
        """Kinds, versions and bodies that nobody here can read, or that contradict their envelope."""
        self.turns.append("unknown")
        world, by = self.world, self.signer("mac1", "desk1")
        where = {"footprint": self.footprint()} if not self.rarely(6) else {"footprint": unplaced(self.ground())}
        target = self.pick(self.loose or sorted(world.written))
        form = self.draw(st.integers(0, 6))
        if form == 0:
            found = world.write(by, "flood_warning", {"level": 3}, bears="restricts", axes=("hazard",), **where)
            self.hazards.append(found)
        elif form == 1:
            until = world.now + self.hours(1, 10)
            self.closures.append(
                world.closure(by, where["footprint"], kind_version=7, until=until, axes=("closure",), seal=True)
            )
        elif form == 2:
            tier = world.tier_of(target)
            world.write(by, "objection", {"why": "x"}, bears="voids", tier=tier, refs=[("about", target)])
        elif form == 3:
            world.write(
                by, "amnesty", {"all": True}, bears="releases", axes=("hazard",), refs=[("names", target)], **where
            )
        elif form == 4:
            world.write(by, "hazardous_area", {"broken": 1}, bears="tells", tier="restricted", **where)
        elif form == 5:
            self.loose.append(world.reopening(by, shaped(self.ground()), self.closures or [target], bears="restricts"))
        else:
            self.closures.append(world.closure(by, where["footprint"], bears="releases"))

    def forge(self) -> None:
        """Leaves that must not count: spoiled signatures, other realms, other people's logs; keys nobody knows."""
        self.turns.append("forge")
        world, by = self.world, self.signer("mac1", "desk1")
        stranger = Person("h-x", "x", "x", "mac", world.roots["mac"].key)
        form = self.draw(st.integers(0, 5))
        if form == 0:
            world.hostilities(by, self.footprint(), forged=True)
        elif form == 1:
            world.hostilities(by, self.footprint(), realm="exercise")
        elif form == 2:
            world.hostilities(by, self.footprint(), claimed_origin="elsewhere.test/public")
        elif form == 3 and self.closures:
            reopening = world.reopening(by, shaped(self.larger()), self.closures, forged=True)
            world.approval(world["desk2"], reopening, "second", tier="public")
        elif form == 4 and self.closures:
            reopening = world.reopening(stranger, shaped(self.larger()), self.closures, under=stranger.key_id)
            world.approval(world["desk2"], reopening, "second", tier="public")
        else:
            unknown = Person("h-new", "new", "new", "mac", world.roots["crisis"].key.__class__.generate(b"n" * 32))
            self.hazards.append(world.hostilities(unknown, self.footprint(), under=None, forged=self.rarely(2)))
            if self.rarely(2):
                world.publish_key(unknown)

    def split_a_log(self) -> None:
        origin = self.pick(sorted(self.world.logs))
        if self.rarely(3):
            self.turns.append("refused")
            self.world.refuse(origin)
            return
        self.turns.append("fork")
        self.world.fork(origin)
        by = next(one for one in self.world.people.values() if one.authority == origin.partition(".")[0])
        tier = origin.rpartition("/")[2]
        self.hazards.append(self.world.hostilities(by, self.footprint(), tier=tier, branch=1))

    def name_nothing(self) -> None:
        """A release that names a record nobody has seen: a conflict over its ground."""
        self.turns.append("dangling")
        missing = "sha256:" + "ab" * 32
        self.loose.append(self.world.reopening(self.world["desk1"], shaped(self.ground()), [missing, *self.closures]))

    # --- the whole ------------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Restrictions, turns, the spine, turns, and some time after."""
        for _ in range(self.draw(st.integers(1, 3))):
            self.restrict()
        self.world.wait(hours=self.draw(st.integers(2, 48)))
        early = [self.restrict, self.close, self.place_nowhere, self.regrant, self.fail_a_control, self.shout_unknown]
        for _ in range(self.draw(st.integers(0, 2))):
            self.pick(early)()
        spine = self.pick(["clear", "clear", "cancel", "cancel", "reopen", "withdraw", "notice", "corridor", "none"])
        self.release(spine)
        late = [
            self.restrict, self.close, self.suspend, self.revoke, self.fail_a_control, self.shout_unknown, self.forge,
            self.split_a_log, self.name_nothing, self.open_corridor, self.place_nowhere,
            *(lambda name=name: self.release(name) for name in ("clear", "cancel", "reopen", "withdraw", "notice")),
        ]  # fmt: skip
        for _ in range(self.draw(st.integers(0, 3))):
            self.pick(late)()

    def release(self, spine: str) -> None:
        if spine in ("clear", "cancel"):
            if not self.hazards:
                self.restrict()
            if self.hazards:
                (self.clear if spine == "clear" else self.cancel)()
        elif spine == "reopen":
            if not self.closures:
                self.close()
            self.reopen()
        elif spine == "withdraw" and (self.hazards or self.closures):
            self.withdraw()
        elif spine == "notice":
            self.give_notice()
        elif spine == "corridor":
            self.close({})
            self.open_corridor()
        self.instants += [self.world.now, self.world.now + timedelta(hours=48)]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A story, and an instant to ask about: mostly after all windows, with fresh logs."""
    parts = draw(st.sampled_from([None, None, None, box(0, 0, 9, 20), box(0, 6, 20, 20)]))
    remits = {authority: parts or whole for authority, whole in REMIT.items()}
    if parts and draw(st.booleans()):
        remits["crisis"] = REMIT["crisis"]
    world = World(remits, neighbour=draw(st.sampled_from([None, None, "crisis", "mac"])))
    world.settle()
    world.wait(days=1)
    teller = Teller(draw, world)
    teller.tell()
    now = world.now
    when = draw(st.integers(0, 9))
    if when < 6:
        # From 48 hours after the last word.
        at = now + timedelta(hours=draw(st.sampled_from([49, 60, 48])))
    elif when == 6:
        at = draw(st.sampled_from(teller.instants or [now]))
    elif when == 7:
        at = now + timedelta(days=draw(st.sampled_from([7, 9, 30])))
    else:
        at = now - timedelta(hours=draw(st.integers(0, 100)))
    if not (when == 7 and teller.rarely(2)):
        world.now = max(now, at - timedelta(hours=1))
        world.refresh()
    return Story(world, at, teller.turns)
