"""A believable portfolio in a throw-away database: for `--demo`, the tests and the pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.demo.portfolio import DAYS_OFF, DRAWN_ON, PEOPLE, PORTFOLIO, Engagement, Round, Signpost, Verdict
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.calendar.workdays import MONDAY_TO_FRIDAY, WorkCalendar
from milestone_tui.plan.inputs import AssignmentDraft, CriterionDraft, HolidayDraft, LinkDraft, PhaseDraft, RoleDraft
from milestone_tui.plan.model import ChangeReason, Criterion, MilestoneKind, MilestoneState, ProjectState
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
    author = _Author(store, today - DRAWN_ON)
    steps = [step for engagement in PORTFOLIO for step in author.steps(engagement)]
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
    """Turns engagements into dated changes; ids become known as the plans are made."""

    def __init__(self, store: Store, shift: timedelta) -> None:
        self._store = store
        self._shift = shift
        self._ids: dict[tuple[str, str], int] = {}
        self._project_ids: dict[str, int] = {}
        self._criteria: dict[tuple[str, str], tuple[Criterion, ...]] = {}

    def steps(self, engagement: Engagement) -> Iterator[tuple[date, Callable[[], None]]]:
        """What writes the changes of one project, each with its day: the plan first, then its history in steps."""
        yield engagement.start + self._shift, partial(self._write_plan, engagement)
        by_step: dict[int, list[tuple[date, _Act]]] = defaultdict(list)
        for day, act in sorted(self._history(engagement), key=lambda event: event[0]):
            by_step[day.toordinal() // (1 if engagement.daily else _MONTHLY)].append((day, act))
        for events in by_step.values():
            yield events[-1][0] + self._shift, partial(self._write, [act for _, act in events])

    def write_people(self) -> None:
        """Make who is known before any plan."""
        self._write([self._people])

    def _write_plan(self, engagement: Engagement) -> None:
        self._write([partial(self._plan, engagement)])
        for signpost in engagement.signposts:
            if signpost.criteria:
                key = (engagement.key, signpost.title)
                self._criteria[key] = self._store.read.detail(self._ids[key]).criteria

    def _write(self, acts: Sequence[_Act]) -> None:
        """Do all of this as one change."""

        def act(do: Commands) -> None:
            for single in acts:
                single(do)

        self._store.change_now(act)

    def _people(self, do: Commands) -> None:
        for name, organisation, capacity in PEOPLE:
            do.people.create({"name": name, "organisation": organisation, "capacity": capacity})

    def _plan(self, engagement: Engagement, do: Commands) -> None:
        """Make a project with its people and its milestones as they were agreed, and take the baseline."""
        project_id = do.projects.create(
            {
                "key": engagement.key,
                "name": engagement.name,
                "client": engagement.client,
                "description": engagement.description,
                "start_on": engagement.start + self._shift,
                "target_on": engagement.target + self._shift,
                "budget": Decimal(engagement.budget),
            }
        )
        self._project_ids[engagement.key] = project_id
        do.people.set_roles(project_id, [RoleDraft(name, role) for name, role in engagement.roles], [])
        do.holidays.set(project_id, self._days_off(engagement), [])
        phases = dict.fromkeys(signpost.phase for signpost in engagement.signposts)
        do.phases.set(project_id, [PhaseDraft(None, phase) for phase in phases], [])
        for signpost in engagement.signposts:
            id_ = self._ids[engagement.key, signpost.title] = do.milestones.create(
                project_id,
                self._fields(signpost),
                criteria=[CriterionDraft(None, text) for text, _ in signpost.criteria],
                predecessors=self._predecessors(engagement, signpost),
            )
            if signpost.work:
                do.assignments.set(id_, [AssignmentDraft(name, Decimal(days)) for name, days in signpost.work], [])
        do.baselines.take(project_id, "Kick-off plan", "agreed with the client", engagement.client)

    def _fields(self, signpost: Signpost) -> dict[str, object]:
        begun = signpost.progress or any(met_on for _, met_on in signpost.criteria)
        return {
            "title": signpost.title,
            "phase": signpost.phase,
            "owner": signpost.owner,
            "kind": signpost.kind,
            "state": MilestoneState.IN_PROGRESS if begun else MilestoneState.PLANNED,
            "due_on": signpost.agreed + self._shift,
            "deadline_on": signpost.deadline + self._shift if signpost.deadline else None,
            "progress": signpost.progress,
            "weight": signpost.weight,
            "value": None if signpost.value is None else Decimal(signpost.value),
            "deliverable": signpost.deliverable,
            "tags": signpost.tags,
            "notes": signpost.notes,
            "approver": signpost.approver,
            "internal": signpost.internal,
        }

    def _predecessors(self, engagement: Engagement, signpost: Signpost) -> list[LinkDraft]:
        """The links in, with such lags that today they have the slack they are drawn with, whatever weekday it is."""
        stands_on = {other.title: other.on + self._shift for other in engagement.signposts}
        calendar = WorkCalendar(MONDAY_TO_FRIDAY, (holiday.day for holiday in self._days_off(engagement)))
        drafts = []
        for title, slack in signpost.after:
            between = calendar.between(stands_on[title], signpost.on + self._shift)
            drafts.append(LinkDraft(self._ids[engagement.key, title], max(0, between - slack)))
        return drafts

    def _days_off(self, engagement: Engagement) -> list[HolidayDraft]:
        """The days off of the years that a project touches: these are where the calendar has them."""
        first, last = engagement.start + self._shift, engagement.target + self._shift
        return [
            HolidayDraft(date(year, month, day), name)
            for year in range(first.year, last.year + 1)
            for month, day, name in DAYS_OFF
        ]

    def _history(self, engagement: Engagement) -> Iterator[tuple[date, _Act]]:
        """What happened since the plan, with its day as it is drawn."""
        for signpost in engagement.signposts:
            key = (engagement.key, signpost.title)
            forecast = signpost.agreed
            for (day, to), reason in zip_longest(signpost.moves, signpost.reasons):
                yield day, partial(self._move, key, forecast + self._shift, to + self._shift, reason)
                forecast = to
            met = [met_on for _, met_on in signpost.criteria if met_on]
            if met:
                yield max(met), partial(self._meet, key, signpost)
            yield from self._signed_off(key, signpost)
        if engagement.closed:
            yield engagement.closed, partial(self._close, engagement.key)

    def _signed_off(self, key: tuple[str, str], signpost: Signpost) -> Iterator[tuple[date, _Act]]:
        """What was submitted and decided, and how it was done."""
        for round_ in signpost.rounds:
            yield round_.submitted, partial(self._submit, key, round_)
            if round_.rejected:
                yield round_.rejected, partial(self._reject, key, round_)
        decisions = signpost.decisions
        if signpost.done and not decisions and signpost.kind is MilestoneKind.GATE:
            decisions = (Verdict(signpost.done, Decision.GO, signpost.approver or signpost.owner),)
        for verdict in decisions:
            yield verdict.on, partial(self._decide, key, verdict)
        if signpost.done and not decisions:
            finish = self._accept if signpost.rounds else self._tick
            yield signpost.done, partial(finish, key, signpost.done + self._shift)

    def _submit(self, key: tuple[str, str], round_: Round, do: Commands) -> None:
        do.acceptance.submit(self._ids[key], round_.submitted + self._shift, round_.by)

    def _reject(self, key: tuple[str, str], round_: Round, do: Commands) -> None:
        assert round_.rejected is not None
        do.acceptance.reject(self._ids[key], round_.rejected + self._shift, round_.note)

    def _accept(self, key: tuple[str, str], on: date, do: Commands) -> None:
        do.acceptance.accept(self._ids[key], on)

    def _decide(self, key: tuple[str, str], verdict: Verdict, do: Commands) -> None:
        on = verdict.on + self._shift
        do.gates.decide(self._ids[key], verdict.decision, on, verdict.by, verdict.note)

    def _move(self, key: tuple[str, str], seen: date, to: date, reason: ChangeReason | None, do: Commands) -> None:
        do.milestones.edit(self._ids[key], {"due_on": to}, {"due_on": seen})
        if reason is not None:
            do.because(reason)

    def _tick(self, key: tuple[str, str], on: date, do: Commands) -> None:
        do.milestones.tick(self._ids[key], on)

    def _meet(self, key: tuple[str, str], signpost: Signpost, do: Commands) -> None:
        seen = self._criteria[key]
        drafts = [
            CriterionDraft(criterion.id, text, met_on + self._shift if met_on else None)
            for criterion, (text, met_on) in zip(seen, signpost.criteria, strict=True)
        ]
        do.criteria.set(self._ids[key], drafts, seen)

    def _close(self, key: str, do: Commands) -> None:
        do.projects.edit(self._project_ids[key], {"state": ProjectState.COMPLETED}, {})
