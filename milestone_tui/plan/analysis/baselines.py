"""Differences between two baselines, or between a baseline and the present plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import DASH, count_words, date_words, slip_words
from milestone_tui.plan.model import Milestone, MilestoneState

NOW = 0
"""The baseline id in the entries of the present plan."""


class Difference(NamedTuple):
    """One milestone in an earlier and a later plan; None in a plan without it."""

    before: BaselineEntry | None
    after: BaselineEntry | None

    @property
    def entry(self) -> BaselineEntry:
        """The later entry if there is one, else the earlier one."""
        entry = self.after or self.before
        assert entry is not None  # `compare` passes at least one of the two
        return entry

    @property
    def added(self) -> bool:
        """Whether only the later plan has it."""
        return self.before is None

    @property
    def removed(self) -> bool:
        """Whether only the earlier plan has it."""
        return self.after is None

    @property
    def moved(self) -> bool:
        """Whether it is in both plans, on different dates."""
        return self.before is not None and self.after is not None and self.before.due_on != self.after.due_on

    @property
    def days(self) -> int | None:
        """Calendar days by which it moved, positive for later; None without two dates."""
        ends = self._days
        return (ends[1] - ends[0]).days if ends else None

    def working_days(self, calendar: WorkCalendar) -> int | None:
        """Return the working days by which it moved, positive for later; None without two dates."""
        ends = self._days
        return calendar.between(*ends) if ends else None

    @property
    def revalued(self) -> bool:
        """Whether it is in both plans, with different values."""
        return self.before is not None and self.after is not None and self.before.value != self.after.value

    @property
    def value_change(self) -> Decimal:
        """The increase in value, negative for a decrease."""
        return _value(self.after) - _value(self.before)

    @property
    def _days(self) -> tuple[date, date] | None:
        before, after = self.before and self.before.due_on, self.after and self.after.due_on
        return (before, after) if before and after else None


class Comparison(NamedTuple):
    """All differences between two plans."""

    differences: tuple[Difference, ...]
    """By the date in the later plan; milestones without a date last."""
    unchanged: int

    @property
    def added(self) -> tuple[Difference, ...]:
        """Milestones that only the later plan has."""
        return tuple(one for one in self.differences if one.added)

    @property
    def removed(self) -> tuple[Difference, ...]:
        """Milestones that only the earlier plan has."""
        return tuple(one for one in self.differences if one.removed)

    @property
    def moved(self) -> tuple[Difference, ...]:
        """Milestones with different dates."""
        return tuple(one for one in self.differences if one.moved)

    @property
    def revalued(self) -> tuple[Difference, ...]:
        """Milestones with different values."""
        return tuple(one for one in self.differences if one.revalued)

    @property
    def value_change(self) -> Decimal:
        """The increase in value from the earlier to the later plan."""
        return sum((one.value_change for one in self.differences), Decimal(0))


def present_entries(milestones: Iterable[Milestone]) -> tuple[BaselineEntry, ...]:
    """Return the present plan as baseline entries, by done date else due date, without cancelled milestones."""
    return tuple(
        BaselineEntry(NOW, m.id, m.title, m.on, m.value) for m in milestones if m.state is not MilestoneState.CANCELLED
    )


def compare(before: Iterable[BaselineEntry], after: Iterable[BaselineEntry]) -> Comparison:
    """Compare two plans; milestones correspond by id, not by title."""
    earlier = {entry.milestone_id: entry for entry in before}
    later = {entry.milestone_id: entry for entry in after}
    pairs = [Difference(earlier.get(id_), later.get(id_)) for id_ in earlier.keys() | later.keys()]
    differing = [one for one in pairs if one.added or one.removed or one.moved or one.revalued]
    differing.sort(key=_place)
    return Comparison(tuple(differing), len(pairs) - len(differing))


def finish_on(entries: Iterable[BaselineEntry]) -> date | None:
    """Return the last date of a plan; None without dates."""
    return max((entry.due_on for entry in entries if entry.due_on), default=None)


def difference_words(difference: Difference, currency: str, today: date) -> str:
    """Return `added, 3 Dec`, `removed, was 3 Dec`, `28 Nov → 7 Dec, +9 d` or `value €40,000 → €45,000`."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        entry, word = difference.entry, "added" if before is None else "removed"
        words = [word] if entry.due_on is None else [f"{word}, {'was ' if after is None else ''}{_day(entry, today)}"]
        return _with_value(words, entry, currency)
    words = []
    if difference.moved:
        words.append(f"{_day(before, today)} → {_day(after, today)}")
        if difference.days is not None:
            words.append(slip_words(difference.days))
    if difference.revalued:
        words.append(f"value {_amount(before, currency)} → {_amount(after, currency)}")
    return ", ".join(words) or "unchanged"


def finish_words(before: date | None, after: date | None, calendar: WorkCalendar, today: date) -> str:
    """Return `finish 18 Jan → 27 Jan, +9 d, 7 working days` or `finish 18 Jan, unchanged`; empty without a finish."""
    if before == after:
        return "" if after is None else f"finish {date_words(after, today)}, unchanged"
    words = f"finish {date_words(before, today)} → {date_words(after, today)}"
    if before is None or after is None:
        return words
    working = count_words(abs(calendar.between(before, after)), "working day")
    return f"{words}, {slip_words((after - before).days)}, {working}"


def comparison_words(comparison: Comparison) -> str:
    """Return `2 added, 1 removed, 5 moved (up to +14 d), 1 value changed, 12 unchanged` or `no differences`."""
    if not comparison.differences:
        return "no differences"
    parts = []
    if comparison.added:
        parts.append(f"{len(comparison.added)} added")
    if comparison.removed:
        parts.append(f"{len(comparison.removed)} removed")
    if comparison.moved:
        parts.append(_moved_words(comparison.moved))
    if comparison.revalued:
        parts.append(f"{count_words(len(comparison.revalued), 'value')} changed")
    return ", ".join([*parts, f"{comparison.unchanged} unchanged"])


def _moved_words(moved: tuple[Difference, ...]) -> str:
    most = max((one.days for one in moved if one.days is not None), key=abs, default=None)
    if most is None:
        return f"{len(moved)} moved"
    return f"{len(moved)} moved ({'' if len(moved) == 1 else 'up to '}{slip_words(most)})"


def _with_value(words: list[str], entry: BaselineEntry, currency: str) -> str:
    return ", ".join(words if entry.value is None else [*words, _amount(entry, currency)])


def _day(entry: BaselineEntry, today: date) -> str:
    return "no date" if entry.due_on is None else date_words(entry.due_on, today)


def _amount(entry: BaselineEntry, currency: str) -> str:
    return DASH if entry.value is None else money_words(entry.value, currency)


def _value(entry: BaselineEntry | None) -> Decimal:
    return (entry.value if entry else None) or Decimal(0)


def _place(difference: Difference) -> tuple[date, int]:
    entry = difference.entry
    return (entry.due_on or date.max, entry.milestone_id)
