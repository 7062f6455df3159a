"""What changed in a project between two moments: done, moved, pushed out, added, removed, scope, money and risks.

Pure: two snapshots in, differences out. The store makes them, and reads who moved what, and why:

    since, *_ = store.read.review_moments(project_id)[-1:]
    (period,) = store.compare(since, Moment(today), [project_id])
    [one.milestone.title for one in period.moved], period.pushed_out, period.scope, period.money

`Moment` is in `plan.moment`. For two snapshots of your own: `compare_period(before, after, moves)`; `moves` are the
changes of due dates between the two, by milestone id.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.model import ChangeReason, Milestone, MilestoneState, Plan
from milestone_tui.plan.monitoring import Risk


class Snapshot(NamedTuple):
    """One project as it stood at the end of a day."""

    day: date
    plan: Plan | None = None
    """None if the project did not exist."""
    spent: Decimal | None = None
    """Everything spent until then; None if nothing was recorded."""
    risks: tuple[Risk, ...] = ()
    """The whole risk register."""


class Move(NamedTuple):
    """One change of a due date: by whom, and why."""

    day: date
    """The day that the change speaks for."""
    due_on: date | None
    """The due date that it set."""
    actor: Actor
    reason: ChangeReason | None = None
    reason_note: str = ""


class MilestoneChange(NamedTuple):
    """One milestone at the beginning and at the end of a period; None where it did not exist."""

    before: Milestone | None
    after: Milestone | None
    since: date
    """The day at whose end the period begins."""
    until: date
    """The last day of the period."""
    moves: tuple[Move, ...] = ()
    """The changes of its due date in the period that were not undone, oldest first."""

    @property
    def milestone(self) -> Milestone:
        """The milestone as it was last."""
        found = self.after or self.before
        assert found is not None  # `compare_period` passes at least one of the two
        return found

    @property
    def added(self) -> bool:
        """Whether it came in the period, or was no longer cancelled."""
        return not _counts(self.before) and _counts(self.after)

    @property
    def removed(self) -> bool:
        """Whether it was deleted or cancelled in the period."""
        return _counts(self.before) and not _counts(self.after)

    @property
    def done(self) -> bool:
        """Whether it was done in the period."""
        return _is_done(self.after) and not _is_done(self.before)

    @property
    def reopened(self) -> bool:
        """Whether it was done at the beginning, and is open again."""
        return _is_done(self.before) and self.after is not None and self.after.is_open

    @property
    def moved(self) -> bool:
        """Whether it is open at both ends, with another due date."""
        before, after = self.before, self.after
        return before is not None and after is not None and self._stays_open and before.due_on != after.due_on

    @property
    def pushed_out(self) -> bool:
        """Whether it was due in the period, and is open with a later date, or without one."""
        return self.moved and self._in_period(self.before) and not self._in_period(self.after) and not self._is_earlier

    @property
    def added_in(self) -> bool:
        """Whether it is due or done in the period though that was not planned: it is new, or was due later or never."""
        was_in = self.before is not None and self._falls_in(self.before.due_on)
        if was_in or not _counts(self.after) or _is_done(self.before):
            return False
        if self.before is not None and self.before.due_on is not None and self.before.due_on <= self.since:
            return False  # it was overdue
        return self.after is not None and self._falls_in(self.after.on)

    @property
    def revalued(self) -> bool:
        """Whether it is in the plan at both ends, with another value."""
        return (
            self._stays and self.before is not None and self.after is not None and self.before.value != self.after.value
        )

    @property
    def days(self) -> int | None:
        """Calendar days by which the due date moved, positive for later; None without two dates."""
        before, after = self.before and self.before.due_on, self.after and self.after.due_on
        return (after - before).days if before and after else None

    @property
    def last_move(self) -> Move | None:
        """The change that set the due date of the end; None if the journal has none."""
        return self.moves[-1] if self.moves else None

    @property
    def differs(self) -> bool:
        """Whether any of these is so."""
        return self.added or self.removed or self.done or self.reopened or self.moved or self.revalued

    @property
    def _stays(self) -> bool:
        return _counts(self.before) and _counts(self.after)

    @property
    def _stays_open(self) -> bool:
        return self._stays and not _is_done(self.before) and not _is_done(self.after)

    @property
    def _is_earlier(self) -> bool:
        return self.after is not None and self.after.due_on is not None and self.after.due_on <= self.since

    def _in_period(self, milestone: Milestone | None) -> bool:
        return milestone is not None and self._falls_in(milestone.due_on)

    def _falls_in(self, day: date | None) -> bool:
        return day is not None and self.since < day <= self.until


class Amounts(NamedTuple):
    """Sums of money of a project; each is None if nothing of its kind is known."""

    value: Decimal | None
    """Of all milestones that are not cancelled."""
    done: Decimal | None
    """Of those that are done."""
    budget: Decimal | None
    spent: Decimal | None


class Scope(NamedTuple):
    """How much there is to do in a project, without cancelled milestones."""

    milestones: int = 0
    done: int = 0
    weight: int = 0


class RiskChange(NamedTuple):
    """One entry of the risk register at the beginning and at the end; None where it did not exist."""

    before: Risk | None
    after: Risk | None

    @property
    def risk(self) -> Risk:
        """The entry as it was last."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def raised(self) -> bool:
        """Whether it is new, or open again."""
        return self.after is not None and self.after.is_open and (self.before is None or not self.before.is_open)

    @property
    def closed(self) -> bool:
        """Whether it was closed or deleted."""
        return self.before is not None and self.before.is_open and (self.after is None or not self.after.is_open)

    @property
    def occurred(self) -> bool:
        """Whether it happened and became an issue."""
        had = self.before is not None and self.before.occurred_on is not None
        return not had and self.after is not None and self.after.occurred_on is not None

    @property
    def rerated(self) -> bool:
        """Whether it has another score at both open ends."""
        before, after = self.before, self.after
        return before is not None and after is not None and after.is_open and before.score != after.score


