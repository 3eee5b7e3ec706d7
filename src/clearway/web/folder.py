"""The files of a site, found by the path of an address; nothing outside the folder is ever read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

INDEX = "index.html"
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".note": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tlog-proof": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
_OTHER = "application/octet-stream"
_WITHOUT_SUFFIX = "text/plain; charset=utf-8"
"""``checkpoint`` and licences."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file as it is answered. ``tag`` is the hash of its bytes, as an entity tag with its quotes."""

    data: bytes
    content_type: str
    tag: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A folder was asked for without the slash that makes its relative links right."""

    path: str


def find_file(folder: Path, path: str) -> Found | Elsewhere | None:
    """The file that an address's path (without its first slash) names, or None.

    A path ending in a slash names the folder's ``index.html``. Hidden files, links that lead out of the folder and
    anything that climbs are none.
    """
    parts = path.split("/")
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    wanted = parts[:-1] if parts[-1] == "" else parts
    if "" in wanted:
        return None
    base = folder.resolve()
    file = base.joinpath(*wanted)
    try:
        if file.is_dir():
            if path and not path.endswith("/"):
                return Elsewhere(f"{wanted[-1]}/") if (file / INDEX).is_file() else None
            file /= INDEX
        elif path.endswith("/"):
            return None
        real = file.resolve(strict=True)
        if not real.is_relative_to(base) or not real.is_file():
            return None
        data = real.read_bytes()
        changed_at = datetime.fromtimestamp(int(real.stat().st_mtime), UTC)
    except OSError:
        return None
    return Found(data, content_type(file), f'"{hashlib.sha256(data).hexdigest()[:32]}"', changed_at)


def content_type(file: Path) -> str:
    """What a browser is told that a file is."""
    return CONTENT_TYPES.get(file.suffix, _OTHER) if file.suffix else _WITHOUT_SUFFIX
