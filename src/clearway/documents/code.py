"""A record with its proof as the text of one QR code: compressed, in the letters that codes hold most densely.

The text is ``CLEARWAY:`` and Base32 without its padding (all of it in the alphanumeric mode of a code) of the zlib
stream of the leaf, a line feed, and the proof without the leaf (C2SP tlog-proof).
"""

from __future__ import annotations

import base64
import zlib

from clearway.problems import refuse

WHOLE = "CLEARWAY:"
MOST = 4_296
"""Letters that the largest code holds (version 40, level L)."""
_MOST_BYTES = 256 * 1024


def pack(leaf: bytes, proof: bytes) -> str | None:
    """The text for the code; None where it would not fit into one."""
    packed = base64.b32encode(zlib.compress(leaf + b"\n" + proof, 9)).decode().rstrip("=")
    text = WHOLE + packed
    return text if len(text) <= MOST else None


def unpack(text: str) -> tuple[bytes, bytes]:
    """The leaf and the proof in the text of a code. Refused: ``document.code_unreadable``."""
    letters = "".join(text.split()).removeprefix(WHOLE)
    opened = zlib.decompressobj()
    try:
        data = opened.decompress(base64.b32decode(letters + "=" * (-len(letters) % 8)), _MOST_BYTES)
    except (ValueError, zlib.error):  # binascii.Error is a ValueError
        refuse("document.code_unreadable")
    if not opened.eof:
        refuse("document.code_unreadable")
    leaf, _, proof = data.partition(b"\n")
    return leaf, proof
