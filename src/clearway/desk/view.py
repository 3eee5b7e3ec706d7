"""An open workspace as all of the desk sees it: settings, trust, ledger, keys, clock, and what follows from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clearway.desk.blobs import LedgerBlobs
from clearway.desk.blocks import Blocks
from clearway.desk.clock import Clock, check_clock
from clearway.desk.keyring import COSIGNER, LOG, Keyring
from clearway.frontier import Entry, Frontier, LogFrontier
from clearway.ledger.contract import Ledger
from clearway.places import Gazetteer
from clearway.problems import ClearwayBug, refuse
from clearway.projection import Admitted, History, project
from clearway.settings import Settings
from clearway.signing import PrivateKey
from clearway.terms import Realm, Tier
from clearway.tlog.note import NoteSigner, SignatureType
from clearway.trust import Trust, trust_id, write_trust

_SHORT_ID = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})")


@dataclass(frozen=True, slots=True)
class Signer:
    """A person at this desk: the holder, and the private key that signs for him."""

    holder: str
    private: PrivateKey

    @property
    def key_id(self) -> str:
        """The id of the key, as records name it."""
        return self.private.public.id


@dataclass(frozen=True, slots=True)
class Workspace:
    """The parts that an office is opened from. ``folder`` is None for a workspace that lasts as long as the process."""

    folder: Path | None
    settings: Settings
    trust: Trust
    ledger: Ledger
    keyring: Keyring
    clock: Clock
    places: Gazetteer
    blocks: Blocks


class OfficeView:
    """An open workspace, for reading; :class:`clearway.desk.office.Office` adds writing.

    The histories are cached and grow by what is appended here; ``refresh`` takes in what another program wrote.
    """

    def __init__(self, workspace: Workspace) -> None:
        check_clock(workspace.clock, workspace.trust.realm)
        if workspace.settings.origin is None or workspace.settings.office is None:
            refuse("desk.nobodys_workspace")
        self.folder = workspace.folder
        self.settings = workspace.settings
        self.ledger = workspace.ledger
        self.keyring = workspace.keyring
        self.clock = workspace.clock
        self.places = workspace.places
        self.blocks = workspace.blocks
        self.name: str = workspace.settings.origin
        self.office: str = workspace.settings.office
        self.blobs = LedgerBlobs(workspace.ledger)
        self.use_trust(workspace.trust)

    # --- who and when ------------------------------------------------------------------------------------------

    @property
    def public_origin(self) -> str:
        """The origin of this office's public log."""
        return f"{self.name}/public"

    @property
    def restricted_origin(self) -> str:
        """The origin of this office's restricted log."""
        return f"{self.name}/restricted"

    @property
    def own_origins(self) -> tuple[str, str]:
        """The origins of both logs of this office."""
        return self.public_origin, self.restricted_origin

    @property
    def realm(self) -> Realm:
        """The realm that the trust file states."""
        return self.trust.realm

    def origin_of(self, tier: Tier) -> str:
        """The origin of this office's log of a tier."""
        return self.public_origin if tier is Tier.PUBLIC else self.restricted_origin

    def now(self) -> datetime:
        """Now, UTC, in whole seconds."""
        return self.clock.now()

    def signer(self, holder: str) -> Signer:
        """The person of this id, ready to sign. Refused: ``desk.no_key``, ``signing.wrong_passphrase``."""
        return Signer(holder, self.keyring.open(holder))

    def log_signer(self, origin: str) -> NoteSigner:
        """What signs the checkpoints of one of this office's logs."""
        if origin not in self.own_origins:
            raise ClearwayBug(f"{origin} is not this office's log")
        return NoteSigner(origin, SignatureType.ED25519, self.keyring.open(LOG))

    def cosigner(self) -> NoteSigner:
        """What states when this office's logs were seen."""
        return NoteSigner(f"{self.name}/cosigner", SignatureType.COSIGNATURE_V1, self.keyring.open(COSIGNER))

    # --- what follows from the records -------------------------------------------------------------------------

    def history(self) -> History:
        """What follows from this office's two logs and the public logs of the others."""
        if self._owner is None:
            self._build()
        return self._get(self._owner)

    def public_history(self) -> History:
        """What follows from public logs alone: what other offices and every publication see."""
        if self._public is None:
            self._build()
        return self._get(self._public)

    def refresh(self) -> tuple[Entry, ...]:
        """Take in what was written to the ledger meanwhile; the entries that are new."""
        if self._owner is None or self._public is None:
            self._build()
            return ()
        known = self._owner.frontier.logs
        entries: list[Entry] = []
        heads: list[LogFrontier] = []
        for origin in self.ledger.origins():
            size = known[origin].size if origin in known else 0
            head = self.ledger.head(origin, since=size)
            if head.branches:
                head = self.ledger.head(origin)
                entries.extend(self.ledger.entries(origin))
            elif head.size > size:
                entries.extend(self.ledger.entries(origin, size))
            heads.append(head)
        self._grow(tuple(entries), Frontier.of(heads))
        return tuple(entries)

    def find_record(self, words: str) -> Admitted | None:
        """The record of this id, or of the one id that begins so (six digits at least); None if there is none.

        Refused: ``desk.ambiguous_id``.
        """
        history = self.history()
        found = history.find(words)
        match = _SHORT_ID.fullmatch(words.strip().lower())
        if found is not None or match is None:
            return found
        beginning = f"sha256:{match[1]}"
        same = [each for each in history.records if each.startswith(beginning)]
        if len(same) > 1:
            refuse("desk.ambiguous_id", id=words, count=len(same))
        return history.find(same[0]) if same else None

    def get_record(self, words: str) -> Admitted:
        """The same, refusing ``desk.not_at_hand`` where there is none."""
        found = self.find_record(words)
        return refuse("desk.not_at_hand", id=words) if found is None else found

    # --- the caches --------------------------------------------------------------------------------------------

    def use_trust(self, trust: Trust) -> None:
        """Judge by this trust file; what follows from the records is worked out anew."""
        self.trust = trust
        self.trust_id = trust_id(write_trust(trust))
        self._owner: History | None = None
        self._public: History | None = None

    def _build(self) -> None:
        entries, frontier = tuple(self.ledger.entries()), self.ledger.frontier()
        own = self.trust.without_restricted_of(self.office)
        self._owner = project(entries, own, frontier, self.blobs)
        self._public = project(entries, self.trust.public_only(), frontier, self.blobs)

    def _grow(self, entries: tuple[Entry, ...], frontier: Frontier) -> None:
        self._owner = self.history().extend(entries, frontier, self.blobs)
        self._public = self.public_history().extend(entries, frontier, self.blobs)

    @staticmethod
    def _get(history: History | None) -> History:
        if history is None:
            raise ClearwayBug("the history was not built")
        return history
