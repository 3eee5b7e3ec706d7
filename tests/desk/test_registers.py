"""Books that change nothing on the ground, pictures without their places, and names that no log holds."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from clearway.desk.names import Contact, add_person, forget_person, get_person
from clearway.desk.office import open_office
from clearway.desk.papers_apart import clean_paper
from clearway.desk.pictures import stripped
from clearway.desk.registers import REGISTERS, attach, register
from clearway.geometry import Disc
from clearway.records import canonical_json
from clearway.records.kinds.attachment import Attachment
from clearway.terms import Rel, Verdict
from tests.desk import centre as mines
from tests.refusals import refused

DAY = {"from": "2017-01-02T09:00:00Z", "until": "2017-01-02T15:00:00Z"}
BODIES: dict[str, dict[str, Any]] = {
    "task_order": {
        "number": "T-1", "activity": "clearance", "priority": "high", "organisation": "operator", "standard": "s1",
        "depth_mm": 200, "planned": DAY,
    },
    "spot_task": {
        "organisation": "operator",
        "fieldwork": {"from_earliest": DAY["from"], "to_latest": DAY["until"]},
        "items": [{"what": "shell", "quantity": 1, "outcome": "destroyed_in_place"}],
    },
    "quality_visit": {
        "organisation": "operator", "by": "inspector", "visited_at": DAY["from"], "activity": "clearance",
        "non_conformities": [
            {"number": 1, "severity": "major", "what": "lanes not marked", "corrective_action": None, "due": None}
        ],
    },
    "marking": {
        "occasion": "inspected", "system": "temporary", "condition": "damaged", "organisation": "operator",
        "seen_at": DAY["from"],
    },
    "victim": {"person": "p-1", "harm": "injured", "age_group": "child"},
    "referral": {"person": "p-1", "service": "medical", "to": "hospital", "at": DAY["from"]},
    "education_session": {
        "organisation": "teachers", "method": "school", "held": DAY,
        "attended": {"women": 1, "men": 0, "girls": 9, "boys": 8},
        "first_time": {"women": 0, "men": 0, "girls": 9, "boys": 8},
    },
    "accreditation": {"number": "A-1", "organisation": "operator", "activities": ["clearance"], "term": DAY},
    "check_step": {"step": "supervisor", "result": "returned", "to_correct": "the shape lies in the sea"},
    "numbering": {"system": "imsma", "number": "HA-123"},
    "building": {"building": "12 Amr street", "units": ["12 Amr street/flat 1", "12 Amr street/flat 2"]},
}  # fmt: skip
NEEDS = {"spot_task": Rel.ABOUT, "marking": Rel.ABOUT, "victim": Rel.ABOUT, "check_step": Rel.ANSWERS,
         "numbering": Rel.ABOUT}  # fmt: skip
PLACED = {"spot_task"}


def picture(form: str = "JPEG") -> bytes:
    """A photo as a telephone writes it: with place, device and a comment."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone Maker"
    exif[0x0112] = 6  # lies on its side
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (32.0, 6.0, 30.0)
    written = io.BytesIO()
    Image.new("RGB", (40, 20), "orange").save(written, form, exif=exif)
    return written.getvalue() + b"after the picture: Telephone Maker"


TOLD = (b"Telephone Maker", b"Scanner 9000", b"Salma", b"beside", b"JavaScript")


