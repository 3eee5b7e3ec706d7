"""What a place is: the levels of Libya and the kinds of ground that maps name, in both languages.

Libya's levels are the muhalla (محلة) within the municipality (بلدية) within the district; the extents assumed where a
source gives a point alone are ours, drawn wide for illustration.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What kind of ground or level a name stands for."""

    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"
    MUNICIPALITY = "municipality"
    MUHALLA = "muhalla"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    HAMLET = "hamlet"
    SUBURB = "suburb"
    NEIGHBOURHOOD = "neighbourhood"
    LOCALITY = "locality"
    FARM = "farm"
    ISLAND = "island"
    STREET = "street"
    BUILDINGS = "buildings"
    LANDMARK = "landmark"
    PLACE = "place"

    def name_in(self, lang: str) -> str:
        """The kind as people call it."""
        word = _WORDS[self]
        return word.ar if lang == "ar" else word.en

    @property
    def radius_m(self) -> int | None:
        """How far a place of this kind is taken to reach from a point, in metres; None where a point says nothing."""
        return _WORDS[self].radius_m

    @property
    def error_m(self) -> int:
        """By how many metres such an extent may be wrong."""
        return _WORDS[self].error_m


@dataclass(frozen=True, slots=True)
class _Word:
    en: str
    ar: str
    radius_m: int | None
    error_m: int


_WORDS = {
    PlaceKind.COUNTRY: _Word("country", "دولة", None, 0),
    PlaceKind.REGION: _Word("region", "إقليم", None, 0),
    PlaceKind.DISTRICT: _Word("district", "شعبية", None, 0),
    PlaceKind.MUNICIPALITY: _Word("municipality", "بلدية", None, 0),
    PlaceKind.MUHALLA: _Word("muhalla", "محلة", 1000, 1000),
    PlaceKind.CITY: _Word("city", "مدينة", 12_000, 5000),
    PlaceKind.TOWN: _Word("town", "بلدة", 2500, 1500),
    PlaceKind.VILLAGE: _Word("village", "قرية", 1500, 1000),
    PlaceKind.HAMLET: _Word("hamlet", "تجمّع سكني", 700, 700),
    PlaceKind.SUBURB: _Word("suburb", "حي", 900, 500),
    PlaceKind.NEIGHBOURHOOD: _Word("neighbourhood", "حي صغير", 500, 300),
    PlaceKind.LOCALITY: _Word("locality", "موضع", 600, 500),
    PlaceKind.FARM: _Word("farm", "مزرعة", 500, 500),
    PlaceKind.ISLAND: _Word("island", "جزيرة", None, 0),
    PlaceKind.STREET: _Word("street", "شارع", None, 0),
    PlaceKind.BUILDINGS: _Word("buildings", "مبانٍ", 300, 150),
    PlaceKind.LANDMARK: _Word("landmark", "معلم", 200, 100),
    PlaceKind.PLACE: _Word("place", "مكان", 1000, 1000),
}
