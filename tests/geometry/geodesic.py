"""Distances on WGS 84 by Vincenty's formulae, good to a tenth of a millimetre away from antipodes."""

from __future__ import annotations

from math import atan, atan2, cos, hypot, pi, sin, sqrt, tan

A, F = 6_378_137.0, 1 / 298.257223563
B = A * (1 - F)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The length of the geodesic between two positions (longitude, latitude) in degrees."""
    u1, u2 = (atan((1 - F) * tan(p[1] * pi / 180)) for p in (a, b))
    apart = lam = (b[0] - a[0]) * pi / 180
    cos2_alpha = sigma = middle = 0.0
    for _ in range(100):
        sin_sigma = hypot(cos(u2) * sin(lam), cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lam))
        if sin_sigma == 0:
            return 0.0
        cos_sigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lam)
        sigma = atan2(sin_sigma, cos_sigma)
        sin_alpha = cos(u1) * cos(u2) * sin(lam) / sin_sigma
        cos2_alpha = 1 - sin_alpha**2
        middle = cos_sigma - 2 * sin(u1) * sin(u2) / cos2_alpha if cos2_alpha else 0.0
        c, before = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha)), lam
        inner = middle + c * cos_sigma * (2 * middle**2 - 1)
        lam = apart + (1 - c) * F * sin_alpha * (sigma + c * sin_sigma * inner)
        if abs(lam - before) < 1e-15:
            break
    return B * _stretch(cos2_alpha)[0] * (sigma - _correction(cos2_alpha, sigma, middle))


def reached(start: tuple[float, float], bearing: float, metres: float) -> tuple[float, float]:
    """Where a geodesic from ``start`` (degrees) at ``bearing`` (radians from north) is after so many metres."""
    u1 = atan((1 - F) * tan(start[1] * pi / 180))
    sigma1 = atan2(tan(u1), cos(bearing))
    sin_alpha = cos(u1) * sin(bearing)
    cos2_alpha = 1 - sin_alpha**2
    first = sigma = metres / (B * _stretch(cos2_alpha)[0])
    middle = 0.0
    for _ in range(100):
        middle = cos(2 * sigma1 + sigma)
        before, sigma = sigma, first + _correction(cos2_alpha, sigma, middle)
        if abs(sigma - before) < 1e-15:
            break
    across = sin(u1) * sin(sigma) - cos(u1) * cos(sigma) * cos(bearing)
    lat = atan2(sin(u1) * cos(sigma) + cos(u1) * sin(sigma) * cos(bearing), (1 - F) * sqrt(sin_alpha**2 + across**2))
    lam = atan2(sin(sigma) * sin(bearing), cos(u1) * cos(sigma) - sin(u1) * sin(sigma) * cos(bearing))
    c = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha))
    inner = middle + c * cos(sigma) * (2 * middle**2 - 1)
    lon = lam - (1 - c) * F * sin_alpha * (sigma + c * sin(sigma) * inner)
    return (start[0] + lon * 180 / pi, lat * 180 / pi)


def _stretch(cos2_alpha: float) -> tuple[float, float]:
    u2 = cos2_alpha * (A**2 - B**2) / B**2
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    return a, u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))


def _correction(cos2_alpha: float, sigma: float, middle: float) -> float:
    b = _stretch(cos2_alpha)[1]
    outer = cos(sigma) * (2 * middle**2 - 1)
    inner = b / 6 * middle * (4 * sin(sigma) ** 2 - 3) * (4 * middle**2 - 3)
    return b * sin(sigma) * (middle + b / 4 * (outer - inner))
