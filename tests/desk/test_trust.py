"""Keys, grants, roots: who may sign, how that changes, what happens when a key is lost or stolen."""

from __future__ import annotations

import base64
from datetime import timedelta

import msgspec
import pytest

from clearway.desk.authority import Powers, grant, grant_here, revoke
from clearway.desk.closures import approve, close, reopen
from clearway.desk.files import write_file
from clearway.desk.keys import list_keys, new_key, rotate, show_key
from clearway.desk.office import Office, open_office
from clearway.desk.trusting import (
    accept_card,
    add_root,
    adopt_trust,
    approve_trust,
    card_id,
    change_trust,
    office_card,
    retire_root,
    root_of,
)
from clearway.geometry import box
from clearway.problems import Refused
from clearway.records.kinds.closure import Closure
from clearway.records.kinds.grant import Grant
from clearway.terms import ClosureState, Reason
from clearway.trust import write_trust
from tests.desk.centre import AREA, CITY, IN_AREA, ROOT, SEARCHER, SECOND, asked, open_centre

CRIME = Closure(reasons=(Reason.CRIME,))
ALL = Powers(may=("*",), organisation="authority")
DELEGATING = Powers(may=("*",), organisation="authority", delegate=True)


@pytest.fixture
def centre() -> Office:
    return open_centre()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[object]:
    return [problem.params.get("finding") or problem.code for problem in refused.value.problems]


def is_opened_by(centre: Office, by: str, second: str) -> bool:
    shut = close(centre, ROOT, box(AREA), CRIME)
    approve(centre, second, reopen(centre, by, [shut.id]).id)
    return asked(centre, IN_AREA).closure is ClosureState.LIFTED


def test_a_new_key_restricts_at_once_and_loosens_once_granted(centre: Office):
    shown = new_key(centre, "h-new")
    assert not shown.grants
    assert not shown.is_root
    assert close(centre, "h-new", box(AREA), CRIME).issuer.office == "centre"
    with pytest.raises(Refused) as refused:
        is_opened_by(centre, "h-new", SECOND)
    assert codes(refused) == ["desk.no_grant"]
    grant_here(centre, ROOT, "h-new", box(CITY), ALL)
    assert len(show_key(centre, "h-new").grants) == 1


def test_a_person_with_a_grant_reopens_with_a_second(centre: Office):
    assert is_opened_by(centre, SECOND, ROOT)


def test_a_replaced_key_loosens_nothing_until_it_is_granted_anew(centre: Office):
    old = show_key(centre, SECOND)
    new = rotate(centre, SECOND, by=ROOT)
    assert new.id != old.id
    assert not new.grants
    with pytest.raises(Refused) as refused:
        is_opened_by(centre, SECOND, ROOT)
    assert codes(refused) == ["desk.wrong_key"]
    grant_here(centre, ROOT, SECOND, box(CITY), ALL)
    shut = close(centre, ROOT, box(AREA), CRIME)
    assert reopen(centre, SECOND, [shut.id]).issuer.key == new.id
    assert SECOND in {shown.holder for shown in list_keys(centre)}


def test_a_grant_is_only_for_its_kinds_its_term_and_its_ground(centre: Office):
    new_key(centre, "h-a")
    new_key(centre, "h-b")
    grant_here(centre, ROOT, "h-a", box(CITY), Powers(may=("permit",), organisation="authority"))
    ended = Powers(may=("*",), organisation="authority", until=centre.now() + timedelta(hours=1))
    grant_here(centre, ROOT, "h-b", box(CITY), ended)
    shut = close(centre, ROOT, box(AREA), CRIME)
    with pytest.raises(Refused) as refused:
        reopen(centre, "h-a", [shut.id])
    assert codes(refused) == ["desk.no_grant"]
    assert reopen(centre, "h-b", [shut.id]).kind == "reopening"
    centre.clock.advance(hours=2)
    with pytest.raises(Refused) as refused:
        reopen(centre, "h-b", [shut.id])
    assert codes(refused) == ["desk.no_grant"]


