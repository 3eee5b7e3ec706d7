"""The desk: the use cases, and the one owner of clock, chance, files, keys and transactions.

Everything begins with :func:`open_office`. A use case takes the open office first and the person who signs second; what
it writes goes through one transaction (``transaction``), which signs, judges (``judging``), compares the public picture
with the owner's (``reach``, ``notices``) and appends to both logs at once. The command line and the Python package are
faces over exactly these functions.
"""

from __future__ import annotations

from clearway.desk.answers import CheckResult, check
from clearway.desk.authority import Powers, grant, grant_here, lift, revoke
from clearway.desk.closures import approve, close, evacuate, reopen
from clearway.desk.confirming import (
    Confirmed,
    Decision,
    Proposed,
    confirm,
    propose,
    read_words,
    reading_of,
    write_proposed,
)
from clearway.desk.corridors import announce_corridor, check_corridor, confirm_corridor, consent
from clearway.desk.difference import Difference, diff
from clearway.desk.drafts import Draft
from clearway.desk.explaining import explain
from clearway.desk.grounds import ground_of_place, read_ground, read_way
from clearway.desk.hazards import declare_area, declare_hostilities, indicate, report_accident, report_find, triage
from clearway.desk.keeping import Proven, backup, fsck, prove, restore, verify_proof
from clearway.desk.keys import KeyShown, list_keys, new_key, rotate, show_key
from clearway.desk.land_release import control, decide, hand_over, search, survey
from clearway.desk.notices_ended import release_notice, to_part
from clearway.desk.office import Office, init_office, open_office
from clearway.desk.permits import check_permit_at, issue_permit
from clearway.desk.published import read_copy, verify_file, verify_folder
from clearway.desk.publishing import Published, Told, publish, told, verify_publication
from clearway.desk.said import Said
from clearway.desk.saying import Facts
from clearway.desk.statements import add_statement, quote, read_statement
from clearway.desk.syncing import export_log, sync
from clearway.desk.telling import claim, report_civilians
from clearway.desk.today import Today, today
from clearway.desk.trusting import (
    accept_card,
    add_organisation,
    add_root,
    adopt_trust,
    approve_trust,
    card_id,
    change_trust,
    office_card,
    retire_root,
    root_of,
)
from clearway.desk.voiding import place_unplaced, suspend, void

__all__ = [
    "CheckResult",
    "Confirmed",
    "Decision",
    "Difference",
    "Draft",
    "Facts",
    "KeyShown",
    "Office",
    "Powers",
    "Proposed",
    "Proven",
    "Published",
    "Said",
    "Today",
    "Told",
    "accept_card",
    "add_organisation",
    "add_root",
    "add_statement",
    "adopt_trust",
    "announce_corridor",
    "approve",
    "approve_trust",
    "backup",
    "card_id",
    "change_trust",
    "check",
    "check_corridor",
    "check_permit_at",
    "claim",
    "close",
    "confirm",
    "confirm_corridor",
    "consent",
    "control",
    "decide",
    "declare_area",
    "declare_hostilities",
    "diff",
    "evacuate",
    "explain",
    "export_log",
    "fsck",
    "grant",
    "grant_here",
    "ground_of_place",
    "hand_over",
    "indicate",
    "init_office",
    "issue_permit",
    "lift",
    "list_keys",
    "new_key",
    "office_card",
    "open_office",
    "place_unplaced",
    "propose",
    "prove",
    "publish",
    "quote",
    "read_copy",
    "read_ground",
    "read_statement",
    "read_way",
    "read_words",
    "reading_of",
    "release_notice",
    "reopen",
    "report_accident",
    "report_civilians",
    "report_find",
    "restore",
    "retire_root",
    "revoke",
    "root_of",
    "rotate",
    "search",
    "show_key",
    "survey",
    "suspend",
    "sync",
    "to_part",
    "today",
    "told",
    "triage",
    "verify_file",
    "verify_folder",
    "verify_proof",
    "verify_publication",
    "void",
    "write_proposed",
]