def scan(photo: bytes | None = None, packed: str = "/DCTDecode") -> bytes:
    """One page with a telephone's photo on it, as programs write it: who, with what, notes, a file, a script."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    image = StreamObject()
    image.set_data(picture() if photo is None else photo)
    image.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Filter"): NameObject(packed), NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
        NameObject("/Width"): NumberObject(40), NameObject("/Height"): NumberObject(20),
        NameObject("/BitsPerComponent"): NumberObject(8),
    })  # fmt: skip
    shown = DictionaryObject({NameObject("/Photo"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
    packet = StreamObject()
    packet.set_data(b"<x:xmpmeta>Scanner 9000</x:xmpmeta>")
    page[NameObject("/Metadata")] = writer._add_object(packet)
    note = DictionaryObject({
        NameObject("/Subtype"): NameObject("/Text"), NameObject("/Contents"): TextStringObject("the well"),
        NameObject("/T"): TextStringObject("Salma"), NameObject("/Rect"): ArrayObject(map(NumberObject, (0, 0, 9, 9))),
    })  # fmt: skip
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    writer.add_metadata({"/Producer": "Scanner 9000", "/Author": "Salma"})
    writer.add_attachment("secret.txt", b"beside")
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan())))
    writer.encrypt("a", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


class TestRegisters:
    def test_every_register_has_an_example_here(self):
        assert set(BODIES) == set(REGISTERS)

    @pytest.mark.parametrize("kind", REGISTERS)
    def test_a_record_of_each_is_written_and_changes_no_answer(self, kind):
        centre = mines.open_centre()
        area = mines.area(centre)
        centre.freshen()
        before = [mines.asked(centre, where).verdict for where in (mines.IN_AREA, mines.IN_BLOCK, mines.OUTSIDE)]
        refs = {NEEDS[kind]: [area.id]} if kind in NEEDS else {}
        ground = Disc((200_525_000, 320_525_000), 5_000) if kind in PLACED else None
        record = register(centre, mines.ROOT, kind, BODIES[kind], refs, ground)
        assert record.origin == centre.restricted_origin
        after = [mines.asked(centre, where).verdict for where in (mines.IN_AREA, mines.IN_BLOCK, mines.OUTSIDE)]
        assert before == after
        assert before[0] is Verdict.DO_NOT_ENTER

    def test_what_does_more_than_tell_is_no_register(self):
        with refused("desk.wrong_kind"):
            register(mines.open_centre(), mines.ROOT, "decision", {})

    def test_what_a_kind_refuses_is_refused(self):
        with refused("record.missing_field"):
            register(mines.open_centre(), mines.ROOT, "numbering", {"system": "imsma"})


class TestPictures:
    @pytest.mark.parametrize("form", ["JPEG", "PNG"])
    def test_place_time_and_device_are_gone_and_the_picture_stands_upright(self, form):
        before = picture(form)
        assert b"Telephone Maker" in before
        data, media = stripped(before)
        assert media == f"image/{form.lower()}"
        assert b"Telephone" not in data
        assert b"Exif" not in data
        with Image.open(io.BytesIO(data)) as kept:
            assert kept.size == (20, 40)
            assert not kept.getexif()
            assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}

    @pytest.mark.parametrize("data", [b"", b"hello", picture()[:100], b"GIF89a" + bytes(40)])
    def test_what_is_no_picture_is_refused(self, data):
        with refused("desk.picture_unreadable"):
            stripped(data)

    def test_only_the_clean_picture_is_kept(self, tmp_path):
        centre = mines.open_centre()
        area = mines.area(centre)
        path = tmp_path / "photo.jpg"
        path.write_bytes(picture())
        record = attach(centre, mines.ROOT, path, "photo", [area.id], "a crater")
        assert isinstance(record.body, Attachment)
        kept = centre.blobs[record.body.blob]
        assert b"Telephone" not in kept


class TestPapers:
    def test_what_a_scanner_and_a_telephone_wrote_is_gone_and_the_pages_stand(self):
        before = scan()
        for told in TOLD:
            assert told in before
        after = clean_paper(before)
        for told in TOLD:
            assert told not in after
        (page,) = PdfReader(io.BytesIO(after)).pages
        (kept,), (was,) = page.images, PdfReader(io.BytesIO(before)).pages[0].images
        assert kept.image is not None
        assert was.image is not None
        assert kept.image.tobytes() == was.image.tobytes()
        assert not kept.image.getexif()
        (note,) = cast("ArrayObject", page["/Annots"])
        assert note.get_object()["/Contents"] == "the well"

    def test_only_the_clean_paper_is_kept(self, tmp_path):
        centre = mines.open_centre()
        path = tmp_path / "form.pdf"
        path.write_bytes(scan())
        record = attach(centre, mines.ROOT, path, "form", [mines.area(centre).id])
        assert isinstance(record.body, Attachment)
        assert record.body.media_type == "application/pdf"
        kept = centre.blobs[record.body.blob]
        assert kept.startswith(b"%PDF-")
        assert not any(told in kept for told in TOLD)

    def test_what_cannot_be_cleaned_is_refused(self, tmp_path):
        centre = mines.open_centre()
        path = tmp_path / "form.pdf"
        for data in (b"%PDF-1.7\n", locked(), scan()[:700]):
            path.write_bytes(data)
            with refused("desk.paper_unreadable"):
                attach(centre, mines.ROOT, path, "form", [mines.area(centre).id])

    @pytest.mark.parametrize(
        "cut", [b"\xff\xd8\xff\xe1\x40\x00short", b"\xff\xd8\x00\xe1\x00\x04ab", b"GIF89a", b"\xff\xd8"]
    )
    def test_a_photo_that_is_cut_off_is_not_kept(self, cut):
        with pytest.raises((ValueError, IndexError)):
            clean_paper(scan(cut))

    def test_of_a_jpeg_2000_picture_only_the_picture_is_kept(self):
        def box(kind: bytes, content: bytes) -> bytes:
            return (8 + len(content)).to_bytes(4, "big") + kind + content

        picture = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 ") + box(b"jp2c", b"\xff\x4f")
        told = box(b"uuid", b"Telephone Maker") + box(b"xml ", b"<author>")
        assert clean_paper(scan(picture + told, "/JPXDecode")).count(b"Telephone") == 0
        assert picture in clean_paper(scan(picture + told, "/JPXDecode"))
        with pytest.raises(ValueError, match="cut off"):
            clean_paper(scan(picture + told[:-1], "/JPXDecode"))


class TestNames:
    def test_a_name_is_found_again_by_its_number_and_stands_nowhere_in_the_clear(self, tmp_path):
        folder = tmp_path / "centre"
        centre = mines.open_centre(folder)
        person = add_person(centre, Contact("Amina Example", "091 000 0000"))
        register(centre, mines.ROOT, "victim", BODIES["victim"] | {"person": person},
                 {Rel.ABOUT: [mines.accident(centre).id]})  # fmt: skip
        centre.close()
        again = open_office(folder)
        assert get_person(again, person).name == "Amina Example"
        again.close()
        for path in folder.rglob("*"):
            assert path.is_dir() or b"Amina" not in path.read_bytes()

    def test_a_name_can_be_forgotten_and_the_record_stays(self, tmp_path):
        centre = mines.open_centre(tmp_path / "centre")
        person = add_person(centre, Contact("Amina Example"))
        other = add_person(centre, Contact("Salem Example"))
        forget_person(centre, person)
        assert get_person(centre, other).name == "Salem Example"
        with refused("desk.nobody_of_this_number"):
            get_person(centre, person)
        with refused("desk.nobody_of_this_number"):
            forget_person(centre, person)

    def test_a_changed_store_does_not_open(self, tmp_path):
        centre = mines.open_centre(tmp_path / "centre")
        person = add_person(centre, Contact("Amina Example"))
        path = tmp_path / "centre" / "keys" / "names.sealed"
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        with refused("signing.sealed_unreadable"):
            get_person(centre, person)

    def test_a_workspace_in_memory_keeps_no_names(self):
        with refused("desk.only_in_memory"):
            add_person(mines.open_centre(), Contact("Amina Example"))


def test_no_register_asks_for_a_name():
    for kind, body in BODIES.items():
        assert b'"name"' not in canonical_json(body), kind
