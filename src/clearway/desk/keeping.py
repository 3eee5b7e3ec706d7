"""Keeping what was said: checking the ledger, backing the workspace up, and proofs to hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clearway.desk.clock import ClockGiven
from clearway.desk.files import prepare_folder, read_file, write_file
from clearway.desk.office import Office, open_office, read_workspace
from clearway.ledger.backup import backup as backup_ledger
from clearway.ledger.backup import restore as restore_ledger
from clearway.ledger.contract import Ledger
from clearway.ledger.fsck import Keys, Report
from clearway.ledger.fsck import fsck as check_ledger
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Refused, refuse
from clearway.projection.admit import read_key
from clearway.records import Record, parse_leaf, signed_message
from clearway.records.kind import find_base64
from clearway.settings import FILE, parse_settings
from clearway.signing import KEY_SIZE, PublicKey
from clearway.tlog.merkle import Tree
from clearway.tlog.note import VerifierKey, parse_vkey
from clearway.tlog.proof import build_proof, parse_proof, write_proof
from clearway.tlog.proof import verify_proof as verify_log_proof
from clearway.trust import Trust

LEDGER = "ledger.tar"


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof shows: the record, its place, and when a witness first saw a log of that size that holds it.

    ``signature_checked`` is False where the signer's public key was not at hand: the log vouches for it alone.
    """

    record: Record
    origin: str
    index: int
    size: int
    seen_at: datetime
    signature_checked: bool


def fsck(office: Office) -> Report:
    """Check the ledger from its bytes alone, with the keys that the trust file and the grants give."""
    return _check(office.ledger, office.trust)


def fsck_folder(folder: Path | str) -> Report:
    """The same for a workspace that may be too damaged to be opened. Refused: what its settings and files refuse."""
    base = Path(folder)
    settings, trust = read_workspace(base)
    with SqliteLedger(base / settings.ledger) as ledger:
        return _check(ledger, trust)


def _check(ledger: Ledger, trust: Trust) -> Report:
    keys = Keys(
        logs={log.origin: parse_vkey(log.key) for log in trust.logs},
        witnesses=_witnesses(trust),
        people=(*(PublicKey(root.raw_key) for root in trust.roots), *_keys_at_hand(ledger)),
    )
    return check_ledger(ledger, keys)


def backup(office: Office, folder: Path | str) -> Path:
    """Write the whole workspace into a new folder: settings, trust file, sealed keys, places, the ledger as one file.

    Keys stay sealed under the passphrase they have. Refused: ``desk.folder_not_empty``, ``desk.only_in_memory``, and
    what reading a damaged ledger refuses.
    """
    target = Path(folder)
    if target.is_dir() and any(target.iterdir()):
        refuse("desk.folder_not_empty", folder=str(target))
    if office.folder is None:
        refuse("desk.only_in_memory")
    prepare_folder(target)
    backup_ledger(office.ledger, target / LEDGER)
    for path in _files(office.folder, office.settings.trust, office.settings.blocks):
        write_file(target / path.name, read_file(path) or b"")
    for name in (office.settings.keys, office.settings.places):
        for path in sorted((office.folder / name).glob("*")):
            mode = 0o600 if name == office.settings.keys else 0o644
            write_file(target / name / path.name, read_file(path) or b"", mode=mode)
    # The settings come last: a folder without them is a backup that was not finished.
    write_file(target / FILE, read_file(office.folder / FILE) or b"")
    return target


def restore(
    backed_up: Path | str, folder: Path | str, passphrase: str | None = None, clock: ClockGiven = None
) -> Office:
    """Make a workspace from a backup, and open it: every root and hash of the ledger is computed again.

    What was appended after the backup is not in it; sync with those who hold copies before writing anything new.
    Refused: ``desk.no_backup``, ``desk.workspace_exists``, ``ledger.backup_damaged``.
    """
    source, target = Path(backed_up), Path(folder)
    written = read_file(source / FILE)
    if written is None:
        refuse("desk.no_backup", folder=str(source))
    if (target / FILE).exists():
        refuse("desk.workspace_exists", folder=str(target))
    settings = parse_settings(written.decode())
    for path in _files(source, settings.trust, settings.blocks):
        write_file(target / path.name, read_file(path) or b"")
    for name in (settings.keys, settings.places):
        for path in sorted((source / name).glob("*")):
            mode = 0o600 if name == settings.keys else 0o644
            write_file(target / name / path.name, read_file(path) or b"", mode=mode)
    with SqliteLedger(target / settings.ledger, create=True) as ledger:
        restore_ledger(source / LEDGER, ledger)
    write_file(target / FILE, written)
    return open_office(target, passphrase, clock)


