"""Shared set-up: how hard hypothesis tries, and which real parts a test needs."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Generated cases must not fail because a machine was busy, and CI must give the same result twice.
settings.register_profile(
    "default",
    deadline=None,
    print_blob=True,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", parent=settings.get_profile("default"), max_examples=15)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
