"""The message when a phase or project becomes complete: what is complete, how punctual it was, and thanks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
    days = (actual - planned).days
    if days == 0:
        return "on time"
    return f"{days_words(abs(days))} {'late' if days > 0 else 'early'}"


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
