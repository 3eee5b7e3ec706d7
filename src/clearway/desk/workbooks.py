"""Workbooks as bytes: the same report gives the same file, whenever and wherever it is written."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day that an archive can bear."""


class _Timeless(ZipFile):
    """An archive whose members bear no time: else each writing would give other bytes."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: object, *_: object, **__: object) -> None:
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        info = ZipInfo(name, _EPOCH)
        info.compress_type = ZIP_DEFLATED
        super().writestr(info, data)  # type: ignore[arg-type]

    def write(self, filename: object, arcname: object = None, *_: object, **__: object) -> None:
        path = Path(str(filename))
        self.writestr(str(arcname or path.name), path.read_bytes())


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as a file."""
    written = io.BytesIO()
    with _Timeless(written, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return written.getvalue()
