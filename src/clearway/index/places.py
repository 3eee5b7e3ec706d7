"""The reverse question: which of many places does a new area hold."""

from __future__ import annotations

from numpy.typing import ArrayLike

from clearway.index.areas import _columns
from clearway.index.engine import FAULTS, Numbers, Places, find_engine, refuse_fault


class PlaceIndex:
    """Places by longitude and latitude in degrees (rounded to 1e-7), numbered from 0 in their order. Never changes."""

    __slots__ = ("_places",)

    def __init__(self, lon: ArrayLike, lat: ArrayLike, *, engine: str | None = None) -> None:
        try:
            self._places: Places = find_engine(engine)[1](*_columns(lon, lat))
        except FAULTS as fault:
            refuse_fault(fault)

    def inside(self, wkb: bytes) -> Numbers:
        """The numbers of the places that the area holds, its border included; each once, in no order.

        Refused: ``index.area_cut_short``, ``index.not_an_area``, ``index.area_off_earth``, ``index.ring_not_closed``.
        """
        try:
            return self._places.inside(wkb)
        except FAULTS as fault:
            refuse_fault(fault)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the index takes."""
        return self._places.nbytes
