"""Situations in which everything occurs that an answer can name: announced corridors, words of all kinds, odd kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from clearway.answering import Asked
from clearway.geometry import Polygon, Position, Region
from clearway.places import Place
from clearway.projection import FINDINGS
from clearway.publish import Snapshot
from clearway.situation import AnnouncedCorridor, Hold, Quote, Situation
from clearway.terms import Realm
from tests.publish.test_snapshot import AT, future, ids, past, situations, taken

WORDS = (
    "القوارشة",
    "Qawarsha 12",
    "شارع 12، بيت 4",
    "33.53, 36.30",
    "a <b> & 'c'",
    "\u202eturned",
    "ـ",
    "x\u0085y\ufeffz",
    "𐤀 𝐀",
)
"""What somebody may have written: Arabic, Latin, both, numbers, marks, markup, letters beyond the first plane."""

said = st.sampled_from(WORDS) | st.text(max_size=6)


def triangle(*corners: Position) -> Region:
    """The ground between three corners, given counter-clockwise."""
    return Region((Polygon(((*corners, corners[0]),)),))


def portion(percent: int) -> settings:
    """A share of the examples of the profile in force."""
    return settings(max_examples=max(3, settings.default.max_examples * percent // 100))  # type: ignore[union-attr]


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    maybe: Any = st.none() | said
    statement = draw(st.just("") | ids)
    fields = {name: draw(maybe) for name in ("words", "office", "speaker", "role", "source")}
    return Quote(statement=statement, start=0, end=9, said_at=draw(st.none() | past), **fields)


@st.composite
def dressed(draw: st.DrawFn, hold: Hold) -> Hold:
    """The hold with more to say of it; where it stands stays as it is."""
    return replace(
        hold,
        kind=draw(st.sampled_from(["closure", "hostilities", "accident", "find", "hazardous_area", "thing 7"])),
        office=draw(st.sampled_from(["crisis-desk", "red-crescent", "مكتب 4"])),
        labels=tuple(draw(st.lists(st.sampled_from(["contested", "unknown_kind", "outside_remit"]), max_size=2))),
        until_condition=draw(st.sampled_from([None, "fully_searched", "further_notice"])),
        place=draw(st.none() | said),
        contact=draw(st.sampled_from([None, "", "+218 91 234 5678"])),
        quotes=tuple(draw(st.lists(quotes(), max_size=2))),
    )


@st.composite
def announced(draw: st.DrawFn, ground: Region) -> AnnouncedCorridor:
    starts = draw(past | future)
    return AnnouncedCorridor(
        record=draw(ids),
        footprint=ground,
        announced_by=draw(said),
        from_place=draw(said),
        to_place=draw(said),
        starts=starts,
        ends=starts + timedelta(hours=draw(st.integers(1, 60))),
        others=draw(st.none() | st.lists(said, max_size=2).map(tuple)),
        intermediary=draw(st.none() | said),
        conditions=draw(st.none() | said),
        findings=tuple(draw(st.lists(st.sampled_from(sorted(FINDINGS)), max_size=2))),
    )


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A snapshot of an awkward situation on a small grid (0 to 12, in 1e-7 degree)."""
    situation: Situation = draw(situations())
    grounds = [hold.footprint for hold in (*situation.holds, *situation.upcoming)]
    told = () if not grounds else tuple(draw(announced(each)) for each in grounds[: draw(st.integers(0, 2))])
    holds = tuple(draw(dressed(hold)) for hold in situation.holds)
    upcoming = tuple(draw(dressed(hold)) for hold in situation.upcoming)
    return taken(replace(situation, holds=holds, upcoming=upcoming, announced=told), draw(st.sampled_from(Realm)))


@st.composite
def ways_of_asking(draw: st.DrawFn, snapshot: Snapshot) -> Asked:
    place = Place(
        "a/b", draw(said), draw(said), (), None, 2000, draw(st.none() | said), illustrative=draw(st.booleans())
    )
    return Asked(
        realm=snapshot.realm,
        zone=draw(st.sampled_from(["Africa/Tripoli", "Europe/Rome", "UTC"])),
        now=draw(st.none() | future),
        place=draw(st.none() | st.just(place)),
        position=draw(st.none() | st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**8), 10**8))),
        contact=draw(st.none() | said),
        published_at=draw(st.none() | st.just(snapshot.situation.at)),
        valid_until=draw(st.none() | st.just(snapshot.valid_until)),
    )


moments = st.integers(0, 60).map(lambda hours: AT + timedelta(hours=hours))