def test_who_was_not_given_delegation_grants_nothing(centre: Office):
    new_key(centre, "h-a")
    new_key(centre, "h-b")
    grant_here(centre, ROOT, "h-a", box(CITY), ALL)
    with pytest.raises(Refused) as refused:
        grant_here(centre, "h-a", "h-b", box(CITY), ALL)
    assert codes(refused) == ["A2.no_delegation"]
    grant_here(centre, ROOT, "h-a", box(CITY), DELEGATING)
    grant_here(centre, "h-a", "h-b", box(CITY), ALL)
    shut = close(centre, ROOT, box(AREA), CRIME)
    approve(centre, ROOT, reopen(centre, "h-b", [shut.id]).id)
    assert asked(centre, IN_AREA).closure is ClosureState.LIFTED


def test_one_key_belongs_to_one_person(centre: Office):
    key = show_key(centre, SECOND).key
    body = Grant(holder="h-x", office="centre", organisation="authority", key=key, may=("*",), from_=centre.now())
    with pytest.raises(Refused) as refused:
        grant(centre, ROOT, box(CITY), body)
    assert codes(refused) == ["desk.key_of_another"]


def test_an_organisation_that_nobody_listed_gets_no_grant(centre: Office):
    new_key(centre, "h-a")
    with pytest.raises(Refused) as refused:
        grant_here(centre, ROOT, "h-a", box(CITY), Powers(may=("*",), organisation="strangers"))
    assert codes(refused) == ["desk.unknown_organisation"]


# --- roots --------------------------------------------------------------------------------------------------------


def three_roots(centre: Office) -> None:
    for holder in ("h-two", "h-three"):
        new_key(centre, holder)
    add_root(centre, ROOT, root_of(centre, "h-two", "authority"))
    add_root(centre, ROOT, root_of(centre, "h-three", "authority"), threshold=2)
    centre.clock.advance(hours=1)


def test_a_lost_root_is_retired_by_two_of_three_and_what_it_granted_stands(centre: Office):
    three_roots(centre)
    before = centre.trust_id
    put_down = retire_root(centre, "h-two", ROOT)
    assert centre.trust_id == before
    approve_trust(centre, "h-three", put_down.id)
    assert centre.trust_id != before
    assert centre.trust.roots_by_id[show_key(centre, ROOT).id].until == centre.now()
    centre.clock.advance(hours=1)
    shut = close(centre, "h-two", box(AREA), CRIME)
    approve(centre, "h-three", reopen(centre, SECOND, [shut.id]).id)
    assert asked(centre, IN_AREA).closure is ClosureState.LIFTED
    with pytest.raises(Refused) as refused:
        reopen(centre, ROOT, [shut.id])
    assert codes(refused) == ["desk.no_grant"]


def test_one_root_alone_changes_nothing(centre: Office):
    three_roots(centre)
    before = centre.trust_id
    put_down = retire_root(centre, "h-two", "h-three")
    with pytest.raises(Refused) as refused:
        adopt_trust(centre, "h-two", put_down.id)
    assert codes(refused) == ["trust.too_few_signatures"]
    with pytest.raises(Refused) as refused:
        approve_trust(centre, "h-two", put_down.id)
    assert codes(refused) == ["desk.same_person"]
    with pytest.raises(Refused) as refused:
        approve_trust(centre, SECOND, put_down.id)
    assert codes(refused) == ["trust.not_a_root"]
    assert centre.trust_id == before


def test_of_two_successors_only_the_first_signed_comes_into_force(centre: Office):
    three_roots(centre)
    one = retire_root(centre, "h-two", ROOT)
    other = retire_root(centre, "h-three", ROOT)
    approve_trust(centre, "h-three", one.id)
    with pytest.raises(Refused) as refused:
        approve_trust(centre, "h-two", other.id)
    assert codes(refused) == ["trust.not_the_successor"]


def test_a_trust_file_keeps_every_root_and_both_logs(centre: Office):
    three_roots(centre)
    trust = centre.trust
    with pytest.raises(Refused) as refused:
        change_trust(centre, ROOT, msgspec.structs.replace(trust, roots=trust.roots[:2]))
    assert codes(refused) == ["trust.root_removed"]
    with pytest.raises(Refused) as refused:
        change_trust(centre, ROOT, msgspec.structs.replace(trust, logs=trust.logs[:1]))
    assert codes(refused) == ["trust.own_log_changed"]


