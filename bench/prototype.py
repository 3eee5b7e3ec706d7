"""The throw-away prototype of the check index as a peer, where its C source lies beside the project: compiled as it is
into ``build/`` and asked through ctypes. Nothing of it belongs to the project."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "bench" / "prototype" / "cellindex.c"
LIBRARY = Path("build/bench/cellindex.so")
# The box in degrees and the top cells' binary side with which it was measured.
BOXES = {"city": ((19.95, 31.98, 20.25, 32.20), 14), "country": ((9.3, 19.5, 25.2, 33.2), 17)}
_SMALLEST, _EDGES = 6, 10


def find() -> ctypes.CDLL | None:
    """The compiled prototype, or None where its source or a C compiler is missing."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not SOURCE.exists():
        return None
    LIBRARY.parent.mkdir(parents=True, exist_ok=True)
    options = ["-O3", "-march=native", "-w", "-fPIC", "-shared"]
    subprocess.run([compiler, *options, "-o", str(LIBRARY), str(SOURCE), "-lm"], check=True)
    library = ctypes.CDLL(str(LIBRARY.resolve()))
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    library.ci_build.restype = pointer
    library.ci_build.argtypes = [pointer, pointer, number, *[ctypes.c_int32] * 4, *[ctypes.c_int] * 3]
    library.ci_view.argtypes = [pointer, pointer]
    library.ci_pairs.restype = ctypes.c_size_t
    library.ci_pairs.argtypes = [pointer, pointer, ctypes.c_size_t, number, pointer, pointer, ctypes.c_size_t]
    library.ci_lines.restype = ctypes.c_size_t
    library.ci_lines.argtypes = [pointer, pointer, *[number] * 3, pointer, ctypes.c_size_t, pointer, pointer]
    library.ci_free.argtypes = [pointer]
    return library


class Prototype:
    """One index of the prototype, with the view of one instant ready."""

    def __init__(self, library: ctypes.CDLL, name: str, wkb: Sequence[bytes], severity: NDArray[np.uint8]) -> None:
        self._library, self._areas = library, len(wkb)
        self._bytes = np.frombuffer(b"".join(wkb), np.uint8)
        self._offsets = np.cumsum([0, *map(len, wkb)]).astype(np.int64)
        self._box, self._shift = BOXES[name]
        self._severity = np.ascontiguousarray(severity)
        self._index = self._made()
        library.ci_view(self._index, self._severity.ctypes.data)

    def _made(self) -> Any:
        box = [round(each * 1e7) for each in self._box]
        given = self._bytes.ctypes.data, self._offsets.ctypes.data, self._areas
        return self._library.ci_build(*given, *box, self._shift, _SMALLEST, _EDGES)

    def build(self) -> None:
        """Build once more, and throw it away."""
        self._library.ci_free(self._made())

    def pairs(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[Any, Any]:
        """As ``CheckIndex.pairs``, from columns of degrees."""
        e7 = np.empty((len(lon), 2), np.int32)
        np.rint(lon * 1e7, out=e7[:, 0], casting="unsafe")
        np.rint(lat * 1e7, out=e7[:, 1], casting="unsafe")
        room = 2 * len(lon) + 1000
        point, area = np.empty(room, np.uint32), np.empty(room, np.uint32)
        of = self._index, e7.ctypes.data, len(lon), 0, point.ctypes.data, area.ctypes.data, room
        count = self._library.ci_pairs(*of)
        return point[:count], area[:count]

    def lines(self, e7: NDArray[np.int32]) -> tuple[Any, Any]:
        """Lines of equally many positions (1e-7 degree) and the areas that they touch, metres found too."""
        room = 40 * len(e7) + 1000
        found = np.zeros(room, np.dtype([("line", "<u4"), ("area", "<u4"), ("metres", "<f8")]))
        stamp, slot = np.zeros(self._areas, np.uint32), np.zeros(self._areas, np.uint32)
        of = self._index, e7.ctypes.data, len(e7), e7.shape[1], 0, found.ctypes.data, room
        count = self._library.ci_lines(*of, stamp.ctypes.data, slot.ctypes.data)
        return found["line"][:count], found["area"][:count]
