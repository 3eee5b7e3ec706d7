"""A place: names for ground, and where they are known to differ or to say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from clearway.geometry import Disc, Footprint, Polygons, Position
from clearway.places.kinds import PlaceKind
from clearway.problems import refuse


@dataclass(frozen=True, slots=True)
class Place:
    """A name for ground: its ``extent``, and by how many metres the extent's edge may be wrong.

    Without an extent the name is known and its ground is not: it can be read and looked up, not checked.
    ``illustrative`` extents were drawn around a point, by kind, not surveyed. ``within`` is the id of the place around
    it, which may stand in another file. ``ordinary`` are spellings that are also everyday words (الحدائق, the gardens):
    in running text they name the place only behind a noun such as حي.
    """

    id: str
    name_ar: str
    name_en: str
    alternatives: tuple[str, ...]
    extent: Footprint | None
    error_m: int
    attribution: str | None = None
    kind: PlaceKind = PlaceKind.PLACE
    within: str | None = None
    pcode: str | None = None
    illustrative: bool = False
    ordinary: tuple[str, ...] = ()
    note_ar: str = ""
    note_en: str = ""

    def name(self, lang: str) -> str:
        """What the place is called in ``lang``; where one language has no name, the other's."""
        wanted, other = (self.name_ar, self.name_en) if lang == "ar" else (self.name_en, self.name_ar)
        return wanted or other or self.id

    def note(self, lang: str) -> str:
        """What tells it from others of its name; may be empty."""
        return self.note_ar if lang == "ar" else self.note_en

    @property
    def names(self) -> tuple[str, ...]:
        """Every attested spelling."""
        return tuple(name for name in dict.fromkeys((self.name_ar, self.name_en, *self.alternatives)) if name)

    @property
    def needs_context(self) -> bool:
        """Whether one of its spellings is an everyday word, so that running text needs more than the word."""
        return bool(self.ordinary)

    @property
    def centre(self) -> Position | None:
        """The middle of its extent, 1e-7 degree; None without ground."""
        if isinstance(self.extent, Disc):
            return self.extent.centre
        if isinstance(self.extent, Polygons):
            west, south, east, north = self.extent.region.bbox
            return (west + east) // 2, (south + north) // 2
        return None

    def get_extent(self) -> Footprint:
        """The ground of the name. Refused: ``place.no_ground``."""
        if self.extent is None:
            names = [name for name in (self.name_ar, self.name_en) if name]
            refuse("place.no_ground", name=" / ".join(names), id=self.id)
        return self.extent
