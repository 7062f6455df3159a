from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from operator import methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.analysis.baselines import finish_on as agreed_finish
from milestone_tui.plan.analysis.finish import project_finish
from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CriterionInput, LinkInput
from milestone_tui.plan.model import MilestoneState, Plan, ProjectState
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store
from milestone_tui.store.queries.portfolio import MANY, is_big

if TYPE_CHECKING:
    from milestone_tui.store import Commands

TODAY = date(2026, 11, 22)
LONG_AGO = TODAY - timedelta(days=40)


class Sketch(NamedTuple):
    """A milestone to be made; the days are counted from TODAY."""

    due: int | None
    deadline: int | None
    done: bool
    met: int
    unmet: int
    waits: int | None
    """Days since it was submitted."""


class Outline(NamedTuple):
    """A project to be made: its milestones, by how many days those that are open moved since, and their links."""

    sketches: Sequence[Sketch]
    moved: int
    links: Sequence[tuple[int, int, int]]
    target: int | None
    ending: str = ""
    """What became of the project in the end."""


_endings = st.sampled_from(["", "", "", "archived", "cancelled", "on hold", "completed"])
_near = st.integers(-10, 40)
_sketches = st.builds(
    Sketch,
    due=st.none() | _near | _near | _near,
    deadline=st.sampled_from([None, None, None, None, 5, 60]),
    done=st.sampled_from([False, False, False, True]),
    met=st.integers(0, 4),
    unmet=st.sampled_from([0, 0, 1, 2]),
    waits=st.sampled_from([None, None, None, 0, 7, 8, 20]),
)
_links = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 20))
_outlines = st.builds(
    Outline,
    sketches=st.lists(_sketches, min_size=1, max_size=6),
    moved=st.sampled_from([0, 0, -3, 3, 4, 5, 15]),
    links=st.just(()) | st.just(()) | st.just(()) | st.lists(_links, max_size=3),
    target=st.sampled_from([None, 0, 10, 20, 60]),
    ending=_endings,
)


def end(do: Commands, project_id: int, ending: str) -> None:
    """Archive a project, or give it another state."""
    if ending == "archived":
        do.projects.archive(project_id, True)
    elif ending:
        do.projects.edit(project_id, {"state": ProjectState(ending)}, {})


def on(days: int | None) -> date | None:
    return None if days is None else TODAY + timedelta(days=days)


def fill(do: Commands, outlines: Sequence[Outline]) -> list[list[int]]:
    """Each with a baseline, then the open milestones moved; links lead to later ones. The ids of the milestones."""
    return [add(do, key, outline) for key, outline in zip("ABCDEF", outlines, strict=False)]


def add(do: Commands, key: str, outline: Outline) -> list[int]:
    project_id = do.projects.create({"key": key, "name": key, "target_on": on(outline.target)})
    ids = []
    for sketch in outline.sketches:
        values: dict[str, object] = {"title": "M", "due_on": on(sketch.due), "deadline_on": on(sketch.deadline)}
        met, unmet = CriterionInput(None, "holds", LONG_AGO), CriterionInput(None, "lacks")
        criteria = [met] * sketch.met + [unmet] * sketch.unmet
        values |= {"done_on": LONG_AGO} if sketch.done else {}
        ids.append(do.milestones.create(project_id, values, criteria=criteria))
    do.baselines.take(project_id, "Plan", "", "")
    for id_, sketch in zip(ids, outline.sketches, strict=True):
        if sketch.due is not None and not sketch.done:
            do.milestones.move_all({id_: TODAY + timedelta(days=sketch.due + outline.moved)}, {})
    for successor in range(len(ids)):
        wanted = {p: lag for p, s, lag in outline.links if s == successor and p < successor}
        do.links.set(ids[successor], [LinkInput(ids[p], lag) for p, lag in wanted.items()], ())
    end(do, project_id, outline.ending)
    return ids


MONDAY, SUNDAY = TODAY + timedelta(1), TODAY + timedelta(7)
"""Today is a Sunday: the next week is counted."""


