"""The files of places of a workspace: read together, and made from files of others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clearway.desk.files import read_file, read_text, write_file
from clearway.intake import decode
from clearway.places import Form, Gazetteer, Imported, build_gazetteer, import_places
from clearway.problems import refuse

_ARCHIVE = b"PK\x03\x04"
_ENDINGS = (".csv", ".json", ".geojson")


def read_places(folder: Path) -> Gazetteer:
    """All places of a workspace's folder of places. Refused: ``place.*``, ``desk.file_unreadable``."""
    return build_gazetteer(_texts(folder).items())


def add_places(  # noqa: PLR0913 - what must be said about a file of others, each by its name
    folder: Path,
    name: str,
    file: Path,
    *,
    form: Form | None = None,
    attribution: str | None = None,
    radius_m: int | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    replace: bool = False,
) -> Imported:
    """Turn a file of others into files of places called ``name``, if all files together are still right.

    ``encoding`` is one of ``intake.ENCODINGS``; None: told by the bytes where that is certain. Refused: as
    ``import_places``, ``desk.file_unreadable``, ``intake.wrong_encoding``, ``intake.encoding_unclear``, and
    ``place.file_exists`` unless the old may be replaced.
    """
    data = read_file(file)
    if data is None:
        refuse("desk.file_unreadable", file=str(file), because="there is none")
    if data.startswith(_ARCHIVE):
        refuse("place.unreadable", file=file.name, because="it is a workbook or another archive, not a table of text")
    text, _ = decode(data, asked=encoding)
    made = import_places(name, file.name, text, form=form, attribution=attribution, radius_m=radius_m, columns=columns)
    files = _texts(folder)
    old = [each for each in files if Path(each).stem == name]
    if old and not replace:
        refuse("place.file_exists", file=old[0])
    build_gazetteer({**{each: text for each, text in files.items() if each not in old}, **made.files}.items())
    for each in old:
        if each not in made.files:
            (folder / each).unlink()
    for each, written in made.files.items():
        write_file(folder / each, written.encode())
    return made


def _texts(folder: Path) -> dict[str, str]:
    found = sorted(folder.glob("*")) if folder.is_dir() else []
    return {path.name: read_text(path) or "" for path in found if path.suffix in _ENDINGS}
