"""What differs between two baselines, or between a baseline and the plan as it stands."""

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
"""Stands for the id of a baseline in the entries of the plan as it stands."""


class Difference(NamedTuple):
    """One milestone before and after; None where the plan of then did not have it."""

    before: BaselineEntry | None
    after: BaselineEntry | None

    @property
    def entry(self) -> BaselineEntry:
        """The later of the two, for what it is called."""
        entry = self.after or self.before
        assert entry is not None  # `compare` makes no difference out of nothing
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
        """Whether both have it, on different days."""
        return self.before is not None and self.after is not None and self.before.due_on != self.after.due_on

    @property
    def days(self) -> int | None:
        """Calendar days by which it moved, + is later; None when one of the two has no day for it."""
        ends = self._days
        return (ends[1] - ends[0]).days if ends else None

    def working_days(self, calendar: WorkCalendar) -> int | None:
        """The same in working days."""
        ends = self._days
        return calendar.between(*ends) if ends else None

    @property
    def revalued(self) -> bool:
        """Whether both have it, with different values."""
        return self.before is not None and self.after is not None and self.before.value != self.after.value

    @property
    def value_change(self) -> Decimal:
        """What the plan became worth more by it; below zero for less."""
        return _value(self.after) - _value(self.before)

    @property
    def _days(self) -> tuple[date, date] | None:
        before, after = self.before and self.before.due_on, self.after and self.after.due_on
        return (before, after) if before and after else None


class Comparison(NamedTuple):
    """All that differs between two plans."""

    differences: tuple[Difference, ...]
    """By the later day, the undated last."""
    unchanged: int

    @property
    def added(self) -> tuple[Difference, ...]:
        """What only the later plan has."""
        return tuple(one for one in self.differences if one.added)

    @property
    def removed(self) -> tuple[Difference, ...]:
        """What only the earlier plan has."""
        return tuple(one for one in self.differences if one.removed)

    @property
    def moved(self) -> tuple[Difference, ...]:
        """What stands on another day."""
        return tuple(one for one in self.differences if one.moved)

    @property
    def revalued(self) -> tuple[Difference, ...]:
        """What has another value."""
        return tuple(one for one in self.differences if one.revalued)

    @property
    def value_change(self) -> Decimal:
        """What the later plan is worth more than the earlier one."""
        return sum((one.value_change for one in self.differences), Decimal(0))


def as_it_stands(milestones: Iterable[Milestone]) -> tuple[BaselineEntry, ...]:
    """The plan as it stands, in the form of a baseline: what is done by its actual, what is cancelled not at all."""
    return tuple(
        BaselineEntry(NOW, m.id, m.title, m.on, m.value) for m in milestones if m.state is not MilestoneState.CANCELLED
    )


def compare(before: Iterable[BaselineEntry], after: Iterable[BaselineEntry]) -> Comparison:
    """What differs from one plan to another; a milestone is the same by its id, whatever it is called."""
    earlier = {entry.milestone_id: entry for entry in before}
    later = {entry.milestone_id: entry for entry in after}
    pairs = [Difference(earlier.get(id_), later.get(id_)) for id_ in earlier.keys() | later.keys()]
    differing = [one for one in pairs if one.added or one.removed or one.moved or one.revalued]
    differing.sort(key=_place)
    return Comparison(tuple(differing), len(pairs) - len(differing))


def finish_on(entries: Iterable[BaselineEntry]) -> date | None:
    """The last day of a plan; None when it has no dates."""
    return max((entry.due_on for entry in entries if entry.due_on), default=None)


def difference_words(difference: Difference, currency: str, today: date) -> str:
    """`added, 3 Dec`, `removed, was 3 Dec`, `28 Nov → 7 Dec, +9 d`, `value 40 000 € → 45 000 €`."""
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
    """`finish 18 Jan → 27 Jan, +9 d, 7 working days`, `finish 18 Jan, as before`; empty when neither has one."""
    if before == after:
        return "" if after is None else f"finish {date_words(after, today)}, as before"
    words = f"finish {date_words(before, today)} → {date_words(after, today)}"
    if before is None or after is None:
        return words
    working = count_words(abs(calendar.between(before, after)), "working day")
    return f"{words}, {slip_words((after - before).days)}, {working}"


def comparison_words(comparison: Comparison) -> str:
    """`2 added, 1 removed, 5 moved by up to +14 d, 1 value changed, 12 unchanged`; `nothing differs`."""
    if not comparison.differences:
        return "nothing differs"
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
    return f"{len(moved)} moved by {'' if len(moved) == 1 else 'up to '}{slip_words(most)}"


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
