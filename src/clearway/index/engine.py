"""Which engine answers, and what an engine must be able to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clearway.index.shapely_engine import ShapelyAreas, ShapelyPlaces
from clearway.index.wkb import Fault
from clearway.problems import refuse

try:
    import clearway_native
except ImportError:
    clearway_native = None

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.uint32]
Seconds: TypeAlias = NDArray[np.int64]


class Areas(Protocol):
    """Areas with severities and terms. An engine raises ``Fault(what, number)`` for what it cannot take."""

    @classmethod
    def from_areas(cls, wkb: Sequence[bytes], severity: NDArray[np.uint8], since: Seconds, until: Seconds, /) -> Self:
        """Build from as many shapes as severities, first seconds, and first seconds that count no more."""
        ...

    def pairs(self, lon: Floats, lat: Floats, at: int, /) -> tuple[Numbers, Numbers]:
        """Points and the areas that hold them."""
        ...

    def members(self, lon: Floats, lat: Floats, at: int, /) -> tuple[Numbers, Numbers, NDArray[np.bool]]:
        """The same, and whether the point is on the area's border."""
        ...

    def worst(self, lon: Floats, lat: Floats, at: int, /) -> Numbers:
        """For each point the worst area, or 2^32 - 1."""
        ...

    def one(self, lon: float, lat: float, at: int, /) -> list[int]:
        """The areas that hold one point."""
        ...

    def lines(self, coords: Floats, offsets: Seconds, at: int, /) -> tuple[Numbers, Numbers, Floats]:
        """Lines, the areas that they touch, and metres inside."""
        ...

    def replace(self, area: int, wkb: bytes, severity: int, since: int, until: int, /) -> Self:
        """The same areas with one changed."""
        ...

    def __len__(self) -> int: ...

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        ...


class Places(Protocol):
    """Places, asked which of them an area holds."""

    def inside(self, wkb: bytes, /) -> Numbers:
        """The numbers of the places that the area holds."""
        ...

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        ...


ENGINES: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        **({"native": (clearway_native.CheckIndex, clearway_native.PlaceIndex)} if clearway_native else {}),
        "shapely": (ShapelyAreas, ShapelyPlaces),
    }
)
"""The engines that are installed, best first: the class of their areas and of their places."""

ENGINE = next(iter(ENGINES))
"""The engine that runs where none is asked for: ``native`` or ``shapely``."""

FAULTS: tuple[type[Exception], ...] = (Fault, *((clearway_native.Fault,) if clearway_native else ()))
"""What engines raise: a word and the number of the area or position."""

_CODES = {
    "short": "index.area_cut_short",
    "type": "index.not_an_area",
    "coordinate": "index.area_off_earth",
    "ring": "index.ring_not_closed",
    "position": "index.position_off_earth",
    "columns": "index.columns_differ",
    "offsets": "index.bad_offsets",
    "area": "index.no_such_area",
}


def find_engine(name: str | None) -> tuple[Any, Any]:
    """The classes of an engine. Refused: ``index.engine_missing``."""
    found = ENGINES.get(name or ENGINE)
    if found is None:
        refuse("index.engine_missing")
    return found


def refuse_fault(fault: Exception, number: int | None = None) -> NoReturn:
    """Refuse what an engine could not take; ``number`` is the area's where the engine knows none."""
    what, said = fault.args
    refuse(_CODES[what], number=int(said) if number is None else number)
