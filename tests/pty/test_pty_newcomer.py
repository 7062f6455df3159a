"""The walks of a newcomer in a terminal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import newcomer
import pytest
from newcomer import SIZES, Screens, Walk
from terminal import Terminal

_NAMES = {"full_stop": ".", "slash": "/"}

at_each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def go(walk: Walk, *arguments: str, home: Path, size: tuple[int, int]) -> None:
    """Walk, and find each key named where it is pressed."""
    with Terminal(*arguments, home=home, size=size) as terminal:
        screens = Screens()
        for step in walk.steps:
            terminal.wait(partial(screens.names, step.named), f"the name of {step.named!r}")
            terminal.press(*(_NAMES.get(key, key) for key in step.keys))
            terminal.see(step.then)
        terminal.press("ctrl+q")
        assert terminal.end() == 0


@at_each_size
@pytest.mark.parametrize("walk", [newcomer.FROM_A_TEMPLATE, newcomer.BY_HAND], ids=["from a template", "by hand"])
def test_a_consultant_plans_a_project(tmp_path: Path, walk: Walk, size: tuple[int, int]) -> None:
    path = tmp_path / "m.db"
    go(walk, "--db", str(path), home=tmp_path, size=size)
    newcomer.assert_planned(path)


@at_each_size
def test_a_lead_moves_what_is_critical_in_an_imported_plan(tmp_path: Path, size: tuple[int, int]) -> None:
    plan, path = tmp_path / "plan.gan", tmp_path / "m.db"
    plan.write_text(newcomer.PLAN, encoding="utf-8")
    with Terminal("import", str(plan), "--db", str(path), home=tmp_path) as terminal:
        assert terminal.end() == 0
        terminal.see(r"4 milestones")
    go(newcomer.MOVES_WHAT_IS_CRITICAL, "--db", str(path), home=tmp_path, size=size)
    newcomer.assert_moved(path)


@at_each_size
def test_a_manager_asks_why_a_project_is_red_and_what_is_due(tmp_path: Path, size: tuple[int, int]) -> None:
    go(newcomer.ASKS_WHY_AND_WHAT, "--demo", home=tmp_path, size=size)
