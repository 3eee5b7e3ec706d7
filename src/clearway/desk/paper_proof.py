"""The proof that a printed document carries as a QR code, and its test.

The text is the record's id in a line of its own, then the proof that a leaf stands in its log (C2SP tlog-proof) without
the leaf itself, which would not fit. It is tested with the leaf of a ledger at hand; ``clearway prove`` writes a
proof that brings the leaf along.
"""

from __future__ import annotations

from clearway.desk.keeping import Proven, verify_proof
from clearway.desk.office import Office
from clearway.problems import refuse
from clearway.records import parse_leaf
from clearway.signing import PublicKey
from clearway.tlog.merkle import Tree
from clearway.tlog.proof import build_proof, parse_proof, write_proof

HEAD = b"clearway-record "


def paper_proof(office: Office, record: str) -> str | None:
    """The text for the code; None while no checkpoint covers the record."""
    entry = office.ledger.find(record)
    if entry is None:
        refuse("desk.not_at_hand", id=record)
    covering = office.ledger.head(entry.origin, since=entry.index + 1).checkpoints
    if not covering:
        return None
    tree = Tree(office.ledger.leaf_hashes(entry.origin))
    proof = write_proof(build_proof(entry.index, covering[0], tree.read))
    return (HEAD + record.encode() + b"\n" + proof).decode()


def verify_paper(office: Office, data: bytes, signer: PublicKey | None = None) -> Proven:
    """What the code of a document proves, with the leaf from this office's ledger.

    Refused: ``desk.not_at_hand`` without the leaf, ``document.other_record`` where the code names another record than
    it proves, and as ``verify_proof`` does.
    """
    head, _, rest = data.replace(b"\r\n", b"\n").partition(b"\n")
    record = head.removeprefix(HEAD).decode("ascii", "replace").strip()
    entry = office.ledger.find(record)
    if entry is None:
        refuse("desk.not_at_hand", id=record)
    if parse_proof(rest).index != entry.index or parse_leaf(entry.leaf).record.id != record:
        refuse("document.other_record", id=record)
    return verify_proof(office.trust, rest, signer, entry.leaf)


def is_paper(data: bytes) -> bool:
    """Whether this is the text of a document's code."""
    return data.startswith(HEAD)
