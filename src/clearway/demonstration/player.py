"""The player: takes the story through the desks of its offices, on a scripted clock, and publishes what the public saw.

Each office has its own workspace with its two logs. They accept each other's cards and exchange their public logs
through a folder; the crisis desk of the municipality publishes what follows from all of them. Keys and nonces come
from seeds, so that the same story gives the same logs to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from clearway import desk
from clearway.demonstration.acts import Scene, act
from clearway.demonstration.named import places_files
from clearway.demonstration.story import Event, OfficePlan, Story, read_story
from clearway.desk import Office, Powers
from clearway.desk.files import write_file
from clearway.geometry import box
from clearway.records import Record
from clearway.settings import Bbox
from clearway.terms import Bearing, Realm

PUBLISHER = "crisis"
END = datetime(2018, 12, 31, 9, tzinfo=UTC)
REGION: Bbox = (198_000_000, 318_000_000, 206_000_000, 325_000_000)

MAX_AGE_S = 35 * 24 * 3600
"""A log is renewed on the first of every month, and a copy of it is too old four days after it was not."""

PUBLISH = "publish"
"""An event that only asks for a publication: something recorded earlier begins."""

EXCHANGE = "exchange"
_FIRST_HOUR = 6

Progress = Callable[[int, int, datetime], None]
"""Told how many steps are done, of how many, and the moment of the story."""


@dataclass(frozen=True)
class Built:
    """What was built: the workspaces by name, who published and where to, and what the story's names stand for.

    ``end`` is where the scripted clock stands; go on from there. ``ids`` maps the story's names to record ids,
    ``publications`` lists the ids of the publications, oldest first.
    """

    folder: Path
    offices: Mapping[str, Path]
    site: Path
    end: datetime
    ids: Mapping[str, str]
    publications: tuple[str, ...]
    statements: int
    records: int

    @property
    def publisher(self) -> Path:
        """The workspace of the office that publishes."""
        return self.offices[PUBLISHER]


def build(
    folder: Path | str, until: datetime | None = None, progress: Progress | None = None, *, write_site: bool = True
) -> Built:
    """Play the story into ``folder``, to its end or to ``until``; one workspace an office, ``folder/<office>``.

    The crisis desk publishes whenever its public picture may have changed and on the first of every month. The last
    publication is written to its ``site`` folder, unless nobody wants to read it there; all are in its log.
    Refused: ``desk.workspace_exists``.
    """
    with ExitStack() as opened:
        return _Player(Path(folder), read_story(), opened, write_site=write_site).play(until or END, progress)


def _nothing(_done: int, _all: int, _at: datetime) -> None:
    """Nobody wants to know how far it is."""


@dataclass
class _Player:
    folder: Path
    story: Story
    opened: ExitStack
    write_site: bool = True
    offices: dict[str, Office] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    publications: list[str] = field(default_factory=list)
    unshared: set[str] = field(default_factory=set)
    statements: int = 0

    def play(self, until: datetime, progress: Progress | None) -> Built:
        steps = [step for step in self._steps() if step[0] <= until]
        tell = progress or _nothing
        for done, (at, events) in enumerate(steps):
            tell(done, len(steps), at)
            self._step(at, events)
        end = min(until, END)
        self._renew(end)
        site = self.folder / PUBLISHER / "site"
        self._publish(end, site if self.write_site else None)
        for name in self.offices:
            self._read_others(name, end)
        tell(len(steps), len(steps), end)
        return Built(
            folder=self.folder,
            offices={name: self.folder / name for name in self.offices},
            site=site,
            end=end,
            ids=dict(self.ids),
            publications=tuple(self.publications),
            statements=self.statements,
            records=sum(office.ledger.head(o).size for office in self.offices.values() for o in office.own_origins),
        )

    # --- the order of things ----------------------------------------------------------------------------------------

    def _steps(self) -> list[tuple[datetime, tuple[Event, ...]]]:
        """What happens when: the events of one moment together, an office that opens, the first of every month."""
        told = {at: tuple(event for _, event in group) for at, group in groupby(self.story.events, itemgetter(0))}
        opening = {plan.opens for plan in self.story.offices.values()}
        first = min(opening)
        moments = sorted({*told, *opening, *(m for m in _months(first, END) if m > first)})
        return [(at, told.get(at, ())) for at in moments]

    def _step(self, at: datetime, events: tuple[Event, ...]) -> None:
        for name, plan in self.story.offices.items():
            if plan.opens == at:
                self._open(name, plan)
        changed = False
        for event in events:
            if event.do == PUBLISH:
                changed = True
                continue
            for record in self._do(at, event):
                changed = changed or _is_seen(record) or bool(event.disputes)
        if at.day == 1 and at.hour == _FIRST_HOUR:
            self._renew(at)
        elif not changed:
            return
        self._publish(at, None)

    def _do(self, at: datetime, event: Event) -> Iterator[Record]:
        """One event: its records, and the public warnings that they made necessary."""
        office = self._office(event.office, at)
        self._bring(event.office, event.refers)
        by = event.by or self.story.offices[event.office].people[0].holder
        name = event.id or f"{event.do}-{len(self.ids)}"
        for addition, record in act(Scene(office, by, self.story.grounds, self.ids), event):
            self.ids[f"{name}{addition}"] = record.id
            yield record
            for number, notice in enumerate(office.notices):
                self.ids[f"{name}{addition}/notice-{number}"] = notice.id
                yield notice
        self.statements += event.do == "statement"
        self.unshared.add(event.office)

    # --- offices ----------------------------------------------------------------------------------------------------

    def _open(self, name: str, plan: OfficePlan) -> None:
        """A new office: its people get their grants, and it and the others accept each other's cards."""
        base = self.folder / name
        for file, data in places_files(self.story.grounds):
            write_file(base / "places" / file, data)
        root, *others = plan.people
        office = desk.init_office(
            base,
            plan.origin,
            office=plan.office,
            organisation=root.organisation,
            holder=root.holder,
            region=REGION,
            realm=Realm.DEMONSTRATION,
            contact=plan.contact,
            max_age_s=MAX_AGE_S,
            clock=plan.opens,
            seed=f"benghazi/{name}",
        )
        self.opened.enter_context(office)
        for organisation in sorted({p.organisation for p in others} | set(plan.intermediaries)):
            if organisation != root.organisation:
                own = organisation in plan.intermediaries
                desk.add_organisation(office, root.holder, organisation, intermediary=own)
        for person in others:
            desk.new_key(office, person.holder)
            powers = Powers(may=person.may, organisation=person.organisation, office=person.office)
            desk.grant_here(office, root.holder, person.holder, box(REGION), powers)
        for neighbour, other in self.offices.items():
            other.clock.set_to(plan.opens)
            desk.accept_card(office, root.holder, desk.office_card(other))
            desk.accept_card(other, self._root(neighbour), desk.office_card(office))
            self.unshared.add(neighbour)
        self.offices[name] = office
        self.unshared.add(name)

    def _office(self, name: str, at: datetime) -> Office:
        office = self.offices[name]
        office.clock.set_to(at)
        return office

    def _root(self, name: str) -> str:
        return self.story.offices[name].people[0].holder

    # --- exchange and publication -----------------------------------------------------------------------------------

    def _bring(self, name: str, needed: Iterator[str]) -> None:
        """Let an office read the logs of those whose records it is about to speak of."""
        office = self.offices[name]
        wanted = {self.ids[each] for each in needed}
        if all(office.find_record(each) for each in wanted):
            return
        self._read_others(name, office.now())

    def _read_others(self, name: str, at: datetime) -> None:
        """The other offices put down what is new in their public logs, and this one reads it."""
        folder = self.folder / EXCHANGE
        for other in self.offices:
            if other != name and other in self.unshared:
                desk.export_log(self._office(other, at), folder)
                self.unshared.discard(other)
        desk.sync(self._office(name, at), self._root(name), folder)

    def _renew(self, at: datetime) -> None:
        """Every office checkpoints its logs, to show that they are still looked after."""
        for name in self.offices:
            self._office(name, at).freshen()
            self.unshared.add(name)

    def _publish(self, at: datetime, site: Path | None) -> None:
        if self.unshared - {PUBLISHER}:
            self._read_others(PUBLISHER, at)
        publisher = self._office(PUBLISHER, at)
        self.publications.append(desk.publish(publisher, self._root(PUBLISHER), site).record.id)
        self.unshared.add(PUBLISHER)


def _is_seen(record: Record) -> bool:
    """Whether a record may change what the public sees: everything public that does not merely tell."""
    return record.origin.endswith("/public") and record.bears is not Bearing.TELLS


def _months(first: datetime, last: datetime) -> Iterator[datetime]:
    """The first of every month, in the morning, from ``first`` to ``last``."""
    at = datetime(first.year, first.month, 1, _FIRST_HOUR, tzinfo=UTC)
    while at <= last:
        yield at
        at = (at + timedelta(days=32)).replace(day=1)
