"""What a fault is, and the tests that are likely to see one first."""

from __future__ import annotations

from dataclasses import dataclass

RELEASES = "tests/laws/test_edges_of_releases.py"
AUTHORITY = "tests/laws/test_edges_of_authority.py"
FOUND = "tests/laws/test_found.py"
SECOND = "tests/laws/test_second_reading.py"
LAWS = "tests/laws/test_nine_laws.py"


@dataclass(frozen=True)
class Fault:
    """One thing done wrong: in ``module`` (below ``clearway``), ``right`` stands once and becomes ``wrong``.

    ``seen_by`` is asked first; then all the laws are. Naming a test only saves time.
    """

    name: str
    module: str
    right: str
    wrong: str
    seen_by: str
