"""The logs' formats: signed notes, checkpoints, cosignatures, RFC 6962 trees, tiles and proofs. Pure bytes.

A log is a list of leaves under one Merkle tree. Its *checkpoint* (size and root, signed) says everything about it;
witnesses add *cosignatures* with a time; *tiles* are the tree and the leaves as static files; a *proof* shows that
one leaf stands in the log, to somebody without a network. All formats are C2SP's (https://c2sp.org), so that other
people's tools can check ours. Nothing here reads a file or a clock.
"""
