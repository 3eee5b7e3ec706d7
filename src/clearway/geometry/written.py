"""Coordinates as people and files write them, in degrees, as the whole 1e-7 degree in which all else is decided."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_MOST = 10**9
"""More than any coordinate, also one in metres that was taken for degrees; what is larger would only cost time."""


def e7_of(degrees: str | int | Decimal) -> int:
    """Degrees as whole 1e-7 degree, rounded to the nearest; on the earth or not is not looked at.

    Raises ``ValueError`` for what is no number, and for one that no coordinate can be.
    """
    try:
        value = Decimal(degrees.strip() if isinstance(degrees, str) else degrees)
    except InvalidOperation:
        raise ValueError(degrees) from None
    if not value.is_finite() or abs(value) > _MOST:
        raise ValueError(str(degrees)[:40])
    return int((value * 10_000_000).to_integral_value())
