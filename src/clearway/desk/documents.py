"""Documents on paper from the records at hand: the facts gathered, each with its record, and printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from clearway.accounting import AreaBalance, Figures, balances, list_families
from clearway.coverage import Coverage, Wanted, coverage_of, wanted_by
from clearway.desk.accounts import find_district
from clearway.desk.office import Office
from clearway.desk.paper_proof import paper_proof
from clearway.desk.saying import get_kind
from clearway.desk.units import list_buildings
from clearway.documents import (
    Control,
    Figure,
    Head,
    Indoors,
    Land,
    Marked,
    Ordered,
    Released,
    Sheet,
    Signature,
    Voice,
    Work,
    certificate,
    completion,
    field_map,
    print_pdf,
    task_order,
    trace,
)
from clearway.geometry import Drawn, Position, Region, measured
from clearway.problems import refuse
from clearway.projection import Admitted, Finding, History
from clearway.projection.admit import body_of
from clearway.projection.authority import find_warrant
from clearway.records import BothLanguages
from clearway.records.kinds.approval import Approval
from clearway.records.kinds.decision import Decision
from clearway.records.kinds.hand_over import HandOver
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.records.kinds.marking import Marking
from clearway.records.kinds.numbering import Numbering
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import SearchReport
from clearway.records.kinds.task_order import TaskOrder
from clearway.terms import ApprovalRole, Rel

_SIGNING = (ApprovalRole.OPERATOR, ApprovalRole.AUTHORITY, ApprovalRole.RECIPIENT)


class Document(StrEnum):
    """What can be printed."""

    HANDOVER = "handover"
    COMPLETION = "completion"
    TASK = "task"
    MAP = "map"


def print_document(
    office: Office, document: Document, ids: Sequence[str], lang: str, reference: Position | None = None
) -> bytes:
    """The document about these records, as PDF; the same records at the same time give the same bytes.

    Refused: ``desk.not_at_hand``, ``desk.wrong_kind``, ``document.*``.
    """
    return print_pdf(describe_document(office, document, ids, lang, reference))


def describe_document(
    office: Office, document: Document, ids: Sequence[str], lang: str, reference: Position | None = None
) -> dict[str, Any]:
    """The same before it is printed: what stands where on its pages."""
    describe = _DOCUMENTS[document]
    return describe(_Books(office, office.history(), office.now(), reference), ids, lang)


@dataclass(frozen=True)
class _Books:
    """The records that a document is made from, at one moment."""

    office: Office
    history: History
    at: datetime
    reference: Position | None

    def head(self, about: Admitted) -> Head:
        return Head(
            realm=self.office.realm,
            zone=self.office.settings.zone,
            office=about.record.issuer.office,
            issued_at=self.at,
            record=about.id,
            origin=about.record.origin,
            logged_at=self.history.log_time(about),
            contact=self.office.settings.contact,
            proof=paper_proof(self.office, about.id, whole=about.kind == "hand_over"),
        )

    def balances(self, named: Iterable[Admitted]) -> tuple[AreaBalance, ...]:
        """The books' areas that have one of the records among theirs."""
        ids = {one.id for one in named}
        families = [f for f in list_families(self.history, self.at) if ids & {one.id for one in f.members}]
        return balances(self.history, self.at, families)

    def land(self, balance: AreaBalance) -> Land:
        last = balance.family.members[-1]
        body = balance.family.last
        source = last.record.footprint_source
        named = source.place if source is not None and source.place else find_district(self.office, last)
        place = self.office.places.find_by_id(named) if named else None
        return Land(
            id=last.id,
            members=tuple(member.id for member in balance.family.members),
            roots=tuple(member.id for member in balance.family.members if member.id in balance.family.roots),
            ground=balance.drawn.region(),
            classification=body.classification,
            contamination=tuple(body.contamination),
            name=body.name,
            place=BothLanguages(ar=place.name("ar"), en=place.name("en")) if place else None,
            numbers=tuple(self._numbers(balance)),
            figures=balance.figures,
            pieces=balance.pieces,
        )

    def _numbers(self, balance: AreaBalance) -> Iterable[str]:
        for member in balance.family.members:
            body = body_of(member, HazardousArea)
            if body.legacy_id:
                yield body.legacy_id
            for numbering in self.history.referring(member.id, Rel.ABOUT):
                if isinstance(numbering.record.body, Numbering):
                    yield f"{numbering.record.body.system}: {numbering.record.body.number}"

    def work(self, id: str, ground: Region) -> Work | None:  # noqa: A002 - a record's id
        report = self.history.find(id)
        if report is None or not isinstance(report.record.body, SearchReport):
            return None
        inside = Drawn.of(self.history.inward(report)).within(Drawn.of(ground)).measure()
        return Work(id=id, report=report.record.body, inside=inside)

    def controls(self, coverage: Coverage) -> tuple[Control, ...]:
        """Every control of the reports that the coverage rests on, passed or failed, in the order of the log."""
        found = {
            control.id: control
            for search in coverage.searches
            for control in self.history.referring(search.id, Rel.RESTS_ON)
            if isinstance(control.record.body, QualityControl)
        }
        return tuple(self._control(each) for each in sorted(found.values(), key=self._when))

    def _control(self, admitted: Admitted) -> Control:
        body = body_of(admitted, QualityControl)
        return Control(
            id=admitted.id,
            organisation=body.organisation,
            result=body.result,
            sampled_m2=body.sampled_m2,
            lot=measured(self.history.inward(admitted)),
            failed_on=body.failed_on,
        )

    def _when(self, admitted: Admitted) -> tuple[datetime, str]:
        return self.history.log_time(admitted) or admitted.record.recorded_at, admitted.id

    def signatures(self, about: Admitted) -> tuple[Signature, ...]:
        """The three roles, with the first approval in each by somebody who had leave to give it."""
        approvals = sorted(self.history.referring(about.id, Rel.APPROVES), key=self._when)
        signed = [signature for each in approvals if (signature := self._signature(each)) is not None]
        return tuple(next((s for s in signed if s.role is role), Signature(role=role)) for role in _SIGNING)

    def _signature(self, approval: Admitted) -> Signature | None:
        leave = find_warrant(self.history, approval, self.at)
        if isinstance(leave, Finding):
            return None
        role = body_of(approval, Approval).as_
        at, record = self._when(approval)
        return Signature(role=role, organisation=leave.person.organisation, at=at, record=record)

    def find_decision(self, named: Iterable[Admitted]) -> Admitted | None:
        """The latest decision that names one of the records."""
        found = [d for one in named for d in self.history.referring(one.id, Rel.NAMES) if d.kind == "decision"]
        return max(found, key=self._when, default=None)

    def find_order(self, named: Iterable[Admitted]) -> Admitted | None:
        """The latest task order about one of the records."""
        found = [o for one in named for o in self.history.referring(one.id, Rel.ABOUT) if o.kind == "task_order"]
        return max(found, key=self._when, default=None)

    def markings(self, named: Iterable[Admitted]) -> tuple[Marked, ...]:
        """Signs and marks in the ground of these areas, in the order of the log."""
        found = {m.id: m for one in named for m in self.history.referring(one.id, Rel.ABOUT) if m.kind == "marking"}
        seen = sorted(found.values(), key=self._when)
        return tuple(Marked(id=each.id, marking=body_of(each, Marking)) for each in seen)

    def edge(self, records: Iterable[Admitted]) -> tuple[int, str] | None:
        """The greatest error that one of the records states for its border, and that record."""
        sources = ((one.record.footprint_source, one.id) for one in records)
        said = [(source.error_m, each) for source, each in sources if source is not None and source.error_m is not None]
        return max(said, default=None)

    def all_of(self, ids: Iterable[str]) -> list[Admitted]:
        return [one for each in ids if (one := self.history.find(each)) is not None]


