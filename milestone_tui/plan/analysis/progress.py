"""Actual and planned percent complete of a project or phase."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.model import Milestone, MilestoneState

_DONE, _CANCELLED = MilestoneState.DONE, MilestoneState.CANCELLED  # faster than looking them up each time


class Tally(NamedTuple):
    """Progress of a group of milestones, without the cancelled ones."""

    done: int
    total: int
    percent: int | None
    """Weighted percent complete, rounded down; None if there is nothing to measure."""


def tally(milestones: Iterable[Milestone]) -> Tally:
    """Count milestones and compute their weighted percent in one pass."""
    done = total = points = weight = 0
    for m in milestones:
        if m.state is _CANCELLED:
            continue
        total += 1
        done += m.state is _DONE
        weight += m.weight
        points += m.weight * m.percent
    return Tally(done, total, points // weight if weight else None)


def weighted_percent(milestones: Iterable[Milestone]) -> int | None:
    """Return the weighted percent complete without cancelled milestones, rounded down so that 100 means all.

    None if there is nothing to measure: no milestone, or no weight.
    """
    return tally(milestones).percent


def planned_percent(milestones: Iterable[Milestone], today: date) -> int | None:
    """Return the percent planned to be complete: a milestone counts 100 from its baseline date on, 0 before.

    A milestone that is not in the baseline counts 0. None if no milestone with a weight is in the baseline.
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
