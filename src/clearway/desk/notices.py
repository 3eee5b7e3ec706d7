"""Public warnings over whole blocks, wherever the public picture would be more open than the owner's (DESIGN E)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from clearway.desk.blocks import Block
from clearway.desk.drafts import LARGEST_SHAPE, Draft
from clearway.desk.view import OfficeView
from clearway.geometry import Polygons, Region, to_json
from clearway.projection import History, more_open_at
from clearway.records import FootprintSource, Holds, canonical_json
from clearway.records.kinds.hazard_notice import HazardNotice

_MOST_BLOCKS = 200
_WHY = "whole blocks or grid cells, drawn before anything was known of the ground"


def find_notices(
    view: OfficeView,
    owner: History,
    public: History,
    reach: Sequence[Region],
    now: datetime,
    *,
    by: str,
    coarse: bool = False,
) -> tuple[Draft, ...]:
    """Notices over the blocks in which the public picture is more open than the owner's, now or later; often none.

    ``coarse`` takes grid cells where the drawn blocks do not reach.
    """
    blocks: dict[str, Block] = {}
    starts: list[datetime] = []
    for ground in reach:
        opened = more_open_at(public, owner, ground, ground.bbox, now)
        if not opened:
            continue
        starts.append(opened[0])
        for block in _blocks_over(view, ground, coarse=coarse):
            if block.id not in blocks and more_open_at(public, owner, block.ground, block.ground.bbox, now):
                blocks[block.id] = block
    if not starts:
        return ()
    return tuple(_notice(view, part, min(starts), now, by) for part in _in_parts(blocks.values()))


def _blocks_over(view: OfficeView, ground: Region, *, coarse: bool) -> Iterator[Block]:
    drawn = () if coarse else tuple(view.blocks.drawn_over(ground))
    yield from drawn or view.blocks.cells_over(ground)


def _in_parts(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """The blocks in groups that fit into one record each."""
    part: list[Block] = []
    size = 0
    for block in sorted(blocks, key=lambda block: block.id):
        cost = len(canonical_json(to_json(Polygons(block.ground))))
        if part and (size + cost > LARGEST_SHAPE or len(part) == _MOST_BLOCKS):
            yield tuple(part)
            part, size = [], 0
        part.append(block)
        size += cost
    if part:
        yield tuple(part)


def _notice(view: OfficeView, blocks: tuple[Block, ...], start: datetime, now: datetime, by: str) -> Draft:
    ground = Region.union(*(block.ground for block in blocks))
    return Draft(
        kind="hazard_notice",
        body=HazardNotice(block_ids=tuple(block.id for block in blocks)),
        by=by,
        office=view.office,
        footprint=Polygons(ground),
        footprint_source=FootprintSource(how="whole_blocks", because=_WHY),
        # An instant before that moment would betray when the restricted record begins; the future start is needed.
        holds=Holds(from_earliest=start, from_latest=start) if start > now else None,
    )
