"""Places by id, by name or in running text, and the ground each name stands for. Pure: the desk reads the files.

Spelling varies: الصابري, صابري, صابرى and Al-Sabri, SABRI are found alike. Nothing is guessed beyond that: two places
of one name are refused with both and how they differ, an unknown name with the nearest spellings.

``spelling`` says which spellings are one, ``files`` reads the workspace's files, ``importing`` and ``exports`` turn the
tables of others into such files, ``gazetteer`` looks up, ``mentions`` reads, ``shipped`` is what comes with the
program.
"""

from __future__ import annotations

from clearway.places.exports import Form
from clearway.places.files import COLUMNS, build_gazetteer, parse_csv, parse_geojson
from clearway.places.gazetteer import Gazetteer
from clearway.places.importing import Imported, import_places
from clearway.places.kinds import PlaceKind
from clearway.places.mentions import Mention
from clearway.places.place import Place
from clearway.places.shipped import SHIPPED, shipped_places
from clearway.places.spelling import spelled

__all__ = [
    "COLUMNS",
    "SHIPPED",
    "Form",
    "Gazetteer",
    "Imported",
    "Mention",
    "Place",
    "PlaceKind",
    "build_gazetteer",
    "import_places",
    "parse_csv",
    "parse_geojson",
    "shipped_places",
    "spelled",
]
