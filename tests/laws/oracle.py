"""The oracle: the predicate of DESIGN §3 read a second time, point by point, from the raw records.

``Picture`` says what holds at an instant; ``Picture.at_point`` what a point gets. Nothing is shared with
``clearway.projection``; where the projection may be wrong, this should be wrong in another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from clearway.geometry import close_gaps, parse_region
from tests.laws.oracle_books import Books, Leaf, Leave, instant, plain
from tests.laws.oracle_ground import Point, Shape, hairs, mask_of, points_of_shape

CLOSURE = ("closed", "conditional", "ended_by_its_term", "lifted", "none_recorded")
HAZARD = ("confirmed", "suspected", "indication", "precautionary", "released", "none_recorded")
VERDICT = ("do_not_enter", "conditional", "not_confirmed", "released")
SEARCHED = ("cancelled", "reduced", "cleared")
DOUBTS = (
    "unplaced", "ended_by_term", "lifted_unsurveyed", "outside_coverage", "no_record", "conflict", "stale",
    "position_unsure",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a point gets."""

    verdict: str
    closure: str
    hazard: str
    doubts: tuple[str, ...]
    product: str | None


@dataclass(frozen=True)
class Cover:
    """Where a release takes one axis of one restriction away: all of some shapes, none of others, by number."""

    axis: str
    product: str
    all_of: tuple[int, ...]
    none_of: tuple[int, ...]
    unit: str | None


@dataclass
class Hold:
    """A restriction in force."""

    leaf: Leaf
    ground: int
    closure: str | None
    hazard: str | None
    unplaced: bool
    covers: list[Cover] = field(default_factory=list)


