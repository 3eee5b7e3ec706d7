"""A disk that forgets: what may be left of a recorded sequence of writes when the power fails.

Bytes of a file are sure once the file was synced, a name once its folder was. Of everything else any part may have
reached the disk, in any order; a write may be torn in its middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Arrived = Callable[["Call"], float]
"""How much of a call reached the disk: 0 nothing, 1 all; in between a write is torn and a name is not there."""


@dataclass(frozen=True)
class Call:
    """One recorded call. ``target`` is an inode or a path; ``data`` what was written, or the other name."""

    what: str
    target: str
    at: int = 0
    data: bytes = b""
    other: str = ""


def parse(trace: bytes) -> list[Call]:
    return [_parse_line(line) for line in trace.decode().splitlines()]


def _parse_line(line: str) -> Call:
    what, _, rest = line.partition(" ")
    if what in ("create", "folder"):
        inode, _, path = rest.partition(" ")
        return Call(what, inode, other=path)
    if what == "truncate":
        inode, size = rest.split(" ")
        return Call(what, inode, int(size))
    if what == "write":
        inode, at, data = rest.split(" ")
        return Call(what, inode, int(at), bytes.fromhex(data))
    if what == "rename":
        source, target = rest.split("\t")
        return Call(what, source, other=target)
    return Call(what, rest)


@dataclass
class _File:
    """A file's sure bytes, and the changes to it that are not sure yet."""

    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Call] = field(default_factory=list)

    def after(self, arrived: Arrived) -> bytes:
        data = bytearray(self.sure)
        for call in self.unsure:
            _apply(data, call, arrived(call))
        return bytes(data)

    def sync(self) -> None:
        self.sure = bytearray(self.after(lambda _: 1))
        self.unsure.clear()


def _apply(data: bytearray, call: Call, share: float) -> None:
    if call.what == "truncate" and share == 1:
        del data[call.at :]
        data.extend(bytes(call.at - len(data)))
    elif call.what == "write" and share:
        part = call.data[: round(len(call.data) * share)]
        data.extend(bytes(max(call.at + len(part) - len(data), 0)))
        data[call.at : call.at + len(part)] = part


class Disk:
    """The disk after some calls. Files are told apart by the order of their making: inodes are used again."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._folders: dict[str, str] = {}
        self._sure_folders: set[str] = set()
        self._names: dict[str, dict[str, _File | None]] = {}
        self._unsure: dict[str, list[tuple[Call, dict[str, _File | None]]]] = {}
        self._now: dict[str, _File] = {}
        self._root = ""

    def do(self, call: Call) -> None:
        getattr(self, f"_{call.what}")(call)

    def leave(self, folder: Path, arrived: Arrived) -> None:
        """Write into ``folder`` what is left if of each unsure call that share ``arrived`` which it says."""
        said: dict[int, float] = {}

        def once(call: Call) -> float:
            return said.setdefault(id(call), arrived(call))

        names: dict[str, _File | None] = {}
        for path, sure in self._names.items():
            names |= sure
            for call, change in self._unsure[path]:
                if once(call) == 1:
                    names |= change
        for path in self._names:
            if path in self._sure_folders or arrived(Call("folder", "", other=path)) == 1:
                (folder / Path(path).relative_to(self._root)).mkdir()
        for path, file in names.items():
            target = folder / Path(path).relative_to(self._root)
            if file is not None and target.parent.is_dir() and not path.endswith("-shm"):
                target.write_bytes(file.after(once))

    def _folder(self, call: Call) -> None:
        self._folders[call.target] = call.other
        self._names[call.other] = {}
        self._unsure[call.other] = []
        if not self._root:
            self._root = call.other
            self._sure_folders.add(call.other)

    def _create(self, call: Call) -> None:
        file = self._files[call.target] = _File()
        self._rename_to(call, {call.other: file})
        self._now[call.other] = file

    def _rename(self, call: Call) -> None:
        file = self._now.pop(call.target)
        self._now[call.other] = file
        self._rename_to(call, {call.target: None, call.other: file})

    def _unlink(self, call: Call) -> None:
        self._now.pop(call.target, None)
        self._rename_to(call, {call.target: None})

    def _rename_to(self, call: Call, change: dict[str, _File | None]) -> None:
        self._unsure[str(Path(next(iter(change))).parent)].append((call, change))

    def _write(self, call: Call) -> None:
        self._files[call.target].unsure.append(call)

    _truncate = _write

    def _sync(self, call: Call) -> None:
        path = self._folders.get(call.target)
        if path is None:
            self._files[call.target].sync()
            return
        for _, change in self._unsure[path]:
            self._names[path] |= change
        self._unsure[path].clear()
        self._sure_folders |= {each for each in self._names if str(Path(each).parent) == path}

    def _mark(self, call: Call) -> None:
        """An acknowledgement changes nothing on the disk."""
