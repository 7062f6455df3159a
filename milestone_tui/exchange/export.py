"""What a writer is given, whatever it writes, and how it writes a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.network import Network


class MilestoneExport(NamedTuple):
    """Milestones to write. (Projects are written from their summaries.)"""

    plans: Sequence[Plan]
    keep: frozenset[int] | None
    """The ids of the milestones to write; None for all."""
    today: date
    network: Network
    """Of these plans and the ones linked to them, where the format needs it; else of none."""


@lru_cache(maxsize=4_096)  # many milestones stand on the same days, and to write a day costs more than to find it
def iso(day: date | None) -> str | None:
    """Return a date as 2026-11-22."""
    return None if day is None else day.isoformat()
