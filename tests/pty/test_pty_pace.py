"""A terminal at the end of a slow line, which is told by how late it answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import Terminal


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of far more milestones than fit on a screen."""
    plan = tmp_path / "plan.csv"
    rows = (f"Long,Build,Milestone {number:03},2026-12-01" for number in range(1_000))
    plan.write_text("\n".join(["project,phase,title,due", *rows]))
    return plan


@contextmanager
def opened(home: Path, plan: Path) -> Iterator[Terminal]:
    """The plan's timeline, in a terminal that has answered until then."""
    with Terminal("import", str(plan), home=home) as importing:
        assert importing.end() == 0
    with Terminal(home=home) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.press("enter")
        terminal.see("▌◆ Milestone 000")
        terminal.quiet(0.5)
        yield terminal


def hold_down(terminal: Terminal) -> int:
    """A key held down until ten presses have brought nothing more; how often it was pressed."""
    silent = pressed = 0
    while silent < 10:
        pressed += 1
        terminal.press("j")
        silent = 0 if terminal.quiet(0.02) else silent + 1
        assert pressed < 900
    return pressed


def test_what_is_overtaken_is_not_sent_to_a_terminal_that_is_behind(tmp_path: Path, plan: Path) -> None:
    with opened(tmp_path, plan) as terminal:
        terminal.answers = False
        pressed = hold_down(terminal)
        assert f"▌◆ Milestone {pressed:03}" not in terminal.text

        terminal.answers = True
        terminal.answer()
        terminal.see(f"▌◆ Milestone {pressed:03}")


def test_a_terminal_that_answers_no_more_is_not_waited_for(tmp_path: Path, plan: Path) -> None:
    with opened(tmp_path, plan) as terminal:
        terminal.answers = False
        pressed = hold_down(terminal)
        terminal.see(f"▌◆ Milestone {pressed:03}")
        terminal.press("j")
        terminal.see(f"▌◆ Milestone {pressed + 1:03}")


def test_it_ends_without_the_last_answer(tmp_path: Path, plan: Path) -> None:
    with opened(tmp_path, plan) as terminal:
        terminal.answers = False
        hold_down(terminal)
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert not terminal.modes[1049]
