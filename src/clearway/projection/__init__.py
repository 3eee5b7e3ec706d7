"""What follows from the records: ``project(entries, trust, frontier) -> History``, ``History.at(t) -> Situation``.

The way through this package, for one question: ``admit`` says which records count; ``collected`` finds those near
the asked shape; ``rules`` says how each restriction stands at the instant; ``release`` which of it a release takes away
(the only module that can open ground, and only with ``authority``'s leave); ``corridor`` judges permissions;
``moment`` puts the situation together; ``verdict`` answers for every point of the shape; ``compare`` holds the public
picture against the owner's; ``history`` is the face of it all. Everything is a pure function of the sets of entries,
checkpoints and blobs at hand, the trust file and the frontier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clearway.frontier import Entry, Frontier
from clearway.projection.admit import Admitted
from clearway.projection.catalogue import FINDINGS, RULES, Finding, Rule
from clearway.projection.compare import is_more_open, more_open_at
from clearway.projection.corridor import CorridorStanding, PermitAnswer, check_permit, corridor_standing
from clearway.projection.history import History
from clearway.projection.moment import situation_at
from clearway.projection.standing import Standing, standing_of
from clearway.projection.verdict import Accuracy, check
from clearway.trust import Trust

__all__ = [
    "FINDINGS",
    "RULES",
    "Accuracy",
    "Admitted",
    "CorridorStanding",
    "Finding",
    "History",
    "PermitAnswer",
    "Rule",
    "Standing",
    "check",
    "check_permit",
    "corridor_standing",
    "is_more_open",
    "more_open_at",
    "project",
    "situation_at",
    "standing_of",
]


def project(
    entries: Iterable[Entry], trust: Trust, frontier: Frontier, blobs: Mapping[str, bytes] | None = None
) -> History:
    """The history that follows from what is at hand. Order of arrival and repetition change nothing.

    ``entries`` beyond the frontier do not count. ``blobs`` holds what is at hand by id: texts, shapes, public keys.
    """
    return History(trust=trust).extend(entries, frontier, blobs or {})
