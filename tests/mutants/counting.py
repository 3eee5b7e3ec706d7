"""Faults in what is counted in square metres: coverage and the account."""

from __future__ import annotations

from tests.mutants.fault import Fault

COVERAGE, ACCOUNT = "tests/coverage/test_coverage.py", "tests/accounting/test_laws.py"
BALANCE = "tests/accounting/test_balance.py"

FAULTS = (
    Fault(
        "a search by eye counts as searched",
        "coverage/model.py",
        "            (self.method is Method.VISUAL, Why.BY_EYE),\n",
        "",
        COVERAGE,
    ),
    Fault(
        "a shallow search counts as searched",
        "coverage/model.py",
        "            (self.depth_mm < wanted.depth_mm, Why.TOO_SHALLOW),\n",
        "",
        COVERAGE,
    ),
    Fault(
        "a search older than the event counts as searched",
        "coverage/model.py",
        "            (wanted.after is not None and self.began <= wanted.after, Why.TOO_OLD),\n",
        "",
        COVERAGE,
    ),
    Fault(
        "a part left out counts as searched",
        "coverage/computed.py",
        "    return ground.minus(out.minus(Drawn.union(_searched_later(left, counted, wanted))))\n",
        "    return ground\n",
        COVERAGE,
    ),
    Fault(
        "what was searched before it was left out counts as searched later",
        "coverage/computed.py",
        "        if counted[search].began > left[number][1].ended:\n",
        "        if counted[search]:\n",
        COVERAGE,
    ),
    Fault(
        "a later search counts where it left out the same part again",
        "coverage/computed.py",
        "        yield found.minus(Drawn.union(again[number]))\n",
        "        yield found\n",
        COVERAGE,
    ),
    Fault(
        "a failed lot counts as searched",
        "coverage/computed.py",
        "    counts, unreached = reached.minus(failed), whole.minus(reached)\n",
        "    counts, unreached = reached, whole.minus(reached)\n",
        COVERAGE,
    ),
    Fault(
        "gaps close wider than is wanted",
        "coverage/computed.py",
        "Drawn.closed(Region.union(*(search.ground for search in counted)), wanted.gap_mm)",
        "Drawn.closed(Region.union(*(search.ground for search in counted)), 2 * wanted.gap_mm)",
        COVERAGE,
    ),
    Fault(
        "a search counts as often as it arrives",
        "coverage/computed.py",
        "    searches = tuple(sorted(set(searches), key=lambda search: search.id))\n",
        "    searches = tuple(searches)\n",
        COVERAGE,
    ),
    Fault(
        "a failed control bars nothing in the books",
        "projection/counted.py",
        "            none_of=(*unsearched, *barred),\n",
        "            none_of=unsearched,\n",
        BALANCE,
    ),
    Fault(
        "the filler of a gap is not drawn back",
        "geometry/gaps.py",
        "    inner = closed.buffer(-unit * _DRAWN_BACK, quad_segs=_FEWEST_SIDES)\n",
        "    inner = closed.buffer(unit * _DRAWN_BACK, quad_segs=_FEWEST_SIDES)\n",
        "tests/geometry/test_gaps.py",
    ),
    Fault(
        "ground of two decisions counts twice",
        "accounting/balance.py",
        "            yield _Share(counted, ground)\n            rest = rest.minus(ground)\n",
        "            yield _Share(counted, ground)\n",
        BALANCE,
    ),
    Fault(
        "what remains is the whole area",
        "accounting/balance.py",
        "    remaining = Drawn.union(left)\n",
        "    remaining = Drawn.union(live.values())\n",
        BALANCE,
    ),
    Fault(
        "ground released in one of two records counts although it remains in the other",
        "accounting/balance.py",
        "    done = remaining\n",
        "    done = Drawn()\n",
        BALANCE,
    ),
    Fault(
        "a decision counts where nobody searched",
        "projection/counted.py",
        "                close_gaps(Region.union(*(view.inward(search.admitted) for search in used)), gap_mm),\n",
        "",
        BALANCE,
    ),
    Fault(
        "a decision counts outside the controlled lots",
        "projection/counted.py",
        "                lots,\n",
        "",
        BALANCE,
    ),
    Fault(
        "ground withdrawn as an error stays in the balance",
        "accounting/balance.py",
        "        live[each] = rest = whole[each].minus(error)\n",
        "        live[each] = rest = whole[each]\n",
        BALANCE,
    ),
)
