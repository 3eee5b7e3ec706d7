"""Documents say what the records say: every figure on the page, traceable, in both languages, the same bytes again."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from clearway.accounting import balances
from clearway.coverage import State
from clearway.desk.accounts import coverage
from clearway.desk.closures import approve
from clearway.desk.documents import Document, describe_document, print_document
from clearway.desk.hazards import declare_area
from clearway.desk.keeping import Proven
from clearway.desk.paper_proof import is_code, is_paper, paper_proof, verify_code, verify_paper
from clearway.desk.voiding import suspend
from clearway.documents import print_pictures
from clearway.documents.code import MOST, WHOLE, pack, unpack
from clearway.documents.paper import thousands
from clearway.geometry import Region, Unplaced, box, normalise, outward, parse_region
from clearway.perimeter import tabulate, write_degrees, write_mgrs
from clearway.problems import Refused
from clearway.records import BothLanguages
from clearway.records.kinds.hazardous_area import HazardousArea
from clearway.terms import ApprovalRole
from clearway.trust import parse_trust, write_trust
from tests.bidi import bare
from tests.desk import centre as mines
from tests.documents.scene import REFERENCE, Scene, play
from tests.refusals import refused

LANGUAGES = ("ar", "en")
ALL = tuple(Document)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return play()


@pytest.fixture(scope="module")
def signed() -> Scene:
    return play(signed=True)


def about(scene: Scene, document: Document) -> list[str]:
    record = {
        Document.HANDOVER: scene.hand_over,
        Document.COMPLETION: scene.area,
        Document.TASK: scene.order,
        Document.MAP: scene.area,
    }[document]
    return [record.id]


def described(scene: Scene, document: Document, lang: str) -> dict[str, Any]:
    return describe_document(scene.centre, document, about(scene, document), lang, REFERENCE)


def pages(scene: Scene, document: Document, lang: str) -> list[str]:
    data = print_document(scene.centre, document, about(scene, document), lang, REFERENCE)
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def codes(scene: Scene, document: Document, lang: str) -> list[str]:
    """What a camera reads from the codes on all pages, printed as an office printer does it."""
    pictures = print_pictures(described(scene, document, lang), ppi=200)
    found = [code for each in pictures for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(each)).convert("L"))]
    return [code.text for code in found]


def text_of(scene: Scene, document: Document, lang: str) -> str:
    """All that is printed, in one line."""
    return " ".join(" ".join(pages(scene, document, lang)).split())


def strings(value: Any) -> Iterator[str]:
    """Every text of a description."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "svg":
                yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", ALL)
def test_every_page_of_a_demonstration_says_that_it_is_one(scene, document, lang):
    printed = pages(scene, document, lang)
    assert printed
    if lang == "en":
        assert all(page.count("Illustrative, not for use") >= 2 for page in printed)
    assert described(scene, document, lang)["mark"] in ("تمثيلي – ليس للاستعمال", "Illustrative, not for use")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", ALL)
def test_the_same_records_at_the_same_time_give_the_same_bytes(scene, document, lang):
    first = print_document(scene.centre, document, about(scene, document), lang, REFERENCE)
    assert first == print_document(scene.centre, document, about(scene, document), lang, REFERENCE)
    assert first.startswith(b"%PDF-")


@pytest.mark.parametrize("document", ALL)
def test_nothing_stands_bare_in_arabic(scene, document):
    description = described(scene, document, "ar")
    blocks = [description["blocks"], description["sheet"], description["title"], description["subtitle"]]
    assert [run for text in strings([*blocks, description["foot"]]) for run in bare(text)] == []


@pytest.mark.parametrize("document", ALL)
def test_both_languages_hold_the_same_figures(scene, document):
    arabic, english = (described(scene, document, lang) for lang in LANGUAGES)
    kinds = [[block["t"] for block in each["blocks"]] for each in (arabic, english)]
    assert kinds[0] == kinds[1]
    drawings = [
        [block["chart"] for block in each["blocks"] if block["t"] == "map"] or [each["sheet"]["chart"]]
        for each in (arabic, english)
    ]
    assert drawings[0] == drawings[1]


