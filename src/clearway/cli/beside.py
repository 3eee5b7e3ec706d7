"""What is shown beside the drafts of a text: a second reader's differences, like statements, contradictions."""

from __future__ import annotations

from typing import Any

import click

from clearway.cli.boundary import tell_problem
from clearway.cli.rendering import say, show
from clearway.cli.session import Session
from clearway.desk.beside import Beside
from clearway.desk.second_reader import SecondReading
from clearway.reading.second import Differing, Proposal
from clearway.wording import Text, listing, render, term, verbatim


def show_second(session: Session, second: SecondReading) -> None:
    """Where the second reader differs, in the text's own words; or that it could not be asked."""
    if second.failed is not None:
        for problem in second.failed.problems:
            tell_problem(problem, session.language)
        return
    lang = session.language
    click.echo()
    show(render("second.differs", lang, count=len(second.differing), dropped=second.dropped))
    show(*(Text(("  ", *_differing(each, lang).parts), lang) for each in second.differing))


def second_document(second: SecondReading) -> dict[str, Any]:
    """The same for programs."""
    failed = second.failed
    return {
        "failed": failed.problems[0].code if failed else None,
        "dropped": second.dropped,
        "differing": [
            {
                "draft": each.draft.number if each.draft else None,
                "proposal": _proposal_document(each.proposal) if each.proposal else None,
                "in_what": list(each.in_what),
            }
            for each in second.differing
        ],
    }


def show_beside(session: Session, beside: Beside) -> None:
    """Earlier statements that are like the text, and facts of others that contradict it."""
    lang = session.language
    for like in beside.like:
        title = verbatim(like.title, lang) if like.title else None
        say(session, "beside.like", id=like.id, at=like.at, title=title)
    for against in beside.against:
        pair = against.contradiction
        words = verbatim(" ".join(pair.earlier.evidence[0].words.split()), lang)
        say(
            session,
            "beside.against",
            number=pair.draft.number,
            rule=term("contradiction", pair.rule, lang),
            id=against.id,
            at=against.at,
            words=words,
        )


def beside_document(beside: Beside) -> dict[str, Any]:
    """The same for programs."""
    return {
        "compared": beside.compared,
        "read": beside.read,
        "like": [{"id": each.id, "thousandths": round(each.share * 1000)} for each in beside.like],
        "against": [
            {
                "id": each.id,
                "rule": each.contradiction.rule,
                "draft": each.contradiction.draft.number,
                "earlier": [
                    {"text": span.words, "start": span.start, "end": span.end}
                    for span in each.contradiction.earlier.evidence
                ],
            }
            for each in beside.against
        ],
    }


def _differing(each: Differing, lang: str) -> Text:
    if each.proposal is None:
        return render("second.only_rules", lang, number=each.draft.number if each.draft else 0)
    seen = listing(_proposal(each.proposal, lang), lang)
    words = verbatim(" ".join(each.proposal.evidence.words.split()), lang)
    if each.draft is None:
        return render("second.only_second", lang, seen=seen, words=words)
    return render("second.otherwise", lang, number=each.draft.number, seen=seen, words=words)


def _proposal(proposal: Proposal, lang: str) -> list[Text]:
    parts = [term("announcement", proposal.kind.value, lang)]
    if proposal.state is not None:
        parts.append(term("reading.state", proposal.state, lang))
    return [*parts, term("modality", proposal.modality.value, lang)]


def _proposal_document(proposal: Proposal) -> dict[str, Any]:
    return {
        "kind": proposal.kind.value,
        "state": proposal.state,
        "modality": proposal.modality.value,
        "evidence": {
            "text": proposal.evidence.words,
            "start": proposal.evidence.start,
            "end": proposal.evidence.end,
        },
        "places": [each.words for each in proposal.places],
    }
