"""The player: carries out a scenario step by step, asks its questions and holds the answers against what it expects.

Logs are kept: unless the story cuts them off, fresh checkpoints are at hand at each question. A question is put to all
four logs together, or to what an office knows or knew.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import datetime

from clearway.frontier import Entry, Frontier
from clearway.projection import Accuracy, History, check_permit, corridor_standing, more_open_at, project
from tests.scenarios import ground
from tests.scenarios.checks import differences, judged
from tests.scenarios.language import Parsed
from tests.scenarios.telling import Teller


class Player(Teller):
    """Plays one scenario; every check that fails raises ``AssertionError`` with the line."""

    # --- playing --------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Carry out every step, then show that the order of arrival changes nothing."""
        for step in self.story:
            self.current = step
            self.take(step)
        self.check_any_order()

    def take(self, step: Parsed) -> None:
        """Carry out one step, using up all that was added to it."""
        self.added = dict(step.added)
        try:
            method = getattr(self, f"ask_{step.method}" if step.sentence.asks else f"do_{step.method}")
            made = method(**step.words)
        except ground.UnknownGround as error:
            self.wrong(str(error))
        if step.added.get("unseen") and isinstance(made, str):
            self.world.seal_unseen(self.world.written[made].entry.origin)
        if self.added:
            self.wrong(f"{', '.join(sorted(self.added))}: that cannot be added to this sentence")
        self.moment = max(self.moment, self.world.now)
        if step.label and not isinstance(made, str):
            self.wrong("this sentence makes no record to label")
        if step.label:
            self.label(step.label, made)

    # --- what is known --------------------------------------------------------------------------------------------

    def history(self) -> History:
        """Everything at hand, of every log; or what an office knows or knew, if the step asks for that."""
        office = self.pull("office")
        knew = self.pull("knew")
        if knew:
            return self.known(knew[0], knew[1])
        self.refresh()
        return self.known(office, self.moment) if office else self.at_hand()

    def refresh(self) -> None:
        """Fresh checkpoints arrive of every log that is not cut off."""
        now = (self.moment, len(self.world.events), frozenset(self.cut_off))
        if now == self.refreshed:
            return
        with self.at_the_moment():
            for origin in self.world.logs:
                if origin.partition(".")[0] not in self.cut_off:
                    self.world.seal(origin)
        self.refreshed = (self.moment, len(self.world.events), frozenset(self.cut_off))

    def at_hand(self) -> History:
        """The projection of all that is at hand, grown by what is new since the last question."""
        seen, history = self.grown.get(frozenset(self.away), (0, History(trust=self.world.trust)))
        here = {self.world.written[record].entry for record in self.away}
        entries = [e for e in self.world.events[seen:] if isinstance(e, Entry) and e not in here]
        before, now = self.world.frontier(seen).logs, self.world.frontier().logs
        known = {origin: len(log.checkpoints) for origin, log in before.items()}
        logs = [replace(log, checkpoints=log.checkpoints[known.get(origin, 0) :]) for origin, log in now.items()]
        history = history.extend(entries, Frontier.of(logs), self.world.blobs)
        self.grown[frozenset(self.away)] = (len(self.world.events), history)
        return history

    def known(self, office: str, time: datetime) -> History:
        """The projection of what an office knew: its own logs by log time, the other's public log by its receipts."""
        limits = dict.fromkeys(self.world.logs, 0)
        times = [*self.world.times, *[self.world.now] * (len(self.world.events) - len(self.world.times))]
        for count, (event, happened) in enumerate(zip(self.world.events, times, strict=True), start=1):
            origin = event.origin
            if origin.startswith(f"{office}.") and happened <= time:
                limits[origin] = count
        limits |= {origin: seen for whose, origin, at, seen in self.receipts if whose == office and at <= time}
        events = [event for count, event in enumerate(self.world.events, start=1) if count <= limits[event.origin]]
        view = copy.copy(self.world)
        view.events = events
        owner = {"crisis": "crisis-desk", "mac": "mac"}[office]
        return view.history(without=self.away, trust=self.world.trust.without_restricted_of(owner))

    # --- questions ------------------------------------------------------------------------------------------------

    def ask_check(self, where: str) -> None:
        query = ground.query(where, self.map)
        at = self.pull("at", self.moment)
        accuracy: Accuracy = "unknown" if self.pull("unsure") else self.pull("accuracy")
        unit = self.pull("unit")
        answer = self.history().check(query, at, accuracy, unit)
        self.expect(differences(answer, self.current.expected, self.labels, self.names))

    def ask_standing(self, what: str) -> None:
        at = self.pull("at", self.moment)
        standing = self.history().standing(self.record(what), at)
        if standing is None:
            self.expect(["a record that counts here; there is none"])
            return
        self.codes |= {*self.current.expected.get("fails", ()), *self.current.expected.get("noting", ())}
        self.expect(judged(standing.effective, standing.findings, self.current.expected))

    def ask_permit(self, what: str, where: str) -> None:
        query, at = ground.query(where, self.map), self.pull("at", self.moment)
        accuracy: Accuracy = "unknown" if self.pull("unsure") else self.pull("accuracy")
        history = self.history()
        admitted = history.find(self.record(what))
        assert admitted
        answer = check_permit(history, admitted, query, at, history.check(query, at, accuracy))
        self.codes |= set(self.current.expected.get("fails", ()))
        self.expect(judged(answer.valid, answer.findings, self.current.expected))

    def ask_corridor(self, what: str) -> None:
        history = self.history()
        admitted = history.find(self.record(what))
        assert admitted
        standing = corridor_standing(history, admitted, self.pull("at", self.moment))
        self.codes |= {*self.current.expected.get("fails", ()), *self.current.expected.get("noting", ())}
        self.expect(judged(standing.open is not None, standing.findings, self.current.expected))

    def ask_compare(self, whose: str, where: str) -> None:
        self.refresh()
        query = ground.region(where, self.map)
        owner = {"crisis": "crisis-desk", "mac": "mac"}[whose]
        trust = self.world.trust
        public = self.world.history(without=self.away, trust=trust.public_only())
        own = self.world.history(without=self.away, trust=trust.without_restricted_of(owner))
        times = more_open_at(public, own, query, query.bbox, self.moment)
        if bool(times) == ("counts" in self.current.expected):
            self.expect([f"the public picture is more open at {', '.join(map(str, times)) or 'no time'}"])

    @property
    def names(self) -> dict[str, str]:
        """Labels by record id."""
        return {record: label for label, record in self.labels.items()}

    def expect(self, wrong: list[str]) -> None:
        """Fail with the line if anything is not as the scenario says."""
        if wrong:
            lines = "\n  ".join(wrong)
            step = self.current.step
            raise AssertionError(f"{self.scenario.path.name}:{step.number}: {step.text}\n  expected {lines}")

    def check_any_order(self) -> None:
        """The last picture is the same when everything arrives backwards, and some of it twice."""
        entries = self.world.entries()
        left_out = {self.world.written[record].entry for record in self.away}
        arriving = [entry for entry in (*reversed(entries), *entries[-9:]) if entry not in left_out]
        backwards = project(arriving, self.world.trust, self.world.frontier(), self.world.blobs)
        everywhere = ground.region("Everywhere", self.map)
        answers = [history.check(everywhere, self.moment) for history in (backwards, self.at_hand())]
        assert answers[0] == answers[1], "the order of arrival changes the picture"