def figures(plan: Plan) -> tuple[int, int, int | None]:
    """What is overdue, what is due in the week that comes, and the next milestone, by the rules of the plan."""
    if not plan.project.is_live:
        assert not any(m.project_is_live for m in plan.milestones)
        return 0, 0, None
    assert all(m.project_is_live for m in plan.milestones)
    open_ones = [m for m in plan.milestones if m.is_open]
    week = [m for m in open_ones if m.due_on is not None and MONDAY <= m.due_on <= SUNDAY]
    first = min(open_ones, key=lambda m: (m.due_on or date.max, m.id), default=None)
    return sum(m.overdue(TODAY) for m in open_ones), len(week), first.id if first else None


@settings(max_examples=40, deadline=None)
@given(outlines=st.lists(_outlines, min_size=1, max_size=6), age=st.sampled_from([0, 14, 15, 30]))
def test_the_portfolio_judges_a_project_as_its_whole_plan_would(outlines: Sequence[Outline], age: int) -> None:
    made: list[list[int]] = []

    def submit(do: Commands) -> None:
        for ids, outline in zip(made, outlines, strict=True):
            for id_, sketch in zip(ids, outline.sketches, strict=True):
                if sketch.waits is not None:
                    do.acceptance.submit(id_, TODAY - timedelta(days=sketch.waits), window_days=5)

    with TemporaryDirectory() as folder:
        path = Path(folder) / "m.db"
        planned = Store.open(path, Clock.fixed(TODAY - timedelta(days=age)), "ana")
        planned.change_blocking(lambda do: made.extend(fill(do, outlines)))
        planned.close()
        store = Store.open(path, Clock.fixed(TODAY), "ana")
        store.change_blocking(submit)
        for summary in store.read.projects(TODAY, archived=True):
            whole = store.read.plan(summary.project.id)
            assert (summary.overdue, summary.due_this_week, summary.next_id) == figures(whole)
            assert summary.verdict == judge(whole.project, whole.milestones, whole.links, TODAY).verdict
            assert summary.finish_on == project_finish(whole.milestones, TODAY)
            agreed = store.read.baseline_entries(whole.project.baseline_id or 0)
            assert summary.baseline_finish_on == agreed_finish(agreed)
            assert not summary.lacks_baseline
        store.close()


_days = st.none() | st.integers(-40, 90).map(on)
_across = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-5, 20)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(
    days=st.lists(_days, min_size=6, max_size=6),
    across=_across,
    limited=st.booleans(),
    endings=st.lists(_endings, min_size=3, max_size=3),
)
def test_the_portfolio_judges_linked_projects_together_as_their_plans_would(
    days: Sequence[date | None], across: Sequence[tuple[int, int, int]], limited: bool, endings: Sequence[str]
) -> None:
    def fill_three(do: Commands) -> None:
        for key in "ABC":
            do.projects.create({"key": key, "name": key, "target_on": TODAY + timedelta(days=30) if limited else None})
        ids = [do.milestones.create(n % 3 + 1, {"title": f"M{n}", "due_on": due_on}) for n, due_on in enumerate(days)]
        for n, id_ in enumerate(ids):
            lags = {ids[p]: lag for p, s, lag in across if s == n and p < s}
            do.links.set(id_, [LinkInput(*found) for found in lags.items()], ())
        for project_id, ending in enumerate(endings, start=1):
            end(do, project_id, ending)

    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "ana")
        store.change_blocking(fill_three)
        summaries = store.read.projects(TODAY, archived=True)
        for summary in summaries:
            id_ = summary.project.id
            whole = store.read.plan(id_)
            others = store.read.linked_plans(whole)
            assert (
                summary.verdict
                == judge(
                    whole.project, whole.milestones, whole.links, TODAY, network=Network.of([whole, *others])
                ).verdict
            )
            near = {id_, *(other.project.id for other in others)}
            asked = store.read.projects(TODAY, archived=True, project_ids={id_})
            assert asked == tuple(s for s in summaries if s.project.id in near)
            assert store.read.unjudged(TODAY, True, {id_: summary.verdict}) == (summary,)
            assert store.read.linked_size(whole) == sum(len(other.milestones) for other in others)
            assert store.read.reach({id_}) == len(whole.milestones) + store.read.linked_size(whole)
            assert store.read_in_thread(methodcaller("linked_plans", whole)) == others
        unarchived = tuple(s for s in summaries if s.project.archived_at is None)
        assert store.read.projects(TODAY) == unarchived, "what is archived is judged alike whether it is shown or not"
        store.close()


