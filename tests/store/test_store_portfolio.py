from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.clock import Clock
from milestone_tui.plan.drafts import CriterionDraft, LinkDraft
from milestone_tui.plan.health import judge
from milestone_tui.plan.network import Network
from milestone_tui.store import Store
from milestone_tui.store.reads import Reader

if TYPE_CHECKING:
    from milestone_tui.store import Commands

TODAY = date(2026, 11, 22)

Sketch = tuple[date | None, date | None, bool, int, int | None]
"""Due, deadline, done, unmet criteria, days since it was submitted."""

_days = st.none() | st.integers(-40, 90).map(lambda days: TODAY + timedelta(days=days))
_waits = st.none() | st.integers(0, 20)
_sketches = st.lists(st.tuples(_days, _days, st.booleans(), st.integers(0, 2), _waits), min_size=1, max_size=6)
_links = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 20)), max_size=3)


def fill(do: Commands, sketches: Sequence[Sketch], moved: int, links: Sequence[tuple[int, int, int]]) -> None:
    """One project: milestones with a baseline, then each open one moved; links lead to later milestones only."""
    project_id = do.projects.create({"key": "A", "name": "A", "target_on": TODAY + timedelta(days=60)})
    ids = []
    for due_on, deadline_on, done, unmet, waits in sketches:
        values = {"title": "M", "due_on": due_on, "deadline_on": deadline_on} | ({"done_on": TODAY} if done else {})
        criteria = [CriterionDraft(None, "holds") for _ in range(unmet)]
        ids.append(do.milestones.create(project_id, values, criteria=criteria))
        if waits is not None:
            do.acceptance.submit(ids[-1], TODAY - timedelta(days=waits), window_days=5)
    do.baselines.take(project_id, "Plan", "", "")
    for id_, (due_on, _, done, _, _) in zip(ids, sketches, strict=True):
        if due_on is not None and not done:
            do.milestones.move_all({id_: due_on + timedelta(days=moved)}, {})
    for successor in range(len(ids)):
        wanted = {p: lag for p, s, lag in links if s == successor and p < successor}
        do.links.set(ids[successor], [LinkDraft(ids[p], lag) for p, lag in wanted.items()], ())


@settings(max_examples=40, deadline=None)
@given(sketches=_sketches, moved=st.integers(-5, 20), links=_links)
def test_the_portfolio_judges_a_project_as_its_whole_plan_would(
    sketches: Sequence[Sketch], moved: int, links: Sequence[tuple[int, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "ana")
        store.change_now(lambda do: fill(do, sketches, moved, links))
        (summary,) = store.read.projects(TODAY)
        whole = store.read.plan(summary.project.id)
        assert summary.verdict == judge(whole.project, whole.milestones, whole.links, TODAY)
        store.close()


_across = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-5, 20)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(days=st.lists(_days, min_size=6, max_size=6), across=_across, limited=st.booleans())
def test_the_portfolio_judges_linked_projects_together_as_their_plans_would(
    days: Sequence[date | None], across: Sequence[tuple[int, int, int]], limited: bool
) -> None:
    def fill_three(do: Commands) -> None:
        for key in "ABC":
            do.projects.create({"key": key, "name": key, "target_on": TODAY + timedelta(days=30) if limited else None})
        ids = [do.milestones.create(n % 3 + 1, {"title": f"M{n}", "due_on": due_on}) for n, due_on in enumerate(days)]
        for n, id_ in enumerate(ids):
            lags = {ids[p]: lag for p, s, lag in across if s == n and p < s}
            do.links.set(id_, [LinkDraft(*found) for found in lags.items()], ())

    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "m.db", Clock.fixed(TODAY), "ana")
        store.change_now(fill_three)
        summaries = store.read.projects(TODAY)
        for summary in summaries:
            id_ = summary.project.id
            whole = store.read.plan(id_)
            others = store.read.linked_plans(whole)
            assert summary.verdict == judge(
                whole.project, whole.milestones, whole.links, TODAY, network=Network.of([whole, *others])
            )
            near = {id_, *(other.project.id for other in others)}
            assert store.read.projects(TODAY, project_ids={id_}) == tuple(s for s in summaries if s.project.id in near)
            assert store.read.unjudged(TODAY, False, {id_: summary.verdict}) == (summary,)
            assert store.read.linked_size(whole) == sum(len(other.milestones) for other in others)
            assert store.read.reach({id_}) == len(whole.milestones) + store.read.linked_size(whole)
            assert store.ask_apart(partial(Reader.linked_plans, plan=whole)) == others
        store.close()


def test_some_projects_are_read_as_among_all(store: Store, today: date) -> None:
    def fill_three(do: Commands) -> None:
        for key in "ABC":
            project_id = do.projects.create({"key": key, "name": key})
            do.milestones.create(project_id, {"title": key, "due_on": today - timedelta(days=ord(key) - 66)})

    store.change_now(fill_three)
    a, b, c = store.read.projects(today)
    assert (a.overdue, b.overdue, c.overdue) == (0, 0, 1)
    assert store.read.projects(today, project_ids={a.project.id, c.project.id}) == (a, c)
    assert store.read.projects(today, project_ids=()) == ()
