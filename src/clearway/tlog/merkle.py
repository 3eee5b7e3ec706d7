"""The Merkle tree of RFC 6962 over SHA-256: roots, inclusion proofs, consistency proofs.

Two logs with one root hold the same leaves in the same order. An inclusion proof shows that a leaf stands at an index
of a tree; a consistency proof shows that a smaller tree is the beginning of a larger one, so nothing was taken
out or rewritten. Proofs are made from a *hash reader*, which gives the hash of any complete subtree: level 0 are leaf
hashes, and ``read(level, index)`` covers the leaves ``index << level`` up to ``(index + 1) << level``.

Hashes are 32 bytes everywhere. Sizes and indexes count leaves from 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from clearway.problems import ClearwayBug, refuse

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

HashReader = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one leaf's bytes (RFC 6962 §2.1: SHA-256 of 0x00 and the leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent (RFC 6962 §2.1: SHA-256 of 0x01, left, right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Root of the tree over all the given leaf hashes, in their order."""
    level = list(leaf_hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        level = _next_level(level, carry=True)
    return level[0]


def _next_level(level: list[bytes], carry: bool) -> list[bytes]:
    """Parents of a row of nodes. ``carry`` takes an odd last node up unchanged, otherwise it is left out."""
    sha256 = hashlib.sha256
    pairs = iter(level)
    above = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
    if carry and len(level) % 2:
        above.append(level[-1])
    return above


class CompactRange:
    """The least that must be kept of a tree to append to it and know its root.

    Holds one hash for each set bit of ``size``: the roots of the complete subtrees from left to right, largest first.
    Appending costs O(log n) at worst and about one hash on average. ``hashes`` and ``size`` are all there is to
    store; ``CompactRange(size, hashes)`` goes on from there.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size < 0 or len(hashes) != size.bit_count() or any(len(each) != HASH_SIZE for each in hashes):
            raise ClearwayBug(f"{len(hashes)} hashes do not make a compact range of {size} leaves")
        self._size = size
        self._hashes = list(hashes)

    @property
    def size(self) -> int:
        """How many leaves were appended."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Roots of the complete subtrees, from left to right."""
        return tuple(self._hashes)

    def append(self, leaf_hash: bytes) -> None:
        """Append one leaf, given its leaf hash."""
        node = leaf_hash
        full = self._size
        while full & 1:
            node = node_hash(self._hashes.pop(), node)
            full >>= 1
        self._hashes.append(node)
        self._size += 1

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append many leaves, given their leaf hashes in order."""
        for each in leaf_hashes:
            self.append(each)

    def copy(self) -> CompactRange:
        """A second range with the same leaves, to try an append without keeping it."""
        return CompactRange(self._size, self._hashes)

    @property
    def root(self) -> bytes:
        """Root of the tree over everything appended so far."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT


class Tree:
    """A whole tree in memory, from which every proof can be made at once. About 64 bytes a leaf and node."""

    __slots__ = ("_levels",)

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [list(leaf_hashes)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_next_level(self._levels[-1], carry=False))

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return len(self._levels[0])

    def read(self, level: int, index: int) -> bytes:
        """The hash reader of this tree."""
        return self._levels[level][index]

    def append(self, leaf_hash: bytes) -> None:
        """Append one leaf, given its leaf hash."""
        level = 0
        row = self._levels[0]
        row.append(leaf_hash)
        while len(row) % 2 == 0:
            node = node_hash(row[-2], row[-1])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(node)

    def root(self, size: int | None = None) -> bytes:
        """Root of the first ``size`` leaves, or of all."""
        return root_at(self.size if size is None else size, self.read)

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Inclusion proof for the leaf at ``index`` in the tree of the first ``size`` leaves, or of all."""
        return inclusion_proof(index, self.size if size is None else size, self.read)

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Consistency proof between the trees of the first ``old`` and the first ``new`` leaves, or of all."""
        return consistency_proof(old, self.size if new is None else new, self.read)


def root_at(size: int, read: HashReader) -> bytes:
    """Root of the first ``size`` leaves, from O(log n) hashes of the reader."""
    return _subtree(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: HashReader) -> tuple[bytes, ...]:
    """Prove that a leaf stands at ``index`` in the tree of ``size`` leaves (RFC 6962 §2.1.1).

    Hashes from the leaf's sibling up to the root's child. Refused: ``log.no_such_entry`` unless 0 <= index < size.
    """
    if not 0 <= index < size:
        refuse("log.no_such_entry", index=index, size=size)
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            path.append(_subtree(middle, end, read))
            end = middle
        else:
            path.append(_subtree(start, middle, read))
            start = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, read: HashReader) -> tuple[bytes, ...]:
    """Prove that the tree of ``old`` leaves is the beginning of the tree of ``new`` leaves (RFC 6962 §2.1.2).

    Refused: ``log.no_such_tree`` unless 1 <= old <= new (an empty tree begins every tree: there is nothing to prove).
    """
    if not 1 <= old <= new:
        refuse("log.no_such_tree", old=old, new=new)
    path: list[bytes] = []
    start, end = 0, new
    whole = True
    while end != old:
        middle = start + _largest_power_below(end - start)
        if old <= middle:
            path.append(_subtree(middle, end, read))
            end = middle
        else:
            path.append(_subtree(start, middle, read))
            start = middle
            whole = False
    if not whole:
        path.append(_subtree(start, end, read))
    return tuple(reversed(path))


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Return only if ``proof`` shows that ``leaf_hash`` stands at ``index`` in the tree of ``size`` and ``root``.

    Follows RFC 9162 §2.1.3.2. Refused otherwise: ``log.not_included``.
    """
    if not 0 <= index < size or not _all_hashes(leaf_hash, root, *proof):
        refuse("log.not_included", index=index, size=size)
    node, last, result = index, size - 1, leaf_hash
    for each in proof:
        if last == 0:
            refuse("log.not_included", index=index, size=size)
        if node & 1 or node == last:
            result = node_hash(each, result)
            while node and not node & 1:
                node >>= 1
                last >>= 1
        else:
            result = node_hash(result, each)
        node >>= 1
        last >>= 1
    if last or result != root:
        refuse("log.not_included", index=index, size=size)


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Return only if ``proof`` shows that the tree (old, old_root) is the beginning of the tree (new, new_root).

    Follows RFC 9162 §2.1.4.2. Refused otherwise: ``log.not_consistent``. Trees of one size need equal roots and an
    empty proof. From an empty tree nothing can be shown, so ``old`` = 0 < ``new`` is refused: whoever has seen
    nothing yet has nothing to compare.
    """
    if old == new and not proof and old_root == new_root and (old > 0 or old_root == EMPTY_ROOT):
        return
    if not 0 < old < new or not proof or not _all_hashes(old_root, new_root, *proof):
        refuse("log.not_consistent", old=old, new=new)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    node, last = old - 1, new - 1
    while node & 1:
        node >>= 1
        last >>= 1
    first = second = path[0]
    for each in path[1:]:
        if last == 0:
            refuse("log.not_consistent", old=old, new=new)
        if node & 1 or node == last:
            first, second = node_hash(each, first), node_hash(each, second)
            while node and not node & 1:
                node >>= 1
                last >>= 1
        else:
            second = node_hash(second, each)
        node >>= 1
        last >>= 1
    if last or first != old_root or second != new_root:
        refuse("log.not_consistent", old=old, new=new)


def complete_subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """The (level, index) of the complete subtrees that together cover the leaves from ``start`` up to ``end``."""
    covering: list[tuple[int, int]] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        covering.append((level, start >> level))
        start += 1 << level
    return covering


def _subtree(start: int, end: int, read: HashReader) -> bytes:
    """Hash over the leaves from ``start`` up to ``end``; ``start`` must be a place where RFC 6962 splits the tree."""
    return _fold([read(level, index) for level, index in complete_subtrees(start, end)])


def _fold(hashes: Sequence[bytes]) -> bytes:
    result = hashes[-1]
    for each in reversed(hashes[:-1]):
        result = node_hash(each, result)
    return result


def _largest_power_below(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _all_hashes(*hashes: bytes) -> bool:
    return all(len(each) == HASH_SIZE for each in hashes)
