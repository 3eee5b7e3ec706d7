"""Blobs as files in a folder, named by the hash of their bytes. Written beside their name, synced, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PART = ".part"


class BlobFolder:
    """A folder of blobs. A name that stands here was written in full; whether it counts, the ledger's rows say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self) -> None:
        """Make the folder, durably."""
        self._folder.mkdir(exist_ok=True)
        sync_folder(self._folder.parent)

    def read(self, blob_id: str) -> bytes | None:
        """The bytes of a file, or None if there is none. They are not compared with the id here."""
        try:
            return self._path(blob_id).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, blob_id: str, data: bytes) -> None:
        """Write a file whole. It is durable after the next ``sync``, and never seen half-written."""
        path = self._path(blob_id)
        part = path.with_suffix(_PART)
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise

    def remove(self, blob_id: str) -> None:
        """Take away a file that was written for a transaction which then failed."""
        self._path(blob_id).unlink(missing_ok=True)

    def sync(self) -> None:
        """Make the names of all files written so far durable."""
        sync_folder(self._folder)

    def files(self) -> Iterator[tuple[str, str | None]]:
        """All file names in the folder, sorted, each with the id of the blob that it would be."""
        if not self._folder.is_dir():
            return
        for name in sorted(path.name for path in self._folder.iterdir()):
            is_hash = len(name) == 64 and set(name) <= set("0123456789abcdef")
            yield name, f"sha256:{name}" if is_hash else None

    def _path(self, blob_id: str) -> Path:
        return self._folder / blob_id.removeprefix("sha256:")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a file that was synced can still lose its name."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
