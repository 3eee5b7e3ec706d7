"""The gazetteers that ship with the program: Benghazi, and the districts of Libya. Their NOTICE stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

SHIPPED: Mapping[str, str] = MappingProxyType({"benghazi": "benghazi.csv", "libya-districts": "libya_districts.csv"})
"""Each gazetteer by the name it is asked for, and its file."""


def shipped_places(name: str) -> str:
    """The text of a shipped gazetteer, one of ``SHIPPED``."""
    return resources.files("clearway").joinpath("gazetteers", SHIPPED[name]).read_text(encoding="utf-8")
