"""The milestones handed to a writer of any format, and the form of its dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
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
    """The network of these plans and those linked with them, if the format needs it; else an empty one."""
    spent: Mapping[int, Decimal] = {}
    """What was spent on each milestone, by its id; a milestone without is missing."""


@lru_cache(maxsize=4_096)  # many milestones share a date, and formatting one takes longer than finding it
def iso(day: date | None) -> str | None:
    """Return a date as 2026-11-22."""
    return None if day is None else day.isoformat()
