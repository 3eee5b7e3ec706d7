"""The proof that a printed document carries as a QR code, and its test.

A hand-over's code holds the record itself with the proof that it stands in its log, so that anybody who has the log's
trust file tests the paper alone. Where that does not fit, and on papers for the office's own teams, the code holds the
record's id in a line of its own, then the proof (C2SP tlog-proof) without the leaf: it is tested with the leaf of a
ledger at hand. ``clearway prove`` writes a proof that brings the leaf along, however large.
"""

from __future__ import annotations

from clearway.desk.keeping import Proven, verify_proof
from clearway.desk.office import Office
from clearway.documents.code import WHOLE, pack, unpack
from clearway.problems import refuse
from clearway.records import parse_leaf
from clearway.signing import PublicKey
from clearway.tlog.merkle import Tree
from clearway.tlog.proof import build_proof, parse_proof, write_proof
from clearway.trust import Trust

HEAD = b"clearway-record "


def paper_proof(office: Office, record: str, *, whole: bool = False) -> str | None:
    """The text for the code; None while no checkpoint covers the record. ``whole``: with the record, where it fits."""
    entry = office.ledger.find(record)
    if entry is None:
        refuse("desk.not_at_hand", id=record)
    covering = office.ledger.head(entry.origin, since=entry.index + 1).checkpoints
    if not covering:
        return None
    tree = Tree(office.ledger.leaf_hashes(entry.origin))
    proof = write_proof(build_proof(entry.index, covering[0], tree.read))
    packed = pack(entry.leaf, proof) if whole else None
    return packed or (HEAD + record.encode() + b"\n" + proof).decode()


def verify_code(trust: Trust, data: bytes, signer: PublicKey | None = None) -> Proven:
    """What a code that holds the whole record proves, by a trust file alone.

    Refused: ``document.code_unreadable``, and as ``verify_proof`` does.
    """
    leaf, proof = unpack(data.decode("ascii", "replace"))
    return verify_proof(trust, proof, signer, leaf)


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
    """Whether this is the text of a document's code without the record."""
    return data.startswith(HEAD)


def is_code(data: bytes) -> bool:
    """Whether this is the text of a document's code with the whole record."""
    return data.lstrip().startswith(WHOLE.encode())
