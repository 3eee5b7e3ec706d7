"""The names of the story: those that ship, and ground that we drew for four quarters without an open coordinate.

The story is told about them, so a resident who looks for one must find its page. What ships keeps no ground for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from clearway.demonstration.story import Ground
from clearway.geometry import Footprint, Polygons
from clearway.places import SHIPPED, Place, build_gazetteer, shipped_places
from clearway.problems import ClearwayBug

_SHIPPED = "benghazi"
_DRAWN = "drawn.geojson"
_BY_US = "رُسم للعرض · drawn for the demonstration"


def places_files(grounds: Mapping[str, Ground]) -> Iterator[tuple[str, bytes]]:
    """The files of places of an office of the story, each with its name."""
    name, text = SHIPPED[_SHIPPED], shipped_places(_SHIPPED)
    known = {place.id: place for place in build_gazetteer([(name, text)]).places}
    drawn = {ground.place or "": ground for ground in grounds.values() if ground.names_all}
    lines = text.splitlines(keepends=True)
    yield name, "".join(line for line in lines if line.partition(",")[0] not in drawn).encode()
    features = [_feature(known[place_id], ground) for place_id, ground in drawn.items()]
    document = {"type": "FeatureCollection", "attribution": _BY_US, "features": features}
    yield _DRAWN, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(place: Place, ground: Ground) -> Mapping[str, object]:
    if place.extent is not None:
        raise ClearwayBug(f"{place.id} has ground already")
    return {
        "type": "Feature",
        "id": place.id,
        "properties": {
            "name_ar": place.name_ar,
            "name_en": place.name_en,
            "alternatives": ";".join(place.alternatives),
            "ordinary": ";".join(place.ordinary),
            "kind": place.kind.value,
            "within": place.within or "",
            "error_m": ground.error_m,
            "extent": "illustrative",
        },
        "geometry": {"type": "MultiPolygon", "coordinates": _degrees(ground.footprint)},
    }


def _degrees(footprint: Footprint) -> list[list[list[list[float]]]]:
    if not isinstance(footprint, Polygons):
        raise ClearwayBug("a quarter is drawn as polygons")
    return [[[[x / 1e7, y / 1e7] for x, y in ring] for ring in polygon] for polygon in footprint.region.e7]
