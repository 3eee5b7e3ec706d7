"""The demonstration: Benghazi 2014 to 2018 as a story in data, and the player that takes it through the desk.

Everything in it is illustrative. The words are our own paraphrases of what the cited reports say, the ground is drawn
by us around the places' points, and the realm of every record is ``demonstration``.
"""

from __future__ import annotations

from clearway.demonstration.player import END, PUBLISHER, Built, build
from clearway.demonstration.story import Event, Ground, OfficePlan, Person, Story, read_story

__all__ = ["END", "PUBLISHER", "Built", "Event", "Ground", "OfficePlan", "Person", "Story", "build", "read_story"]
