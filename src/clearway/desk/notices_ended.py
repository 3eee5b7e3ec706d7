"""The end of public warnings: release notices, on the authority's word (DESIGN E)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clearway.desk.judging import released_here
from clearway.desk.office import Office
from clearway.desk.saying import NO_FACTS, Facts, get_kind, ground_of, refs_to, say
from clearway.geometry import Polygon, Region
from clearway.problems import refuse
from clearway.projection import Admitted
from clearway.records import Polygons, Record
from clearway.records.kinds.release_notice import ReleasedPart, ReleaseNotice
from clearway.terms import Product, Rel


def release_notice(
    office: Office, by: str, names: Sequence[str], parts: Sequence[ReleasedPart] | None = None, facts: Facts = NO_FACTS
) -> Record:
    """End the hazard notices named, in public, part by part; it counts once approved as its products ask (B5).

    A public closure or fighting may be named too: the hazard that it implies then ends for others on this office's
    word; the closure itself stays.

    Without ``parts`` every whole block becomes what the exact records behind it allow: the least searched product
    where all of it was released, else only the end of the generalisation, which leaves the block with nothing
    recorded. Exact edges become public only where somebody gives parts, and says why in ``facts``.
    Refused: ``desk.still_restricted``, ``desk.not_so_released``, ``desk.parts_wanted``.
    """
    notices = [get_kind(office, each, "hazard_notice", "closure", "hostilities") for each in names]
    body = ReleaseNotice(parts=tuple(parts or _whole_blocks(office, notices)), authority=office.office)
    refs = refs_to(Rel.NAMES, (notice.id for notice in notices))
    return say(office, "release_notice", body, by, facts, footprint=ground_of(office, notices), refs=refs)


def _whole_blocks(office: Office, notices: Sequence[Admitted]) -> Iterator[ReleasedPart]:
    blocks: dict[Polygon, bool] = {}
    for notice in notices:
        for polygon in office.history().outward(notice).polygons:
            blocks[polygon] = blocks.get(polygon, False) or notice.kind != "hazard_notice"
    named = frozenset(notice.id for notice in notices)
    for polygon, exact in blocks.items():
        ground = Region((polygon,))
        product, depth = released_here(office, office.history(), ground, named)
        if product is None and exact:
            refuse("desk.parts_wanted")
        yield ReleasedPart(footprint=to_part(ground), product=product or Product.GENERALISATION_ENDED, depth_mm=depth)


def to_part(ground: Region) -> Polygons:
    """Ground as a part of a body writes it."""
    return Polygons(e7=tuple(tuple(tuple(ring) for ring in polygon.rings) for polygon in ground.polygons))
