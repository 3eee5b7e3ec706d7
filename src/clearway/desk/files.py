"""Files of a workspace: read whole, written so that a crash leaves the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from clearway.problems import refuse


def read_file(path: Path) -> bytes | None:
    """The bytes of a file, or None if there is none. Refused: ``desk.file_unreadable``."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        refuse("desk.file_unreadable", file=str(path), because=error.strerror or str(error))


def read_text(path: Path) -> str | None:
    """The same as text. Refused: ``desk.file_unreadable``, ``desk.file_not_utf8``."""
    data = read_file(path)
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        refuse("desk.file_not_utf8", file=str(path))


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder; of a name that none can have there is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def write_file(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file durably: beside its name, synced, renamed, its folder synced. Refused: ``desk.file_unwritable``."""
    if not path.name:
        refuse("desk.file_unwritable", file=str(path), because="it is a folder")
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        refuse("desk.file_unwritable", file=str(path), because=error.strerror or str(error))


def update_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files that are not there with the same bytes, each renamed into its place, none synced by itself.

    For what can be made again. Refused: ``desk.file_unwritable``, ``desk.file_unreadable``.
    """
    for name, data in files:
        path = folder / name
        if read_file(path) == data:
            continue
        part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            refuse("desk.file_unwritable", file=str(path), because=error.strerror or str(error))


def prepare_folder(folder: Path) -> None:
    """Make a folder, and see that it takes a file, before anything is said that is to stand in it.

    Refused: ``desk.file_unwritable``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        refuse("desk.file_unwritable", file=str(folder), because=error.strerror or str(error))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
