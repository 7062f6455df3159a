"""The first ten minutes: walks of a newcomer through screens that name each key before it is pressed."""

from __future__ import annotations

import re
from pathlib import Path

import newcomer
import pytest
from newcomer import SIZES, TODAY, Screens, Walk
from screens import screen_text, settled

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp

at_each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


async def go(store: Store, walk: Walk, size: tuple[int, int]) -> None:
    """Walk, and find each key named where it is pressed."""
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        screens = Screens()
        for step in walk.steps:
            seen = screen_text(app)
            assert screens.names(step.named, seen), f"{step.named!r} is not named in\n{seen}"
            await pilot.press(*step.keys)
            await settled(pilot)
            seen = screen_text(app)
            assert re.search(step.then, seen), f"{step.then!r} is not in\n{seen}"


@pytest.mark.parametrize(
    "walk",
    [newcomer.FROM_A_TEMPLATE, newcomer.BY_HAND, newcomer.MOVES_WHAT_IS_CRITICAL, newcomer.ASKS_WHY_AND_WHAT],
    ids=["from a template", "by hand", "moves what is critical", "asks why and what"],
)
def test_a_walk_takes_no_more_keys_than_it_did(walk: Walk) -> None:
    assert walk.key_count <= walk.most_keys


@at_each_size
@pytest.mark.parametrize("walk", [newcomer.FROM_A_TEMPLATE, newcomer.BY_HAND], ids=["from a template", "by hand"])
async def test_a_consultant_plans_a_project(store: Store, walk: Walk, size: tuple[int, int]) -> None:
    await go(store, walk, size)
    newcomer.assert_planned(store.path)


@at_each_size
async def test_a_lead_moves_what_is_critical_in_an_imported_plan(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    plan, path = tmp_path / "plan.gan", tmp_path / "m.db"
    plan.write_text(newcomer.PLAN, encoding="utf-8")
    assert main(["import", str(plan), "--db", str(path)]) == 0
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    await go(store, newcomer.MOVES_WHAT_IS_CRITICAL, size)
    store.close()
    newcomer.assert_moved(path)


@at_each_size
async def test_a_manager_asks_why_a_project_is_red_and_what_is_due(demo: Store, size: tuple[int, int]) -> None:
    await go(demo, newcomer.ASKS_WHY_AND_WHAT, size)
