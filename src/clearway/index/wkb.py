"""Areas from well-known binary, as whole numbers of 1e-7 degree: the same rules as the compiled engine's.

Polygon and MultiPolygon, either byte order, with or without Z, M and a reference system (EWKB and ISO); positions are
WGS 84 whatever it says. A ring that rounding draws together to a line or a point stays closed ground of no width.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clearway.geometry import Region

Ints: TypeAlias = NDArray[np.int64]

MAX_X, MAX_Y = 1_800_000_000, 900_000_000


class Fault(ValueError):
    """What an engine cannot take: a word (``short``, ``ring`` …), and the number of the area or position."""


@dataclass(slots=True)
class _Reader:
    data: bytes
    number: int
    at: int = 0
    order: str = "<"
    polygons: list[list[Ints]] = field(default_factory=list)

    def fault(self, what: str) -> Fault:
        return Fault(what, self.number)

    def count(self) -> int:
        if self.at + 4 > len(self.data):
            raise self.fault("short")
        self.at += 4
        return int(struct.unpack_from(f"{self.order}I", self.data, self.at - 4)[0])

    def geometry(self, *, may_be_many: bool) -> None:
        if self.at >= len(self.data) or self.data[self.at] > 1:
            raise self.fault("short")
        self.order = "<" if self.data[self.at] else ">"
        self.at += 1
        code = self.count()
        if code & 0x2000_0000:
            self.count()
        kind = code & 0x0FFF_FFFF
        extra = bool(code & 0x8000_0000) + bool(code & 0x4000_0000)
        if kind >= 1000:
            if kind // 1000 > 3:
                raise self.fault("type")
            extra = 2 if kind // 1000 == 3 else 1
            kind %= 1000
        if kind == 6 and may_be_many:
            for _ in range(self.count()):
                self.geometry(may_be_many=False)
        elif kind == 3:
            rings = [self.ring(2 + extra) for _ in range(self.count())]
            if rings:
                self.polygons.append(rings)
        else:
            raise self.fault("type")

    def ring(self, width: int) -> Ints:
        count = self.count()
        if self.at + 8 * width * count > len(self.data):
            raise self.fault("short")
        values = np.frombuffer(self.data, dtype=f"{self.order}f8", count=width * count, offset=self.at)
        self.at += 8 * width * count
        e7 = to_e7(values.reshape(-1, width)[:, :2])
        if e7 is None:
            raise self.fault("coordinate")
        if count < 4 or (e7[0] != e7[-1]).any():
            raise self.fault("ring")
        return e7


def read_wkb(data: bytes, number: int = 0) -> list[list[Ints]]:
    """The rings of each polygon, n x 2. Raises ``Fault(what, number)``."""
    reader = _Reader(bytes(data), number)
    reader.geometry(may_be_many=True)
    return reader.polygons


def to_e7(degrees: NDArray[np.float64]) -> Ints | None:
    """Degrees as whole numbers of 1e-7, to the nearest, halves to even; None if a position is not on the earth."""
    with np.errstate(over="ignore", invalid="ignore"):  # numbers too large for any degree are off the earth, no more
        scaled = degrees.astype(np.float64) * 1e7
        on_earth = np.abs(scaled) <= (MAX_X, MAX_Y)
    return np.rint(scaled).astype(np.int64) if on_earth.all() else None


def write_wkb(region: Region) -> bytes:
    """A region as a MultiPolygon in degrees; reading it gives the same whole numbers again."""
    parts = [struct.pack("<BII", 1, 6, len(region.polygons))]
    for polygon in region.polygons:
        parts.append(struct.pack("<BII", 1, 3, len(polygon.rings)))
        for ring in polygon.rings:
            parts += (struct.pack("<I", len(ring)), (np.array(ring, dtype="<f8") / 1e7).astype("<f8").tobytes())
    return b"".join(parts)
