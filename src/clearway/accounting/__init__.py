"""Land release accounting: original + added = cancelled + reduced + cleared + remaining, to the square metre.

``balances`` measures every hazardous area at an instant, each part from its own shape; ``account`` says what changed
between two instants, with opening and closing balance, by area, district, operator, class or in one line. What people
reported stands beside what was computed, and differences are flagged. Nothing here decides anything: it counts what
``projection.counted`` finds that decisions carry.
"""

from __future__ import annotations

from clearway.accounting.account import Account, By, Period, Row, account
from clearway.accounting.balance import AreaBalance, Figures, Piece, balances, released_ground
from clearway.accounting.families import Family, list_families
from clearway.accounting.reported import Additional, Differing, Overlap, list_additional, list_differing, list_overlaps

__all__ = [
    "Account",
    "Additional",
    "AreaBalance",
    "By",
    "Differing",
    "Family",
    "Figures",
    "Overlap",
    "Period",
    "Piece",
    "Row",
    "account",
    "balances",
    "list_additional",
    "list_differing",
    "list_families",
    "list_overlaps",
    "released_ground",
]
