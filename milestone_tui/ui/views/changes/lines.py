"""The rows and the summary of what changed between two days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.analysis.comparison import MilestoneChange, PeriodComparison, RiskChange
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import DASH, count_words, date_words, slip_words
from milestone_tui.ui.theme import Ink

Belongs = Callable[[MilestoneChange], bool]

GROUPS: tuple[tuple[str, Belongs], ...] = (
    ("done", lambda one: one.done),
    ("pushed out", lambda one: one.pushed_out),
    ("moved", lambda one: one.moved),
    ("no longer done", lambda one: one.reopened),
    ("added", lambda one: one.added),
    ("removed", lambda one: one.removed),
    ("value changed", lambda one: one.revalued),
)
"""The groups in their order; a milestone is in the first that it belongs to."""
_RISKS = "risks"


class ChangeLine(NamedTuple):
    """A heading, or one milestone or risk that changed."""

    group: str
    title: str = ""
    """Empty for a heading."""
    project: str = ""
    """The key of its project."""
    before: str = ""
    after: str = ""
    days: str = ""
    by: str = ""
    """Who moved it last, and why."""
    ink: Ink = Ink.TEXT
    project_id: int = 0
    milestone_id: int | None = None
    """None for a risk, and for a milestone that was deleted."""
    key: object = None
    """None for a heading."""


def change_lines(periods: Sequence[PeriodComparison], today: date) -> tuple[ChangeLine, ...]:
    """Return the milestones that changed, by group, and the risks."""
    lines: list[ChangeLine] = []
    for group, found in _grouped(periods):
        lines += [ChangeLine(group), *(_milestone_line(group, period, one, today) for period, one in found)]
    risks = [_risk_line(period, one) for period in periods for one in period.risks]
    return (*lines, *([ChangeLine(_RISKS), *risks] if risks else ()))


def summary(periods: Sequence[PeriodComparison], today: date) -> tuple[str, str]:
    """Return how many changed, by group, and the scope, finish and money of one project."""
    counts = [f"{len(found)} {group}" for group, found in _grouped(periods)]
    added_in = sum(len(period.added_in) for period in periods)
    counts += [f"{added_in} added in"] if added_in else []
    risks = sum(len(period.risks) for period in periods)
    counts += [count_words(risks, "risk")] if risks else []
    return " · ".join(counts) or "nothing changed", _figures(periods[0], today) if len(periods) == 1 else ""


def written(periods: Sequence[PeriodComparison], lines: Sequence[ChangeLine], today: date) -> str:
    """Return everything as text, one line each."""
    texts = [*summary(periods, today)]
    for line in lines:
        words = (line.project, line.title, f"{line.before} → {line.after}" if line.after else line.before, line.days)
        texts.append(" · ".join(filter(None, (*words, line.by))) if line.key is not None else f"{line.group}:")
    return "\n".join(filter(None, texts))


def _grouped(
    periods: Sequence[PeriodComparison],
) -> Iterator[tuple[str, list[tuple[PeriodComparison, MilestoneChange]]]]:
    """Yield the groups that are not empty, each with its milestones by date."""
    by_group: dict[str, list[tuple[PeriodComparison, MilestoneChange]]] = {group: [] for group, _ in GROUPS}
    for period in periods:
        for one in period.changes:
            group = next(group for group, belongs in GROUPS if belongs(one))
            by_group[group].append((period, one))
    for group, found in by_group.items():
        if found:
            yield group, sorted(found, key=lambda pair: (pair[1].milestone.on or date.max, pair[1].milestone.id))


def _milestone_line(group: str, period: PeriodComparison, one: MilestoneChange, today: date) -> ChangeLine:
    before, after = one.before, one.after
    earlier = "" if before is None else date_words(before.on, today)
    later = "" if after is None or one.removed else date_words(after.on, today)
    days, by = one.days if one.moved else None, ""
    if one.done and before is not None and before.due_on and after is not None and after.done_on:
        days = (after.done_on - before.due_on).days
    if one.moved and (move := one.last_move) is not None:
        by = " · ".join(filter(None, (str(move.actor), move.reason_note or (move.reason and move.reason.value))))
    if group == "value changed" and before is not None and after is not None:
        earlier, later = (_amount(side.value, period) for side in (before, after))
    plan = period.after.plan or period.before.plan
    assert plan is not None  # without one there is no milestone
    return ChangeLine(
        group,
        one.milestone.title,
        plan.project.key,
        earlier,
        later,
        "" if days is None else slip_words(days),
        by,
        _ink(group, days),
        plan.project.id,
        None if after is None else after.id,
        one.milestone.id,
    )


def _ink(group: str, days: int | None) -> Ink:
    if group in ("done", "removed"):
        return Ink.GOOD if group == "done" else Ink.DIM
    return Ink.TEXT if days is None else Ink.WARN if days > 0 else Ink.GOOD


def _risk_line(period: PeriodComparison, one: RiskChange) -> ChangeLine:
    risk, plan = one.risk, period.after.plan or period.before.plan
    what = "happened" if one.occurred else "raised" if one.raised else "closed" if one.closed else "rated"
    before, after = (None if side is None else side.score for side in (one.before, one.after))
    earlier, later = (DASH if score is None else str(score) for score in (before, after)) if one.rerated else ("", "")
    title, key = f"{risk.called} {risk.title}", plan.project.key if plan else ""
    return ChangeLine(_RISKS, title, key, earlier, later, by=what, key=("risk", risk.id))


def _figures(period: PeriodComparison, today: date) -> str:
    before, after = period.scope
    words = [f"{count_words(before.milestones, 'milestone')} → {after.milestones}"]
    if before.milestones == after.milestones:
        words = [count_words(after.milestones, "milestone")]
    ends = period.finish
    if ends[0] and ends[1]:
        moved = (ends[1] - ends[0]).days
        change = f"{date_words(ends[0], today)} → {date_words(ends[1], today)}, {slip_words(moved)}"
        words.append(f"finish {change if moved else f'{date_words(ends[1], today)}, unchanged'}")
    sides = period.money
    for name, one, two in (
        ("value", sides[0].value, sides[1].value),
        ("value done", sides[0].done, sides[1].done),
        ("budget", sides[0].budget, sides[1].budget),
        ("spent", sides[0].spent, sides[1].spent),
    ):
        if one != two:
            words.append(f"{name} {_amount(one, period)} → {_amount(two, period)}")
    return " · ".join(words)


def _amount(amount: Decimal | None, period: PeriodComparison) -> str:
    plan = period.after.plan or period.before.plan
    return DASH if amount is None or plan is None else money_words(amount, plan.project.currency)
