"""What the operating system and SQLite say when they cannot do something, as refusals."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clearway.problems import Problem, Refused

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_LITTLE = 1 << 16
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_MISMATCH", "SQLITE_CONSTRAINT", "SQLITE_FORMAT")


@contextmanager
def refusing(file: Path) -> Iterator[None]:
    """Turn what goes wrong with the ledger's files into a refusal that names them."""
    try:
        yield
    except sqlite3.Error as error:
        raise Refused(_from_sqlite(error, file)) from error
    except UnicodeDecodeError as error:
        # Python cannot even read what SQLite says about a damaged schema.
        raise damaged(file, "a name or a text in it is not UTF-8") from error
    except OSError as error:
        raise Refused(_from_system(error, file)) from error


def damaged(file: Path, detail: str) -> Refused:
    """The refusal of a store whose rows are not of the form in which they were written."""
    return Refused(Problem("ledger.store_damaged", params={"file": file.name, "detail": detail}))


def _from_system(error: OSError, file: Path) -> Problem:
    named = {"file": str(file)}
    if error.errno in _FULL:
        return Problem("ledger.disk_full", params=named)
    if error.errno in _READ_ONLY:
        return Problem("ledger.read_only", params=named)
    return Problem("ledger.unwritable", params=named | {"detail": os.strerror(error.errno or errno.EIO)})


def _from_sqlite(error: sqlite3.Error, file: Path) -> Problem:
    name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    named = {"file": str(file)}
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Problem("ledger.locked", params=named)
    if name == "SQLITE_FULL":
        return Problem("ledger.disk_full", params=named)
    if name.startswith("SQLITE_READONLY"):
        return Problem("ledger.read_only", params=named)
    if name.startswith("SQLITE_NOTADB"):
        return Problem("ledger.not_a_ledger", params=named)
    if name.startswith(_DAMAGE):
        return Problem("ledger.store_damaged", params={"file": file.name, "detail": str(error)})
    # What is left are failures of the disk, for which SQLite has many names and no reason: look for one.
    if is_read_only(file.parent):
        return Problem("ledger.read_only", params=named)
    if _is_full(file.parent):
        return Problem("ledger.disk_full", params=named)
    return Problem("ledger.unwritable", params=named | {"detail": f"{error} ({name})"})


def is_read_only(folder: Path) -> bool:
    """True if nothing can be written in a folder."""
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY) or not os.access(folder, os.W_OK)
    except OSError:
        return True


def _is_full(folder: Path) -> bool:
    free = os.statvfs(folder)
    return free.f_bavail * free.f_frsize < _LITTLE
