"""Write the sample projects to a temporary database: for `--demo`, the tests and the pictures."""

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
"""The author of the demo's history, which the visitor therefore cannot undo."""

_MONTH_DAYS = 28

_Step = Callable[["Commands"], object]


@contextmanager
def demo_store(clock: Clock, actor: Actor | str) -> Iterator[Store]:
    """Yield a store with the sample projects as of today, with a backdated history; delete its database afterwards."""
    import tempfile  # late: only the demo needs it

    past = _PastClock(clock)
    # Errors are ignored, as the writer may be opening the file just when it is removed.
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
    """Write the sample projects, as of `today`, to an empty store.

    All of it is written by the commands that people use: a plan and its baseline for each project, then the ticks,
    moves and met criteria. `travel` is called with the date of each change before it, to set a clock.
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
    """A clock that can be set to a past date."""

    def __init__(self, clock: Clock) -> None:
        self._day = clock.today()
        self.clock = Clock(lambda: self._day, lambda: datetime.combine(self._day, time(9), UTC))

    def travel(self, day: date) -> None:
        """Set the clock to nine o'clock on a date."""
        self._day = day


class _Author:
    """A writer of projects as dated changes; it learns the ids as it creates the plans."""

    def __init__(self, store: Store, shift: timedelta, demo: Portfolio) -> None:
        self._store = store
        self._demo = demo
        self._shift = shift
        self._ids: dict[tuple[str, str], int] = {}
        self._project_ids: dict[str, int] = {}
        self._criteria: dict[tuple[str, str], tuple[Criterion, ...]] = {}

    def steps(self, project: DemoProject) -> Iterator[tuple[date, Callable[[], None]]]:
        """Yield functions that write the changes of one project, with their dates: first the plan, then its history."""
        yield project.start + self._shift, partial(self._write_plan, project)
        by_period: dict[int, list[tuple[date, _Step]]] = defaultdict(list)
        for day, step in sorted(self._history(project), key=lambda event: event[0]):
            by_period[day.toordinal() // (1 if project.daily else _MONTH_DAYS)].append((day, step))
        for events in by_period.values():
            yield events[-1][0] + self._shift, partial(self._write, [step for _, step in events])

    def write_people(self) -> None:
        """Create the people, before any plan."""
        self._write([self._people])

    def _write_plan(self, project: DemoProject) -> None:
        self._write([partial(self._plan, project)])
        for milestone in project.milestones:
            if milestone.criteria:
                key = (project.key, milestone.title)
                self._criteria[key] = self._store.read.detail(self._ids[key]).criteria

    def _write(self, steps: Sequence[_Step]) -> None:
        """Write all steps as one change."""

        def write(do: Commands) -> None:
            for step in steps:
                step(do)

        self._store.change_blocking(write)

    def _people(self, do: Commands) -> None:
        for person in self._demo.people:
            fields = {"name": person.name, "organisation": person.organisation, "capacity": person.capacity}
            do.people.create(fields)

    def _plan(self, project: DemoProject, do: Commands) -> None:
        """Create a project with its people and milestones at their baseline dates, and set the baseline."""
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
        do.people.set_roles(project_id, [RoleInput(part.name, part.role) for part in project.roles], [])
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
        """Return the links to the predecessors, with lags that give them the slack in the file on any weekday."""
        dates = {other.title: other.on + self._shift for other in project.milestones}
        calendar = WorkCalendar(MONDAY_TO_FRIDAY, (holiday.day for holiday in self._days_off(project)))
        links = []
        for link in milestone.after:
            between = calendar.between(dates[link.title], milestone.on + self._shift)
            links.append(LinkInput(self._ids[project.key, link.title], max(0, between - link.slack)))
        return links

    def _days_off(self, project: DemoProject) -> list[HolidayInput]:
        """Return the days off in the years of a project, on their calendar dates."""
        first, last = project.start + self._shift, project.target + self._shift
        return [
            HolidayInput(date(year, off.month, off.day), off.name)
            for year in range(first.year, last.year + 1)
            for off in self._demo.days_off
        ]

    def _history(self, project: DemoProject) -> Iterator[tuple[date, _Step]]:
        """Yield the changes after the plan, with their dates in the file."""
        for milestone in project.milestones:
            key = (project.key, milestone.title)
            due = milestone.agreed
            for move in milestone.moves:
                yield move.on, partial(self._move, key, due + self._shift, move)
                due = move.to
            met = [criterion.met_on for criterion in milestone.criteria if criterion.met_on]
            if met:
                yield max(met), partial(self._meet, key, milestone)
            yield from self._sign_off(key, milestone)
        if project.closed:
            yield project.closed, partial(self._close, project.key)

    def _sign_off(self, key: tuple[str, str], milestone: DemoMilestone) -> Iterator[tuple[date, _Step]]:
        """Yield the submissions and decisions of a milestone, and its acceptance or tick."""
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

    def _move(self, key: tuple[str, str], due: date, move: DemoMove, do: Commands) -> None:
        do.milestones.edit(self._ids[key], {"due_on": move.to + self._shift}, {"due_on": due})
        if move.reason is not None:
            do.because(move.reason)

    def _tick(self, key: tuple[str, str], on: date, do: Commands) -> None:
        do.milestones.tick(self._ids[key], on)

    def _meet(self, key: tuple[str, str], milestone: DemoMilestone, do: Commands) -> None:
        existing = self._criteria[key]
        criteria = [
            CriterionInput(old.id, criterion.text, criterion.met_on + self._shift if criterion.met_on else None)
            for old, criterion in zip(existing, milestone.criteria, strict=True)
        ]
        do.criteria.set(self._ids[key], criteria, existing)

    def _close(self, key: str, do: Commands) -> None:
        do.projects.edit(self._project_ids[key], {"state": ProjectState.COMPLETED}, {})
