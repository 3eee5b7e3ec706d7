"""Every kind of record: one file and one line below each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clearway.records.kind import Kind
from clearway.records.kinds import (
    accident,
    accreditation,
    approval,
    attachment,
    building,
    check_step,
    civilians_report,
    claim,
    closure,
    confirmation,
    consent,
    corridor,
    decision,
    education_session,
    find,
    grant,
    hand_over,
    hazard_notice,
    hazardous_area,
    hostilities,
    indication,
    marking,
    non_technical_survey,
    numbering,
    permit,
    publication,
    quality_control,
    quality_visit,
    receipt,
    referral,
    release_notice,
    reopening,
    revocation,
    search_report,
    spot_task,
    statement,
    suspension,
    task_order,
    technical_survey,
    trust_file,
    victim,
    void,
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            statement.KIND,
            closure.KIND,
            reopening.KIND,
            hostilities.KIND,
            indication.KIND,
            hazardous_area.KIND,
            non_technical_survey.KIND,
            technical_survey.KIND,
            search_report.KIND,
            quality_control.KIND,
            decision.KIND,
            hand_over.KIND,
            approval.KIND,
            accident.KIND,
            find.KIND,
            corridor.KIND,
            consent.KIND,
            confirmation.KIND,
            permit.KIND,
            claim.KIND,
            civilians_report.KIND,
            grant.KIND,
            revocation.KIND,
            suspension.KIND,
            void.KIND,
            publication.KIND,
            receipt.KIND,
            trust_file.KIND,
            hazard_notice.KIND,
            release_notice.KIND,
            task_order.KIND,
            spot_task.KIND,
            quality_visit.KIND,
            marking.KIND,
            victim.KIND,
            referral.KIND,
            education_session.KIND,
            accreditation.KIND,
            attachment.KIND,
            check_step.KIND,
            numbering.KIND,
            building.KIND,
        )
    }
)


def find_kind(name: str, version: int) -> Kind | None:
    """The kind of this name and version, None if this program does not know it."""
    kind = KINDS.get(name)
    return kind if kind is not None and kind.version == version else None
