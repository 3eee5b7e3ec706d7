"""The Merkle tree: published vectors, agreement with the naive definition, and proofs that no changed bit survives."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import ClearwayBug, Refused
from clearway.tlog.merkle import (
    EMPTY_ROOT,
    CompactRange,
    Tree,
    complete_subtrees,
    leaf_hash,
    node_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests import parts
from tests.refusals import refused

MOST = 70
HASHES = [leaf_hash(b"leaf %d" % number) for number in range(MOST)]
TREE = Tree(HASHES)
SIZES = st.integers(1, MOST)


def naive_root(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(naive_root(hashes[:split]), naive_root(hashes[split:]))


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def vectors(name: str) -> list[dict[str, Any]]:
    text = (parts.shared("c2sp") / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def unpacked(case: dict[str, Any], *names: str) -> tuple[list[bytes], ...]:
    return tuple(
        [base64.b64decode(each) for each in (case[name] if isinstance(case[name], list) else [case[name] or ""])]
        for name in names
    )


def test_published_inclusion_vectors() -> None:
    for case in vectors("inclusion"):
        (leaf,), (root,) = unpacked(case, "leafHash", "root")
        proof = [base64.b64decode(each) for each in case["proof"] or ()]
        try:
            verify_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, root)
        except Refused:
            assert case["wantErr"], case["name"]
        else:
            assert not case["wantErr"], case["name"]


def test_published_consistency_vectors() -> None:
    for case in vectors("consistency"):
        (old,), (new,) = unpacked(case, "root1", "root2")
        proof = [base64.b64decode(each) for each in case["proof"] or ()]
        try:
            verify_consistency(case["size1"], case["size2"], proof, old, new)
        except Refused:
            assert case["wantErr"], case["name"]
        else:
            assert not case["wantErr"], case["name"]


def test_the_vectors_hold_good_and_broken_proofs() -> None:
    for name in ("inclusion", "consistency"):
        cases = vectors(name)
        assert len(cases) >= 90
        assert {case["wantErr"] for case in cases} == {True, False}


def test_known_roots() -> None:
    # The tree of the Certificate Transparency reference implementation, in use since 2012.
    leaves = [
        bytes.fromhex(text)
        for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
    ]
    roots = (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
    for size, root in enumerate(roots, 1):
        assert root_of(map(leaf_hash, leaves[:size])).hex() == root


def test_every_way_to_a_root_agrees_with_the_definition() -> None:
    growing, grown = CompactRange(), Tree()
    for size in range(MOST + 1):
        root = naive_root(HASHES[:size])
        assert root_of(HASHES[:size]) == root
        assert growing.root == grown.root() == TREE.root(size) == root_at(size, TREE.read) == root
        assert growing.size == grown.size == size
        assert CompactRange(size, growing.hashes).root == root
        if size < MOST:
            growing.append(HASHES[size])
            grown.append(HASHES[size])
    assert CompactRange().root == root_of([]) == Tree().root() == EMPTY_ROOT


@given(st.lists(st.binary(max_size=8), max_size=40), st.integers(0, 40))
def test_a_compact_range_goes_on_where_it_was_stored(leaves: list[bytes], cut: int) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves]
    first = CompactRange()
    first.extend(hashes[:cut])
    second = CompactRange(first.size, first.hashes)
    trial = second.copy()
    trial.extend(hashes[cut:])
    assert second.size == first.size
    assert trial.root == root_of(hashes)


def test_a_compact_range_with_other_hashes_is_a_bug() -> None:
    for size, hashes in ((1, []), (3, HASHES[:1]), (0, HASHES[:1]), (-1, []), (1, [b"short"])):
        with pytest.raises(ClearwayBug):
            CompactRange(size, hashes)


def test_every_inclusion_proof_verifies_and_only_for_its_leaf() -> None:
    for size in range(1, MOST + 1):
        root = TREE.root(size)
        for index in range(size):
            proof = TREE.inclusion(index, size)
            verify_inclusion(index, size, HASHES[index], proof, root)
            with refused("log.not_included"):
                verify_inclusion((index + 1) % size, size, HASHES[index], proof, root if size > 1 else EMPTY_ROOT)
            with refused("log.not_included"):
                verify_inclusion(index, size, HASHES[index], (*proof, HASHES[0]), root)
            if proof:
                with refused("log.not_included"):
                    verify_inclusion(index, size, HASHES[index], proof[:-1], root)


def test_every_consistency_proof_verifies_and_only_whole() -> None:
    for new in range(1, MOST + 1):
        root = TREE.root(new)
        for old in range(1, new + 1):
            proof = TREE.consistency(old, new)
            verify_consistency(old, new, proof, TREE.root(old), root)
            with refused("log.not_consistent"):
                verify_consistency(old, new, (*proof, HASHES[0]), TREE.root(old), root)
            if proof:
                with refused("log.not_consistent"):
                    verify_consistency(old, new, proof[:-1], TREE.root(old), root)


@pytest.mark.law
@given(SIZES, st.data())
def test_an_inclusion_proof_with_any_bit_flipped_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    values = [TREE.root(size), HASHES[index], *TREE.inclusion(index, size)]
    which = data.draw(st.integers(0, len(values) - 1))
    values[which] = flipped(values[which], data.draw(st.integers(0, 255)))
    root, leaf, *proof = values
    with refused("log.not_included"):
        verify_inclusion(index, size, leaf, proof, root)


@pytest.mark.law
@given(SIZES, st.data())
def test_a_consistency_proof_with_any_bit_flipped_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    values = [TREE.root(new), TREE.root(old), *TREE.consistency(old, new)]
    which = data.draw(st.integers(0, len(values) - 1))
    values[which] = flipped(values[which], data.draw(st.integers(0, 255)))
    new_root, old_root, *proof = values
    with refused("log.not_consistent"):
        verify_consistency(old, new, proof, old_root, new_root)


@pytest.mark.law
@given(SIZES, st.data())
def test_a_rewritten_log_is_never_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    rewritten = list(HASHES[:new])
    place = data.draw(st.integers(0, old - 1))
    rewritten[place] = leaf_hash(b"what was said instead")
    other = Tree(rewritten)
    with refused("log.not_consistent"):
        verify_consistency(old, new, other.consistency(old), TREE.root(old), other.root())
    with refused("log.not_consistent"):
        verify_consistency(old, new, TREE.consistency(old, new), TREE.root(old), other.root())


@given(st.integers(0, 2**62), st.integers(1, 2**62), st.lists(st.binary(min_size=30, max_size=33), max_size=70))
def test_verifying_anything_at_all_ends_in_a_refusal(index: int, size: int, proof: list[bytes]) -> None:
    with refused("log.not_included"):
        verify_inclusion(index, size, bytes(32), proof, b"\x01" * 32)
    with refused("log.not_consistent"):
        verify_consistency(index, size, proof, bytes(32), b"\x01" * 32)


def test_proofs_of_what_is_not_there_are_refused() -> None:
    for index, size in ((0, 0), (-1, 5), (5, 5), (6, 5)):
        with refused("log.no_such_entry"):
            TREE.inclusion(index, size)
        with refused("log.not_included"):
            verify_inclusion(index, size, HASHES[0], (), HASHES[0])
    for old, new in ((0, 0), (0, 5), (6, 5), (-1, 5)):
        with refused("log.no_such_tree"):
            TREE.consistency(old, new)
    with refused("log.not_consistent"):
        verify_consistency(0, 5, (), EMPTY_ROOT, TREE.root(5))


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_complete_subtrees_cover_each_leaf_once(one: int, other: int) -> None:
    start, end = sorted((one, other))
    at = start
    for level, index in complete_subtrees(start, end):
        assert index << level == at
        at = (index + 1) << level
    assert at == end


def test_a_hundred_thousand_leaves_take_well_under_a_second() -> None:
    hashes = [leaf_hash(b"%d" % number) for number in range(100_000)]
    started = time.process_time()
    root = root_of(hashes)
    assert time.process_time() - started < 0.7
    appended = CompactRange()
    appended.extend(hashes)
    assert appended.root == root