def test_a_trust_file_changed_by_hand_is_refused_and_an_older_one_brought_up_to_date(tmp_path):
    centre = open_centre(tmp_path / "w")
    first = centre.recorded_trust()[0].trust
    now, last = centre.now(), centre.trust
    centre.close()
    file = tmp_path / "w" / "trust.json"
    write_file(file, write_trust(first))
    with open_office(tmp_path / "w", clock=now) as again:
        assert again.trust == last
    assert file.read_bytes() == write_trust(last)
    write_file(file, write_trust(msgspec.structs.replace(last, threshold=1, roots=last.roots[:1], witnesses=())))
    write_file(file, write_trust(msgspec.structs.replace(last, organisations=())))
    with pytest.raises(Refused) as refused:
        open_office(tmp_path / "w", clock=now)
    assert codes(refused) == ["trust.not_recorded"]


def test_cards_make_offices_known_to_each_other(centre: Office):
    other = open_other()
    card = office_card(other)
    assert card_id(card) == card_id(office_card(other))
    accept_card(centre, ROOT, card)
    assert "other.example/public" in centre.trust.logs_by_origin
    assert "other.example/restricted" not in centre.trust.logs_by_origin
    assert {root.holder for root in centre.trust.roots} == {ROOT, "o-root"}
    with pytest.raises(Refused) as refused:
        accept_card(centre, ROOT, office_card(centre))
    assert codes(refused) == ["trust.origin_taken"]
    with pytest.raises(Refused) as refused:
        accept_card(centre, ROOT, b"{}")
    assert codes(refused) == ["trust.bad_card"]


def open_other() -> Office:
    from clearway.desk.office import init_office
    from clearway.terms import Realm
    from tests.desk.centre import START

    return init_office(
        None,
        "other.example",
        office="other",
        organisation="others",
        holder="o-root",
        region=CITY,
        realm=Realm.DEMONSTRATION,
        clock=START,
    )


def test_a_past_answer_uses_the_trust_file_of_its_day(centre: Office):
    early = centre.now()
    centre.clock.advance(hours=1)
    three_roots(centre)
    assert len(centre.history_at_knowledge(early).trust.roots) == 1
    assert len(centre.history_at_knowledge(centre.now()).trust.roots) == 3


def test_a_trust_file_that_was_only_put_down_is_not_the_one_of_its_day(centre: Office):
    three_roots(centre)
    retire_root(centre, "h-two", ROOT)
    centre.clock.advance(hours=1)
    known = centre.history_at_knowledge(centre.now()).trust
    assert all(root.until is None for root in known.roots)


def test_a_compromised_root_is_revoked_since_before(centre: Office):
    three_roots(centre)
    stolen = centre.now()
    centre.clock.advance(hours=1)
    shut = close(centre, SECOND, box(AREA), CRIME)
    opened = reopen(centre, ROOT, [shut.id])
    approve(centre, SECOND, opened.id)
    assert asked(centre, IN_AREA).closure is ClosureState.LIFTED
    revoke(centre, "h-two", show_key(centre, ROOT).id, stolen, "stolen")
    assert asked(centre, IN_AREA).closure is ClosureState.CLOSED


def test_keys_at_rest_are_sealed(tmp_path):
    centre = open_centre(tmp_path / "w")
    files = {path.name: path for path in (tmp_path / "w" / "keys").iterdir()}
    assert {f"{ROOT}.key", f"{SEARCHER}.key", "_log.key", "_cosigner.key"} <= files.keys()
    assert files[f"{ROOT}.key"].stat().st_mode & 0o077 == 0
    seed = centre.signer(ROOT).private.seed
    data = files[f"{ROOT}.key"].read_bytes()
    assert seed not in data
    assert base64.b64encode(seed) not in data
    rotate(centre, SEARCHER)
    assert any(path.name.startswith(f"_was-{SEARCHER}") for path in (tmp_path / "w" / "keys").iterdir())