def prove(office: Office, words: str) -> bytes:
    """The text of a proof (C2SP tlog-proof) that a record stands in its log; its leaf goes with it as ``extra``.

    Whoever has it needs the log's and the witness's keys, and nothing else, to verify it offline.
    """
    admitted = office.get_record(words)
    entry = office.ledger.find(admitted.id)
    if entry is None:
        refuse("desk.not_at_hand", id=admitted.id)
    covering = office.ledger.head(entry.origin, since=entry.index + 1).checkpoints
    if not covering:
        refuse("desk.not_checkpointed", id=admitted.id)
    tree = Tree(office.ledger.leaf_hashes(entry.origin))
    return write_proof(build_proof(entry.index, covering[0], tree.read, extra=entry.leaf))


def verify_proof(
    trust: Trust, proof: bytes, signer: PublicKey | None = None, leaf_bytes: bytes | None = None
) -> Proven:
    """Verify a proof with the keys of a trust file alone; at least the log's own cosigner must have seen it.

    ``signer`` is the public key of the person who signed the record, if it is known; a root's is. ``leaf_bytes`` is
    the leaf where it does not go with the proof. Refused: whatever does not hold (``log.*``,
    ``desk.signature_wrong``), and ``desk.unknown_log``.
    """
    parsed = parse_proof(proof)
    held = parsed.extra if leaf_bytes is None else leaf_bytes
    if held is None:
        refuse("log.proof_malformed")
    leaf = parse_leaf(held)
    log = trust.logs_by_origin.get(leaf.record.origin)
    if log is None:
        refuse("desk.unknown_log", origin=leaf.record.origin)
    witnesses = (parse_vkey(log.cosigner), *map(parse_vkey, trust.witnesses))
    signed = verify_log_proof(parsed, held, parse_vkey(log.key), witnesses, least=1)
    root = trust.roots_by_id.get(leaf.record.issuer.key)
    key = PublicKey(root.raw_key) if root else signer
    if key is not None:
        verified = key.verify(leaf.sig, signed_message(leaf.record.canonical))
        if key.id != leaf.record.issuer.key or not verified:
            refuse("desk.signature_wrong", holder=leaf.record.issuer.holder)
    seen = [each.at for each in signed.cosigned if each.at is not None]
    return Proven(leaf.record, leaf.record.origin, parsed.index, signed.checkpoint.size, min(seen), key is not None)


def read_public_key(text: str) -> PublicKey:
    """A public key as grants write it, in base64. Refused: ``signing.bad_public_key``."""
    raw = find_base64(text, KEY_SIZE)
    return refuse("signing.bad_public_key") if raw is None else PublicKey(raw)


def _files(folder: Path, *names: str | None) -> list[Path]:
    return [folder / name for name in names if name is not None and (folder / name).is_file()]


def _keys_at_hand(ledger: Ledger) -> list[PublicKey]:
    """Public keys that are kept as blobs. Read one by one, so that damage elsewhere hides none of them."""
    found = []
    for name in ledger.blob_ids():
        try:
            raw = ledger.blob(name)
        except Refused:
            continue  # a damaged file is what the check itself will name
        key = read_key(raw) if raw is not None else None
        if key is not None:
            found.append(key)
    return found


def _witnesses(trust: Trust) -> tuple[VerifierKey, ...]:
    """The keys of every cosigner and witness, each once."""
    names = dict.fromkeys([*(log.cosigner for log in trust.logs), *trust.witnesses])
    return tuple(parse_vkey(text) for text in names)