def trace_hand_over(office: Office, record: str, lang: str, at: datetime | None = None) -> tuple[Figure, ...]:
    """Every figure of a hand-over's certificate as it stands at ``at`` (None: now): by which rule, from which records.

    Refused as ``print_document`` does.
    """
    books = _Books(office, office.history(), at or office.now(), None)
    released = _handed_over(books, get_kind(office, record, "hand_over"))
    return trace(released, Voice(lang, office.settings.zone))


def _handover(books: _Books, ids: Sequence[str], lang: str) -> dict[str, Any]:
    return certificate(_handed_over(books, _one(books.office, ids, "hand_over")), lang)


def _handed_over(books: _Books, about: Admitted) -> Released:
    body = body_of(about, HandOver)
    named = books.all_of(about.record.refs_to(Rel.NAMES))
    rests_on = books.all_of(about.record.refs_to(Rel.RESTS_ON))
    decisions = [one for one in rests_on if one.kind == "decision"]
    reports = {each for one in (about, *decisions) for each in one.record.refs_to(Rel.RESTS_ON)}
    after = [
        wanted_by(books.history, one.id, body_of(decision, Decision)).after for one in named for decision in decisions
    ]
    wanted = Wanted(
        depth_mm=body.depth_mm,
        gap_mm=body.gap_mm,
        standard=body.standard,
        after=max((each for each in after if each is not None), default=None),
    )
    coverage = coverage_of(books.history, about.id, wanted, books.at, reports)
    standing = books.history.standing(about.id, books.at)
    effective = standing is not None and standing.effective
    signatures = books.signatures(about)
    signed = [one for s in signatures if s.record for one in books.all_of([s.record])]
    return _released(
        books,
        about,
        named,
        coverage,
        [*named, *rests_on, about, *signed],
        ground=books.history.inward(about),
        signatures=signatures,
        product=body.product,
        standard=body.standard,
        recipient=body.recipient,
        certificate=body.certificate,
        residual_risk=body.residual_risk,
        unit=about.record.unit,
        since=standing.begins if standing is not None and effective else None,
        hindrances=()
        if standing is None or effective
        else tuple((finding.sentence("ar"), finding.sentence("en")) for finding in standing.findings),
    )


