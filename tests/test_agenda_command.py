"""`milestone-tui agenda`, through `main` and as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from agenda_project import TODAY, agenda_store
from commands import Done, Run, at_home, on_terminal, ran

from milestone_tui.cli.main import main
from milestone_tui.config import save_settings, settings_file
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    agenda_store(path).close()
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `agenda` in this process, in a home of its own, on a Wednesday."""
    at_home(monkeypatch, tmp_path, TODAY)

    def run_it(*arguments: str, db: Path = database) -> Done:
        return ran(capsys, "agenda", "--db", str(db), *arguments)

    return run_it


def test_all_groups_are_printed_with_their_counts(run: Run) -> None:
    done = run()
    assert (done.code, done.errors) == (0, "")
    lines = done.out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == [
        *("OVERDUE 1", "TODAY 1", "THIS WEEK 1", "NEXT WEEK 2", "NEXT 30 DAYS 1", "LATER 2", "NO DATE 1"),
        *("AWAITING ACCEPTANCE 1", "REVIEWS DUE 1", "DONE IN THE LAST TWO WEEKS 1"),
    ]
    assert lines[1].split() == ["16", "Nov", "2", "d", "late", "ACME", "Interviews", "finished", "@raj", "+2", "d"]
    assert any(line.endswith("after Beta release") for line in lines)
    assert max(map(len, lines)) < 100


def test_nothing_is_printed_when_there_is_nothing(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    Store.open(empty, Clock.fixed(TODAY), "ana").close()
    assert run("--check", db=empty) == Done(0, "", "")
    assert json.loads(run("--json", db=empty).out) == {"today": "2026-11-18", "groups": []}


def test_days_and_project_limit_it(run: Run) -> None:
    soon = run("--days", "0").out
    assert "Interviews finished" in soon and "Prototype accepted" in soon
    assert "Beta release" not in soon and "DONE" not in soon and "NO DATE" not in soon
    assert "Beta release" in run("--days", "4").out
    nord = run("--project", "nord").out
    assert "Handover" in nord and "ACME" not in nord and "R1 Vendor late" in nord


def test_me_shows_what_is_mine_and_mine_to_accept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("--me")
    assert done.code == 2 and "--me has no name yet." in done.errors and "settings.toml" in done.errors
    save_settings(settings_file(), {"me": "ana kovač"})
    out = run("--me").out
    assert "AWAITING ACCEPTANCE 1" in out and "Handover" in out
    assert "NEXT WEEK" not in out and "Interviews" not in out


def test_the_exit_code_is_1_only_when_asked_and_something_is_overdue(run: Run) -> None:
    assert run().code == 0
    assert run("--check").code == 1
    assert run("--check", "--json").code == 1
    assert run("--check", "--project", "NORD").code == 0


def test_mistakes_are_named(run: Run, tmp_path: Path) -> None:
    assert run("--days", "soon").errors == 'milestone-tui: --days needs a number of days such as 7, not "soon".\n'
    assert run("--days", "-1").code == 2
    unknown = run("--project", "NOPE")
    assert (unknown.code, "There is no project NOPE." in unknown.errors) == (2, True)
    assert run(db=tmp_path / "none.db").code == 3


def test_json_has_the_same_groups_with_the_records_of_list(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run("--json").out)
    assert [(group["group"], group["count"]) for group in found["groups"]][:2] == [("overdue", 1), ("today", 1)]
    handover = next(group for group in found["groups"] if group["group"] == "awaiting acceptance")["entries"][0]
    assert (handover["title"], handover["on"], handover["acceptance_due_on"]) == (
        "Handover",
        "2026-11-27",
        "2026-11-27",
    )
    risk = next(group for group in found["groups"] if group["group"] == "reviews due")["entries"][0]
    assert (risk["risk"], risk["score"], risk["on"]) == ("R1", 20, "2026-11-20")
    main(["list", "--db", os.environ["HOME"] + "/m.db", "--json"])
    listed = {record["id"]: record for record in json.loads(capsys.readouterr().out)}
    assert {name: value for name, value in handover.items() if name != "on"} == listed[handover["id"]]


def test_hostile_text_stays_text(run: Run, database: Path) -> None:
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "[red]x[/]\x1b[2J", "due_on": TODAY}))
    out = run().out
    assert "[red]x[/]␛[2J" in out and "\x1b" not in out


def in_terminal(database: Path, columns: int, **env: str) -> str:
    """What `agenda` writes to a terminal of this width."""
    words = ("agenda", "--db", str(database), "--today", str(TODAY))
    return on_terminal(words, database.parent, columns, **env)


def test_a_terminal_gets_colour_and_lines_that_fit(database: Path) -> None:
    text = in_terminal(database, 60, TERM="xterm-256color")
    assert "\x1b[1m\x1b[31mOVERDUE 1\x1b[0m" in text
    plain = in_terminal(database, 60, TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 60
    assert "Interviews finished" in plain


def test_it_loads_neither_the_orm_nor_textual(database: Path) -> None:
    code = (
        "import sys; from milestone_tui.cli.main import main; "
        f"main(['agenda', '--db', {str(database)!r}, '--today', '{TODAY}']); "
        "sys.exit(any(name in sys.modules for name in ('textual', 'sqlmodel', 'sqlalchemy', 'rich')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, b"OVERDUE" in done.stdout) == (0, True)
