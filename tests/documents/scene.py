"""One farm, taken from an order to a hand-over: part searched, part by eye, part not at all, a well left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clearway.desk.land_release import control
from clearway.desk.notices_ended import to_part
from clearway.desk.office import Office
from clearway.desk.saying import refs_to, say
from clearway.geometry import Position, Region, normalise, parse_region
from clearway.records import BothLanguages, Record
from clearway.records.kinds.quality_control import QualityControl
from clearway.records.kinds.search_report import Found, Unsearched
from clearway.records.kinds.task_order import TaskOrder
from clearway.records.types import Window
from clearway.terms import ControlResult, Method, Rel
from tests.desk import centre as mines

REFERENCE: Position = (200_508_500, 320_507_800)

_FARM = [
    (200_510_000, 320_510_000),
    (200_516_000, 320_508_500),
    (200_522_500, 320_511_000),
    (200_523_500, 320_517_000),
    (200_517_000, 320_519_500),
    (200_511_500, 320_517_500),
]
_SOUTH = [*_FARM[:3], (200_523_000, 320_514_000), (200_510_800, 320_514_000)]
_NORTH = [(200_510_800, 320_514_000), (200_519_000, 320_514_000), (200_519_000, 320_518_730), *_FARM[4:]]
_WELL = [(200_513_000, 320_511_000), (200_514_000, 320_511_000), (200_514_000, 320_511_800), (200_513_000, 320_511_800)]


@dataclass(frozen=True)
class Scene:
    """The centre, and the records by their part in the story."""

    centre: Office
    area: Record
    order: Record
    searched: Record
    by_eye: Record
    control: Record
    decision: Record
    hand_over: Record


def play(*, signed: bool = False) -> Scene:
    """The whole story; ``signed`` lets everybody sign and the window pass."""
    centre = mines.open_centre()
    name = BothLanguages(ar="مزرعة شرق القوارشة", en="Farm east of Qawarsha")
    area = mines.area(centre, ground(_FARM), name=name, legacy_id="LIB-BEN-0412", reported_m2=14_000)
    start = centre.now()
    body = TaskOrder(
        number="T-2017-014",
        activity="clearance",
        priority="high",
        organisation="operator",
        team="Team 3",
        standard=mines.STANDARD,
        depth_mm=200,
        planned=Window(from_=start + timedelta(days=1), until=start + timedelta(days=21)),
    )
    order = say(centre, "task_order", body, mines.ROOT, refs=refs_to(Rel.ABOUT, [area.id]))
    centre.clock.advance(hours=30)
    well = Unsearched(footprint=to_part(ground(_WELL)), reason="rubble over a collapsed well")
    searched = mines.searched(
        centre,
        ground(_SOUTH),
        unsearched=(well,),
        typed_percent=100,
        team="Team 3",
        finds=(Found(what="mortar bomb 82 mm", quantity=3, destroyed=True),),
    )
    by_eye = mines.searched(centre, ground(_NORTH), method=Method.VISUAL)
    checked = control(
        centre,
        mines.CONTROLLER,
        ground(_SOUTH),
        QualityControl(result=ControlResult.PASSED, organisation="inspector", sampled_m2=620),
        [searched.id],
    )
    south = ground(_SOUTH, _WELL)
    decided = mines.decision(centre, (area.id,), [searched.id, checked.id], south)
    given = mines.handed_over(
        centre,
        (area.id,),
        [decided.id, searched.id, checked.id],
        south,
        certificate="C-2017-009",
        recipient="بلدية بنغازي",
        residual_risk=BothLanguages(ar="لم يُفتَّش ما حول البئر.", en="The ground around the well was not searched."),
    )
    if signed:
        mines.approve_all(centre, given)
        mines.pass_window(centre)
    return Scene(centre, area, order, searched, by_eye, checked, decided, given)


def ground(*rings: list[Position]) -> Region:
    return parse_region(normalise([[[list(position) for position in ring] for ring in rings]]))
