"""How much of a project or phase is reached, and how much should be by now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.model import Milestone, MilestoneState

_DONE, _CANCELLED = MilestoneState.DONE, MilestoneState.CANCELLED  # looking them up costs more than comparing


class Tally(NamedTuple):
    """What is reached of a group of milestones; the cancelled ones do not count."""

    done: int
    total: int
    percent: int | None
    """Weighted percent complete, rounded down; None when there is nothing to measure."""


def tally(milestones: Iterable[Milestone]) -> Tally:
    """Counts and weighted percent in one pass."""
    done = total = reached = weight = 0
    for m in milestones:
        if m.state is _CANCELLED:
            continue
        total += 1
        done += m.state is _DONE
        weight += m.weight
        reached += m.weight * m.percent
    return Tally(done, total, reached // weight if weight else None)


def weighted_percent(milestones: Iterable[Milestone]) -> int | None:
    """Percent complete of those not cancelled, weighted; rounded down so that 100 means all.

    None when there is nothing to measure: no milestone, or none with a weight.
    """
    return tally(milestones).percent


def planned_percent(milestones: Iterable[Milestone], today: date) -> int | None:
    """Percent that should be reached at `today`: a milestone counts 100 from its baseline date on, and 0 before.

    One that is not in the baseline counts 0. None when no weighted milestone is in it: then nothing was planned.
    """
    planned = weight = 0
    baselined = False
    for m in milestones:
        if m.state is _CANCELLED:
            continue
        weight += m.weight
        if m.baseline_on is not None:
            baselined = baselined or m.weight > 0
            if m.baseline_on <= today:
                planned += m.weight
    return 100 * planned // weight if baselined else None
