"""What the timeline says of one milestone in a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.wording import date_words, due_words, handle, long_day, slip_words


def moved_words(m: Milestone, days: int, today: date) -> str:
    """`Beta release: 28 Nov → 29 Nov, in 7 days`, after a move by `days`; empty without a date."""
    if m.due_on is None:
        return ""
    before = date_words(m.due_on - timedelta(days), today)
    return f"{m.title}: {before} → {date_words(m.due_on, today)}, {due_words(m.due_on, today)}"


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


def unmovable(m: Milestone) -> str:
    """Why a milestone cannot be moved; empty when it can."""
    if m.state is MilestoneState.DONE:
        return "It is done: untick it before moving it."
    if m.state is MilestoneState.CANCELLED:
        return "It is cancelled: give it another state (e) before moving it."
    return "" if m.due_on else "It has no date to move: e gives it one."