class TestCertificate:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_it_holds_every_figure(self, scene, lang):
        text = text_of(scene, Document.HANDOVER, lang)
        (area,) = balances(scene.centre.history(), scene.centre.now())
        found = coverage(scene.centre, scene.area.id, decision=scene.decision.id)
        wanted = [
            "C-2017-009",
            "LIB-BEN-0412",
            *(thousands(getattr(area.figures, name)) for name in ("original", "cleared", "remaining")),
            thousands(found.measured(State.SEARCHED).m2),
            "620",
            "200",
            mines.STANDARD,
        ]
        for figure in wanted:
            assert " ".join(figure.split()) in text, figure
        assert scene.hand_over.footprint is not None
        for border in tabulate(outward(scene.hand_over.footprint), REFERENCE):
            for turning in border.turnings:
                assert turning.leg is not None
                assert turning.name in text
                assert write_mgrs(turning.position) in text
                assert write_degrees(turning.position) in text
                assert f"{turning.leg.bearing:.1f}°" in text
                assert f"{turning.leg.distance_m:.1f}" in text

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_record_it_rests_on_is_named_in_full(self, signed, lang):
        text = text_of(signed, Document.HANDOVER, lang)
        records = (signed.area, signed.searched, signed.control, signed.decision, signed.hand_over)
        for record in records:
            assert record.id.removeprefix("sha256:") in text, record.kind

    def test_without_its_signatures_it_says_that_it_releases_nothing(self, scene, signed):
        unsigned, in_force = (text_of(each, Document.HANDOVER, "en") for each in (scene, signed))
        assert "this certificate releases no ground" in unsigned
        assert unsigned.count("Not signed in the log yet.") == 3
        assert "releases no ground" not in in_force
        assert "In force since Thursday 5 January 2017" in in_force
        assert in_force.count("Signed in the log for") == 3
        for organisation in ("operator", "authority", "town"):
            assert f"Signed in the log for {organisation} on" in in_force

    def test_a_signature_that_was_suspended_is_none(self):
        scene = play()

        def printed() -> str:
            return json.dumps(describe_document(scene.centre, Document.HANDOVER, [scene.hand_over.id], "en"))

        approval = approve(scene.centre, mines.LEADER, scene.hand_over.id, ApprovalRole.OPERATOR)
        assert "Signed in the log for operator" in printed()
        suspend(scene.centre, mines.ROOT, [approval.id], "signed on somebody else's word")
        assert "Signed in the log for operator" not in printed()

    def test_it_says_what_was_sampled_and_what_it_does_not_cover(self, scene):
        text = text_of(scene, Document.HANDOVER, "en")
        assert "m² sampled in lots that passed. Passing is no proof" in text
        assert "The inside of buildings" in text
        assert "Ground deeper than 200 mm" in text
        assert "The ground around the well was not searched." in text


class TestAccidentAlone:
    def test_ground_that_is_in_no_area_can_be_handed_over_too(self):
        centre = mines.open_centre()
        hurt = mines.accident(centre)
        done = mines.clear(centre, hurt.id)
        for lang in LANGUAGES:
            data = print_document(centre, Document.HANDOVER, [done.hand_over.id], lang)
            text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
            assert hurt.id.removeprefix("sha256:") in text


class TestCompletion:
    def test_a_typed_hundred_stands_beside_what_was_computed(self, scene):
        text = text_of(scene, Document.COMPLETION, "en")
        assert "A report says 100 of a hundred parts. Its shape covers 50." in text
        assert "It was searched by eye only." in text
        assert "rubble over a collapsed well" in text

    def test_where_nothing_was_done_it_says_so_and_names_no_depth(self):
        centre = mines.open_centre()
        area = mines.area(centre)
        data = print_document(centre, Document.COMPLETION, [area.id], "en")
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        assert "No work is reported here." in text
        assert "Nobody reports a search here." in text
        assert "Any digging" in text
        assert " 0 mm below" not in text

    def test_every_gap_has_a_position_to_walk_to(self, scene):
        text = text_of(scene, Document.COMPLETION, "en")
        found = coverage(scene.centre, scene.area.id, decision=scene.decision.id)
        assert found.gaps
        for gap in found.gaps:
            assert write_mgrs(gap.inside) in text


