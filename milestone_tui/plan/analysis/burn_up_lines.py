"""The burn-up in words: where each of its lines is today, with the milestones behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.analysis.burn_up import BurnUp, Measure, amount
from milestone_tui.plan.analysis.value_figures import amount_words
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.wording import DASH, date_words
from milestone_tui.plan.model import Health, Milestone, MilestoneState

_SOON = 30


class BurnLine(NamedTuple):
    """One line of the list beside a burn-up."""

    name: str
    value: str
    note: str = ""
    health: Health | None = None
    why: Explanation = Explanation("", "", "")


class _Given(NamedTuple):
    milestones: Sequence[Milestone]
    lines: BurnUp
    measure: Measure
    today: date

    def behind(self, milestones: Sequence[Milestone], dated: str = "due_on") -> tuple[Behind, ...]:
        """Return milestones with what they count and a date."""
        return tuple(
            Behind(m.id, m.project_id, m.title, f"{self.words(amount(m, self.measure))}, {self.day(getattr(m, dated))}")
            for m in milestones
        )

    def words(self, number: Decimal) -> str:
        """Return an amount as shown."""
        return amount_words(number)

    def day(self, day: date | None) -> str:
        """Return a date as shown."""
        return date_words(day, self.today)


def burn_lines(
    milestones: Sequence[Milestone], lines: BurnUp, measure: Measure, today: date
) -> tuple[BurnLine | None, ...]:
    """Return scope, planned, done and due as of today, and what is missing; None between two groups."""
    counted = [m for m in milestones if m.state is not MilestoneState.CANCELLED]
    given = _Given(counted, lines, measure, today)
    return (
        _scope(given),
        _planned(given),
        _done(given),
        _difference(given),
        None,
        _soon(given),
        _undated(given),
        _end(given),
    )


def _scope(given: _Given) -> BurnLine:
    total = sum((amount(m, given.measure) for m in given.milestones), Decimal(0))
    added = [m for m in given.milestones if m.added]
    more = sum((amount(m, given.measure) for m in added), Decimal(0))
    value, note = given.words(total), f"{given.words(more)} since the baseline" if more else ""
    why = Explanation("Scope", value, "sum over all milestones", behind=given.behind(added))
    return BurnLine("Scope", value, f"+{note}" if note else "", None, why)


def _planned(given: _Given) -> BurnLine:
    if not given.lines.planned:
        why = Explanation("Planned", DASH, "sum of what the baseline has by today", notes=("There is no baseline",))
        return BurnLine("Planned", DASH, why=why)
    value = given.words(given.lines.at(given.lines.planned, given.today))
    late = [m for m in given.milestones if m.baseline_on and m.baseline_on <= given.today and m.done_on is None]
    why = Explanation(
        "Planned", value, "sum of what the baseline has by today", behind=given.behind(late, "baseline_on")
    )
    return BurnLine("Planned", value, why=why)


def _done(given: _Given) -> BurnLine:
    value = given.words(given.lines.at(given.lines.done, given.today))
    done = sorted((m for m in given.milestones if m.done_on), key=lambda m: m.done_on or date.min, reverse=True)
    why = Explanation("Done", value, "sum of what is done", behind=given.behind(done, "done_on"))
    return BurnLine("Done", value, why=why)


def _difference(given: _Given) -> BurnLine:
    lines, today = given.lines, given.today
    planned, done = lines.at(lines.planned, today), lines.at(lines.done, today)
    if not lines.planned:
        return BurnLine("Difference", DASH, why=Explanation("Difference", DASH, "done − planned"))
    value = amount_words(done - planned, sign=True)
    numbers = f"{given.words(done)} − {given.words(planned)} = {value}"
    missing = [m for m in given.milestones if m.baseline_on and m.baseline_on <= today and m.done_on is None]
    why = Explanation(
        "Difference", value, "done − planned by today", numbers, behind=given.behind(missing, "baseline_on")
    )
    if done < planned:
        return BurnLine("Difference", value, "behind plan", Health.AT_RISK, why)
    return BurnLine("Difference", value, "ahead of plan" if done > planned else "on plan", Health.ON_TRACK, why)


def _soon(given: _Given) -> BurnLine:
    until = day_after(given.today, _SOON)
    due = [m for m in given.milestones if m.is_open and m.due_on is not None and m.due_on <= until]
    value = given.words(sum((amount(m, given.measure) for m in due), Decimal(0)))
    why = Explanation("Due", value, "open and due in the next 30 days, or overdue", behind=given.behind(due))
    return BurnLine("Due in 30 days", value, why=why)


def _undated(given: _Given) -> BurnLine:
    missing = [m for m in given.milestones if m.is_open and m.due_on is None]
    value = given.words(sum((amount(m, given.measure) for m in missing), Decimal(0)))
    why = Explanation("No date", value, "open and without a due date", behind=given.behind(missing))
    return BurnLine("Without a date", value, why=why)


def _end(given: _Given) -> BurnLine:
    last, planned = given.lines.due[-1][0], given.lines.planned[-1][0] if given.lines.planned else None
    is_open = len(given.lines.due) > 1
    value = given.day(last) if is_open else DASH
    note = f"plan {given.day(planned)}" if planned is not None else ""
    why = Explanation(
        "All done", value, "the last due date", behind=given.behind([m for m in given.milestones if m.due_on == last])
    )
    return BurnLine("All done", value, note, None, why)
