"""What was achieved: the message when a phase or project becomes complete, and what was done in a span of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.language.wording import days_words
from milestone_tui.plan.model import Milestone, MilestoneState, Plan

_NAMED = 3
"""Most people to thank by name; others are counted."""


def celebration(
    before: Plan | None, after: Plan, milestone_id: int, today: date, room: int | None = None
) -> str | None:
    """Return the message if ticking a milestone completed its project, else its phase; None if neither.

    `before` is the plan without the tick, or None if it is not known: a project or phase that was already complete
    gets no message, nor does a done date after `today`. If the message with names is longer than `room` characters, it
    has no names.
    """
    ticked = next((m for m in after.milestones if m.id == milestone_id), None)
    if ticked is None or ticked.done_on is None or ticked.done_on > today:
        return None
    project = after.project
    if _complete(after.milestones) and not (before and _complete(before.milestones)):
        return _words(f"{project.key} {project.called}".strip(), after.milestones, room)
    if ticked.phase_id is None:
        return None
    now = _of_phase(after, ticked.phase_id)
    if _complete(now) and not (before and _complete(_of_phase(before, ticked.phase_id))):
        return _words(ticked.phase, now, room)
    return None


class DoneCounts(NamedTuple):
    """How many milestones were done in a span of time, and how punctually."""

    done: int
    early: int
    """On or before the first promise."""
    late: int
    """After it; milestones that were never promised are neither."""


def done_between(
    milestones: Sequence[Milestone], first: date | None, last: date, promises: Mapping[int, date]
) -> DoneCounts:
    """Count what was done from `first` (None: ever) to `last`; `promises` are the first baseline dates, by id."""
    days = {m.id: m.done_on for m in milestones if m.done_on is not None and m.done_on <= last}
    found = {id_: day for id_, day in days.items() if first is None or day >= first}
    late = sum(day > promises[id_] for id_, day in found.items() if id_ in promises)
    return DoneCounts(len(found), sum(id_ in promises for id_ in found) - late, late)


def celebration_lines(plan: Plan, today: date, promises: Mapping[int, date]) -> tuple[tuple[str, str], ...]:
    """Return what was done this week, this quarter and in the project, each with its punctuality in words.

    A week begins on Monday. The last page of a review shows this.
    """
    week = day_before(today, today.weekday())
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    spans: tuple[tuple[str, date | None], ...] = (
        ("this week", week),
        ("this quarter", quarter),
        ("in the project", None),
    )
    found = [(name, done_between(plan.milestones, first, today, promises)) for name, first in spans]
    total = len(_counting(plan.milestones))
    lines = [(name, f"{counts.done} done{_promised(counts)}") for name, counts in found[:2]]
    name, ever = found[2]
    return (*lines, (name, f"{ever.done} of {total} done{_promised(ever)}"))


def promise_words(milestone: Milestone, promises: Mapping[int, date]) -> str:
    """Return how a done milestone compares with its first promise: `3 days early`; empty without one."""
    if milestone.done_on is None or milestone.id not in promises:
        return ""
    return _early_or_late((milestone.done_on - promises[milestone.id]).days)


def _promised(counts: DoneCounts) -> str:
    """Return `, on time or early`, `, late`, or how many were which; empty without a promise."""
    if counts.done in (counts.early, counts.late):
        return f", {'on time or early' if counts.early else 'late'}" if counts.done else ""
    parts = ((counts.early, "on time or early"), (counts.late, "late"))
    return "".join(f", {count} {how}" for count, how in parts if count)


def _early_or_late(days: int) -> str:
    return f"{days_words(abs(days))} {'late' if days > 0 else 'early'}" if days else "on time"


def _of_phase(plan: Plan, phase_id: int) -> list[Milestone]:
    return [m for m in plan.milestones if m.phase_id == phase_id]


def _counting(milestones: Sequence[Milestone]) -> list[Milestone]:
    return [m for m in milestones if m.state is not MilestoneState.CANCELLED]


def _complete(milestones: Sequence[Milestone]) -> bool:
    counting = _counting(milestones)
    return bool(counting) and all(m.state is MilestoneState.DONE for m in counting)


def _words(name: str, milestones: Sequence[Milestone], room: int | None) -> str:
    counting = _counting(milestones)
    done = len(counting)
    punctual = _punctuality(counting)
    complete = f"{name} complete: {done} of {done}{', ' + punctual if punctual else ''}."
    words = [f"{complete} {thanks}" for thanks in (_thanks(counting), "Well done, everybody.", "Well done.")]
    return next((sentence for sentence in words if room is None or len(sentence) <= room), complete)


def _punctuality(milestones: Sequence[Milestone]) -> str:
    """Return how the last done date compares with the last baseline date; empty without a baseline."""
    planned = max((m.baseline_on for m in milestones if m.baseline_on), default=None)
    actual = max((m.done_on for m in milestones if m.done_on), default=None)
    if planned is None or actual is None:
        return ""
    return _early_or_late((actual - planned).days)


def _thanks(milestones: Sequence[Milestone]) -> str:
    """Return thanks to all owners in plan order, by first name, or by full name if two share a first name."""
    owners = list(dict.fromkeys(m.owner for m in milestones if m.owner.strip()))
    if not owners:
        return "Well done."
    first = [owner.split()[0] for owner in owners]
    names = [short if first.count(short) == 1 else owner for short, owner in zip(first, owners, strict=True)]
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} others"]
    *most, last = names
    return f"Well done, {', '.join(most)} and {last}." if most else f"Well done, {last}."
