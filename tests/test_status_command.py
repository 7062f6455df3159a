"""`milestone-tui status`, through `main` and as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from agenda_project import TODAY, agenda_store, day
from commands import Done, Run, at_home, on_terminal, ran

from milestone_tui.config import save_settings, settings_file
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    with closing(agenda_store(path)) as store:
        issue = {"kind": "issue", "title": "Site closed", "impact": 5}
        store.change_blocking(lambda do: do.risks.create(2, issue))
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, by default `status`, in a home of its own, on a Wednesday."""
    at_home(monkeypatch, tmp_path, TODAY)

    def run_it(
        *arguments: str, db: Path | None = database, command: str = "status", options: tuple[str, ...] = ()
    ) -> Done:
        named = () if db is None else ("--db", str(db))
        return ran(capsys, *options, command, *named, *arguments)

    return run_it


def change(database: Path, command: Callable[[Commands], object], on: int = 0) -> None:
    """Change the database some days from today."""
    with closing(Store.open(database, Clock.fixed(day(on)), "ana")) as store:
        store.change_blocking(command)


def test_the_line_says_how_many_are_red_what_comes_next_and_what_to_accept(run: Run) -> None:
    assert run("--line") == Done(0, "1 red 1 amber · next Interviews finished 2 d late · 1 to accept\n", "")
    assert run("--line", "--project", "nord").out.endswith("1 to accept\n")
    assert "to accept" not in run("--line", "--project", "ACME").out


def test_the_table_has_the_worst_first_with_the_reason(run: Run) -> None:
    done = run()
    assert (done.code, done.errors) == (0, "")
    heads, *lines = done.out.splitlines()
    assert heads.split() == ["PROJECT", "HEALTH", "REASON", "%", "NEXT", "DUE", "FINISH", "SLIP", "ACCEPT"]
    assert [text.split()[:4] for text in lines] == [["NORD", "■", "off", "track"], ["ACME", "▲", "at", "risk"]]
    assert "Site closed: open issue of impact 5" in lines[0] and lines[0].endswith(" 1")
    assert "Interviews finished 2 days overdue" in lines[1] and "16 Nov" in lines[1]
    assert "\x1b" not in done.out


def test_there_is_nothing_to_say_without_projects(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    Store.open(empty, Clock.fixed(TODAY), "ana").close()
    assert run("--line", "--check", db=empty) == Done(0, "", "")
    assert run("--line", db=None) == Done(0, "", "")
    assert not [found for found in tmp_path.rglob("*.db") if found.name not in ("m.db", "empty.db")]
    done = run(db=empty)
    assert (done.code, done.out) == (0, "") and done.errors.startswith("milestone-tui: No projects to show. ")
    assert json.loads(run("--json", db=empty).out) == {
        "today": TODAY.isoformat(),
        "health": None,
        "off_track": 0,
        "at_risk": 0,
        "on_track": 0,
        "to_accept": 0,
        "next": None,
        "projects": [],
    }


def test_the_counts_are_those_of_the_list_of_projects(run: Run) -> None:
    done = json.loads(run("--json").out)
    listed = json.loads(run("--projects", "--json", command="list").out)
    health = [record["health"] for record in listed]
    assert done["off_track"] == health.count("off track") and done["at_risk"] == health.count("at risk")
    by_key = {record["project"]: record for record in done["projects"]}
    assert {key: record.pop("to_accept") for key, record in by_key.items()} == {"ACME": 0, "NORD": 1}
    assert by_key == {record["project"]: record for record in listed}
    assert (done["today"], done["health"], done["to_accept"]) == ("2026-11-18", "off track", 1)
    assert done["next"] == {"project": "ACME", "title": "Interviews finished", "due_on": "2026-11-16"}


def test_the_counts_of_the_demo_are_those_of_its_list(run: Run) -> None:
    done = json.loads(run("--demo", "--json").out)
    listed = json.loads(run("--demo", "--projects", "--json", command="list").out)
    health = [record["health"] for record in listed]
    assert (done["off_track"], done["at_risk"]) == (health.count("off track"), health.count("at risk"))
    assert done["on_track"] == health.count("on track") > 0
    assert len(done["projects"]) == len(listed) - health.count("completed")


def test_check_ends_with_1_unless_all_are_on_track(run: Run, database: Path) -> None:
    assert run("--line").code == 0
    assert run("--line", "--check").code == run("--check").code == run("--check", "--json").code == 1
    change(database, lambda do: do.projects.create({"key": "NEW", "name": "Nothing planned"}))
    assert run("--line", "--check", "--project", "NEW") == Done(0, "", "")
    change(database, lambda do: do.milestones.create(3, {"title": "Far", "due_on": day(200)}))
    assert run("--line", "--check", "--project", "NEW") == Done(0, "all on track · next Far 6 Jun\n", "")


def test_the_thresholds_of_projects_and_settings_decide(run: Run, database: Path) -> None:
    change(database, lambda do: do.projects.create({"key": "NEW", "name": "New", "thresholds": "risk 12"}))
    change(database, lambda do: do.milestones.create(3, {"title": "Far", "due_on": day(200)}))
    change(database, lambda do: do.risks.create(3, {"title": "Vendor late", "probability": 3, "impact": 4}))
    assert run("--line", "--project", "NEW").out == "1 amber · next Far 6 Jun\n"
    change(database, lambda do: do.projects.edit(3, {"thresholds": ""}, {"thresholds": "risk 12"}))
    assert run("--line", "--project", "NEW").out == "all on track · next Far 6 Jun\n"
    save_settings(settings_file(), {"thresholds": "risk 10"})
    assert run("--line", "--project", "NEW").out == "1 amber · next Far 6 Jun\n"


def test_as_of_shows_how_it_stood(run: Run, database: Path) -> None:
    stood = run("--line")
    change(database, lambda do: do.milestones.tick(1, day(2)), on=2)
    later = ("--today", day(2).isoformat())
    assert "Interviews finished" not in run("--line", *later).out
    assert run("--line", *later, "--as-of", day(0).isoformat()) == stood
    before = run("--line", "--as-of", day(-1).isoformat())
    assert before == Done(0, "", "")
    assert "There was no project ACME" in run("--project", "ACME", "--as-of", day(-1).isoformat()).errors


def test_me_shows_what_is_mine_and_mine_to_accept(run: Run) -> None:
    done = run("--line", "--me")
    assert done.code == 2 and "--me has no name yet." in done.errors
    save_settings(settings_file(), {"me": "ana kovač"})
    assert run("--line", "--me").out == "1 red 1 amber · next Prototype accepted 18 Nov · 1 to accept\n"
    save_settings(settings_file(), {"me": "Mia Berg"})
    assert [record["project"] for record in json.loads(run("--me", "--json").out)["projects"]] == ["NORD"]
    save_settings(settings_file(), {"me": "Nobody"})
    assert run("--line", "--me") == Done(0, "", "")
    assert run("--me").errors.startswith("milestone-tui: Nothing of yours: ")


def test_a_project_may_be_named_more_than_once_and_in_any_state(run: Run, database: Path) -> None:
    both = run("--project", "nord", "--project=ACME", "--project", "NORD").out
    assert both == run().out
    change(database, lambda do: do.projects.archive(2, True))
    assert "NORD" not in run().out and "× archived" in run("--project", "NORD").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--project", "NOPE"), "There is no project NOPE. Run `milestone-tui list --projects` to see your projects."),
        (("--line", "--json"), "--line and --json do not go together. Choose one of them."),
        (("--as-of", "review:1"), "--as-of review:1 needs one project. Name it too."),
        (("--project", "ACME", "--as-of", "review:1"), "--as-of: ACME has no finished review."),
    ],
)
def test_mistakes_are_named(run: Run, words: Sequence[str], sentence: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "") and done.errors.startswith("milestone-tui: ")
    if "finished review" not in sentence:
        assert done.errors == f"milestone-tui: {sentence}\n"


