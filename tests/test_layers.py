"""What is loaded when: the layers at run time, and what a start must not pay for."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import milestone_tui.exchange
import milestone_tui.plan
import milestone_tui.report
from milestone_tui.cli.commands import COMMANDS

HEAVY = ("textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "humanize", "tomlkit", "holidays")


def loaded_by(code: str, tmp_path: Path) -> set[str]:
    """Which of the heavy packages a fresh interpreter has loaded after running `code`."""
    environment = {**os.environ, "MILESTONE_TUI_DB": str(tmp_path / "x.db"), "MILESTONE_TUI_TODAY": "2026-11-22"}
    report = f"\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    command = [sys.executable, "-c", code + report]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())  # above it a command may say that there is nothing


def modules_of(package: str, path: list[str]) -> list[str]:
    return [found.name for found in pkgutil.walk_packages(path, f"{package}.")]


@pytest.mark.parametrize("package", ["plan", "exchange", "report"])
def test_values_and_formats_load_nothing_heavy(package: str, tmp_path: Path) -> None:
    home = {"plan": milestone_tui.plan, "exchange": milestone_tui.exchange, "report": milestone_tui.report}[package]
    modules = modules_of(f"milestone_tui.{package}", list(home.__path__))
    assert len(modules) > 3
    assert loaded_by(f"import {', '.join(modules)}", tmp_path) == set()


@pytest.mark.parametrize(
    "module", ["store", "cli.main", "cli.dashboard", "config", "errors", *(command.module[14:] for command in COMMANDS)]
)
def test_the_way_to_the_first_frame_loads_neither_screens_nor_orm(module: str, tmp_path: Path) -> None:
    assert loaded_by(f"import milestone_tui.{module}", tmp_path) == set()


def test_opening_and_reading_the_store_loads_no_orm(tmp_path: Path) -> None:
    code = """
from datetime import date
from pathlib import Path
import os
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
store = Store.open(Path(os.environ["MILESTONE_TUI_DB"]), Clock.fixed(date(2026, 11, 22)), "me")
store.read.projects(date(2026, 11, 22))
store.poll()
store.close()
"""
    assert loaded_by(code, tmp_path) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        *(["list", "--json"], ["list", "--json", "--filter", "is:critical"], ["status", "--line"], ["paths"]),
        *(["risk", "list"], ["people"], ["log"], ["completion", "bash", "--names", "things", "--", "show", ""]),
    ],
)
def test_the_commands_that_only_read_load_neither_screens_nor_orm(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()
    assert loaded_by(f"from milestone_tui.cli.main import main\nassert main({arguments!r}) == 0", tmp_path) == set()


def test_a_start_with_a_database_that_is_up_to_date_reads_no_migration(tmp_path: Path) -> None:
    code = """
from datetime import date
from pathlib import Path
import os
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
Store.open(Path(os.environ["MILESTONE_TUI_DB"]), Clock.fixed(date(2026, 11, 22)), "me").close()
"""
    loaded_by(code, tmp_path)  # makes the database
    again = (
        code
        + """
import sys
steps = [name for name in sys.modules if name.startswith("milestone_tui.store.migrations.v")]
assert steps == [], steps
"""
    )
    loaded_by(again, tmp_path)


def test_the_dashboard_without_the_write_side_loads_no_orm(tmp_path: Path) -> None:
    assert loaded_by("import milestone_tui.ui.app", tmp_path) <= {"textual", "rich"}


def test_the_commands_that_change_load_no_screens(tmp_path: Path) -> None:
    code = """
from milestone_tui.cli.main import main
for line in (
    "new ACME --template stage --start 2026-12-01",
    "add ACME Beta release 28 nov @ana",
    "edit ACME/beta owner=zoe",
    "move ACME/beta +5wd",
    "spent ACME/beta 1200",
    "risk add ACME Late p4 i5",
    "baseline set ACME",
    "done ACME/beta",
    "untick ACME/beta",
    "delete ACME/beta",
    "undo",
    "redo",
):
    assert main(line.split()) == 0, line
"""
    assert loaded_by(code, tmp_path).isdisjoint({"textual", "rich", "tomlkit"})
