"""What the timeline says of one milestone in a sentence."""

from __future__ import annotations

from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.wording import handle, long_day, slip_words


def one_line(m: Milestone, project_key: str) -> str:
    """`ACME Beta release: due Sat 28 Nov 2026, slip +9 d, @ana, 3/5 criteria met`."""
    facts = [f"{'done' if m.done_on else 'due'} {long_day(m.on)}" if m.on else "no date yet"]
    if m.slip_days is not None:
        facts.append(f"slip {slip_words(m.slip_days)}")
    if m.owner:
        facts.append(handle(m.owner))
    if m.criteria_total:
        facts.append(f"{m.criteria_met}/{m.criteria_total} criteria met")
    return f"{project_key} {m.title}: {', '.join(facts)}"


def unmovable(m: Milestone, by_days: bool = True) -> str:
    """Why a milestone cannot be moved, by days or to a date; empty when it can."""
    if m.state is MilestoneState.DONE:
        return "It is done: untick it before moving it."
    if m.state is MilestoneState.CANCELLED:
        return "It is cancelled: give it another state (e) before moving it."
    return "" if m.due_on or not by_days else "It has no date to move: m or e gives it one."
