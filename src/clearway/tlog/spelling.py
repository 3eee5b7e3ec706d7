"""How all the formats spell numbers and bytes: one spelling each, so that equal values are equal bytes."""

from __future__ import annotations

import base64
import binascii
import re

LARGEST = 2**63 - 1
"""The largest number in any of the formats (sizes, indexes, POSIX times)."""

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def write_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 §4)."""
    return base64.b64encode(data).decode("ascii")


def find_base64(text: str) -> bytes | None:
    """Bytes of a base64 text, or None unless it is exactly what ``write_base64`` would write."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if write_base64(data) == text else None


def find_decimal(text: str) -> int | None:
    """Value of an ASCII decimal without leading zeroes and at most 2**63 - 1, or None."""
    if not _DECIMAL.fullmatch(text):
        return None
    value = int(text)
    return value if value <= LARGEST else None
