"""The field's words, one meaning each.

Every name that a record, an answer, the command line and the documentation share stands here once.
Sources: IMAS 04.10 and 07.11 (land release), CAP 1.2 where named, and the design's own axes where
the standards have no word. The values are codes; what a person reads is in ``locale/``.
"""

from __future__ import annotations

from enum import StrEnum

VOCABULARY = "clearway-terms/1 (after IMAS 07.11 Ed. 2, January 2026)"


class Bearing(StrEnum):
    """What a record may do to the picture of the ground."""

    RESTRICTS = "restricts"
    RELEASES = "releases"
    ENABLES = "enables"
    VOIDS = "voids"
    PERMITS = "permits"
    TELLS = "tells"

    @property
    def tightens(self) -> bool:
        """True for what can only make answers more restrictive: ``restricts`` and ``voids``."""
        return self in (Bearing.RESTRICTS, Bearing.VOIDS)

    @property
    def loosens(self) -> bool:
        """True for what can make answers less restrictive and therefore needs authority."""
        return self in (Bearing.RELEASES, Bearing.ENABLES, Bearing.PERMITS)


class Axis(StrEnum):
    """The two questions: may I be there by order (closure), can the ground kill me (hazard)."""

    CLOSURE = "closure"
    HAZARD = "hazard"


class Realm(StrEnum):
    """Whether records speak of the world. Records of another realm than the trust file's never count."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    TEST = "test"
    DEMONSTRATION = "demonstration"


class Tier(StrEnum):
    """Which of an authority's two logs a record belongs to."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class ClosureState(StrEnum):
    """The closure axis at a point, worst first."""

    CLOSED = "closed"
    CONDITIONAL = "conditional"
    ENDED_BY_ITS_TERM = "ended_by_its_term"
    LIFTED = "lifted"
    NONE_RECORDED = "none_recorded"


class HazardState(StrEnum):
    """The hazard axis at a point, worst first. Confirmed and suspected grade evidence, not danger."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"
    INDICATION = "indication"
    PRECAUTIONARY = "precautionary"
    RELEASED = "released"
    NONE_RECORDED = "none_recorded"


class Verdict(StrEnum):
    """The one answer, worst first. There is no word for "safe"."""

    DO_NOT_ENTER = "do_not_enter"
    CONDITIONAL = "conditional"
    NOT_CONFIRMED = "not_confirmed"
    RELEASED = "released"


class Doubt(StrEnum):
    """Why a place is ``not_confirmed``; listed in this order, the first is shown first."""

    UNPLACED = "unplaced"
    ENDED_BY_TERM = "ended_by_term"
    LIFTED_UNSURVEYED = "lifted_unsurveyed"
    OUTSIDE_COVERAGE = "outside_coverage"
    NO_RECORD = "no_record"
    CONFLICT = "conflict"
    STALE = "stale"
    POSITION_UNSURE = "position_unsure"


class Product(StrEnum):
    """What a release says was done. The first three are IMAS 07.11's, least searched first."""

    CANCELLED = "cancelled"
    REDUCED = "reduced"
    CLEARED = "cleared"
    REOPENED = "reopened"
    VOIDED_IN_ERROR = "voided_in_error"
    PLACED = "placed"
    GENERALISATION_ENDED = "generalisation_ended"


class Method(StrEnum):
    """How a search was done. ``visual`` can never clear."""

    VISUAL = "visual"
    MANUAL = "manual"
    DETECTOR = "detector"
    MECHANICAL = "mechanical"
    ANIMAL = "animal"
    MIXED = "mixed"


class Purpose(StrEnum):
    """What a search looked for. Only ``explosives`` can contribute to clearance."""

    EXPLOSIVES = "explosives"
    SECURITY = "security"
    UNKNOWN = "unknown"


class ControlResult(StrEnum):
    """Outcome of quality control on a lot (IMAS 07.40)."""

    PASSED = "passed"
    FAILED = "failed"


class ApprovalRole(StrEnum):
    """As what a person approves."""

    SECOND = "second"
    OPERATOR = "operator"
    AUTHORITY = "authority"
    RECIPIENT = "recipient"
    LIFT_SUSPENSION = "lift_suspension"


class Rel(StrEnum):
    """What a reference means."""

    UNDER = "under"
    NAMES = "names"
    RESTS_ON = "rests_on"
    APPROVES = "approves"
    ANSWERS = "answers"
    SUSPENDS = "suspends"
    REPLACES = "replaces"
    PLACED_AS = "placed_as"
    CONSENTS_TO = "consents_to"
    CONFIRMS = "confirms"
    TRIAGES = "triages"
    NOTICE = "notice"
    DISPUTES = "disputes"
    ABOUT = "about"


class Reason(StrEnum):
    """Why an area is closed, dangerous or left. Those in ``IMPLY_HAZARD`` mean the ground may kill."""

    FIGHTING = "fighting"
    SHELLING = "shelling"
    MINES = "mines"
    BOOBY_TRAPS = "booby_traps"
    EXPLOSIVE_REMNANTS = "explosive_remnants"
    MILITARY = "military"
    EVACUATION = "evacuation"
    CURFEW = "curfew"
    PUBLIC_HEALTH = "public_health"
    UNSTABLE_BUILDINGS = "unstable_buildings"
    CRIME = "crime"
    OTHER = "other"


IMPLY_HAZARD = frozenset(
    {
        Reason.FIGHTING,
        Reason.SHELLING,
        Reason.MINES,
        Reason.BOOBY_TRAPS,
        Reason.EXPLOSIVE_REMNANTS,
        Reason.MILITARY,
        Reason.EVACUATION,
    }
)

CLOSURE_ORDER = tuple(ClosureState)
HAZARD_ORDER = tuple(HazardState)
VERDICT_ORDER = tuple(Verdict)
SURVEY_ORDER = (Product.CANCELLED, Product.REDUCED, Product.CLEARED)
