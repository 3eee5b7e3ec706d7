"""Documents typed: a PDF in a file, and the code of a paper tested with the ledger at hand."""

from __future__ import annotations

import pytest

from clearway.desk.office import open_office
from clearway.desk.paper_proof import paper_proof
from tests.cli.terminal import AREA, Terminal, open_terminal, shape


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
def centre(folder) -> Terminal:
    return open_terminal(folder, "centre")


@pytest.fixture(scope="module")
def area(centre, folder) -> str:
    found: str = centre.writes(
        *("area", "--footprint", shape(folder, "area", AREA), "--classification", "suspected"),
        *("--contamination", "unexploded_ordnance"),
    )
    return found


@pytest.mark.parametrize("document", ["map", "completion"])
def test_a_document_is_written_where_it_was_asked_for(centre, area, folder, document):
    out = folder / f"{document}.pdf"
    said = centre.asks("document", document, area, "--out", out, "--reference", "34S 429000 3568000")
    assert said["bytes"] == len(out.read_bytes())
    assert out.read_bytes().startswith(b"%PDF-")
    assert str(out) in centre.run("document", document, area, "--out", out, lang="ar").output


def test_what_a_telephone_reads_from_the_paper_is_verified(centre, area, folder):
    with open_office(centre.folder, clock=centre.at) as office:
        text = paper_proof(office, area)
    assert text is not None
    read = folder / "read.txt"
    read.write_text(text, encoding="utf-8")
    assert centre.asks("verify", read)["record"] == area
    read.write_text(text.replace(area, area[:-1] + ("0" if area[-1] != "0" else "1")), encoding="utf-8")
    assert centre.refuses("verify", read)[0] == "desk.not_at_hand"


def test_only_a_hand_over_has_a_certificate(centre, area, folder):
    assert centre.refuses("document", "handover", area, "--out", folder / "no.pdf")[0] == "desk.wrong_kind"
    assert not (folder / "no.pdf").exists()
