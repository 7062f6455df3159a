"""A phase or a project that completes is an occasion: what is complete, how it went, who is to be thanked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.plan.language.wording import days_words
from milestone_tui.plan.model import Milestone, MilestoneState, Plan

_NAMED = 3
"""More people than this are thanked by their number."""


def celebration(
    before: Plan | None, after: Plan, milestone_id: int, today: date, room: int | None = None
) -> str | None:
    """Say what the tick of a milestone completed: its project, else its phase; None when it completed neither.

    `before` is the plan without the tick: what was complete in it already is not celebrated again. None when that is
    not known. A plan that finishes later than `today`, by a tick dated ahead, is no occasion yet. Where the names of
    all do not fit into `room` characters, everybody is thanked without names.
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
    complete = f"{name} is complete: {done} of {done}{', ' + punctual if punctual else ''}."
    words = [f"{complete} {thanks}" for thanks in (_thanks(counting), "Well done, everybody.", "Well done.")]
    return next((sentence for sentence in words if room is None or len(sentence) <= room), complete)


def _punctuality(milestones: Sequence[Milestone]) -> str:
    """The last actual against the last baseline date; nothing to say without a baseline."""
    planned = max((m.baseline_on for m in milestones if m.baseline_on), default=None)
    actual = max((m.done_on for m in milestones if m.done_on), default=None)
    if planned is None or actual is None:
        return ""
    days = (actual - planned).days
    if days == 0:
        return "on the day"
    return f"{days_words(abs(days))} {'late' if days > 0 else 'early'}"


def _thanks(milestones: Sequence[Milestone]) -> str:
    """Everybody who owned a part, by first name in the order of the plan; by full name where two share the first."""
    owners = list(dict.fromkeys(m.owner for m in milestones if m.owner.strip()))
    if not owners:
        return "Well done."
    first = [owner.split()[0] for owner in owners]
    names = [short if first.count(short) == 1 else owner for short, owner in zip(first, owners, strict=True)]
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} others"]
    *most, last = names
    return f"Well done, {', '.join(most)} and {last}." if most else f"Well done, {last}."
