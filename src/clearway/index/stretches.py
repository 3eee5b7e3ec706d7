"""Lengths of short ways on the ellipsoid, and of stretches that may overlap."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Places: TypeAlias = NDArray[np.int64] | NDArray[np.float64]

_RADIUS_M = 6_378_137.0
_ECCENTRICITY_2 = 0.006_694_379_990_141_316
_UNIT = np.radians(1e-7)


def lengths_m(start: _Places, end: _Places) -> NDArray[np.float64]:
    """Metres from each start to each end (1e-7 degree, n x 2) on WGS 84, by its radii at the middle latitude.

    Good to a millionth for ways under a kilometre.
    """
    middle = (start[:, 1] + end[:, 1]) / 2 * _UNIT
    w = 1 - _ECCENTRICITY_2 * np.sin(middle) ** 2
    dx, dy = ((end - start) * _UNIT).T
    east = dx * np.cos(middle) * _RADIUS_M / np.sqrt(w)
    north = dy * _RADIUS_M * (1 - _ECCENTRICITY_2) / (w * np.sqrt(w))
    return np.asarray(np.hypot(east, north))


def merged_length(stretches: list[tuple[float, float]]) -> float:
    """The length of the union of stretches."""
    total, reached = 0.0, 0.0
    for start, end in sorted(stretches):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total
