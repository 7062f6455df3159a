"""A baseline beside the present plan, and the two plans of a comparison."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.analysis.baselines import Comparison, compare, finish_on, present_entries
from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.model import Baseline, Plan

_NOW = "now"


class ComparedBaseline(NamedTuple):
    """One baseline compared with the current plan."""

    baseline: Baseline
    current: bool
    """Whether slip is measured against it."""
    finish_on: date | None
    """The last day of the baseline."""
    since: Comparison
    """The differences from it to the current plan."""
    finish_days: int | None
    """Slip of the finish in calendar days; None when one of the two has no dates."""


class ComparedPlan(NamedTuple):
    """One of the two compared plans."""

    name: str
    entries: tuple[BaselineEntry, ...]
    finish_on: date | None


def compared_baseline(baseline: Baseline, then: tuple[BaselineEntry, ...], plan: Plan, today: date) -> ComparedBaseline:
    """Return a baseline, with the entries `then`, compared with the present plan."""
    now = present_entries(plan.milestones)
    ends = finish_on(then), project_finish(plan.milestones, today)
    days = (ends[1] - ends[0]).days if ends[0] and ends[1] else None
    current = baseline.id == plan.project.baseline_id
    return ComparedBaseline(baseline, current, ends[0], compare(then, now), days)


def plan_of_baseline(name: str, entries: tuple[BaselineEntry, ...]) -> ComparedPlan:
    """Return the plan of a baseline, to be compared."""
    return ComparedPlan(name, entries, finish_on(entries))


def present_plan(plan: Plan, today: date) -> ComparedPlan:
    """Return the present plan, to be compared."""
    return ComparedPlan(_NOW, present_entries(plan.milestones), project_finish(plan.milestones, today))
