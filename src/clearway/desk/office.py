"""An open office: the workspace, what follows from its records, and the one way to add to them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from clearway.desk.blocks import Blocks, parse_blocks
from clearway.desk.chance import Chance
from clearway.desk.clock import Clock, ClockGiven
from clearway.desk.drafts import Draft
from clearway.desk.files import read_text, write_file
from clearway.desk.gazetteers import read_places
from clearway.desk.keyring import COSIGNER, LOG, Keyring
from clearway.desk.knowledge import history_at_knowledge
from clearway.desk.transaction import Following, Written, check_time, look_ahead, write_drafts
from clearway.desk.trust_chain import Link, chain_of_trust
from clearway.desk.view import OfficeView, Signer, Workspace
from clearway.frontier import Entry
from clearway.geometry import Region, box
from clearway.ledger.contract import Ledger
from clearway.ledger.memory import MemoryLedger
from clearway.ledger.sqlite import SqliteLedger
from clearway.places import Gazetteer
from clearway.problems import refuse
from clearway.projection import History
from clearway.records import Record, read_leaf
from clearway.records.kinds.trust_file import TrustFile
from clearway.settings import FILE, Bbox, Settings, parse_settings, write_settings
from clearway.terms import Realm, Tier
from clearway.tlog.note import NoteSigner, SignatureType
from clearway.trust import (
    E7,
    AcceptedLog,
    Ages,
    Limits,
    Organisation,
    Root,
    Trust,
    Windows,
    parse_trust,
    trust_id,
    write_trust,
)

__all__ = ["Draft", "Office", "Signer", "init_office", "open_office"]

MAX_AGE_S = 24 * 3600


class Office(OfficeView):
    """One authority's workspace, open: read it, and add to it with ``append``.

    ``notices`` are the public warnings that the last append had to add.
    """

    notices: tuple[Record, ...] = ()

    def append(self, drafts: Sequence[Draft | Following], *, force: bool = False) -> tuple[Record, ...]:
        """Sign the drafts and write them, with the notices they need, in one transaction; their records, in order.

        Refused, with nothing written: what the records' own rules refuse, and what this office can see will not do
        (``desk.*``). ``force`` keeps a record that loosens although it would have no effect.
        """
        if not drafts:
            return ()
        return self._take(write_drafts(self, drafts, force=force))

    def received(self, entries: Iterable[Entry], by: str, drafts: Sequence[Draft] = ()) -> tuple[Record, ...]:
        """After entries of other logs were adopted by the ledger: write ``drafts`` (receipts), and what they need.

        The caches take the entries in, and both pictures are compared over all ground that the entries bear on.
        ``by`` signs the notices. Returns the records of the drafts.
        """
        taken = (*self.refresh(), *entries)
        history = self.history()
        leaves = (leaf for each in taken if (leaf := read_leaf(each.leaf)) is not None)
        touched = [a for a in (history.find(leaf.record.id) for leaf in leaves) if a is not None]
        return self._take(write_drafts(self, drafts, touched=touched, by=by))

    def _take(self, written: Written) -> tuple[Record, ...]:
        self._owner, self._public = written.owner, written.public
        self.notices = written.notices
        return written.records

    def freshen(self) -> None:
        """Checkpoint both logs as they are, to show that they are still looked after."""
        now = self.now()
        check_time(self, now)
        ahead = look_ahead(self, (), now, always=True)
        self.ledger.append(ahead.batch)
        self._owner, self._public = ahead.owner, ahead.public

    def history_at_knowledge(self, known: datetime, as_office: str | None = None, *, claimed: bool = False) -> History:
        """What followed from all that an office knew at ``known``; see :mod:`clearway.desk.knowledge`."""
        return history_at_knowledge(self, known, as_office, claimed=claimed)

    def recorded_trust(self) -> tuple[Link, ...]:
        """Every trust file that enough roots have signed in this office's public log, oldest first."""
        return chain_of_trust(self.ledger.entries(self.public_origin), self.blobs)

    def adopt_trust(self, trust: Trust, by: str) -> None:
        """Judge by another trust file from now on; the use cases in ``trusting`` see to its signatures.

        Both pictures are compared over everything restricted, and ``by`` signs the notices that this makes necessary.
        """
        if self.folder is not None:
            write_file(self.folder / self.settings.trust, write_trust(trust))
        self.use_trust(trust)
        restricted = [a for a in self.history().restrictions_near(None) if a.place.origin == self.restricted_origin]
        if restricted:
            self._take(write_drafts(self, (), touched=restricted, by=by))

    def beside(self) -> Office:
        """The same workspace opened once more, with what was worked out here so far: for another thread's ``refresh``.

        What is worked out never changes, so both may be asked at once. Closing one leaves the other open.
        """
        ledger = self.ledger if self.folder is None else SqliteLedger(self.folder / self.settings.ledger)
        other = Office(
            Workspace(
                folder=self.folder,
                settings=self.settings,
                trust=self.trust,
                ledger=ledger,
                keyring=self.keyring,
                clock=self.clock,
                places=self.places,
                blocks=self.blocks,
            )
        )
        other._owner, other._public = self._owner, self._public
        return other

    def close(self) -> None:
        """Let go of the ledger."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_office(folder: Path | str, passphrase: str | None = None, clock: ClockGiven = None) -> Office:
    """Open the workspace in a folder.

    ``passphrase`` unseals its keys when somebody signs (else the environment's ``CLEARWAY_PASSPHRASE``). ``clock``
    scripts the time, in the demonstration only. Refused: ``desk.no_workspace``, and whatever its files refuse.
    """
    base = Path(folder)
    settings, trust = read_workspace(base)
    workspace = Workspace(
        folder=base,
        settings=settings,
        trust=trust,
        ledger=SqliteLedger(base / settings.ledger),
        keyring=Keyring(base / settings.keys, trust.realm, passphrase),
        clock=Clock(clock),
        places=read_places(base / settings.places),
        blocks=_read_blocks(base, settings),
    )
    opened = Office(workspace)
    _check_recorded(opened)
    return opened


def read_workspace(base: Path) -> tuple[Settings, Trust]:
    """The settings and the trust file of a workspace. Refused: as :func:`open_office`."""
    text = read_text(base / FILE)
    if text is None:
        refuse("desk.no_workspace", folder=str(base))
    settings = parse_settings(text)
    written = read_text(base / settings.trust)
    if written is None:
        refuse("desk.file_unreadable", file=str(base / settings.trust), because="there is none")
    return settings, parse_trust(written.encode())


def init_office(  # noqa: PLR0913 - what an office is asked once, each by its name
    folder: Path | str | None,
    name: str,
    *,
    office: str,
    organisation: str,
    holder: str,
    region: Bbox,
    realm: Realm = Realm.ACTUAL,
    remit: E7 | None = None,
    contact: str | None = None,
    blocks: str | None = None,
    windows: Windows | None = None,
    ages: Ages | None = None,
    limits: Limits | None = None,
    max_age_s: int = MAX_AGE_S,
    zone: str = "Africa/Tripoli",
    passphrase: str | None = None,
    clock: ClockGiven = None,
    seed: str | None = None,
) -> Office:
    """Make a workspace, its keys, its trust file with ``holder`` as the first root, and its first records.

    ``name`` is how its logs begin (``crisis.benghazi.example``), ``region`` the box in which coordinates make sense
    (west, south, east, north in 1e-7 degree), ``remit`` the ground that the office speaks for (None: the region).
    ``folder`` None keeps everything in memory. ``blocks`` is a GeoJSON file of pre-drawn blocks, by its path.
    ``seed`` takes the place of chance for the keys, and for nonces until the office is closed, so that the same story
    gives the same logs to the byte; in the demonstration only.
    Refused: ``desk.workspace_exists``, ``desk.seed_not_allowed``.
    """
    base = None if folder is None else Path(folder)
    if base is not None and (base / FILE).exists():
        refuse("desk.workspace_exists", folder=str(base))
    settings = Settings(region=region, office=office, origin=name, contact=contact, zone=zone, blocks=blocks)
    keyring = Keyring(None if base is None else base / settings.keys, realm, passphrase, Chance(seed))
    given_clock = Clock(clock)
    for key in (LOG, COSIGNER, holder):
        keyring.create(key)
    trust = _first_trust(
        settings,
        keyring,
        Root(
            holder=holder,
            office=office,
            organisation=organisation,
            key=base64.b64encode(keyring.get_public(holder).raw).decode(),
            from_=given_clock.now(),
        ),
        realm,
        remit or to_e7(box(region)),
        max_age_s,
    )
    chosen = {"windows": windows, "ages": ages, "limits": limits}
    trust = parse_trust(write_trust(_replaced(trust, {k: v for k, v in chosen.items() if v is not None})))
    if base is not None:
        _write_workspace(base, settings, trust)
    workspace = Workspace(
        folder=base,
        settings=settings,
        trust=trust,
        ledger=_make_ledger(base, settings),
        keyring=keyring,
        clock=given_clock,
        places=Gazetteer() if base is None else read_places(base / settings.places),
        blocks=Blocks((), settings.grid_e7) if base is None else _read_blocks(base, settings),
    )
    opened = Office(workspace)
    opened.append([trust_file_draft(trust, holder, None)])
    return opened


def _check_recorded(office: Office) -> None:
    """The trust file in the folder is the last one that enough roots signed.

    One that is older in the chain is what a crash between signing and renaming leaves, and is brought up to date.
    Refused: ``trust.not_recorded``.
    """
    chain = office.recorded_trust()
    if not chain or chain[-1].id == office.trust_id:
        return
    if office.trust_id not in {link.id for link in chain}:
        office.close()
        refuse("trust.not_recorded", file=office.settings.trust)
    if office.folder is not None:
        write_file(office.folder / office.settings.trust, write_trust(chain[-1].trust))
    office.use_trust(chain[-1].trust)


def trust_file_draft(trust: Trust, holder: str, previous: str | None) -> Draft:
    """The record by which a trust file is put down in the public log."""
    data = write_trust(trust)
    return Draft(kind="trust_file", body=TrustFile(trust=trust_id(data), previous=previous), by=holder, blobs=(data,))


def to_e7(ground: Region) -> E7:
    """A region as nested lists, as remits and footprints write it."""
    return [[[list(position) for position in ring] for ring in polygon.rings] for polygon in ground.polygons]


def _replaced(trust: Trust, values: dict[str, object]) -> Trust:
    return msgspec.structs.replace(trust, **values)


def _first_trust(settings: Settings, keyring: Keyring, root: Root, realm: Realm, remit: E7, max_age_s: int) -> Trust:
    cosigner = NoteSigner(f"{settings.origin}/cosigner", SignatureType.COSIGNATURE_V1, keyring.open(COSIGNER))
    logs = []
    for tier in Tier:
        origin = f"{settings.origin}/{tier.value}"
        logs.append(
            AcceptedLog(
                origin=origin,
                owner=root.office,
                tier=tier,
                key=NoteSigner(origin, SignatureType.ED25519, keyring.open(LOG)).verifier.text,
                cosigner=cosigner.verifier.text,
                remit=remit,
                max_age_s=max_age_s,
                contact=settings.contact,
            )
        )
    return Trust(
        clearway_trust=1,
        realm=realm,
        roots=(root,),
        threshold=1,
        organisations=(Organisation(name=root.organisation),),
        logs=tuple(logs),
    )


def _write_workspace(base: Path, settings: Settings, trust: Trust) -> None:
    for name in (settings.keys, settings.places, settings.site):
        (base / name).mkdir(parents=True, exist_ok=True)
    write_file(base / settings.trust, write_trust(trust))
    write_file(base / FILE, write_settings(settings).encode())


def _make_ledger(base: Path | None, settings: Settings) -> Ledger:
    return MemoryLedger() if base is None else SqliteLedger(base / settings.ledger, create=True)


def _read_blocks(base: Path, settings: Settings) -> Blocks:
    if settings.blocks is None:
        return Blocks((), settings.grid_e7)
    text = read_text(base / settings.blocks)
    if text is None:
        refuse("desk.file_unreadable", file=str(base / settings.blocks), because="there is none")
    return Blocks(parse_blocks(settings.blocks, text), settings.grid_e7)
