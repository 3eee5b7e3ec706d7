"""What the words themselves suggest for a record, shown to the officer before anything is written. Pure.

Only what tightens is taken from weak words: permits are thought possible on firm words alone. What is found here an
officer can always put otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clearway.reading.model import Modality, ReadDraft, Reading, Span
from clearway.records.kinds.statement import Speaker
from clearway.terms import Reason

# Vowel marks and tatweel: they change no word's meaning here.
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
_END_OF_SENTENCE = re.compile(r"[.!?؟؛;\n]")

_CAUSES = {
    "mine": Reason.MINES,
    "booby_trap": Reason.BOOBY_TRAPS,
    "ied": Reason.BOOBY_TRAPS,
    "uxo": Reason.EXPLOSIVE_REMNANTS,
    "cluster_munition": Reason.EXPLOSIVE_REMNANTS,
    "car_bomb": Reason.FIGHTING,
    "suicide_attack": Reason.FIGHTING,
    "shelling": Reason.SHELLING,
    "airstrike": Reason.SHELLING,
    "clashes": Reason.FIGHTING,
}
_REASON_WORDS = {
    Reason.FIGHTING: (
        r"اشتباك|معارك|معركة|قتال|عمليات (ال)?(عسكري|حربي)|\bfighting|\bclash|\bbattle|\bmilitary operations?\b"
    ),
    Reason.SHELLING: r"قصف|قذائف|\bshell(ing|s|ed)\b|\bbombard",
    Reason.MINES: r"لغم|[أا]لغام|\bmine(s|d|field|fields)?\b",
    Reason.BOOBY_TRAPS: r"مفخخ|شرك خداع|[أا]شراك|عبو(ة|ات) ناسف|\bbooby|\bimprovised explosive|\bIEDs?\b",
    Reason.EXPLOSIVE_REMNANTS: r"مخلفات (ال)?(حرب|متفجر)|غير منفجر|\bunexploded|\bUXO\b|\bremnants of war",
    Reason.MILITARY: r"(منطقة|مناطق)( \w+)? (ال)?عسكري|\bmilitary (zone|area|operation)",
    Reason.CURFEW: r"حظر (ال)?تج|\bcurfew",
    Reason.PUBLIC_HEALTH: r"وباء|\bepidemic|\boutbreak",
    Reason.UNSTABLE_BUILDINGS: r"[آا]يلة للسقوط|\bcollaps",
}
_SEARCHING = r"تمشيط|تفتيش|تفتش|تطهير|تطهر|تنظيف|مسح|[إا]زالة"
_UNTIL_SEARCHED = re.compile(
    rf"\b[وف]?(?:قبل|حتى|[إا]لى [أا]ن|ريثما|حين)\b[^.!؟\n]{{0,60}}(?:{_SEARCHING})"
    r"|\b(?:before|until|till)\b[^.!?\n]{0,80}\b(?:swept|searched|cleared|combed|demined|inspected)",
    re.IGNORECASE,
)
_FURTHER_NOTICE = re.compile(r"[إا]شعار [آا]خر|\bfurther notice", re.IGNORECASE)
_BY_PERMIT = re.compile(
    r"(?:بدون|دون|[إا]لا|من غير|بغير)\s+ب?(?:[إا]ذن|تصريح|ترخيص)"
    r"|\b(?:without|except with|only with)\b[^.!?\n]{0,24}\b(?:permits?|permission|authori[sz]ation)",
    re.IGNORECASE,
)
_SPOKESMAN = re.compile(r"ناطق|متحدث|\bspokes", re.IGNORECASE)


def reasons_of(reading: Reading, draft: ReadDraft) -> tuple[Reason, ...]:
    """Why the ground is closed or dangerous: the draft's cause, and what its sentences name."""
    words = sentences_around(reading, draft)
    found = {reason for reason, pattern in _REASON_WORDS.items() if re.search(pattern, words, re.IGNORECASE)}
    if draft.cause in _CAUSES:
        found.add(_CAUSES[draft.cause])
    return tuple(reason for reason in Reason if reason in found)


def until_condition_of(reading: Reading, draft: ReadDraft) -> str | None:
    """``fully_searched`` for "before it is swept", ``further_notice`` for those words, else None."""
    words = sentences_around(reading, draft)
    if _UNTIL_SEARCHED.search(words):
        return "fully_searched"
    return "further_notice" if _FURTHER_NOTICE.search(words) else None


def permit_possible_of(reading: Reading, draft: ReadDraft) -> bool:
    """Whether firm words speak of entering with a permit ("not without a permit")."""
    firm = draft.modality is Modality.ASSERTED and draft.hedge is None
    return firm and _BY_PERMIT.search(sentences_around(reading, draft)) is not None


def speaker_of(reading: Reading, draft: ReadDraft) -> Speaker:
    """Who says it: the draft's source, as the text names the same person where it names him most fully.

    The name of somebody who is not called a spokesman is left out: role and office stand for him.
    """
    person, role, office = _source(draft)
    if person is not None:
        known = sorted(_same_person(reading, person), key=lambda source: -len(source[0] or ""))
        person, role, office = (next((source[part] for source in known if source[part]), None) for part in range(3))
    return Speaker(name=person if role and _SPOKESMAN.search(role) else None, role=role, office=office)


def sentences_around(reading: Reading, draft: ReadDraft) -> str:
    """The sentences in which the evidence stands, without vowel marks."""
    parts = dict.fromkeys(_sentence(reading.text, span) for span in draft.evidence)
    return _MARKS.sub("", "\n".join(parts))


def words_of(draft: ReadDraft) -> str:
    """The words of the evidence, in a row."""
    return " … ".join(" ".join(span.words.split()) for span in draft.evidence)


def _sentence(text: str, span: Span) -> str:
    before = [match.end() for match in _END_OF_SENTENCE.finditer(text, 0, span.start)]
    after = _END_OF_SENTENCE.search(text, span.end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _source(draft: ReadDraft) -> tuple[str | None, str | None, str | None]:
    source = draft.source
    person, role, office = (span.words if span else None for span in (source.person, source.role, source.organisation))
    return person, role, office


def _same_person(reading: Reading, person: str) -> Iterator[tuple[str | None, str | None, str | None]]:
    """The sources whose name ends in the same words, as a full name does in the surname."""
    short = person.split()
    for source in map(_source, reading.drafts):
        name = (source[0] or "").split()
        if name and (name[-len(short) :] == short or short[-len(name) :] == name):
            yield source