def test_a_finish_is_of_the_current_baseline_and_without_one_there_is_no_slip(store: Store, today: date) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": "A", "name": "A"}))
    project_id = 1

    def add_two(do: Commands) -> None:
        for days in (5, 30):
            do.milestones.create(project_id, {"title": "M", "due_on": today + timedelta(days)})

    store.change_blocking(add_two)
    (bare,) = store.read.projects(today)
    assert (bare.finish_on, bare.slip_days, bare.lacks_baseline) == (today + timedelta(30), None, True)
    store.change_blocking(lambda do: do.baselines.take(project_id, "First"))
    last = store.read.plan(project_id).milestones[-1].id
    store.change_blocking(lambda do: do.milestones.move_all({last: today + timedelta(44)}, {}))
    assert [s.slip_days for s in store.read.projects(today)] == [14]
    assert [s.slip_days for s in store.read.projects(today + timedelta(50))] == [20], "overdue: it goes on"
    store.change_blocking(lambda do: do.baselines.take(project_id, "Second"))
    assert [s.slip_days for s in store.read.projects(today)] == [0]


def test_some_projects_are_read_as_among_all(store: Store, today: date) -> None:
    def fill_three(do: Commands) -> None:
        for key in "ABC":
            project_id = do.projects.create({"key": key, "name": key})
            do.milestones.create(project_id, {"title": key, "due_on": today - timedelta(days=ord(key) - 66)})

    store.change_blocking(fill_three)
    a, b, c = store.read.projects(today)
    assert (a.overdue, b.overdue, c.overdue) == (0, 0, 1)
    assert store.read.projects(today, project_ids={a.project.id, c.project.id}) == (a, c)
    assert store.read.projects(today, project_ids=()) == ()


def test_a_project_whose_milestones_are_all_cancelled_says_so(store: Store, today: date) -> None:
    def fill_two(do: Commands) -> None:
        do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "M", "due_on": today})
        do.projects.create({"key": "B", "name": "B"})

    store.change_blocking(fill_two)
    plan = store.read.plan(1)
    assert [s.all_cancelled for s in store.read.projects(today)] == [False, False]
    store.change_blocking(
        lambda do: do.milestones.edit_all([plan.milestones[0].id], {"state": MilestoneState.CANCELLED})
    )
    cancelled, empty = store.read.projects(today)
    assert (cancelled.all_cancelled, empty.all_cancelled, empty.verdict.findings) == (True, False, ())
    assert [finding.text for finding in cancelled.verdict.findings] == ["all milestones are cancelled"]
    plan = store.read.plan(1)
    assert judge(plan.project, plan.milestones, plan.links, today).verdict == cancelled.verdict, "as on its timeline"


@settings(max_examples=40, deadline=None)
@given(
    outlines=st.lists(_outlines, min_size=1, max_size=6),
    ties=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3),
    every=st.integers(1, 3),
)
def test_the_rows_in_view_have_the_figures_of_the_whole_portfolio(
    outlines: Sequence[Outline], ties: Sequence[tuple[int, int]], every: int
) -> None:
    """Also where projects are linked with others that are not in view."""

    def command(do: Commands) -> None:
        ids = fill(do, outlines)
        for a, b in ties:
            if a < b < len(ids):
                do.links.set(ids[b][-1], [LinkInput(ids[a][0], 0)], ())

    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "ana")
        store.change_blocking(command)
        known = store.read.projects(TODAY)
        found = store.read.first_rows(TODAY, lambda briefs: briefs[::every])
        store.close()
    if not known:
        assert found is None
        return
    assert found is not None
    briefs, rows = found
    assert rows == known[::every]
    figures = [(s.overdue, s.due_this_week, s.finish_on, s.lacks_baseline, s.shows_budget) for s in known]
    assert [b[1:] for b in briefs] == figures
    assert [b.project for b in briefs] == [
        (p.id, p.key, p.name, p.client, p.is_live) for p in (s.project for s in known)
    ]


@pytest.mark.parametrize("count", [MANY, MANY + 1])
def test_a_portfolio_is_big_above_a_number_of_milestones(count: int) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE milestone (id INTEGER PRIMARY KEY)")
        db.executemany("INSERT INTO milestone VALUES (?)", ((number,) for number in range(count)))
        assert is_big(db) is (count > MANY)
