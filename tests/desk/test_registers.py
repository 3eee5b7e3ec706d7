"""Books that change nothing on the ground, pictures without their places, and names that no log holds."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from clearway.desk.names import Contact, add_person, forget_person, get_person
from clearway.desk.office import open_office
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

    def test_a_scan_in_pdf_is_kept_as_it_is(self, tmp_path):
        centre = mines.open_centre()
        path = tmp_path / "form.pdf"
        path.write_bytes(b"%PDF-1.7\n")
        record = attach(centre, mines.ROOT, path, "form", [mines.area(centre).id])
        assert isinstance(record.body, Attachment)
        assert record.body.media_type == "application/pdf"


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
