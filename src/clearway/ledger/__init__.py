"""Where everything said is kept: logs, their cosigned checkpoints, and blobs, for ever.

``contract`` says what every store promises; ``memory`` and ``sqlite`` are the stores. What a store must decide (does
a checkpoint fit, is this a fork, is it shorter than what was seen) stands once, in ``decide``, over the few rows that
a store can read (``shelf``); a store only keeps rows. ``fsck`` trusts nothing but bytes, ``backup`` makes one file of
a ledger and proves it when it comes back.

The ledger knows no keys: whoever calls it has verified signatures. It does know the tree, and keeps no checkpoint
that does not state the size and root of the leaves it holds, except as the mark of a fork.
"""
