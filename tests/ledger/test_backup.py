"""A backup holds everything, comes back proved, and is refused when anything of it is missing or changed."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clearway.ledger import backup as module
from clearway.ledger.backup import backup, restore
from clearway.ledger.contract import Ledger
from clearway.ledger.fsck import fsck
from clearway.ledger.memory import MemoryLedger
from clearway.ledger.sqlite import SqliteLedger
from clearway.problems import Refused
from tests.ledger import build
from tests.ledger.build import CITY, MINES, append, leaf, leaves, note_over, offer, picture


def fill(ledger: Ledger) -> None:
    """Two logs, one of them forked twice and marked, checkpoints without leaves, blobs held and missing."""
    whole = tuple(leaf(number) for number in range(600))
    ledger.adopt(offer(whole, also=(1, 7, 300)))
    ledger.adopt(offer((*whole[:300], *leaves(900, 901)), also=(301,)))
    ledger.adopt(offer(whole[:5]))
    ledger.keep_checkpoints(CITY, (note_over(leaves(77)),))
    append(ledger, leaf(1, MINES, blob=build.blob_id(b"held")), origin=MINES, blobs=[b"held", b""])
    append(ledger, leaf(2, MINES, blob=build.blob_id(b"absent")), origin=MINES)
    ledger.mark_refused("never.seen.example/public", "log.signature_wrong")


def in_memory(_: Path) -> MemoryLedger:
    return MemoryLedger()


def in_sqlite(folder: Path) -> SqliteLedger:
    folder.mkdir(exist_ok=True)
    return SqliteLedger(folder / "ledger.sqlite", create=True)


@pytest.mark.parametrize("source", [in_memory, in_sqlite])
@pytest.mark.parametrize("target", [in_memory, in_sqlite])
def test_what_comes_back_is_what_was_kept(
    tmp_path: Path, source: Callable[[Path], Ledger], target: Callable[[Path], MemoryLedger | SqliteLedger]
):
    kept, back = source(tmp_path / "kept"), target(tmp_path / "back")
    fill(kept)
    backup(kept, tmp_path / "backup.tar")
    restore(tmp_path / "backup.tar", back)
    assert picture(back) == picture(kept)
    assert not fsck(back).damaged
    append(back, leaf(3, MINES), origin=MINES)
    assert back.adopt(offer(tuple(leaf(number) for number in range(601)), start=600)).branch == 0
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.tar"]
    kept.close()
    back.close()


def test_the_same_ledger_gives_the_same_bytes_from_any_store(tmp_path: Path):
    for name, made in (("one", in_memory), ("two", in_sqlite)):
        with made(tmp_path / name) as ledger:
            fill(ledger)
            backup(ledger, tmp_path / f"{name}.tar")
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()


def small_backup(folder: Path) -> bytes:
    ledger = MemoryLedger()
    append(ledger, leaf(1), leaf(2, blob=build.blob_id(b"photo")), blobs=[b"photo"])
    backup(ledger, folder / "small.tar")
    return (folder / "small.tar").read_bytes()


def refusal(file: Path, ledger: MemoryLedger | None = None) -> str | None:
    """The code with which a backup is refused, None if it was restored."""
    ledger = ledger or MemoryLedger()
    try:
        restore(file, ledger)
    except Refused as refused:
        assert picture(ledger) == picture(MemoryLedger())
        return refused.problems[0].code
    return None


def test_a_backup_cut_anywhere_is_refused(tmp_path: Path):
    whole = small_backup(tmp_path)
    cut = tmp_path / "cut.tar"
    for length in {*range(0, len(whole), 256), *range(len(whole) - 40, len(whole))}:
        cut.write_bytes(whole[:length])
        assert refusal(cut) == "ledger.backup_damaged", length


def test_a_backup_with_a_changed_byte_is_refused_or_gives_the_same(tmp_path: Path):
    whole = small_backup(tmp_path)
    as_kept = MemoryLedger()
    restore(tmp_path / "small.tar", as_kept)
    with tarfile.open(tmp_path / "small.tar") as archive:
        carries = {at for each in archive for at in range(each.offset_data, each.offset_data + each.size)}
    for at in range(0, len(whole), 11):
        (tmp_path / "changed.tar").write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        ledger = MemoryLedger()
        code = refusal(tmp_path / "changed.tar", ledger)
        assert code == "ledger.backup_damaged" or (code is None and at not in carries), at
        if code is None:
            assert picture(ledger) == picture(as_kept)


def test_a_manifest_made_to_fit_does_not_hide_a_wrong_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ledger = MemoryLedger()
    append(ledger, *leaves(1, 2))
    honest = module._bundles
    monkeypatch.setattr(
        module, "_bundles", lambda folder, items: honest(folder, (i.replace(b":2", b":3") for i in items))
    )
    backup(ledger, tmp_path / "forged.tar")
    monkeypatch.undo()
    assert refusal(tmp_path / "forged.tar") == "ledger.backup_damaged"


def test_only_an_empty_ledger_is_filled(tmp_path: Path):
    small_backup(tmp_path)
    ledger = MemoryLedger()
    ledger.put_blob(b"here")
    with pytest.raises(Refused, match=r"ledger\.exists"):
        restore(tmp_path / "small.tar", ledger)
    assert refusal(tmp_path / "nothing.tar") == "ledger.not_found"
    (tmp_path / "other.tar").write_bytes(b"\0" * 10240)
    assert refusal(tmp_path / "other.tar") == "ledger.backup_damaged"


def test_a_damaged_ledger_is_not_backed_up(tmp_path: Path):
    with in_sqlite(tmp_path) as ledger:
        kept = ledger.put_blob(b"photo")
        (tmp_path / "blobs" / kept.removeprefix("sha256:")).write_bytes(b"other")
        with pytest.raises(Refused, match=r"ledger\.blob_damaged"):
            backup(ledger, tmp_path / "backup.tar")
    assert not list(tmp_path.glob("backup*"))
