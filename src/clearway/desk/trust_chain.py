"""Which trust file an office judges by: the chain of those that enough roots of the one before have signed.

A new trust file is put down in the office's public log by one root (``trust_file``) and approved by others. It is in
force from the entry on by which ``threshold`` roots of the former file have signed. Pure: reads entries and blobs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from clearway.frontier import Entry
from clearway.problems import refuse
from clearway.records import Leaf, read_leaf, signed_message
from clearway.records.kinds.approval import Approval
from clearway.records.kinds.trust_file import TrustFile
from clearway.signing import PublicKey
from clearway.terms import ApprovalRole, Rel
from clearway.trust import Root, Trust, parse_trust

_NAMED = (b'"kind":"trust_file"', b'"kind":"approval"')


@dataclass(frozen=True, slots=True)
class Link:
    """One trust file that came into force: the id of its bytes, the file, and the record that put it down."""

    id: str
    trust: Trust
    record: str


@dataclass
class _Proposal:
    record: str
    file: TrustFile
    holders: set[str] = field(default_factory=set)


def chain_of_trust(entries: Iterable[Entry], blobs: Mapping[str, bytes]) -> tuple[Link, ...]:
    """Every trust file that came into force by these entries of an office's public log, oldest first.

    The first file of a log needs no former one: it is what the office began with. Refused:
    ``desk.trust_not_at_hand`` when the bytes of a file in the chain are missing.
    """
    chain: list[Link] = []
    proposals: dict[str, _Proposal] = {}
    for leaf in _leaves(entries):
        record, body = leaf.record, leaf.record.body
        if isinstance(body, TrustFile):
            if not chain and body.previous is None:
                chain.append(_link(body, record.id, blobs))
                continue
            proposals[record.id] = _Proposal(record.id, body)
            target = record.id
        elif isinstance(body, Approval) and body.as_ is ApprovalRole.SECOND:
            target = next(iter(record.refs_to(Rel.APPROVES)), "")
        else:
            continue
        proposal = proposals.get(target)
        if proposal is None or not chain or proposal.file.previous != chain[-1].id:
            continue
        root = find_root(chain[-1].trust, leaf)
        if root is not None:
            proposal.holders.add(root.holder)
        if len(proposal.holders) >= chain[-1].trust.threshold:
            chain.append(_link(proposal.file, proposal.record, blobs))
    return tuple(chain)


def find_root(trust: Trust, leaf: Leaf) -> Root | None:
    """The root, in force when it was signed, that signed this leaf."""
    record = leaf.record
    root = trust.roots_by_id.get(record.issuer.key)
    if root is None or root.only_in or root.holder != record.issuer.holder:
        return None
    in_force = root.from_ <= record.recorded_at and (root.until is None or record.recorded_at < root.until)
    verified = PublicKey(root.raw_key).verify(leaf.sig, signed_message(record.canonical))
    return root if in_force and verified else None


def _leaves(entries: Iterable[Entry]) -> Iterator[Leaf]:
    for entry in entries:
        if entry.branch == 0 and any(name in entry.leaf for name in _NAMED):
            leaf = read_leaf(entry.leaf)
            if leaf is not None and leaf.record.origin == entry.origin:
                yield leaf


def _link(file: TrustFile, record: str, blobs: Mapping[str, bytes]) -> Link:
    data = blobs.get(file.trust)
    if data is None:
        refuse("desk.trust_not_at_hand", id=file.trust)
    return Link(file.trust, parse_trust(data), record)
