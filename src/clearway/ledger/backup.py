"""A ledger as one file, and a ledger from such a file: whole and proved, or not at all.

The file is a plain tar archive, whatever the store: for each log its branches, leaves and checkpoints, then the
blobs, and last a manifest with the hash of every member, so that a file that was cut off is found to be. Heads and
lists of missing blobs are not taken along: they follow from the rest, and are made again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from typing import Any

from clearway.ledger.blobs import sync_folder
from clearway.ledger.contract import Ledger
from clearway.ledger.decide import new_heads, new_missing, stated
from clearway.ledger.fsck import tree_problems
from clearway.ledger.leaves import blob_id, name_of
from clearway.ledger.shelf import UNPLACED, Change, NoteRow, Row, Tree, note_key, stated_root, verified
from clearway.ledger.stored import StoredLedger, Writer
from clearway.ledger.trouble import refusing
from clearway.problems import Problem, Refused, refuse
from clearway.tlog.merkle import leaf_hash

__all__ = ["backup", "restore"]

_FORMAT = "clearway-backup/1"
_MANIFEST = "manifest.json"
_BUNDLE = 256
_LENGTH = 4
_END = 1024  # a tar archive ends with two empty blocks


def backup(ledger: Ledger, file: Path) -> None:
    """Write everything in the ledger to ``file``, as of one moment, verified while it is read.

    The file appears under its name only when it is complete and durable; one that was there is replaced.
    Refused: what reading a damaged ledger refuses, and ``ledger.disk_full``, ``ledger.read_only``.
    """
    part = file.with_name(file.name + ".part")
    try:
        with refusing(file), part.open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
                manifest = {name: _add(archive, name, data) for name, data in _members(ledger)}
                _add(archive, _MANIFEST, _json({"format": _FORMAT, "members": manifest}))
            stream.flush()
            os.fsync(stream.fileno())
        with refusing(file):
            part.replace(file)
            sync_folder(file.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def restore(file: Path, ledger: StoredLedger) -> None:
    """Fill an empty ledger from a backup, wholly or not at all; every root and hash is computed again.

    Refused: ``ledger.not_found``; ``ledger.backup_damaged`` (cut off, changed, or not a backup); ``ledger.exists`` if
    the ledger holds anything; and what a store that cannot write refuses.
    """
    if not file.exists():
        refuse("ledger.not_found", file=str(file))
    _check_manifest(file)
    with ledger.writing() as writer:
        if writer.origins() or writer.blob_ids():
            refuse("ledger.exists", file=str(file))
        logs: dict[str, _Log] = {}
        for name, data in _read(file):
            first, _, rest = name.partition("/")
            if first == "blobs":
                _restore_blob(writer, file, rest, data)
            elif first == "logs":
                number, _, part = rest.partition("/")
                if part == "log.json":
                    logs[number] = _Log(writer, json.loads(data))
                else:
                    logs[number].restore(part, tuple(_unbundled(data)))
        for log in logs.values():
            for problem in log.problems():
                raise _damaged(file, problem.sentence())


# ------------------------------------------------------------------------------------------------ writing


def _members(ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    with ledger.shelf() as shelf:
        for at, origin in enumerate(shelf.origins()):
            trees = shelf.trees(origin)
            yield f"logs/{at}/log.json", _json(_described(origin, trees))
            for tree in trees:
                leaves = (entry.leaf for entry in verified(shelf, tree, 0)) if tree.branch != UNPLACED else iter(())
                yield from _bundles(f"logs/{at}/{tree.branch}/entries", leaves)
                notes = (row.note for row in shelf.notes(origin, tree.branch, 0) if stated_root(row))
                yield from _bundles(f"logs/{at}/{tree.branch}/checkpoints", notes)
        for each in shelf.blob_ids():
            data = ledger.blob(each)
            if data is None:
                refuse("ledger.blob_lost", blob=each)
            yield f"blobs/{each.removeprefix('sha256:')}", data


def _described(origin: str, trees: Iterable[Tree]) -> dict[str, Any]:
    branches = [{"branch": tree.branch, "base": tree.base} for tree in trees]
    return {"origin": origin, "branches": branches, "refused": next((t.refused for t in trees if t.refused), None)}


def _bundles(folder: str, items: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The items, 256 to a bundle, each after its length in four bytes."""
    items = iter(items)
    for number in count():
        bundle = list(islice(items, _BUNDLE))
        if not bundle:
            return
        yield f"{folder}/{number}", b"".join(len(each).to_bytes(_LENGTH, "big") + each for each in bundle)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> str:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