def ragged(corners: int) -> Region:
    """A star around the city's east with so many corners."""
    turn = 2 * math.pi / corners
    radii = [60_000 + 9_000 * (n % 2) + 37 * n for n in range(corners)]
    centre = (200_500_000, 320_500_000)
    ring = [
        [centre[0] + round(r * math.cos(n * turn)), centre[1] + round(r * math.sin(n * turn))]
        for n, r in enumerate(radii)
    ]
    return parse_region(normalise([[ring]]))


class TestManyCornersAndLongWords:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_three_hundred_turning_points_stand_in_the_table_each_once(self, lang):
        centre = mines.open_centre()
        area = mines.area(centre, ragged(300), name=BothLanguages(ar="مزرعة " * 20, en="A very long name " * 8))
        data = print_document(centre, Document.COMPLETION, [area.id], lang, REFERENCE)
        printed = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        text = " ".join(" ".join(printed).split())
        for turning in tabulate(ragged(300), REFERENCE)[0].turnings:
            assert write_degrees(turning.position) in text
        assert len(printed) < 14
        with_table = [page for page in printed if "MGRS" in page]
        assert len(with_table) > 4  # the head of the table on each of its pages

    def test_on_a_map_they_stand_on_the_next_sheet(self):
        centre = mines.open_centre()
        area = mines.area(centre, ragged(299))
        data = print_document(centre, Document.MAP, [area.id], "ar", REFERENCE)
        assert len(PdfReader(io.BytesIO(data)).pages) > 1


class TestTaskAndMap:
    def test_an_order_says_what_by_whom_how_deep_and_when(self, scene):
        text = text_of(scene, Document.TASK, "en")
        for words in ("T-2017-014", "Clearance", "High", "Team 3", "200 mm", "Tuesday 3 January 2017"):
            assert words in text

    def test_a_map_is_one_sheet_of_a3(self, scene):
        data = print_document(scene.centre, Document.MAP, [scene.area.id], "ar", REFERENCE)
        (page,) = PdfReader(io.BytesIO(data)).pages
        width, height = (float(side) / 72 * 25.4 for side in (page.mediabox.width, page.mediabox.height))
        assert (round(width), round(height)) == (420, 297)

    def test_pages_can_be_looked_at(self, scene):
        for picture in print_pictures(described(scene, Document.TASK, "ar"), ppi=40):
            assert picture.startswith(b"\x89PNG")


class TestCodeOnPaper:
    def test_what_a_telephone_reads_from_it_is_verified(self, scene):
        text = paper_proof(scene.centre, scene.hand_over.id)
        assert text is not None
        assert len(text.encode()) < 2_900  # the largest code holds 2,953 bytes
        assert is_paper(text.encode())
        proven = verify_paper(scene.centre, text.encode())
        assert isinstance(proven, Proven)
        assert proven.record.id == scene.hand_over.id
        assert proven.origin == scene.centre.restricted_origin
        assert verify_paper(scene.centre, text.replace("\n", "\r\n").encode()).index == proven.index

    def test_a_code_that_was_altered_does_not_pass(self, scene):
        text = paper_proof(scene.centre, scene.hand_over.id) or ""
        with refused("document.other_record"):
            verify_paper(scene.centre, text.replace(scene.hand_over.id, scene.area.id).encode())
        lines = text.splitlines(keepends=True)
        lines[3] = lines[4]
        with refused("log.not_included"):
            verify_paper(scene.centre, "".join(lines).encode())

    def test_a_record_that_is_not_at_hand_is_not_vouched_for(self, scene):
        text = paper_proof(scene.centre, scene.hand_over.id) or ""
        with refused("desk.not_at_hand"):
            verify_paper(mines.open_centre(), text.encode())

    def test_the_code_is_on_the_page(self, scene):
        proofs = [b for b in described(scene, Document.HANDOVER, "en")["blocks"] if b["t"] == "proof"]
        assert len(proofs) == 1
        assert proofs[0]["svg"].startswith("<svg ")
        assert scene.hand_over.id.removeprefix("sha256:") in json.dumps(proofs)


