"""Checkpoints and cosignatures: the specifications' examples, the round trip, and what must be refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearway.problems import ClearwayBug
from clearway.signing import PrivateKey
from clearway.tlog.checkpoint import (
    Checkpoint,
    cosign,
    cosigned_at,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    write_checkpoint,
)
from clearway.tlog.merkle import EMPTY_ROOT
from clearway.tlog.note import NoteSigner, Signature, SignatureType, add_signatures, sign_note, split_note
from clearway.tlog.spelling import write_base64
from tests.refusals import refused

# https://c2sp.org/tlog-cosignature; its first signature line is also the example of https://c2sp.org/tlog-checkpoint.
EXAMPLE = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()

LOG = NoteSigner("crisis.example/public", SignatureType.ED25519, PrivateKey(bytes([1]) * 32))
WITNESS = NoteSigner("un.example/witness", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([2]) * 32))
OTHER = NoteSigner("ngo.example/witness", SignatureType.COSIGNATURE_V1, PrivateKey(bytes([3]) * 32))
AT = datetime(2016, 11, 17, 13, 5, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
CHECKPOINT = Checkpoint(LOG.name, 7, bytes(range(32)))
NOTE = sign_checkpoint(CHECKPOINT, LOG)
TEXT = write_checkpoint(CHECKPOINT)


def test_the_published_example_is_read() -> None:
    text, (log, witness) = split_note(EXAMPLE)
    checkpoint = parse_checkpoint(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert write_checkpoint(checkpoint) == text
    assert len(log.data) == 64
    # The specification gives this time in its example of the signed message.
    assert int.from_bytes(witness.data[:8], "big") == 1679315147
    assert len(witness.data) == 72
    assert sign_note(text, log, witness) == EXAMPLE


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=9), max_size=3),
)
def test_what_was_written_is_what_is_read(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint(write_checkpoint(checkpoint)) == checkpoint


def test_the_log_signs_and_witnesses_add_their_times() -> None:
    note = cosign(cosign(NOTE, WITNESS, LATER), OTHER, AT)
    opened = open_checkpoint(note, LOG.verifier, [WITNESS.verifier, OTHER.verifier])
    assert opened.checkpoint == CHECKPOINT
    assert opened.cosigned_at(WITNESS.verifier) == cosigned_at(note, WITNESS.verifier) == LATER
    assert opened.cosigned_at(OTHER.verifier) == cosigned_at(note, OTHER.verifier) == AT
    assert open_checkpoint(note, LOG.verifier).cosigned == ()
    assert cosigned_at(NOTE, WITNESS.verifier) is None
    assert cosigned_at(note, LOG.verifier) is None


def test_a_witness_that_saw_it_twice_counts_from_the_first_time() -> None:
    note = cosign(cosign(NOTE, WITNESS, LATER), WITNESS, AT)
    assert cosigned_at(note, WITNESS.verifier) == AT
    assert open_checkpoint(note, LOG.verifier, [WITNESS.verifier]).cosigned_at(WITNESS.verifier) == AT
    assert cosign(note, WITNESS, AT) == note


def test_a_line_in_the_name_of_a_witness_that_it_did_not_sign_is_refused() -> None:
    forged = Signature(WITNESS.name, WITNESS.verifier.key_id, int(AT.timestamp()).to_bytes(8, "big") + bytes(64))
    note = add_signatures(NOTE, forged)
    with refused("log.signature_wrong"):
        cosigned_at(note, WITNESS.verifier)
    with refused("log.signature_wrong"):
        open_checkpoint(note, LOG.verifier, [WITNESS.verifier])
    # Who does not know the witness reads over its line.
    assert open_checkpoint(note, LOG.verifier).checkpoint == CHECKPOINT


def test_only_the_logs_own_signature_opens_its_checkpoint() -> None:
    with refused("log.not_signed"):
        open_checkpoint(sign_note(TEXT, WITNESS.sign(TEXT, AT)), LOG.verifier, [WITNESS.verifier])
    with refused("log.signature_wrong"):
        open_checkpoint(NOTE.replace(b"\n7\n", b"\n8\n"), LOG.verifier)
    other = TEXT.replace("public", "restricted")
    with refused("log.other_origin"):
        open_checkpoint(sign_note(other, LOG.sign(other)), LOG.verifier)
    malformed = "not a checkpoint\n"
    with refused("log.checkpoint_malformed"):
        open_checkpoint(sign_note(malformed, LOG.sign(malformed)), LOG.verifier)
    with refused("log.checkpoint_malformed"):
        cosign(sign_note(malformed, LOG.sign(malformed)), WITNESS, AT)


def test_a_log_signs_for_itself_only() -> None:
    with pytest.raises(ClearwayBug):
        sign_checkpoint(Checkpoint("other.example", 7, EMPTY_ROOT), LOG)


ROOT = write_base64(EMPTY_ROOT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"a\n0\n{ROOT}",
        f"\n0\n{ROOT}\n",
        f"a\n\n{ROOT}\n",
        "a\n0\n\n",
        "a\n0\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n+1\n{ROOT}\n",
        f"a\n01\n{ROOT}\n",
        f"a\n 1\n{ROOT}\n",
        f"a\n1_0\n{ROOT}\n",
        f"a\n\u0661\n{ROOT}\n",
        f"a\n{2**63}\n{ROOT}\n",
        f"a\n{10**30}\n{ROOT}\n",
        f"a\n1\n{ROOT[:-1]}\n",
        f"a\n1\n{ROOT}=\n",
        f"a\n1\n{ROOT[:-2]}V=\n",
        f"a\n1\n{write_base64(bytes(31))}\n",
        f"a\n1\n{write_base64(bytes(33))}\n",
        f"a\n1\n{ROOT}\n\n",
        f"a\n1\n{ROOT}\n\nmore\n",
    ],
)
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with refused("log.checkpoint_malformed"):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 1, EMPTY_ROOT),
        Checkpoint("a\nb", 1, EMPTY_ROOT),
        Checkpoint("a", -1, EMPTY_ROOT),
        Checkpoint("a", 2**63, EMPTY_ROOT),
        Checkpoint("a", 1, b""),
        Checkpoint("a", 1, EMPTY_ROOT, ("",)),
        Checkpoint("a", 1, EMPTY_ROOT, ("b\nc",)),
    ],
)
def test_what_cannot_be_read_back_is_not_written(checkpoint: Checkpoint) -> None:
    with refused("log.checkpoint_malformed"):
        write_checkpoint(checkpoint)
