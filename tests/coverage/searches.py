"""Searches to measure coverage by: awkward ground, every way not to count, parts left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from clearway.coverage import LeftOut, Lot, Search, Wanted
from clearway.geometry import Region
from clearway.terms import Method, Purpose
from tests.shapes import regions, scaled

Named = TypeVar("Named", Search, Lot)
DAY = datetime(2017, 3, 1, tzinfo=UTC)
WANTED = Wanted(depth_mm=200, standard="s1", after=DAY)


def search(name: str, ground: Region, **fields: Any) -> Search:
    """A search that counts, unless ``fields`` say otherwise."""
    given: dict[str, Any] = {
        "depth_mm": 200,
        "standard": "s1",
        "began": DAY + timedelta(days=1),
        "ended": DAY + timedelta(days=2),
        "organisation": "sweepers",
    }
    return Search(id=name, ground=ground, **(given | fields))


def grounds(by: int = 997) -> st.SearchStrategy[Region]:
    """Awkward shapes in Benghazi."""
    return regions().map(lambda region: scaled(region, by))


@st.composite
def searches(draw: st.DrawFn, *, left_out: bool = True, by: int = 997) -> Search:
    """One search, mostly one that counts, on one of four days."""
    day = draw(st.integers(0, 3))
    fault: dict[str, Any] = draw(
        st.sampled_from(
            [
                {},
                {},
                {},
                {"method": Method.VISUAL},
                {"depth_mm": 199},
                {"standard": "none"},
                {"standard": "s2"},
                {"purpose": Purpose.SECURITY},
                {"began": DAY},
                {"leave": False},
            ]
        )
    )
    parts = draw(st.lists(st.tuples(grounds(by), st.sampled_from(["rubble", "water"])), max_size=2)) if left_out else []
    times = {"began": DAY + timedelta(days=day, hours=1), "ended": DAY + timedelta(days=day, hours=9)}
    return search(
        f"r{draw(st.integers(0, 10**9))}",
        draw(grounds(by)),
        left_out=tuple(LeftOut(ground, reason) for ground, reason in parts),
        **(times | fault),
    )


@st.composite
def lots(draw: st.DrawFn) -> Lot:
    """A lot, passed or failed."""
    return Lot(f"l{draw(st.integers(0, 10**9))}", draw(grounds()), draw(st.booleans()))


def several(each: st.SearchStrategy[Named], max_size: int, min_size: int = 0) -> st.SearchStrategy[list[Named]]:
    """Several of them, no two with one id: an id is the hash of what it names."""
    return st.lists(each, min_size=min_size, max_size=max_size, unique_by=lambda one: one.id)
