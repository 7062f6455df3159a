"""Names of baselines."""

from __future__ import annotations

from collections.abc import Collection

_FIRST = "Kick-off plan"


def suggested_name(taken: Collection[str]) -> str:
    """Return a name for the next baseline that is not taken."""
    if not taken:
        return _FIRST
    number = len(taken) + 1
    while f"Baseline {number}" in taken:
        number += 1
    return f"Baseline {number}"
