"""A small town whose office published six times: nothing yet, closed, searched and handed over, a copy grown old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from clearway.desk.corridors import announce_corridor
from clearway.desk.drafts import Draft
from clearway.desk.office import Office
from clearway.desk.publishing import publish
from clearway.desk.statements import add_statement, quote
from clearway.geometry import Polygons, box
from clearway.places import build_gazetteer
from clearway.records import Event, FootprintSource, Holds, Hours, Record, Window
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.corridor import Corridor, Segment
from clearway.records.kinds.statement import Speaker, Statement
from clearway.terms import Reason
from tests.desk import centre as mines
from tests.desk.released import clear_in_public

PLACES = """# attribution: © Someone’s map 2024, ODbL 1.0
id,name_ar,name_en,alternatives,lon,lat,radius_m,error_m,note_ar,note_en
town/field,الحقل,The Field,,20.0525,32.0525,40,50,,
town/old-market,السوق القديم,Old Market,سوق 12;Souq,20.1225,32.1225,300,100,,
town/north,الشمال,,,20.16,32.16,200,200,قرب الطريق 7,near road 7
town/nowhere,لا يُعرف أين,Nowhere,,,,,,,
"""

WORDS = (
    "قالت غرفة العمليات: يُمنع دخول السوق القديم إلى أن يُفتَّش بالكامل من المفخخات.\n"
    "وأُغلق 12 شارعًا، ويُسأل على الرقم 091-000-0000 أو Radio <b>Tripoli</b>."
)
TRANSLATED = "Nobody may enter the old market before it is fully searched."
QUOTED = "يُمنع دخول السوق القديم إلى أن يُفتَّش بالكامل من المفخخات"

MARKET = (201_180_000, 321_180_000, 201_270_000, 321_270_000)


@dataclass(frozen=True)
class Town:
    """The office, where its pages were written, and some of its records."""

    office: Office
    site: Path
    statement: Record
    closure: Record
    secret: Record


def build_town(folder: Path) -> Town:
    office = mines.open_centre(contact="+218 00 000 0000", max_age_s=5 * 24 * 3600)
    office.places = build_gazetteer([("town.csv", PLACES)])
    publish(office, mines.ROOT, None)
    secret, _ = clear_in_public(office)
    publish(office, mines.ROOT, None)
    statement, closure = close_market(office)
    publish(office, mines.ROOT, None)
    announce(office)
    publish(office, mines.ROOT, None)
    office.clock.advance(days=12)  # so that the copy before this one had grown old
    publish(office, mines.ROOT, None)
    curfew(office)
    office.clock.advance(hours=33 - office.now().hour)  # in the morning, so that the curfew rests
    publish(office, mines.ROOT, folder)
    return Town(office, folder, statement, closure, secret)


def close_market(office: Office) -> tuple[Record, Record]:
    office.clock.advance(hours=3)
    statement = add_statement(
        office,
        mines.ROOT,
        WORDS.encode(),
        Statement(
            text=WORDS,
            language="ar",
            speaker=Speaker(role="ناطق", office="غرفة العمليات"),
            channel="radio 98.5",
            url="https://news.example/2017/1?id=7&x=<y>",
            said_at=office.now() - timedelta(hours=1),
        ),
    )
    add_statement(
        office,
        mines.ROOT,
        TRANSLATED.encode(),
        Statement(text=TRANSLATED, language="en", speaker=Speaker(office="operations"), translation_of=statement.id),
    )
    drafted = Draft(
        kind="closure",
        body=Closure(
            reasons=(Reason.FIGHTING, Reason.BOOBY_TRAPS), until_condition="fully_searched", contact="+218 61 000 0001"
        ),
        by=mines.ROOT,
        footprint=Polygons(box(MARKET)),
        holds=Holds(from_earliest=office.now(), from_latest=office.now()),
        event=Event(from_earliest=office.now()),
        footprint_source=FootprintSource(how="officer", because="الكلام يسمّي السوق", place="السوق القديم", error_m=100),
        evidence=(quote(office, statement.id, [QUOTED]),),
    )
    return statement, office.append([drafted])[0]


def announce(office: Office) -> Record:
    office.clock.advance(hours=1)
    body = Corridor(
        purpose="civilians",
        from_place="السوق القديم",
        to_place="الميناء",
        segments=(Segment(name="الطريق", parties=("الطرف الأول", "الطرف الثاني")),),
        windows=(Window(from_=office.now(), until=office.now() + timedelta(hours=5)),),
        modes=("foot",),
        announced_by="غرفة العمليات",
        conditions="النساء والأطفال",
    )
    return announce_corridor(office, mines.SECOND, Polygons(box(MARKET)), body)


def curfew(office: Office) -> Record:
    north = (201_500_000, 321_500_000, 201_700_000, 321_700_000)
    drafted = Draft(
        kind="closure",
        body=Closure(reasons=(Reason.CURFEW,)),
        by=mines.ROOT,
        footprint=Polygons(box(north)),
        holds=Holds(
            from_earliest=office.now(),
            from_latest=office.now(),
            hours=Hours(from_="22:00", to="05:00"),
            zone="Africa/Tripoli",
        ),
        event=Event(from_earliest=office.now()),
    )
    return office.append([drafted])[0]
