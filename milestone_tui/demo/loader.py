"""A believable portfolio in a throw-away database: for `--demo`, the tests and the pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.demo.portfolio import (
    DemoDecision,
    DemoMilestone,
    DemoMove,
    DemoProject,
    DemoSubmission,
    Portfolio,
    portfolio,
)
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.calendar.workdays import MONDAY_TO_FRIDAY, WorkCalendar
from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, HolidayInput, LinkInput, PhaseInput, RoleInput
from milestone_tui.plan.model import Criterion, MilestoneKind, MilestoneState, ProjectState
from milestone_tui.store import Store

if TYPE_CHECKING:
    from milestone_tui.store.commands import Commands

PLANNER = "Mia Lindqvist"
"""Who made the demo's history; so it is not the visitor's to undo."""

_MONTHLY = 28

_Act = Callable[["Commands"], object]


@contextmanager
def demo_store(clock: Clock, actor: Actor | str) -> Iterator[Store]:
    """The demo portfolio as it stands today, in a database that is removed in the end; its history is dated back."""
    import tempfile  # only the demo needs it

    past = _PastClock(clock)
    # The writer may just be opening the file when it is removed: what it leaves behind then is nobody's.
    with tempfile.TemporaryDirectory(prefix="milestone-tui-demo-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "demo.db"
        store = Store(path, past.clock, PLANNER, keeps_copies=False)
        try:
            fill_demo(store, clock.today(), past.travel)
        finally:
            store.close()
        store = Store(path, clock, actor, keeps_copies=False)
        try:
            yield store
        finally:
            store.close()


def fill_demo(store: Store, today: date, travel: Callable[[date], None] | None = None) -> None:
    """Put the demo portfolio, as it stands on `today`, into an empty store.

    Everything is a change as a person makes it: a plan and its baseline for each project, then what was ticked, moved
    and met. `travel` is told the day of each change before it is made, so that a clock can follow.
    """
    demo = portfolio()
    author = _Author(store, today - demo.drawn_on, demo)
    steps = [step for project in demo.projects for step in author.steps(project)]
    steps.insert(0, (min(day for day, _ in steps), author.write_people))
    for day, write in sorted(steps, key=lambda step: step[0]):
        if travel is not None:
            travel(day)
        write()


class _PastClock:
    """A clock that can be set to a day of the past."""

    def __init__(self, clock: Clock) -> None:
        self._day = clock.today()
        self.clock = Clock(lambda: self._day, lambda: datetime.combine(self._day, time(9), UTC))

    def travel(self, day: date) -> None:
        """Let it be nine o'clock on that day."""
        self._day = day