def _completion(books: _Books, ids: Sequence[str], lang: str) -> dict[str, Any]:
    about = _one(books.office, ids, "hazardous_area")
    (balance,) = books.balances([about])
    members = balance.family.members
    last = members[-1]
    decision, order = books.find_decision(members), books.find_order(members)
    if decision is not None:
        wanted = wanted_by(books.history, last.id, body_of(decision, Decision))
    else:
        wanted = wanted_by(books.history, last.id, None, _asked(order))
    coverage = coverage_of(books.history, last.id, wanted, books.at)
    decisions = books.all_of(dict.fromkeys(piece.decision for piece in balance.pieces))
    searches = books.all_of(search.id for search in coverage.searches)
    controls = books.all_of(control.id for control in books.controls(coverage))
    product = decision and body_of(decision, Decision).product
    released = _released(
        books,
        last,
        members,
        coverage,
        [*members, *([order] if order else []), *searches, *controls, *decisions],
        ground=balance.drawn.region(),
        signatures=tuple(Signature(role=role) for role in _SIGNING[:2]),
        product=product or None,
        standard=wanted.standard,
    )
    return completion(released, lang)


def _asked(order: Admitted | None) -> Wanted | None:
    """What a task order asks of the search."""
    if order is None:
        return None
    body = body_of(order, TaskOrder)
    return Wanted(depth_mm=body.depth_mm or 0, gap_mm=body.gap_mm, standard=body.standard)


def _released(
    books: _Books,
    about: Admitted,
    named: Sequence[Admitted],
    coverage: Coverage,
    rests_on: Sequence[Admitted],
    *,
    ground: Region,
    **more: Any,
) -> Released:
    if ground.is_empty:
        refuse("document.no_ground", id=about.id)
    counted = books.balances(named)
    lands = tuple(books.land(balance) for balance in counted)
    works = [work for search in coverage.searches if (work := books.work(search.id, ground)) is not None]
    works.sort(key=lambda work: (work.report.fieldwork.from_earliest, work.id))
    edge = books.edge([about, *named])
    return Released(
        head=books.head(about),
        lands=lands,
        ground=ground,
        area=measured(ground),
        figures=sum((balance.figures for balance in counted), Figures()),
        works=tuple(works),
        controls=books.controls(coverage),
        coverage=coverage,
        edge_error_m=None if edge is None else edge[0],
        edge_said_by=None if edge is None else edge[1],
        marked=books.markings(named),
        buildings=tuple(
            Indoors(id=each.record, name=each.name, units=each.units, released=each.released)
            for each in list_buildings(books.office, tuple(one.id for one in named), books.at)
        ),
        rests_on=tuple(dict.fromkeys((one.kind, one.id) for one in rests_on)),
        reference=books.reference,
        outside=Drawn.of(ground).minus(Drawn.union(Drawn.of(land.ground) for land in lands)).measure(),
        **more,
    )


def _task(books: _Books, ids: Sequence[str], lang: str) -> dict[str, Any]:
    about = _one(books.office, ids, "task_order")
    lands, ground = _ground(books, books.all_of(about.record.refs_to(Rel.ABOUT)))
    if about.record.footprint is not None:
        ground = books.history.outward(about)
    ordered = Ordered(
        head=books.head(about),
        order=body_of(about, TaskOrder),
        lands=lands,
        ground=ground,
        area=measured(ground),
        reference=books.reference,
    )
    return task_order(ordered, lang)


def _map(books: _Books, ids: Sequence[str], lang: str) -> dict[str, Any]:
    shown = [books.office.get_record(each) for each in ids]
    lands, ground = _ground(books, shown)
    if ground.is_empty:
        refuse("document.no_ground", id=shown[0].id)
    coverage = None
    if len(lands) == 1 and len(shown) == 1:
        decision = books.find_decision(shown)
        wanted = wanted_by(books.history, lands[0].id, None if decision is None else body_of(decision, Decision))
        found = coverage_of(books.history, lands[0].id, wanted, books.at)
        coverage = found if found.searches else None
    sheet = Sheet(
        head=books.head(shown[0]),
        lands=lands,
        ground=ground,
        area=measured(ground),
        coverage=coverage,
        reference=books.reference,
    )
    return field_map(sheet, lang)


def _ground(books: _Books, shown: Sequence[Admitted]) -> tuple[tuple[Land, ...], Region]:
    """The areas among these records, and all their ground."""
    lands = tuple(books.land(balance) for balance in books.balances(shown))
    known = {member.id for balance in books.balances(shown) for member in balance.family.members}
    others = [books.history.outward(one) for one in shown if one.id not in known]
    return lands, Region.union(*(land.ground for land in lands), *others)


def _one(office: Office, ids: Sequence[str], kind: str) -> Admitted:
    if len(ids) != 1:
        refuse("document.one_record", count=len(ids))
    return get_kind(office, ids[0], kind)


_DOCUMENTS: dict[Document, Callable[[_Books, Sequence[str], str], dict[str, Any]]] = {
    Document.HANDOVER: _handover,
    Document.COMPLETION: _completion,
    Document.TASK: _task,
    Document.MAP: _map,
}
