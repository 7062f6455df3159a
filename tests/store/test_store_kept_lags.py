"""Lags that were kept from the dates: they give way to who moves the successor earlier, in the same change."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replay import contents, replayed
from taking_back import redo, undo
from worlds import World, worlds
from written_worlds import set_links, written

from milestone_tui.errors import EditConflict
from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import ConditionInput, LinkInput
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.network.move_result import RippleMode
from milestone_tui.plan.network.network import LONGEST_LAG, Network, lag_between
from milestone_tui.plan.network.ripple import ripple
from milestone_tui.plan.rules import LONGEST_LAG as LONGEST
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.migrations.runner import migrate
from milestone_tui.store.migrations.steps import STEPS
from milestone_tui.store.migrations.v6 import KEPT_LAGS

TODAY = date(2026, 11, 22)
ALPHA, BETA, GAMMA = 1, 2, 3


def day(of_december: int) -> date:
    return date(2026, 12, of_december)


@pytest.fixture
def plan(store: Store) -> Store:
    """Alpha on 1 Dec, ten working days before Beta, which is five before Gamma; Beta's lags are kept, Gamma's typed."""

    def build(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal"})
        do.milestones.create(acme, {"title": "Alpha", "due_on": day(1)})
        do.milestones.create(acme, {"title": "Beta", "due_on": day(15)}, predecessors=[LinkInput(ALPHA, 10, True)])
        do.milestones.create(acme, {"title": "Gamma", "due_on": day(22)}, predecessors=[LinkInput(BETA, 5)])

    store.change_blocking(build)
    return store


def lags(store: Store) -> dict[tuple[int, int], tuple[int, bool]]:
    links = store.read.plan(1).links
    return {(link.predecessor_id, link.successor_id): (link.lag, link.kept) for link in links}


WAYS: dict[str, Callable[[Commands], object]] = {
    "as a move": lambda do: do.milestones.move_all({BETA: day(10)}, {BETA: day(15)}),
    "in the editor": lambda do: do.milestones.edit(BETA, {"due_on": day(10)}, {"due_on": day(15)}),
    "of many": lambda do: do.milestones.edit_all([BETA], {"due_on": day(10)}),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_moves_it_earlier_shortens_what_was_kept_in_the_same_change(plan: Store, way: str) -> None:
    before = contents(plan.path)
    change = plan.change_blocking(WAYS[way])
    assert lags(plan) == {(ALPHA, BETA): (7, True), (BETA, GAMMA): (5, False)}
    assert plan.read.detail(BETA).predecessors[0][-2:] == (7, True)
    assert [entry.what for entry in plan.read.milestone_history(BETA)[:2]] == ["predecessor", "due date"]
    assert plan.read.milestone_history(BETA)[0].before == "Alpha +10 wd, auto"
    assert undo(plan) == change
    assert contents(plan.path) == before == replayed(plan.path)
    redo(plan)
    assert lags(plan)[ALPHA, BETA] == (7, True)


def test_a_typed_lag_stays_whatever_moves(plan: Store) -> None:
    plan.change_blocking(lambda do: do.milestones.move_all({GAMMA: day(16)}, {}))
    assert lags(plan) == {(ALPHA, BETA): (10, True), (BETA, GAMMA): (5, False)}


def test_no_lag_goes_below_nothing_and_a_later_day_gives_none_back(plan: Store) -> None:
    plan.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 11, 24)}, {}))
    assert lags(plan)[ALPHA, BETA] == (0, True)
    plan.change_blocking(lambda do: do.milestones.move_all({BETA: day(15)}, {}))
    assert lags(plan)[ALPHA, BETA] == (0, True)


def test_slack_is_used_up_before_a_lag_gives_way(plan: Store) -> None:
    plan.change_blocking(lambda do: do.milestones.move_all({BETA: day(18)}, {}))
    plan.change_blocking(lambda do: do.milestones.move_all({BETA: day(16)}, {}))
    assert lags(plan)[ALPHA, BETA] == (10, True)


def test_what_holds_nobody_gives_no_way(plan: Store) -> None:
    plan.change_blocking(lambda do: do.milestones.edit(ALPHA, {"state": "cancelled"}, {}))
    plan.change_blocking(lambda do: do.milestones.move_all({BETA: day(10)}, {}))
    assert lags(plan)[ALPHA, BETA] == (10, True)


def test_a_date_that_was_missing_leaves_the_lag_as_it_was_made(plan: Store) -> None:
    def later(do: Commands) -> None:
        made = do.milestones.create(1, {"title": "Delta"}, predecessors=[LinkInput(GAMMA, 0, True)])
        do.milestones.edit(made, {"due_on": date(2027, 1, 12)}, {})

    plan.change_blocking(later)
    assert lags(plan)[GAMMA, 4] == (0, True)


def test_to_type_over_a_kept_lag_makes_it_hard_also_with_the_same_number(plan: Store) -> None:
    seen = plan.read.detail(BETA).predecessors
    plan.change_blocking(lambda do: do.links.set(BETA, [LinkInput(ALPHA, 10)], seen))
    assert lags(plan)[ALPHA, BETA] == (10, False)
    (entry, *_) = plan.read.milestone_history(BETA)
    assert (entry.before, entry.after) == ("Alpha +10 wd, auto", "Alpha +10 wd")
    assert (entry.before_value, entry.after_value) == (LinkInput(ALPHA, 10, True), LinkInput(ALPHA, 10))


def test_a_lag_that_gave_way_meanwhile_is_asked_about(plan: Store) -> None:
    seen = plan.read.detail(BETA).predecessors
    plan.change_blocking(lambda do: do.milestones.move_all({BETA: day(10)}, {}))
    with pytest.raises(EditConflict) as caught:
        plan.change_blocking(lambda do: do.links.set(BETA, [LinkInput(ALPHA, 12)], seen))
    assert (caught.value.fields[0].mine, caught.value.fields[0].theirs) == ("Alpha +12 wd", "Alpha +7 wd, auto")
    plan.change_blocking(lambda do: do.links.set(BETA, [LinkInput(ALPHA, 10, True)], seen))
    assert lags(plan)[ALPHA, BETA] == (7, True), "who left it alone has not put it back"


@pytest.mark.parametrize("follows", [True, False])
def test_what_a_gate_sets_keeps_its_time(plan: Store, follows: bool) -> None:
    state = {} if follows else {"due_on": date(2027, 1, 5)}
    fields = {"title": "Gate", "kind": MilestoneKind.GATE, "due_on": day(1), **state}
    plan.change_blocking(lambda do: do.milestones.create(1, fields))
    condition = ConditionInput("Contract signed", day(29))
    decision = Decision.CONDITIONAL_GO if follows else Decision.HOLD
    plan.change_blocking(lambda do: do.gates.decide(4, decision, date(2026, 11, 20), "Ana", conditions=[condition]))
    made = {m.title: m for m in plan.read.plan(1).milestones}
    ends = (4, made["Contract signed"].id) if follows else (made["Contract signed"].id, 4)
    assert lags(plan)[ends] == ((27, True) if follows else (5, True))


@pytest.fixture(params=range(1, len(STEPS)))
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A database of each earlier version with a link, opened."""
    path = tmp_path / "old.db"
    who = "name" if request.param >= 5 else "actor"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, STEPS[: request.param])
        db.execute("BEGIN")
        db.execute("INSERT INTO open_change VALUES (1)")
        db.execute(
            "INSERT INTO project (id, key, name, client, description, currency, state, working_days) "
            "VALUES (1, 'ACME', 'Portal', '', '', 'EUR', 'active', 31)"
        )
        for title, due in (("Alpha", "2026-12-01"), ("Beta", "2026-12-15")):
            db.execute(
                "INSERT INTO milestone (project_id, title, kind, due_on, state, progress, weight, deliverable, tags, "
                "notes) VALUES (1, ?, 'event', ?, 'planned', 0, 1, '', '', '')",
                (title, due),
            )
        db.execute("INSERT INTO dependency (predecessor_id, successor_id, lag) VALUES (1, 2, 10)")
        values = (1, "2026-10-01T12:00:00.000+00:00", "ana", "Plan", "do")
        db.execute(f"INSERT INTO change (id, at, {who}, label, kind) VALUES (?, ?, ?, ?, ?)", values)
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    yield store
    store.close()