class TestCodeWithTheRecord:
    def test_another_office_tests_the_paper_with_the_trust_file_alone(self, signed):
        (proof,) = (b for b in described(signed, Document.HANDOVER, "en")["blocks"] if b["t"] == "proof")
        assert any("without a network and without this office" in line for line in proof["lines"])
        text = paper_proof(signed.centre, signed.hand_over.id, whole=True) or ""
        assert is_code(text.encode())
        assert not is_paper(text.encode())
        assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:")  # dense in a code
        proven = verify_code(parse_trust(write_trust(signed.centre.trust)), b" " + text.encode() + b"\r\n")
        assert proven.record == signed.hand_over
        assert proven.origin == signed.centre.restricted_origin

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_telephone_reads_the_printed_code_through_the_mark_laid_over_it(self, signed, lang):
        (read,) = codes(signed, Document.HANDOVER, lang)
        assert read == paper_proof(signed.centre, signed.hand_over.id, whole=True)
        assert verify_code(signed.centre.trust, read.encode()).record == signed.hand_over

    @pytest.mark.parametrize("document", [Document.TASK, Document.COMPLETION, Document.MAP])
    def test_so_it_does_the_code_with_the_id(self, scene, document):
        (read,) = codes(scene, document, "ar")
        (record,) = about(scene, document)
        assert verify_paper(scene.centre, read.encode()).record.id == record

    def test_an_office_that_does_not_know_the_log_does_not_vouch_for_it(self, signed):
        text = paper_proof(signed.centre, signed.hand_over.id, whole=True) or ""
        with refused("desk.unknown_log"):
            verify_code(signed.centre.trust.public_only(), text.encode())

    @given(st.data())
    def test_no_altered_letter_passes(self, signed, data):
        text = paper_proof(signed.centre, signed.hand_over.id, whole=True) or ""
        at = data.draw(st.integers(len(WHOLE), len(text) - 1))
        letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda each: each != text[at]))
        try:
            proven = verify_code(signed.centre.trust, (text[:at] + letter + text[at + 1 :]).encode())
        except Refused:
            return
        assert proven.record == signed.hand_over  # only bits that Base32 pads with may differ

    def test_what_is_cut_off_is_said_to_be_so(self, signed):
        text = paper_proof(signed.centre, signed.hand_over.id, whole=True) or ""
        for damaged in (text[:600], text[:-12], "CLEARWAY:", "CLEARWAY:!!", "CLEARWAY:ÄÖ"):
            with refused("document.code_unreadable"):
                verify_code(signed.centre.trust, damaged.encode())

    @given(st.binary(max_size=3_000), st.binary(max_size=900))
    def test_what_is_packed_is_unpacked_or_does_not_fit(self, leaf, proof):
        leaf = leaf.replace(b"\n", b" ")
        text = pack(leaf, proof)
        if text is None:
            assert len(leaf) + len(proof) > 2_600
        else:
            assert len(text) <= MOST
            assert unpack(text) == (leaf, proof)

    def test_a_shape_that_does_not_fit_leaves_the_id_and_the_proof(self):
        centre = mines.open_centre()
        area = mines.area(centre, ragged(400))
        done = mines.clear(centre, area.id, ground=ragged(400))
        text = paper_proof(centre, done.hand_over.id, whole=True) or ""
        assert is_paper(text.encode())
        assert verify_paper(centre, text.encode()).record.id == done.hand_over.id


class TestRefusals:
    def test_a_certificate_is_about_one_hand_over(self, scene):
        with refused("document.one_record"):
            print_document(scene.centre, Document.HANDOVER, [scene.hand_over.id, scene.area.id], "en")
        with refused("desk.wrong_kind"):
            print_document(scene.centre, Document.HANDOVER, [scene.area.id], "en")

    def test_an_area_of_which_no_shape_is_known_has_no_report(self, scene):
        body = HazardousArea(classification="suspected", contamination=("unknown",))
        somewhere = declare_area(scene.centre, mines.ROOT, Unplaced(box(mines.CITY)), body)
        with refused("document.no_ground"):
            print_document(scene.centre, Document.COMPLETION, [somewhere.id], "en")

    def test_a_map_needs_ground(self, scene):
        with refused("document.no_ground"):
            print_document(scene.centre, Document.MAP, [scene.order.id], "en")
