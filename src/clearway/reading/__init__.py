"""Reading an announcement: from words to drafts that point at them. Pure; an officer confirms each.

``read`` is the one entry. The rules are a catalogue, one folder a language (``catalogue/ar``), that a linguist can
extend; the rest of the package is the machinery that every language shares.
"""

from clearway.reading.reader import Reader, becomes, read

__all__ = ["Reader", "becomes", "read"]
