"""An error that nobody foresaw: a report in a file, a sentence on the terminal, exit code 70; typed text is kept."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from terminal import Terminal

from milestone_tui.last_resort import EXIT_CODE, write_report
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
SECRET = "a-title-that-is-nobody's-business"

BROKEN = f"""
import sys
from milestone_tui.cli import list as command, main

def run(*_):
    title = "{SECRET}"
    raise RuntimeError("a mistake of ours")

command.run = run
sys.exit(main.main())
"""


def reports(home: Path) -> list[Path]:
    return sorted((home / ".local/state/milestone_tui").iterdir())


def check_report(home: Path) -> Path:
    (report,) = reports(home)
    text = report.read_text(encoding="utf-8")
    assert "RuntimeError: a mistake of ours" in text and 'File "' in text and "milestone-tui " in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    return report


def test_a_command_ends_with_a_sentence_and_a_report(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, "list", "--demo"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": ""},
    )
    assert done.returncode == EXIT_CODE == 70
    report = check_report(tmp_path)
    assert SECRET not in report.read_text(encoding="utf-8").replace(f'title = "{SECRET}"', "")
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert str(report) in done.stderr and "milestone-tui check" in done.stderr


def test_without_a_place_for_the_report_there_is_still_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    sentence = write_report(RuntimeError("x"), tmp_path / "state")
    assert "no report could be written" in sentence and "RuntimeError" in sentence


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_dashboard_gives_the_terminal_back_and_keeps_what_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    store.change_blocking(
        lambda do: do.milestones.create(do.projects.create({"key": "A", "name": "A"}), {"title": "Beta"})
    )
    store.close()
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(LATE, encoding="utf-8")
    with Terminal("--db", str(path), home=tmp_path, env={"PYTHONPATH": str(site)}) as terminal:
        terminal.see("Beta")
        terminal.press("enter")
        terminal.see("Timeline")
        terminal.press("enter")
        terminal.see("Title +▌?Beta")
        terminal.send(b" two")
        terminal.see("Beta two")
        terminal.press("ctrl+y")
        assert terminal.end() == EXIT_CODE
        text = terminal.output.decode(errors="replace")
    assert "An unexpected error stopped the program (RuntimeError)" in text.replace("\r\n", "")
    assert "Traceback" not in text and SECRET not in text
    assert text.rindex("\x1b[?1049l") < text.index("An unexpected error")
    check_report(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT kind, title FROM draft").fetchall() == [("milestone", "Beta two")]


LATE = f"""
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import PathFinder

class Breaker(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "milestone_tui.ui.editors.milestone":
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            def fail(self):
                secret = "{SECRET}"
                raise RuntimeError("a mistake of ours")
            module.MilestoneEditor.action_copy = fail

        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, Breaker())
"""
"""Loaded by the interpreter before the program: ctrl+y in an editor fails."""