class Picture:
    """What holds at ``at``."""

    def __init__(self, books: Books, at: datetime) -> None:
        self.books = books
        self.now = at
        self.holds = [self._hold(r) for r in books.records if r.restricts and books.begins(r) <= at]
        self.logs = [
            (books.number(log["remit"]), self._conflict(log["origin"]), self._stale(log)) for log in books.trust["logs"]
        ]
        self.dangling = [
            books.ground(r, outward=True)
            for r in books.records
            if r.loosens == "releases"
            and r.raw["footprint"] is not None
            and any(name not in books.by_id for name in r.refs("names"))
        ]
        self.corridors = [
            books.ground(r, outward=False) for r in books.records if r.loosens == "permits" and self.is_open(r)
        ]

    # --- the world around -----------------------------------------------------------------------------------------

    def _conflict(self, origin: str) -> bool:
        log = self.books.frontier.logs.get(origin)
        return log is not None and (log.common is not None or log.refused is not None)

    def _stale(self, log: dict[str, object]) -> bool:
        fresh = self.books.fresh(str(log["origin"]))
        return fresh is None or fresh < self.now - timedelta(seconds=int(str(log["max_age_s"])))

    # --- restrictions ---------------------------------------------------------------------------------------------

    def _hold(self, leaf: Leaf) -> Hold:
        footprint = leaf.raw["footprint"]
        hold = Hold(
            leaf=leaf,
            ground=self.books.ground(leaf, outward=True),
            closure=self._closure(leaf) if "closure" in leaf.axes else None,
            hazard=self._hazard(leaf) if "hazard" in leaf.axes else None,
            unplaced=footprint is None or footprint["type"] == "unplaced",
        )
        for release in self.books.referring(leaf.id, "names"):
            leave = self.books.leave(release, self.now) if release.loosens == "releases" else None
            if leave:
                hold.covers += self._covers(release, leave, hold)
        return hold

    def _hazard(self, leaf: Leaf) -> str:
        if not leaf.plainly_restricts:
            return "indication"
        if leaf.kind == "hazardous_area":
            return str(leaf.body["classification"])
        return {"accident": "precautionary", "find": "precautionary", "indication": "indication"}.get(
            leaf.kind, "suspected"
        )

    def _closure(self, leaf: Leaf) -> str:
        if not leaf.plainly_restricts:
            return "closed"
        ended = not self._inside_hours(leaf)
        until = leaf.holds("until")
        if until is not None and self.now >= until and leaf.body.get("until_condition") is None:
            ended = True
        if ended:
            return "ended_by_its_term"
        return "conditional" if leaf.kind == "closure" and leaf.body["permit_possible"] else "closed"

    def _inside_hours(self, leaf: Leaf) -> bool:
        holds = leaf.raw["holds"] or {}
        hours = holds.get("hours")
        if hours is None:
            return True
        local = self.now.astimezone(ZoneInfo(holds["zone"]))
        minute = local.hour * 60 + local.minute
        start, end = (int(hours[name][:2]) * 60 + int(hours[name][3:]) for name in ("from", "to"))
        days = set(range(7)) if hours["days"] is None else set(hours["days"])
        if start < end:
            return local.weekday() in days and start <= minute < end
        return (local.weekday() in days and minute >= start) or ((local.weekday() - 1) % 7 in days and minute < end)

    # --- releases -------------------------------------------------------------------------------------------------

    def _in_force(self, since: datetime, axes: Iterable[str]) -> bool:
        """A3: a release waits for the window of the trust file; for both axes the longer."""
        windows = self.books.trust["windows"]
        return since + timedelta(seconds=max(windows[f"{axis}_s"] for axis in axes)) <= self.now

    def _covers(self, release: Leaf, leave: Leave, hold: Hold) -> Iterator[Cover]:
        if (hold.leaf.kind == "hazard_notice") and release.kind != "release_notice":
            return  # E: a notice ends only by a release notice
        rule = {
            "reopening": self._reopened,
            "void": self._voided,
            "decision": self._decided,
            "hand_over": self._handed_over,
            "release_notice": self._noticed,
        }[release.kind]
        yield from rule(release, leave, hold)

    def _of_the_office(self, target: Leaf, signed: Leaf, leave: Leave) -> bool:
        """B4: the office written in the restriction, an ancestor of its grant or, if it has none, the log's owner."""
        office = target.raw["issuer"]["office"]
        if signed.origin == target.origin and leave.person.office == office:
            return True
        if target.refs("under"):
            return leave.person.key in self.books.above(target)
        return signed.origin == target.origin and leave.person.office == self.books.logs[target.origin]["owner"]

    def _seconds(self, release: Leaf, leave: Leave, target: Leaf) -> list[Leave]:
        """The second persons of the office who signed; none if the first is not of the office."""
        if not self._of_the_office(target, release, leave):
            return []
        found = []
        for approval in self.books.referring(release.id, "approves"):
            if approval.kind == "approval" and approval.meant and approval.body["as"] == "second":
                second = self.books.leave(approval, self.now)
                if second and second.person.differs(leave.person) and self._of_the_office(target, approval, second):
                    found.append(second)
        return found

    def _by_two(self, release: Leaf, leave: Leave, hold: Hold, axes: set[str], product: str) -> Iterator[Cover]:
        whole = release.raw["footprint"] is None
        ground = hold.ground if whole else self.books.ground(release, outward=False)
        for second in self._seconds(release, leave, hold.leaf):
            if self._in_force(max(leave.since, second.since), axes):
                for axis in axes:
                    limits = (ground, *leave.limits, *second.limits)
                    yield Cover(axis, product, limits, (), release.raw["unit"])

    def _reopened(self, release: Leaf, leave: Leave, hold: Hold) -> Iterator[Cover]:
        if "closure" in hold.leaf.axes and not hold.unplaced:
            yield from self._by_two(release, leave, hold, {"closure"}, "reopened")

    def _voided(self, release: Leaf, leave: Leave, hold: Hold) -> Iterator[Cover]:
        axes = release.axes
        if not axes & hold.leaf.axes:
            return
        if release.body["product"] == "placed":
            shaped = [self.books.by_id.get(each) for each in release.refs("placed_as")]
            standing = [
                s
                for s in shaped
                if s and s.restricts and (s.raw["footprint"] or {"type": "unplaced"})["type"] != "unplaced"
            ]
            bearing = set().union(*(s.axes for s in standing)) if standing else set()
            good = hold.unplaced and len(standing) == len(shaped) and axes & hold.leaf.axes <= bearing
            if not good:
                return
        elif any(r.kind == "accident" and r.restricts for r in self.books.referring(hold.leaf.id)):
            return
        yield from self._by_two(release, leave, hold, axes, release.body["product"])

    def _event_end(self, target: Leaf, decision: Leaf) -> datetime | None:
        """B7: when the event had ended, at the latest; None if nobody says."""
        stated = instant((target.raw["event"] or {}).get("until_latest"))
        if stated:
            return stated
        if target.plainly_restricts and target.kind not in ("closure", "hostilities"):
            return max([target.recorded, *(at for at in [self.books.logged(target)] if at)])
        said = [instant(e["latest"]) for e in decision.body["event_ended"] if e["id"] == target.id and e["evidence"]]
        return max((at for at in said if at), default=None)

    def _began(self, report: Leaf) -> datetime:
        began = instant(report.body["fieldwork"]["from_earliest"])
        assert began
        return began

    def _resting(self, leaf: Leaf, kind: str) -> list[Leaf]:
        found = [self.books.by_id.get(each) for each in leaf.refs("rests_on")]
        return [r for r in found if r is not None and r.kind == kind and r.meant is not None]

    def _decided(self, release: Leaf, leave: Leave, hold: Hold) -> Iterator[Cover]:
        product, target = release.body["product"], hold.leaf
        ended = self._event_end(target, release)
        if "hazard" not in target.axes or product == "cleared" or ended is None:
            return
        kind = "technical_survey" if product == "reduced" else "non_technical_survey"
        for survey in self._resting(release, kind):
            other = self.books.leave(survey, self.now)
            if other is None or self._began(survey) <= ended:
                continue
            two = other.person.organisation != leave.person.organisation and other.person.differs(leave.person)
            if two and self._in_force(max(leave.since, other.since), ["hazard"]):
                ground = (self.books.ground(release, outward=False), self.books.ground(survey, outward=False))
                barred = self._failed_lots() if product == "reduced" else ()
                limits = (*ground, *leave.limits, *other.limits)
                yield Cover("hazard", product, limits, barred, release.raw["unit"])

    def _failed_lots(self) -> tuple[int, ...]:
        """B6: a failed control bars every point of its lot until a passed control answers for the whole of it."""
        found = []
        for failed in self.books.records:
            if failed.kind != "quality_control" or not failed.voids or self.books.begins(failed) > self.now:
                continue
            lot = self.books.ground(failed, outward=True)
            for control in self.books.referring(failed.id, "answers"):
                leave = self.books.leave(control, self.now) if control.meant == "enables" else None
                if control.kind != "quality_control" or leave is None or leave.since > self.now:
                    continue
                if not self._is_apart(control, leave):
                    continue
                ground = self.books.ground(control, outward=False)
                if self._contains(ground, lot) and all(self._contains(limit, ground) for limit in leave.limits):
                    break
            else:
                found.append(lot)
        return tuple(found)

    def _is_apart(self, control: Leaf, leave: Leave) -> bool:
        """B5: nobody controls what he or his organisation searched or surveyed, whether or not that work counts."""
        work = [
            self.books.named_person(report)
            for kind in ("search_report", "technical_survey", "non_technical_survey")
            for report in self._resting(control, kind)
        ]
        return all(
            one is None or (one.differs(leave.person) and one.organisation != leave.person.organisation) for one in work
        )

    def _contains(self, outer: int, inner: int) -> bool:
        shapes = self.books.shapes
        return all(
            all(
                mask_of(shapes[outer], [s])
                for s in hairs(at, [shapes[inner], shapes[outer]])[0]
                if mask_of(shapes[inner], [s])
            )
            for at in points_of_shape(shapes[inner], [shapes[outer]])
        )

    def _handed_over(self, release: Leaf, leave: Leave, hold: Hold) -> Iterator[Cover]:
        if "hazard" not in hold.leaf.axes:
            return
        for decision in self._resting(release, "decision"):
            decided = self.books.leave(decision, self.now) if decision.body["product"] == "cleared" else None
            if decided and hold.leaf.id in decision.refs("names") and self._agree(release, decision):
                yield from self._cleared(release, leave, decision, decided, hold)

    @staticmethod
    def _agree(release: Leaf, decision: Leaf) -> bool:
        """B6: to a standard, the same one, the decided depth, and gaps no larger than decided."""
        over, body = release.body, decision.body
        same = over["standard"] == body["standard"] != "none" and over["depth_mm"] == body["depth_mm"]
        return bool(same and over["gap_mm"] <= body["gap_mm"])

    def _counts(self, search: Leaf, decision: Leaf, decided: Leave, ended: datetime) -> Leave | None:
        body, asked = search.body, decision.body
        good = (
            body["purpose"] == "explosives"
            and body["method"] != "visual"
            and body["standard"] == asked["standard"] != "none"
            and body["depth_mm"] >= asked["depth_mm"]
            and self._began(search) > ended
            and search.id in decision.refs("rests_on")
        )
        leave = self.books.leave(search, self.now) if good else None
        if leave is None or leave.person.organisation == decided.person.organisation:
            return None
        ground = self.books.ground(search, outward=False)
        return leave if all(self._contains(limit, ground) for limit in leave.limits) else None

    def _cleared(self, release: Leaf, leave: Leave, decision: Leaf, decided: Leave, hold: Hold) -> Iterator[Cover]:
        books = self.books
        ended = self._event_end(hold.leaf, decision)
        if ended is None:
            return
        reports = self._resting(release, "search_report")
        searches = {r.id: (r, found) for r in reports if (found := self._counts(r, decision, decided, ended))}
        lots = []
        for control in self._resting(release, "quality_control"):
            passed = books.leave(control, self.now) if control.meant == "enables" else None
            of = [r for r in reports if r.id in control.refs("rests_on")]
            if passed is None or not any(r.id in searches for r in of):
                continue
            ground = books.ground(control, outward=False)
            if self._is_apart(control, passed) and all(self._contains(limit, ground) for limit in passed.limits):
                lots.append(ground)
        if not searches or not lots:
            return
        times = [books.latest(r) for name in release.refs("rests_on") if (r := books.by_id.get(name))]
        if None in times:
            return
        lot = self._union(lots)
        gap = min(release.body["gap_mm"], decision.body["gap_mm"])
        barred = self._failed_lots()
        for three in self._three(release, searches.values(), reports, decided):
            since = max([leave.since, decided.since, *(t for t in times if t), *(one.since for one in three)])
            if not self._in_force(since, ["hazard"]):
                continue
            limits = (*leave.limits, *decided.limits, *(limit for one in three for limit in one.limits))
            grounds = (books.ground(release, outward=False), books.ground(decision, outward=False), lot, *limits)
            for searched, unsearched in self._searched([s for s, _ in searches.values()], reports, gap):
                yield Cover("hazard", "cleared", (*grounds, searched), (*unsearched, *barred), release.raw["unit"])

    def _searched(self, counted: list[Leaf], reports: list[Leaf], gap_mm: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Per point: inside searches begun after every report had ended that left the point unsearched."""
        parts = [
            (instant(r.body["fieldwork"]["to_latest"]), self.books.number(part["footprint"]["e7"]))
            for r in reports
            for part in r.body["unsearched"]
        ]
        ends: list[datetime | None] = [None, *sorted({end for end, _ in parts if end})]
        for after in ends:
            used = [r for r in counted if after is None or self._began(r) > after]
            if used:
                ground = self._union([self.books.ground(r, outward=False) for r in used])
                if gap_mm:
                    closed = close_gaps(parse_region(self.books.shapes[ground]), gap_mm)
                    ground = self.books.number(plain(closed))
                yield ground, tuple(n for end, n in parts if after is None or (end and end > after))

    def _union(self, numbers: Sequence[int]) -> int:
        return self.books.number([polygon for number in numbers for polygon in self.books.shapes[number]])

    def _three(
        self, release: Leaf, searches: Iterable[tuple[Leaf, Leave]], reports: list[Leaf], decided: Leave
    ) -> Iterator[tuple[Leave, Leave, Leave]]:
        """Operator of a searching organisation, authority of the deciding one, recipient of none that searched."""
        counted = {leave.person.organisation for _, leave in searches}
        named = {one.organisation for r in reports if (one := self.books.named_person(r))}
        approvals = self.books.approvals
        for operator in approvals(release, "operator", self.now):
            for authority in approvals(release, "authority", self.now):
                for recipient in approvals(release, "recipient", self.now):
                    a, b, c = operator.person, authority.person, recipient.person
                    roles = a.organisation in counted and b.organisation == decided.person.organisation
                    if (
                        roles
                        and c.organisation not in named | counted | {decided.person.organisation}
                        and a.differs(b)
                        and b.differs(c)
                        and a.differs(c)
                    ):
                        yield operator, authority, recipient

    def _noticed(self, release: Leaf, leave: Leave, hold: Hold) -> Iterator[Cover]:
        """E: a notice ends by the same authority's public word, other hazards by that of whoever may decide (B5)."""
        if "hazard" not in hold.leaf.axes:
            return
        if hold.leaf.kind == "hazard_notice" and not self._of_the_office(hold.leaf, release, leave):
            return
        owner = self.books.logs[release.origin]["owner"]
        evidence = any(log["owner"] == owner and log["tier"] == "restricted" for log in self.books.trust["logs"])
        if evidence and hold.leaf.kind != "hazard_notice":
            return  # who holds the evidence tests it; its word is for others
        roles = {
            role: self.books.approvals(release, role, self.now)
            for role in ("operator", "authority", "recipient", "second")
        }
        for part in release.body["parts"]:
            product = part["product"]
            if product == "generalisation_ended" and hold.leaf.kind != "hazard_notice":
                continue
            if product == "cleared":
                groups = [
                    (a, b, c)
                    for a in roles["operator"]
                    for b in roles["authority"]
                    for c in roles["recipient"]
                    if a.person.differs(b.person) and b.person.differs(c.person) and a.person.differs(c.person)
                    and len({a.person.organisation, b.person.organisation, c.person.organisation}) == 3
                ]  # fmt: skip
            else:
                everyone = [one for found in roles.values() for one in found if one.person.differs(leave.person)]
                other = [o for o in everyone if o.person.organisation != leave.person.organisation]
                groups = [(one,) for one in (everyone if product == "generalisation_ended" else other)]  # type: ignore[misc]
            for group in groups:
                if self._in_force(max([leave.since, *(one.since for one in group)]), ["hazard"]):
                    limits = (*leave.limits, *(limit for one in group for limit in one.limits))
                    ground = (self.books.ground(release, outward=False), self.books.number(part["footprint"]["e7"]))
                    remit = self.books.number(self.books.logs[release.origin]["remit"])
                    yield Cover("hazard", product, (*ground, remit, *limits), (), release.raw["unit"])

    # --- permissions ----------------------------------------------------------------------------------------------

    def is_open(self, corridor: Leaf) -> bool:
        """C: agreed, in its window, confirmed lately, touching no unreleased hazard; never one for fighters."""
        body, books = corridor.body, self.books
        leave = books.leave(corridor, self.now) if corridor.kind == "corridor" else None
        if leave is None or leave.since > self.now or body["purpose"] == "fighters":
            return False
        if not any(instant(w["from"]) <= self.now < instant(w["until"]) for w in body["windows"]):  # type: ignore[operator]
            return False
        go_between = {o["name"] for o in books.trust["organisations"] if o["intermediary"]}
        seconds = [s for s in books.approvals(corridor, "second", self.now) if s.since <= self.now]
        vouched = leave.person.organisation in go_between or any(
            s.person.differs(leave.person)
            and (s.person.office != leave.person.office or s.person.organisation in go_between)
            for s in seconds
        )
        wanted = {(n, party) for n, segment in enumerate(body["segments"]) for party in segment["parties"] or [None]}
        if not vouched or not wanted <= self._consents(corridor, len(body["segments"]), go_between):
            return False
        confirmed = []
        for other in books.referring(corridor.id, "confirms"):
            said = books.leave(other, self.now) if other.kind == "confirmation" and other.meant else None
            if said and said.since <= self.now:
                times = [instant(other.body["at"]), other.recorded, books.logged(other)]
                confirmed.append(min(t for t in times if t))
        age = timedelta(seconds=books.trust["ages"]["corridor_s"])
        return bool(confirmed) and self.now - max(confirmed) < age and self._is_free(corridor)

    def _consents(self, corridor: Leaf, segments: int, go_between: set[str]) -> set[tuple[int, str]]:
        given = set()
        for consent in self.books.referring(corridor.id, "consents_to"):
            leave = self.books.leave(consent, self.now) if consent.kind == "consent" and consent.meant else None
            if leave and leave.since <= self.now:
                party = consent.body["party"]
                if leave.person.organisation in {party} | go_between:
                    given |= {(n, party) for n in consent.body["segments"] or range(segments)}
        return given

    def _is_free(self, corridor: Leaf) -> bool:
        """No unreleased hazard touches the buffer, and nothing unplaced lies in its region."""
        books = self.books
        buffer = books.shapes[books.ground(corridor, outward=True)]
        if not buffer or not books.shapes[books.ground(corridor, outward=False)]:
            return False
        near = [h for h in self.holds if h.unplaced or h.hazard is not None]
        shapes = [books.shapes[n] for n in self._numbers(near)]
        for point in points_of_shape(buffer, shapes):
            sectors, _ = hairs(point, shapes)
            masks = {n: mask_of(books.shapes[n], sectors) for n in self._numbers(near)}
            for hold in near:
                state = self._axis_state(hold, "hazard", masks, None)[0]
                if state not in (None, "released", "none_recorded") or self._bars(hold, masks, None):
                    return False
        return True

    # --- a point --------------------------------------------------------------------------------------------------

    @staticmethod
    def _numbers(holds: Iterable[Hold]) -> list[int]:
        found = {}
        for hold in holds:
            found[hold.ground] = None
            for cover in hold.covers:
                found |= dict.fromkeys((*cover.all_of, *cover.none_of))
        return list(found)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all shapes that matter for an answer."""
        around = (*self.corridors, *self.dangling, *(n for n, _, _ in self.logs))
        return tuple(dict.fromkeys((*self._numbers(self.holds), *around)))

    @cached_property
    def shapes(self) -> list[Shape]:
        """All shapes that matter for an answer."""
        return [self.books.shapes[n] for n in self.numbers]

    def _covered(self, hold: Hold, axis: str, masks: dict[int, int], unit: str | None) -> tuple[int, list[str]]:
        """The sectors where the hold still stands, and the products that took others away."""
        done: list[tuple[int, str]] = []
        erased: list[tuple[int, str]] = []
        for cover in hold.covers:
            counts = cover.unit == unit or (cover.unit is not None and cover.unit == hold.leaf.raw["unit"])
            if cover.axis != axis or not counts:
                continue
            mask = masks[hold.ground]
            for number in cover.all_of:
                mask &= masks[number]
            for number in cover.none_of:
                mask &= ~masks[number]
            never_made = cover.product in ("voided_in_error", "placed", "generalisation_ended")
            (erased if never_made else done).append((mask, cover.product))
        # What was searched or reopened all around stays so, whatever else was withdrawn (law 3); else a withdrawal
        # makes it never made (B2).
        left = masks[hold.ground]
        for found in (done, erased):
            for mask, _ in found:
                left &= ~mask
            if not left:
                return 0, [product for mask, product in found if mask]
        return left, []

    def _axis_state(
        self, hold: Hold, axis: str, masks: dict[int, int], unit: str | None
    ) -> tuple[str | None, str | None]:
        """What a placed hold makes of an axis at a point, and the least searched product; None where it is not."""
        own = hold.closure if axis == "closure" else hold.hazard
        if hold.unplaced or own is None or not masks[hold.ground]:
            return None, None
        left, products = self._covered(hold, axis, masks, unit)
        if left:
            return own, None
        searched = [p for p in SEARCHED if p in products]
        if axis == "hazard":
            return ("released", searched[0]) if searched else ("none_recorded", None)
        return ("lifted" if "reopened" in products or searched else "none_recorded"), None

    def _bars(self, hold: Hold, masks: dict[int, int], unit: str | None) -> bool:
        """B10: somewhere in its region, until a release of either axis that it has ends the bar here."""
        if not hold.unplaced:
            return False
        axes = [a for a, own in (("closure", hold.closure), ("hazard", hold.hazard)) if own is not None]
        return any(self._covered(hold, axis, masks, unit)[0] for axis in axes)

    def at_point(self, point: Point, *, unsure: bool = False, unit: str | None = None) -> Said:
        """What the point gets: verdict, both axes, all doubts, the least searched product."""
        sectors, _ = hairs(point, self.shapes)
        everything = (1 << len(sectors)) - 1
        masks = {n: mask_of(self.books.shapes[n], sectors) for n in self.numbers}
        on_the_way = any(masks[n] == everything for n in self.corridors)
        closure, hazard, product = "none_recorded", "none_recorded", None
        for hold in self.holds:
            state, _ = self._axis_state(hold, "closure", masks, unit)
            if state == "closed" and on_the_way:
                state = "conditional"
            closure = min(closure, state or "none_recorded", key=CLOSURE.index)
            state, least = self._axis_state(hold, "hazard", masks, unit)
            hazard = min(hazard, state or "none_recorded", key=HAZARD.index)
            if least and (product is None or SEARCHED.index(least) < SEARCHED.index(product)):
                product = least
        logs = [(conflict, stale) for n, conflict, stale in self.logs if masks[n]]
        true = {
            "unplaced": any(self._bars(hold, masks, unit) for hold in self.holds),
            "ended_by_term": closure == "ended_by_its_term",
            "lifted_unsurveyed": closure == "lifted" and hazard == "none_recorded",
            "outside_coverage": not logs,
            "no_record": closure == hazard == "none_recorded",
            "conflict": any(conflict for conflict, _ in logs) or any(masks[n] for n in self.dangling),
            "stale": any(stale for _, stale in logs),
            "position_unsure": unsure,
        }
        doubts = tuple(doubt for doubt in DOUBTS if true[doubt])
        verdict = self._verdict(closure, hazard, set(doubts))
        return Said(verdict, closure, hazard, doubts, product if hazard == "released" else None)

    @staticmethod
    def _verdict(closure: str, hazard: str, doubts: set[str]) -> str:
        if closure == "closed" or hazard in ("confirmed", "suspected", "indication", "precautionary"):
            return "do_not_enter"
        if closure == "conditional":
            barred = doubts & {"unplaced", "outside_coverage", "conflict", "stale", "position_unsure"}
            return "do_not_enter" if barred else "conditional"
        if doubts or hazard != "released":
            return "not_confirmed"
        return "released"