class _Author:
    """Turns projects into dated changes; ids become known as the plans are made."""

    def __init__(self, store: Store, shift: timedelta, demo: Portfolio) -> None:
        self._store = store
        self._demo = demo
        self._shift = shift
        self._ids: dict[tuple[str, str], int] = {}
        self._project_ids: dict[str, int] = {}
        self._criteria: dict[tuple[str, str], tuple[Criterion, ...]] = {}

    def steps(self, project: DemoProject) -> Iterator[tuple[date, Callable[[], None]]]:
        """What writes the changes of one project, each with its day: the plan first, then its history in steps."""
        yield project.start + self._shift, partial(self._write_plan, project)
        by_step: dict[int, list[tuple[date, _Act]]] = defaultdict(list)
        for day, act in sorted(self._history(project), key=lambda event: event[0]):
            by_step[day.toordinal() // (1 if project.daily else _MONTHLY)].append((day, act))
        for events in by_step.values():
            yield events[-1][0] + self._shift, partial(self._write, [act for _, act in events])

    def write_people(self) -> None:
        """Make who is known before any plan."""
        self._write([self._people])

    def _write_plan(self, project: DemoProject) -> None:
        self._write([partial(self._plan, project)])
        for milestone in project.milestones:
            if milestone.criteria:
                key = (project.key, milestone.title)
                self._criteria[key] = self._store.read.detail(self._ids[key]).criteria

    def _write(self, acts: Sequence[_Act]) -> None:
        """Do all of this as one change."""

        def act(do: Commands) -> None:
            for single in acts:
                single(do)

        self._store.change_blocking(act)

    def _people(self, do: Commands) -> None:
        for person in self._demo.people:
            fields = {"name": person.name, "organisation": person.organisation, "capacity": person.capacity}
            do.people.create(fields)

    def _plan(self, project: DemoProject, do: Commands) -> None:
        """Make a project with its people and its milestones as they were agreed, and take the baseline."""
        project_id = do.projects.create(
            {
                "key": project.key,
                "name": project.name,
                "client": project.client,
                "description": project.description,
                "start_on": project.start + self._shift,
                "target_on": project.target + self._shift,
                "budget": project.budget,
            }
        )
        self._project_ids[project.key] = project_id
        do.people.set_roles(project_id, [RoleInput(its.name, its.role) for its in project.roles], [])
        do.holidays.set(project_id, self._days_off(project), [])
        phases = dict.fromkeys(milestone.phase for milestone in project.milestones)
        do.phases.set(project_id, [PhaseInput(None, phase) for phase in phases], [])
        for milestone in project.milestones:
            id_ = self._ids[project.key, milestone.title] = do.milestones.create(
                project_id,
                self._fields(milestone),
                criteria=[CriterionInput(None, criterion.text) for criterion in milestone.criteria],
                predecessors=self._predecessors(project, milestone),
            )
            if milestone.work:
                do.assignments.set(id_, [AssignmentInput(work.name, work.days) for work in milestone.work], [])
        do.baselines.take(project_id, "Kick-off plan", "agreed with the client", project.client)

    def _fields(self, milestone: DemoMilestone) -> dict[str, object]:
        begun = milestone.progress or any(criterion.met_on for criterion in milestone.criteria)
        return {
            **{name: getattr(milestone, name) for name in NEW_MILESTONE if hasattr(milestone, name)},
            "state": MilestoneState.IN_PROGRESS if begun else MilestoneState.PLANNED,
            "due_on": milestone.agreed + self._shift,
            "deadline_on": milestone.deadline + self._shift if milestone.deadline else None,
        }

    def _predecessors(self, project: DemoProject, milestone: DemoMilestone) -> list[LinkInput]:
        """The links in, with such lags that today they have the slack they are drawn with, whatever weekday it is."""
        stands_on = {other.title: other.on + self._shift for other in project.milestones}
        calendar = WorkCalendar(MONDAY_TO_FRIDAY, (holiday.day for holiday in self._days_off(project)))
        drafts = []
        for link in milestone.after:
            between = calendar.between(stands_on[link.title], milestone.on + self._shift)
            drafts.append(LinkInput(self._ids[project.key, link.title], max(0, between - link.slack)))
        return drafts

    def _days_off(self, project: DemoProject) -> list[HolidayInput]:
        """The days off of the years that a project touches: these are where the calendar has them."""
        first, last = project.start + self._shift, project.target + self._shift
        return [
            HolidayInput(date(year, off.month, off.day), off.name)
            for year in range(first.year, last.year + 1)
            for off in self._demo.days_off
        ]

    def _history(self, project: DemoProject) -> Iterator[tuple[date, _Act]]:
        """What happened since the plan, with its day as it is drawn."""
        for milestone in project.milestones:
            key = (project.key, milestone.title)
            forecast = milestone.agreed
            for move in milestone.moves:
                yield move.on, partial(self._move, key, forecast + self._shift, move)
                forecast = move.to
            met = [criterion.met_on for criterion in milestone.criteria if criterion.met_on]
            if met:
                yield max(met), partial(self._meet, key, milestone)
            yield from self._signed_off(key, milestone)
        if project.closed:
            yield project.closed, partial(self._close, project.key)

    def _signed_off(self, key: tuple[str, str], milestone: DemoMilestone) -> Iterator[tuple[date, _Act]]:
        """What was submitted and decided, and how it was done."""
        for submission in milestone.rounds:
            yield submission.submitted, partial(self._submit, key, submission)
            if submission.rejected:
                yield submission.rejected, partial(self._reject, key, submission)
        decisions = milestone.decisions
        if milestone.done and not decisions and milestone.kind is MilestoneKind.GATE:
            decisions = (DemoDecision(milestone.done, Decision.GO, milestone.approver or milestone.owner),)
        for decision in decisions:
            yield decision.on, partial(self._decide, key, decision)
        if milestone.done and not decisions:
            finish = self._accept if milestone.rounds else self._tick
            yield milestone.done, partial(finish, key, milestone.done + self._shift)

    def _submit(self, key: tuple[str, str], submission: DemoSubmission, do: Commands) -> None:
        do.acceptance.submit(self._ids[key], submission.submitted + self._shift, submission.by)

    def _reject(self, key: tuple[str, str], submission: DemoSubmission, do: Commands) -> None:
        assert submission.rejected is not None
        do.acceptance.reject(self._ids[key], submission.rejected + self._shift, submission.note)

    def _accept(self, key: tuple[str, str], on: date, do: Commands) -> None:
        do.acceptance.accept(self._ids[key], on)

    def _decide(self, key: tuple[str, str], decision: DemoDecision, do: Commands) -> None:
        on = decision.on + self._shift
        do.gates.decide(self._ids[key], decision.decision, on, decision.by, decision.note)

    def _move(self, key: tuple[str, str], seen: date, move: DemoMove, do: Commands) -> None:
        do.milestones.edit(self._ids[key], {"due_on": move.to + self._shift}, {"due_on": seen})
        if move.reason is not None:
            do.because(move.reason)

    def _tick(self, key: tuple[str, str], on: date, do: Commands) -> None:
        do.milestones.tick(self._ids[key], on)

    def _meet(self, key: tuple[str, str], milestone: DemoMilestone, do: Commands) -> None:
        seen = self._criteria[key]
        drafts = [
            CriterionInput(there.id, criterion.text, criterion.met_on + self._shift if criterion.met_on else None)
            for there, criterion in zip(seen, milestone.criteria, strict=True)
        ]
        do.criteria.set(self._ids[key], drafts, seen)

    def _close(self, key: str, do: Commands) -> None:
        do.projects.edit(self._project_ids[key], {"state": ProjectState.COMPLETED}, {})