def test_the_lags_of_an_older_database_are_typed_ones(old: Store) -> None:
    assert lags(old) == {(ALPHA, BETA): (10, False)}
    assert contents(old.path) == replayed(old.path)
    old.change_blocking(lambda do: do.milestones.move_all({BETA: day(10)}, {}))
    assert lags(old) == {(ALPHA, BETA): (10, False)}
    seen = old.read.detail(BETA).predecessors
    old.change_blocking(lambda do: do.links.set(BETA, [], seen))
    undo(old)
    assert lags(old) == {(ALPHA, BETA): (10, False)}
    assert [entry.after for entry in old.read.milestone_history(BETA) if entry.what == "predecessor"] == [
        "Alpha +10 wd",
        "",
        "Alpha +10 wd",
    ]
    undo(old)
    undo(old)
    assert contents(old.path) == replayed(old.path)
    redo(old)
    assert lags(old) == {(ALPHA, BETA): (10, False)}


def test_the_step_is_the_sixth() -> None:
    assert STEPS.index(KEPT_LAGS) == 5


def test_the_longest_lag_is_the_same_everywhere() -> None:
    assert LONGEST_LAG == LONGEST


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.sampled_from(RippleMode))
def test_what_a_move_tells_of_lags_is_what_it_does_and_its_undo_restores_every_row(
    world: World, way: RippleMode
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "milestones.db"
        with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
            ids = written(store, world)
            keep_all(store)
            before = contents(path)
            network = Network.of(store.read.everything())
            outcome = ripple(network, {ids[n]: on for n, on in world.moves.items()}, way)
            days = {move.id: move.to for move in outcome.moves}
            change = store.change_blocking(lambda do: do.milestones.move_all(days, {}))
            then = {id_: row["lag"] for id_, row in before["dependency"].items()}
            told = {gives.link.id: gives.lag for gives in outcome.shortened}
            assert {id_: row["lag"] for id_, row in contents(path)["dependency"].items()} == then | told
            if change is not None:
                assert undo(store) == change
            assert contents(path) == before


def keep_all(store: Store) -> None:
    """Have every link keep the time between its ends."""
    network = Network.of(store.read.everything())
    by_id = {m.id: m for m in network.milestones}
    for successor in {link.successor_id for link in network.links}:
        seen = store.read.detail(successor).predecessors
        calendar = network.projects[by_id[successor].project_id].calendar
        links = [LinkInput(there.id, lag_between(by_id[there.id], by_id[successor], calendar), True) for there in seen]
        store.change_blocking(partial(set_links, successor, links, seen))
