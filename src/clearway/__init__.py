"""Clearway tells civilians where they may go, and proves afterwards what it told them.

Read ``ARCHITECTURE.md`` for the way of the data. The layers, low to high: words (``terms``, ``problems``), shapes
(``geometry``), keys (``signing``), what was said (``records``, ``tlog``), who may say it (``trust``), where it is
kept (``ledger``), what follows (``projection``), what people read (``wording``, ``publish``), the use cases
(``desk``) and the command line (``cli``).
"""

__version__ = "0.1.0"
