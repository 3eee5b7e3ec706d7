"""Write the gazetteers that ship with the program from a folder of open data, and what we know beside it.

    .venv/bin/python tools/generate_gazetteers.py ../shared/geodata

``benghazi.csv`` is a derived database of OpenStreetMap (and one point of GeoNames): the compiled list
``benghazi_places.csv`` with ``tools/gazetteers/benghazi.toml``. Points are the sources'; a disc around each is ours, by
kind, and marked illustrative. ``libya_districts.csv`` has the regions and districts of OCHA's P-codes with their names,
without ground. Ids stay as they are for ever: a record may name them.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from clearway.places.files import COLUMNS, ILLUSTRATIVE, parse_csv
from clearway.places.gazetteer import Gazetteer
from clearway.places.kinds import PlaceKind

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src" / "clearway" / "gazetteers"
KNOWN = Path(__file__).resolve().parent / "gazetteers" / "benghazi.toml"
HEADER = (
    *COLUMNS,
    "error_m",
    "kind",
    "within",
    "pcode",
    "extent",
    "ordinary",
    "note_ar",
    "note_en",
    "attribution",
    "source",
)
CITY = "benghazi/benghazi"
DISTRICT = "libya/benghazi"
CENTRE = (20.06859, 32.11486)
CITY_REACHES_KM = 17
OF_THE_CITY = frozenset({"suburb", "landmark", "street", "buildings", "neighbourhood"})
ROUNDED = (("arc-minute", 2000), ("tenth of a degree", 6000))
"""What a note says of a coarse point, and the error in metres that follows."""

_ARTICLE = re.compile(r"^(al|as|an|ar|el|er)[ -]", re.IGNORECASE)

REMARKS = {
    "benghazi": """\
# attribution: {attribution}
# This file is a derived database of OpenStreetMap, available under the Open Database License 1.0
# (https://opendatacommons.org/licenses/odbl/1-0/); see NOTICE. Written by tools/generate_gazetteers.py.
# Points are the sources' (column source). radius_m and error_m are ours, by kind, for illustration, not surveyed; a
# place without a point is a name whose ground is not recorded. Nothing here says what state any of them is in.
""",
    "districts": """\
# attribution: P-codes: OCHA / UNOSAT / Libyan Bureau of Statistics and Census, COD-AB Libya, CC BY-IGO
# The 3 regions and 22 districts of Libya with their P-codes (valid from 2018-05-07), without ground: names only.
# Written by tools/generate_gazetteers.py; see NOTICE.
""",
}
REGIONS = {"LY01": "المنطقة الشرقية", "LY02": "المنطقة الغربية", "LY03": "المنطقة الجنوبية"}


def benghazi(folder: Path) -> str:
    """The text of ``benghazi.csv``."""
    known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))
    listed = _table(folder / "benghazi_places.csv")
    unused = known["place"].keys() - {row["name_en"] for row in listed}
    if unused:
        sys.exit(f"not in the list: {sorted(unused)}")
    rows = [_listed(row, known["place"].get(row["name_en"], {})) for row in listed]
    rows += [_added(place) for place in known["added"]]
    return _written(REMARKS["benghazi"].format(attribution=known["attribution"]), rows)


def districts(folder: Path) -> str:
    """The text of ``libya_districts.csv``."""
    codes = {row["P-Code"]: row for row in _table(folder / "libya" / "lby_ocha_pcodes_adm1_adm2.csv")}
    rows: list[dict[str, Any]] = [
        {"id": f"libya/{_slug(codes[code]['Name'])}", "name_ar": name, "name_en": f"{codes[code]['Name']} (Libya)"}
        | {"alternatives": "", "kind": "region", "pcode": code}
        for code, name in REGIONS.items()
    ]
    for row in _table(folder / "libya" / "lby_admin_names.csv"):
        code = codes[row["ocha_pcode"]]
        other = {*_split(row["name_en_alt"]), *_split(row["name_ar_alt"])} - {row["ocha_name_en"]}
        rows.append(
            {
                "id": f"libya/{_slug(row['ocha_name_en'])}",
                "name_ar": row["name_ar"],
                "name_en": row["ocha_name_en"],
                "alternatives": ";".join(sorted(other)),
                "kind": "district",
                "within": f"libya/{_slug(codes[code['Parent P-Code']]['Name'])}",
                "pcode": row["ocha_pcode"],
            }
        )
    return _written(REMARKS["districts"], rows)


def _listed(row: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the compiled list, with what is known beside it."""
    name_en = known.get("name_en", row["name_en"])
    kind = PlaceKind(row["kind"])
    attested = [*_split(row["name_ar_alt_attested"]), *_split(row["name_en_alt"]), *known.get("more", ())]
    if "(" not in row["name_en"]:
        attested.insert(0, row["name_en"])
    made: dict[str, Any] = {
        "id": f"benghazi/{known.get('id') or _slug(row['name_en'])}",
        "name_ar": row["name_ar"],
        "name_en": name_en,
        "alternatives": ";".join(each for each in dict.fromkeys(attested) if each not in (row["name_ar"], name_en)),
        "kind": kind.value,
        "within": known.get("within") or _around(row),
        "ordinary": ";".join(known.get("ordinary", ())),
        "attribution": known.get("attribution", ""),
        "note_ar": known.get("note_ar", ""),
        "note_en": known.get("note_en", ""),
        "source": row["source"],
    }
    if row["lon"]:
        coarse = max((error for words, error in ROUNDED if words in row["note"]), default=0)
        radius = known.get("radius_m", kind.radius_m)
        error = known.get("error_m", max(kind.error_m, coarse))
        made |= {"lon": row["lon"], "lat": row["lat"], "radius_m": radius, "error_m": error, "extent": ILLUSTRATIVE}
    made["alternatives"] = ";".join([*_split(made["alternatives"]), *_wanting(made, row)])
    return made


def _wanting(made: Mapping[str, Any], row: Mapping[str, str]) -> list[str]:
    """The generated spellings that would not be found as usual variants of the attested ones."""
    (place,) = parse_csv("", _written("", [made]))
    found = Gazetteer((place,))
    return [name for name in _split(row["name_ar_alt_generated"]) if not found.find_places(name)]


def _added(place: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: value for name, value in place.items() if name != "more"},
        "id": f"benghazi/{place['id']}",
        "ordinary": ";".join(place.get("ordinary", ())),
        "alternatives": ";".join(place["more"]),
        "within": place.get("within", CITY),
    }


def _around(row: Mapping[str, str]) -> str:
    """The city for what lies in it, else the district."""
    if row["kind"] not in OF_THE_CITY:
        return DISTRICT
    if not row["lon"]:
        return CITY
    lon, lat = float(row["lon"]), float(row["lat"])
    east = (lon - CENTRE[0]) * 111.32 * math.cos(math.radians(lat))
    return CITY if math.hypot(east, (lat - CENTRE[1]) * 111.32) < CITY_REACHES_KM else DISTRICT


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", _ARTICLE.sub("", name)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("`", "")).strip("-")


def _split(words: str) -> list[str]:
    return [word for word in words.split(";") if word]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(remarks: str, rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return remarks + text.getvalue()


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "geodata"
    for name, text in (("benghazi.csv", benghazi(folder)), ("libya_districts.csv", districts(folder))):
        (SHIPPED / name).write_text(text, encoding="utf-8")
        print(SHIPPED / name)


if __name__ == "__main__":
    main()
