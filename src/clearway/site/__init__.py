"""The resident's pages as a folder of static files. Pure: what is told comes in as values, files go out as bytes.

``build_site`` takes a :class:`SitePicture` and gives every file: the home page, a page for each place and for each
public record, the list of publications and the page about reading it, each in Arabic and in English; ``told`` works out
what each publication told about each place, and from when to when; ``data`` writes the same as JSON for the scripts.
The scripts and the style sheet lie in ``assets``, the pages' shapes in ``templates``. A page is complete without any
script. Nothing here judges the ground: every verdict comes from ``projection``, every sentence from ``answering`` and
the catalogue.
"""

from __future__ import annotations

from clearway.site.build import build_day, build_site, find_map
from clearway.site.picture import Publication, PublicRecord, SitePicture

__all__ = ["PublicRecord", "Publication", "SitePicture", "build_day", "build_site", "find_map"]
