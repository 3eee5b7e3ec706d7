"""How hard the laws try while a fault is planted (`make mutants`)."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

import clearway

# A planted fault needs only to be seen, the same way each time; what it does to the smallest story is not asked.
_MUTANT = os.environ.get("CLEARWAY_MUTANT")
if _MUTANT:
    assert clearway.__file__.startswith(_MUTANT), "the copy with the fault is not the one that is tested"
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutant", max_examples=60, derandomize=True, database=None, deadline=None, phases=phases)
    settings.load_profile("mutant")