class PeriodComparison(NamedTuple):
    """Everything that changed in a project from the end of one day to the end of another."""

    before: Snapshot
    after: Snapshot
    changes: tuple[MilestoneChange, ...]
    """The milestones that differ, by date; those without a date last."""
    scope: tuple[Scope, Scope]
    money: tuple[Amounts, Amounts]
    finish: tuple[date | None, date | None]
    """The project's finish as it was seen at both ends."""
    risks: tuple[RiskChange, ...]
    """The entries of the risk register that were raised, closed, rated otherwise, or happened."""

    @property
    def done(self) -> tuple[MilestoneChange, ...]:
        """Milestones done in the period, by done date."""
        found = (one for one in self.changes if one.done)
        return tuple(sorted(found, key=lambda one: (one.milestone.done_on or date.max, one.milestone.id)))

    @property
    def reopened(self) -> tuple[MilestoneChange, ...]:
        """Milestones that are no longer done."""
        return tuple(one for one in self.changes if one.reopened)

    @property
    def moved(self) -> tuple[MilestoneChange, ...]:
        """Open milestones with another due date, including those pushed out of the period."""
        return tuple(one for one in self.changes if one.moved)

    @property
    def pushed_out(self) -> tuple[MilestoneChange, ...]:
        """Milestones that were due in the period, and are due after it now."""
        return tuple(one for one in self.changes if one.pushed_out)

    @property
    def added_in(self) -> tuple[MilestoneChange, ...]:
        """Milestones due or done in the period that were not planned for it at its beginning."""
        return tuple(one for one in self.changes if one.added_in)

    @property
    def added(self) -> tuple[MilestoneChange, ...]:
        """Milestones that are new in the plan."""
        return tuple(one for one in self.changes if one.added)

    @property
    def removed(self) -> tuple[MilestoneChange, ...]:
        """Milestones that were deleted or cancelled."""
        return tuple(one for one in self.changes if one.removed)

    @property
    def revalued(self) -> tuple[MilestoneChange, ...]:
        """Milestones with another value."""
        return tuple(one for one in self.changes if one.revalued)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.changes and not self.risks and self.money[0] == self.money[1]


def compare_period(
    before: Snapshot, after: Snapshot, moves: Mapping[int, Sequence[Move]] | None = None
) -> PeriodComparison:
    """Compare a project at the ends of two days; milestones correspond by id, not by title."""
    earlier = {m.id: m for m in (before.plan.milestones if before.plan else ())}
    later = {m.id: m for m in (after.plan.milestones if after.plan else ())}
    pairs = (
        MilestoneChange(earlier.get(id_), later.get(id_), before.day, after.day, tuple((moves or {}).get(id_, ())))
        for id_ in earlier.keys() | later.keys()
    )
    return PeriodComparison(
        before,
        after,
        changes=tuple(sorted((one for one in pairs if one.differs), key=_place)),
        scope=(_scope(earlier.values()), _scope(later.values())),
        money=(_amounts(before), _amounts(after)),
        finish=(project_finish(earlier.values(), before.day), project_finish(later.values(), after.day)),
        risks=_risk_changes(before.risks, after.risks),
    )


def _counts(milestone: Milestone | None) -> bool:
    """Return whether a milestone is in the plan: it exists and is not cancelled."""
    return milestone is not None and milestone.state is not MilestoneState.CANCELLED


def _is_done(milestone: Milestone | None) -> bool:
    return milestone is not None and milestone.state is MilestoneState.DONE


def _place(change: MilestoneChange) -> tuple[date, int]:
    return (change.milestone.on or date.max, change.milestone.id)


def _scope(milestones: Iterable[Milestone]) -> Scope:
    counted = [m for m in milestones if _counts(m)]
    return Scope(len(counted), sum(map(_is_done, counted)), sum(m.weight for m in counted))


def _amounts(snapshot: Snapshot) -> Amounts:
    if snapshot.plan is None:
        return Amounts(None, None, None, snapshot.spent)
    valued = [(m, m.value) for m in snapshot.plan.milestones if _counts(m) and m.value is not None]
    value = sum((value for _, value in valued), Decimal(0)) if valued else None
    done = sum((value for m, value in valued if _is_done(m)), Decimal(0)) if valued else None
    return Amounts(value, done, snapshot.plan.project.budget, snapshot.spent)


def _risk_changes(before: Iterable[Risk], after: Iterable[Risk]) -> tuple[RiskChange, ...]:
    earlier, later = {risk.id: risk for risk in before}, {risk.id: risk for risk in after}
    pairs = (RiskChange(earlier.get(id_), later.get(id_)) for id_ in sorted(earlier.keys() | later.keys()))
    return tuple(one for one in pairs if one.raised or one.closed or one.occurred or one.rerated)