def test_a_named_database_that_is_missing_is_a_mistake(run: Run, tmp_path: Path) -> None:
    assert run("--line", db=tmp_path / "none.db").code == 3


def test_ascii_is_an_option(run: Run) -> None:
    assert (
        run("--line", options=("--ascii",)).out == "1 red 1 amber | next Interviews finished 2 d late | 1 to accept\n"
    )
    assert "# off track" in run(options=("--ascii",)).out


def in_terminal(database: Path, columns: int, *words: str, **env: str) -> str:
    """What `status` writes to a terminal of this width."""
    return on_terminal(arguments(database, *words), database.parent, columns, **env)


def arguments(database: Path, *words: str) -> list[str]:
    return ["--db", str(database), "--today", TODAY.isoformat(), "status", *words]


def program(database: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "milestone_tui", *arguments(database, *words)]


def environment(database: Path, **env: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(database.parent), "LANG": "C.UTF-8", **env}


def test_a_terminal_gets_colour_and_lines_that_fit(database: Path) -> None:
    text = in_terminal(database, 80, TERM="xterm-256color")
    assert "\x1b[31m■ off track\x1b[0m" in text and text.startswith("\x1b[1mPROJECT")
    for columns in (60, 80, 120):
        plain = in_terminal(database, columns, TERM="xterm-256color", NO_COLOR="1")
        assert "\x1b" not in plain and "off track" in plain
        assert max(map(len, plain.splitlines())) <= columns


def test_in_a_narrow_terminal_the_reasons_are_below_their_projects(database: Path) -> None:
    wide, narrow = (in_terminal(database, columns, NO_COLOR="1", TERM="xterm").splitlines() for columns in (140, 80))
    assert "REASON" in wide[0] and len(wide) == 3
    assert narrow[0].split() == ["PROJECT", "HEALTH", "%", "NEXT", "DUE", "FINISH", "SLIP", "ACCEPT"]
    assert narrow[2] == "  Site closed: open issue of impact 5"
    assert narrow[4] == "  Interviews finished 2 days overdue, 7 working days of float left"


def test_the_line_has_no_colour_on_a_terminal_either(database: Path) -> None:
    assert in_terminal(database, 40, "--line", TERM="xterm-256color").startswith("1 red 1 amber · next Interviews")


def test_a_pipe_gets_the_line_plain_and_ascii_where_the_locale_is_not_utf8(database: Path) -> None:
    for locale, sign in (("C.UTF-8", "·"), ("C", "|"), ("POSIX", "|")):
        done = subprocess.run(
            program(database, "--line", "--check"),
            env=environment(database, LANG=locale, TERM="xterm-256color"),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        assert done.stdout.decode() == f"1 red 1 amber {sign} next Interviews finished 2 d late {sign} 1 to accept\n"


def test_it_loads_neither_the_orm_nor_textual_nor_the_write_side(database: Path) -> None:
    heavy = (
        "textual",
        "rich",
        "sqlmodel",
        "sqlalchemy",
        "pydantic",
        "humanize",
        "milestone_tui.store.store",
        "inspect",
    )
    code = (
        "import sys; from milestone_tui.cli.main import main; "
        f"code = main(['status', '--line', '--db', {str(database)!r}, '--today', '{TODAY}']); "
        f"print(*(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(database), capture_output=True, check=True)
    assert (done.stdout[:5], done.stderr) == (b"1 red", b"\n")
