"""What happens in a scenario: a method for each sentence that tells something. Each returns the record it made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from tests.scenarios.language import instant, names
from tests.scenarios.stage import EARLIEST, PEOPLE, Stage
from tests.world import Json, Person, key_of, person, shaped
from tests.world import instant as written


class Teller(Stage):
    """Carries out the sentences of a story over real signed logs."""

    # --- time -----------------------------------------------------------------------------------------------------

    def do_at(self, time: str) -> None:
        self._move(instant(time))

    def do_after(self, count: str, unit: str) -> None:
        self._move(self.moment + timedelta(**{f"{unit}s": int(count)}))

    def _move(self, moment: datetime) -> None:
        if moment < self.moment:
            self.wrong(f"time does not go back; it is {self.moment:%Y-%m-%d %H:%M}")
        self.moment = moment
        # The world lets a minute pass before each record; the first one of a moment is written at that moment.
        self.world.now = max(self.world.now, moment - timedelta(minutes=1))

    # --- people ---------------------------------------------------------------------------------------------------

    def do_grants(self, by: str, to: str, organisation: str, may: str) -> str:
        giver = self.person(by)
        name = to.removeprefix("the ")
        key = PEOPLE[name][0] if to.startswith("the ") and name in PEOPLE else to
        limits: Json = {}
        if "on" in self.added:
            limits["ground"] = self.polygons(self.pull("on"))
        if since := self.pull("from_earliest"):
            limits["since"] = since
        if until := self.pull("until"):
            limits["until"] = until
        limits["delegate"] = bool(self.pull("delegate"))
        colleague = self.pull("colleague")
        own = self.people[key].office if key in self.people else organisation
        office = self.person(colleague).office if colleague else own
        made = self._empower(giver, key, office, organisation, names(may), limits)
        self.people[key] = made
        assert made.grant
        return made.grant

    def _empower(self, giver: Person, key: str, office: str, organisation: str, may: list[str], limits: Json) -> Person:
        """Like ``World.empower``, for a person whose key may be another's or a new one."""
        before = self.people.get(key)
        one = Person(f"h-{key}", office, organisation, giver.authority, before.key if before else key_of(key))
        if elsewhere := self.pull("writing_in"):
            one = replace(one, authority=elsewhere)
        if other := self.pull("key_of"):
            one = replace(one, key=self.person(other).key)
        if self.pull("new_key"):
            one = replace(one, key=key_of(f"{key} again {len(self.world.events)}"))
        body: Json = {
            "holder": one.holder,
            "office": office,
            "organisation": organisation,
            "key": one.raw_key,
            "may": may,
            "delegate": limits["delegate"],
            "from": written(limits.get("since", EARLIEST)),
            "until": written(limits["until"]) if "until" in limits else None,
        }
        footprint = shaped(limits.get("ground", self.world.everywhere))
        options: Json = {"bears": "enables", "footprint": footprint} | self.envelope()
        return replace(one, grant=self.world.write(giver, "grant", body, **options))

    def do_limits_root(self, who: str, whose: str) -> None:
        if who != f"the {whose} root":
            self.wrong("a root is limited to the logs of its own authority")
        self.world.only_in.add(whose)
        self.grown.clear()

    def do_joins(self, who: str, organisation: str, whose: str) -> None:
        """Somebody with a key of his own and no grant."""
        self.people[who] = person(f"h-{who}", organisation, organisation, whose)

    def do_passes_on(self, by: str, times: str, to: str) -> None:
        giver = self.person(by)
        for number in range(int(times)):
            name = to if number + 1 == int(times) else f"{to}{number}"
            limits = {"delegate": True}
            giver = self._empower(giver, name, giver.office, giver.organisation, ["*"], limits)
        self.people[to] = giver

    def do_publishes_key(self, who: str) -> None:
        self.world.publish_key(self.person(who))

    # --- logs -----------------------------------------------------------------------------------------------------

    def do_syncs(self, office: str, other: str) -> str:
        """Receive the other's public log, and write the receipt for it."""
        origin = f"{other}.test/public"
        with self.at_the_moment():
            self.world.seal(origin)
        seen = len(self.world.events)
        note = self.world.events[-1].note  # type: ignore[union-attr]
        tree = self.world.logs[origin].sides[0].tree
        body: Json = {
            "log": origin,
            "size": tree.size,
            "root": f"sha256:{tree.root.hex()}",
            "missing": [],
            "checkpoint": note.decode(),
        }
        receipt = self.world.write(
            self.people[{"crisis": "desk1", "mac": "mac1"}[office]], "receipt", body, bears="tells"
        )
        self.receipts.append((office, origin, self.world.now, seen))
        return receipt

    @contextmanager
    def at_the_moment(self) -> Iterator[None]:
        """Let the world's clock show the story's moment, without writing anything."""
        before, self.world.now = self.world.now, max(self.world.now, self.moment)
        yield
        self.world.now = before

    def do_cuts_off(self, whose: str) -> None:
        self.cut_off.add(whose)

    def do_connects(self, whose: str) -> None:
        self.cut_off.discard(whose)

    def do_forks(self, whose: str, tier: str) -> None:
        self.world.fork(f"{whose}.test/{tier}")

    def do_refuses(self, whose: str, tier: str) -> None:
        self.world.refuse(f"{whose}.test/{tier}")

    def do_withholds(self, what: str) -> None:
        self.away |= set(self.records(what))

    def do_delivers(self, what: str) -> None:
        self.away -= set(self.records(what))

    def do_delivers_file(self, what: str) -> None:
        if what not in self.files:
            self.wrong(f"{what} has no file")
        self.world.arrive(*self.files[what])

    # --- statements -----------------------------------------------------------------------------------------------

    def do_keeps(self, by: str, words: str) -> str:
        text = words.strip('"')
        body: Json = {
            "text": text,
            "text_blob": None,
            "language": "en",
            "title": None,
            "speaker": {"name": None, "role": "spokesman", "office": self.person(by).office},
            **dict.fromkeys(("channel", "url", "said_at", "published_at", "retrieved_at")),
            **dict.fromkeys(("translation_of", "file_blob", "file_type")),
        }
        options: Json = {"bears": "tells"} | self.envelope()
        statement = self.world.write(self.person(by), "statement", body, **options)
        self.texts[statement] = text
        return statement

    def do_claims(self, by: str, words: str) -> str:
        body: Json = {"topic": "control", "says": words.strip('"'), "counts": {}}
        options: Json = {"bears": "tells", "refs": self.refs()} | self.envelope()
        return self.world.write(self.person(by), "claim", body, **options)

    # --- what restricts -------------------------------------------------------------------------------------------

    def do_closes(self, by: str, where: str, reasons: str) -> str:
        body: Json = {
            name: self.pull(name)
            for name in ("until_condition", "permit_possible", "evacuation", "large", "cuts_hospital")
            if name in self.added
        }
        options: Json = {"refs": self.refs()} | body | self.envelope()
        return self.world.closure(self.person(by), self.footprint(where), reasons=names(reasons), **options)

    def do_fighting(self, by: str, where: str) -> str:
        return self.world.hostilities(self.person(by), self.footprint(where), refs=self.refs(), **self.envelope())

    def do_declares(self, by: str, where: str, how: str) -> str:
        options: Json = {"refs": self.refs()} | self.envelope()
        return self.world.area(self.person(by), self.footprint(where), classification=how, **options)

    def do_indicates(self, by: str, where: str) -> str:
        return self.world.indication(self.person(by), self.footprint(where), refs=self.refs(), **self.envelope())

    def do_takes_down(self, by: str, where: str) -> str:
        return self.world.indication(self.person(by), self.footprint(where), reported_by="public", **self.envelope())

    def do_accident(self, by: str, where: str) -> str:
        about = self.records(self.pull("about", []))
        return self.world.accident(self.person(by), self.footprint(where), about=about, **self.envelope())

    def do_find(self, by: str, where: str) -> str:
        return self.world.find(self.person(by), self.footprint(where), **self.envelope())

    def do_notice(self, by: str, where: str) -> str:
        return self.world.notice(self.person(by), self.polygons(where), **self.envelope())

    def do_unknown_restricts(self, by: str, where: str) -> str:
        options: Json = {
            "bears": "restricts",
            "axes": ("hazard",),
            "footprint": self.footprint(where),
        } | self.envelope()
        return self.world.write(self.person(by), "sensor_alarm", {"level": 3}, **options)

    # --- what takes away from others ------------------------------------------------------------------------------

    def do_revokes(self, by: str, whose: str, time: str) -> str:
        return self.world.revocation(self.person(by), self.person(whose).key_id, instant(time), **self.envelope())

    def do_suspends(self, by: str, what: str) -> str:
        return self.world.suspension(self.person(by), self.record(what), **self.envelope())

    def do_unknown_voids(self, by: str, what: str) -> str:
        refs = [("suspends", self.record(what))]
        tier = self.world.tier_of(self.record(what))
        options: Json = {"bears": "voids", "refs": refs, "tier": tier} | self.envelope()
        return self.world.write(self.person(by), "court_order", {"number": "17"}, **options)

    # --- what loosens ---------------------------------------------------------------------------------------------

    def do_approves(self, by: str, what: str, role: str) -> str:
        return self.world.approval(self.person(by), self.record(what), role, **self.envelope())

    def do_reopens(self, by: str, which: str, where: str) -> str:
        return self.world.reopening(self.person(by), self.footprint(where), self.records(which), **self.envelope())

    def do_withdraws(self, by: str, which: str, where: str | None = None) -> str:
        records = self.records(which)
        footprint = self.footprint(where) if where else None
        options: Json = {"axes": self._axes_of(records)} | self.envelope()
        return self.world.void(self.person(by), footprint, records, **options)

    def do_places(self, by: str, which: str, as_: str) -> str:
        records = self.records(which)
        options: Json = {"axes": self._axes_of(records), "placed_as": self.records(as_)} | self.envelope()
        return self.world.void(self.person(by), None, records, **options)

    def _axes_of(self, records: list[str]) -> tuple[str, ...]:
        closures = any(self.world.written[record].kind == "closure" for record in records)
        return ("closure", "hazard") if closures else ("hazard",)

    def do_surveys(self, by: str, where: str) -> str:
        technical, begun = bool(self.pull("technical")), self.pull("begun", self.moment)
        return self.world.survey(self.person(by), self.footprint(where), begun, technical=technical, **self.envelope())

    def do_decides(self, by: str, which: str, product: str, where: str, rests: str) -> str:
        ended = {self.record(label): time for label, time in self.pull("event_ended", [])}
        options = self._limits() | {"ended": ended} | self.envelope()
        about, grounds = self.records(which), self.records(rests)
        return self.world.decision(self.person(by), self.footprint(where), about, grounds, product, **options)

    def _limits(self) -> Json:
        return {name: self.pull(name) for name in ("depth_mm", "gap_mm", "standard") if name in self.added}

    def do_searches(self, by: str, where: str) -> str:
        options: Json = {n: self.pull(n) for n in ("ended", "purpose", "typed_percent") if n in self.added}
        if self.pull("visual"):
            options["method"] = "visual"
        options["unsearched"] = [self.polygons(part) for part in self.pull("unsearched", [])]
        begun = self.pull("begun", self.moment)
        options |= self._limits() | self.envelope()
        return self.world.search(self.person(by), self.footprint(where), begun, **options)

    def do_controls(self, by: str, result: str, where: str, of: str) -> str:
        answers = self.records(self.pull("answers", []))
        options: Json = {"passed": result == "passes", "answers": answers} | self.envelope()
        return self.world.control(self.person(by), self.footprint(where), self.records(of), **options)

    def do_hands_over(self, by: str, where: str, which: str, rests: str) -> str:
        options = self._limits() | self.envelope()
        about, grounds = self.records(which), self.records(rests)
        return self.world.hand_over(self.person(by), self.footprint(where), about, grounds, **options)

    def do_ends_notices(self, by: str, which: str, parts: str) -> str:
        told = [part.strip().rpartition(" ") for part in parts.split(",")]
        pieces = [(self.polygons(words), product) for words, _, product in told]
        whole = [polygon for polygons, _ in pieces for polygon in polygons]
        return self.world.release_notice(self.person(by), whole, self.records(which), pieces, **self.envelope())

    def do_unknown_releases(self, by: str, which: str, where: str) -> str:
        refs = [("names", record) for record in self.records(which)]
        options: Json = {"bears": "releases", "axes": ("hazard",), "footprint": self.footprint(where), "refs": refs}
        return self.world.write(self.person(by), "blessing", {"level": 3}, **options | self.envelope())

    # --- whole stories --------------------------------------------------------------------------------------------

    def do_clear(self, which: str, where: str) -> str:
        ended = {self.record(label): time for label, time in self.pull("event_ended", [])}
        options: Json = {"unsearched": [self.polygons(part) for part in self.pull("unsearched", [])]}
        if "gap_mm" in self.added:
            options["gap_mm"] = self.pull("gap_mm")
        if "unit" in self.added:
            options["unit"] = self.pull("unit")
        begun = self.pull("begun", self.moment)
        made = self.world.clear(self.records(which), self.polygons(where), begun=begun, ended=ended, **options)
        if label := self.current.label:
            parts = dict(zip(("operator", "authority", "recipient"), made.approvals, strict=True))
            parts |= {"search": made.searches[0], "control": made.controls[0], "decision": made.decision}
            for part, record in parts.items():
                self.label(f"{label}.{part}", record)
        return made.hand_over

    def do_cancel(self, how: str, which: str, where: str) -> str:
        ended = {self.record(label): time for label, time in self.pull("event_ended", [])}
        begun = self.pull("begun", self.moment)
        polygons = self.polygons(where)
        technical = how == "reduce"
        return self.world.cancel(self.records(which), polygons, technical=technical, begun=begun, ended=ended)

    def do_reopen(self, which: str, where: str) -> str:
        return self.world.reopen(self.records(which), self.polygons(where))

    def do_withdraw(self, which: str) -> str:
        return self.world.withdraw(self.records(which), None)

    # --- permissions ----------------------------------------------------------------------------------------------

    def do_announces(self, by: str, purpose: str, where: str, parties: str, start: str, end: str) -> str:
        segments = [None if parties == "nobody knows whom" else names(parties)]
        windows = [(instant(start), instant(end))]
        options: Json = {"purpose": purpose, "segments": segments} | self.envelope()
        return self.world.corridor(self.person(by), self.footprint(where), windows, **options)

    def do_consents(self, by: str, what: str, party: str) -> str:
        return self.world.consent(self.person(by), self.record(what), party=party, **self.envelope())

    def do_confirms(self, by: str, what: str) -> str:
        at = self.pull("as_of", self.moment)
        return self.world.confirmation(self.person(by), self.record(what), at=at, **self.envelope())

    def do_permits(self, by: str, form: str, where: str, which: str, start: str, end: str) -> str:
        valid = (instant(start), instant(end))
        options: Json = {"form": form.replace(" ", "_")} | self.envelope()
        hours = options.pop("hours", None)
        about = self.records(which)
        return self.world.permit(self.person(by), self.footprint(where), about, valid, hours=hours, **options)
