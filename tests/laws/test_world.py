"""The worlds that the laws are tried on are real: every record is sound, every checkpoint is of these very leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clearway.records import KINDS, parse_leaf
from clearway.tlog.checkpoint import open_checkpoint
from clearway.tlog.merkle import leaf_hash, root_of
from clearway.tlog.note import parse_vkey
from tests.world import CELL, World, box, disc, line, shaped, unplaced

NOT_WRITTEN = {
    *("statement", "claim", "civilians_report", "publication", "receipt", "trust_file", "task_order", "spot_task"),
    *("quality_visit", "marking", "victim", "referral", "education_session", "accreditation", "attachment"),
    *("check_step", "numbering", "building"),
}
"""Kinds that only tell: no rule of the projection reads them, but for what they dispute or quote."""


@pytest.fixture
def world() -> World:
    found = World()
    found.settle()
    desk, mac, ground = found["desk1"], found["mac1"], box(0, 0, 4, 4)
    closure = found.closure(desk, shaped(ground), evacuation="ordered")
    area = found.area(mac, found.blob_shape(ground))
    found.hostilities(desk, unplaced(ground))
    found.indication(mac, line([(0, 0), (CELL, CELL)], 3000))
    found.indication(mac, shaped(ground), reported_by="public")
    found.accident(mac, disc(0, 0, 5000), about=[area])
    found.find(mac, disc(0, 0, 5000))
    notice = found.notice(mac, ground)
    found.cancel([area], ground)
    found.cancel([area], ground, technical=True)
    cleared = found.clear([area], ground)
    found.control(found["quality1"], shaped(ground), cleared.searches, passed=False)
    found.reopen([closure], ground)
    found.withdraw([area], None)
    found.release_notice(mac, ground, [notice], [(ground, "generalisation_ended")])
    suspended = found.suspension(mac, cleared.hand_over)
    found.approval(mac, suspended, "lift_suspension")
    found.revocation(mac, desk.key_id, found.now)
    window = (found.now, found.now + timedelta(hours=1))
    way = found.corridor(found["relief1"], shaped(ground), [window])
    found.consent(found["north1"], way)
    found.confirmation(found["north1"], way)
    found.permit(desk, shaped(ground), [closure], window)
    return found


def test_every_kind_that_a_rule_reads_is_written_and_sound(world: World):
    assert {w.kind for w in world.written.values()} == KINDS.keys() - NOT_WRITTEN
    for written in world.written.values():
        assert parse_leaf(written.entry.leaf).record.id == written.id


def test_every_checkpoint_is_signed_cosigned_and_of_these_leaves(world: World):
    for origin, log in world.frontier().logs.items():
        accepted = world.trust.logs_by_origin[origin]
        leaves = [leaf_hash(entry.leaf) for entry in world.entries() if entry.origin == origin]
        assert log.size == len(leaves)
        for note in log.checkpoints:
            opened = open_checkpoint(note, parse_vkey(accepted.key), [parse_vkey(accepted.cosigner)])
            assert opened.checkpoint.root == root_of(leaves[: opened.checkpoint.size])
            assert opened.cosigned_at(parse_vkey(accepted.cosigner))


def test_an_older_world_is_what_was_there_then(world: World):
    written = list(world.written.values())[10]
    older = world.history(written.event + 1)
    assert older.find(written.id) is None
    assert world.history(written.event + 2).find(written.id)
    assert world.history(without=[written.id]).find(written.id) is None