# ------------------------------------------------------------------------------------------------ reading


def _read(file: Path) -> Iterator[tuple[str, bytes]]:
    """The members of an archive with their bytes, in order."""
    with refusing(file), file.open("rb") as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for member in archive:
                    opened = archive.extractfile(member)
                    if opened is None:
                        raise _damaged(file, f"{member.name} is not a file")
                    yield member.name, opened.read()
        except (tarfile.TarError, EOFError, ValueError) as error:
            raise _damaged(file, f"it cannot be read as an archive ({error})") from error


def _check_manifest(file: Path) -> None:
    """Return only if the file is complete and every member is what it was when it was written."""
    with refusing(file), file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - _END, 0))
        ends_well = size % tarfile.RECORDSIZE == 0 and stream.read() == bytes(_END)
    found: dict[str, str] = {}
    manifest, last = b"", ""
    for name, data in _read(file):
        if name in found:
            raise _damaged(file, f"it holds {name} twice")
        found[name] = hashlib.sha256(data).hexdigest()
        manifest, last = data, name
    if last != _MANIFEST or not ends_well:
        raise _damaged(file, "its end is missing")
    del found[_MANIFEST]
    if _json({"format": _FORMAT, "members": found}) != manifest:
        raise _damaged(file, "its members are not those that its manifest lists")


def _unbundled(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        start = at + _LENGTH
        at = start + int.from_bytes(data[at:start], "big")
        yield data[start:at]


class _Log:
    """One log while it is restored, bundle by bundle. What calls this has compared every bundle with the manifest."""

    def __init__(self, writer: Writer, described: dict[str, Any]) -> None:
        self._writer = writer
        self._origin: str = described["origin"]
        self._trees = {
            each["branch"]: Tree(self._origin, each["branch"], each["base"]) for each in described["branches"]
        }
        self._next = {branch: tree.base for branch, tree in self._trees.items()}
        mark = described["refused"]
        writer.write(Change(trees=tuple(self._trees.values()), marks={} if mark is None else {self._origin: mark}))

    def restore(self, part: str, items: Sequence[bytes]) -> None:
        """Take in one bundle; ``part`` is "<branch>/<entries or checkpoints>/<number>"."""
        branch, what, _ = part.split("/")
        (self._leaves if what == "entries" else self._notes)(int(branch), items)

    def problems(self) -> Iterator[Problem]:
        """What does not fit together, once everything is in."""
        for tree in self._writer.trees(self._origin):
            if tree.branch != UNPLACED:
                yield from tree_problems(self._writer, tree)

    def _leaves(self, branch: int, leaves: Sequence[bytes]) -> None:
        rows = tuple(
            Row(self._origin, branch, index, leaf_hash(leaf), name_of(leaf), leaf)
            for index, leaf in enumerate(leaves, self._next[branch])
        )
        self._next[branch] += len(rows)
        self._writer.write(Change(rows=rows, missing=new_missing(self._writer, self._origin, rows)))

    def _notes(self, branch: int, notes: Sequence[bytes]) -> None:
        for note, checkpoint in stated(self._origin, notes).items():
            row = NoteRow(self._origin, branch, checkpoint.size, note_key(note), note)
            self._writer.write(Change(heads=new_heads(self._writer, [row]), notes=(row,)))


def _restore_blob(writer: Writer, file: Path, name: str, data: bytes) -> None:
    if blob_id(data) != f"sha256:{name}":
        raise _damaged(file, f"the blob {name} is not what its name says")
    writer.enter_blob(blob_id(data), data)


def _damaged(file: Path, detail: str) -> Refused:
    return Refused(Problem("ledger.backup_damaged", params={"file": str(file), "detail": detail}))
