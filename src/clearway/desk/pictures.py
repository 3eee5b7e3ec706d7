"""Pictures without what a camera writes into them: place, time, device, thumbnails and whatever follows the picture."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from clearway.problems import refuse

LARGEST_SIDE = 12_000
"""A picture of more pixels on a side is refused before it is unpacked."""

_QUALITY = 92
_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png"}


def stripped(data: bytes) -> tuple[bytes, str]:
    """The picture alone, upright, and its media type; everything but its pixels is left behind.

    Refused: ``desk.picture_unreadable`` for what is no JPEG or PNG, or damaged, or too large.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as found:
            if max(found.size) > LARGEST_SIDE:
                refuse("desk.picture_unreadable", because=f"{found.size[0]} × {found.size[1]}")
            kind = found.format or "JPEG"
            upright = ImageOps.exif_transpose(found)
            # A new picture has no memory: whatever the file held beside the pixels cannot come along.
            clean = Image.new(upright.mode, upright.size)
            if upright.mode == "P":
                clean.putpalette(upright.palette or b"")
            clean.paste(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        refuse("desk.picture_unreadable", because=str(error))
    written = io.BytesIO()
    clean.save(written, kind, **({"quality": _QUALITY} if kind == "JPEG" else {}))
    return written.getvalue(), _MEDIA[kind]
