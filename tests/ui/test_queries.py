"""No query a row: a cursor step asks the database the same few questions, however much there is."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import date, timedelta
from decimal import Decimal

import pytest
from screens import press, screen_text, settled

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject
from milestone_tui.plan.inputs import AssignmentInput, HolidayInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

TODAY = date(2026, 11, 22)
MOST = 3
"""Questions of one step."""

VIEWS = {
    "projects": (),
    "roadmap": ("tab",),
    "timeline": ("enter",),
    "what-if": ("enter", "full_stop"),
    "trend": ("enter", "4"),
    "risks": ("enter", "5"),
    "all risks": ("5",),
    "agenda": ("3",),
    "people": ("6",),
    "review": ("7",),
    "roles": ("6", "tab"),
    "baselines": ("enter", "C"),
    "differences": ("enter", "C", "tab"),
    "days off": ("enter", "O"),
    "drafts": (),
    "templates": ("N",),
}
"""The keys that open each view; the drafts open by themselves."""


def fill(count: int) -> ImportedPlan:
    """So many milestones of twenty people, half of them in one project and the rest in projects of ten."""

    def milestones(prefix: str, size: int) -> tuple[IncomingMilestone, ...]:
        return tuple(
            IncomingMilestone(
                f"{prefix}{n}", "", f"{prefix} {n}", owner=f"Person {n % 20}", due_on=TODAY + timedelta(n % 300)
            )
            for n in range(size)
        )

    big = IncomingProject("BIG", (), milestones("B", count // 2))
    small = (IncomingProject(f"P{n}", (), milestones(f"S{n}-", 10)) for n in range(max(3, count // 20)))
    return ImportedPlan((big, *small))


@pytest.fixture(params=[10, 10_000], scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("queries") / f"{request.param}.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(lambda do: do.imports.add(fill(request.param)))

    def agree(do: Commands) -> None:
        for n in range(max(20, request.param // 20)):
            rated = {"probability": n % 5 + 1, "impact": n // 5 % 5 + 1, "owner": f"Person {n % 20}"}
            do.risks.create(1 + n % 2, {"title": f"Risk {n}", **rated}, [n % 30 + 1])
        for n in range(3):
            do.baselines.take(1, f"Plan {n}", "", "")
        do.holidays.set(1, [HolidayInput(TODAY + timedelta(n), f"Day {n}") for n in range(5)], [])
        do.assignments.set(1, [AssignmentInput(f"Person {n}", Decimal(9)) for n in range(20)], [])

    store.change_blocking(agree)
    store.poll()  # all of that is known
    request.addfinalizer(store.close)
    return store


@contextmanager
def drafts(store: Store) -> Iterator[None]:
    """Have drafts from a program that has ended."""

    def keep(do: Commands) -> None:
        for n in range(1, 6):
            do.drafts.keep(Unfinished(UnfinishedKind.MILESTONE, n, f"B {n}", 1, {"title": "B"}, {"title": f"Big {n}"}))

    def alter(statement: str) -> None:
        store.drain()
        with closing(sqlite3.connect(store.path)) as db, db:
            db.execute(statement)

    store.change_blocking(keep)
    alter("UPDATE draft SET process = 'a host that was never heard of/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
    yield
    alter("DELETE FROM draft")


COUNTED: dict[str, set[int]] = defaultdict(set)
"""How many questions a step asked in each view, at each size."""


@pytest.mark.parametrize("view", VIEWS)
async def test_a_cursor_step_asks_little(filled: Store, view: str) -> None:
    with drafts(filled) if view == "drafts" else nullcontext():
        async with MilestoneApp(filled, Clock.fixed(TODAY)).run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await press(pilot, *VIEWS[view], "j")  # what came with the opening has been asked
            asked: list[str] = []
            filled.read._connection.set_trace_callback(asked.append)
            steps: list[list[str]] = []
            shown = set()
            for key in "jjkj":
                asked.clear()
                await press(pilot, key)
                shown.add(screen_text(pilot.app))
                steps.append([sql for sql in asked if sql.lstrip().upper().startswith(("SELECT", "WITH"))])
            filled.read._connection.set_trace_callback(None)
    assert len(shown) > 1, "the cursor moves"
    # What a screen below, or the look for other people's changes, asks in its own time may fall into a step.
    questions = min(steps, key=len)
    COUNTED[view].add(len(questions))
    assert len(questions) <= MOST, questions
    assert len(COUNTED[view]) == 1, "at 10 milestones and at 10,000"
