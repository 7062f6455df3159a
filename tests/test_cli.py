"""The command line, as processes."""

from __future__ import annotations

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

import milestone_tui
from milestone_tui import __version__
from milestone_tui.cli.main import main
from milestone_tui.config import save_settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.filter_terms import FLAGS
from milestone_tui.plan.model import ProjectState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

CHECKOUT = str(Path(milestone_tui.__file__).parents[1])
"""Where the package lies: a process in another folder would not find a checkout that is not installed."""

CSV = """\
project,phase,title,owner,baseline,due,done
ACME,Build,Beta release,Ana,2026-11-19,2026-11-28,
ACME,Build,Prototype,Ana,2026-11-10,2026-11-09,yes
NORD,Discovery,[bold red]x[/]\x1b[2J,Raj,,2026-11-20,
ACME,Launch,Go-live,,,31/02/2027,
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program, in this process, in a home of its own; the day is 22 Nov 2026."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MILESTONE_TUI")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MILESTONE_TUI_TODAY", "2026-11-22")

    def run_it(*arguments: str | Path) -> Done:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # so --help and --version end
            code = int(end.code or 0)
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return run_it


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def complaint(done: Done, code: int) -> str:
    """The sentence on stderr of a command that failed with `code`."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("milestone-tui: ")
    return done.stderr.removeprefix("milestone-tui: ").rstrip("\n")


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout == f"milestone-tui {__version__}\n"
    text = run("--help")
    assert text.returncode == 0
    for promised in ("--demo", "--db", "--today", "--ascii", "--theme", "import", "list", "paths", "MILESTONE_TUI_DB"):
        assert promised in text.stdout
    for command in ("import", "list", "holidays", "paths", "backup", "restore"):
        assert command in text.stdout
        assert run(command, "--help").returncode == 0
    listing = run("list", "--help").stdout
    assert [flag for flag in FLAGS if f":{flag}" not in listing and f"|{flag}" not in listing] == []


def test_a_command_takes_only_the_options_that_it_heeds(run: Run, tmp_path: Path) -> None:
    for command in ("import", "list", "holidays", "paths", "backup", "restore"):
        said = run(command, "--help").stdout
        assert "--db" in said and "--ascii" not in said
        assert ("--today" in said) == (command in ("import", "list", "holidays"))
    assert complaint(run("paths", "--ascii"), 2) == "`paths` does not take --ascii. Run `milestone-tui paths --help`."
    assert run("--today", "2026-11-22", "--ascii", "--db", tmp_path / "x.db", "paths").returncode == 0


@pytest.mark.parametrize("command", [(), ("import",), ("list",), ("holidays",), ("paths",), ("backup",), ("restore",)])
def test_help_fits_into_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert [line for line in run(*command, "--help").stdout.splitlines() if len(line) > 80] == []


def test_what_is_wrong_on_the_command_line_names_the_help_of_its_command(run: Run) -> None:
    told = "needs a file name, or a folder after --history. Run `milestone-tui import --help`."
    assert complaint(run("import"), 2).endswith(told)
    assert complaint(run("--nothing"), 2).endswith("Run `milestone-tui --help` to see the options.")


def test_paths(run: Run, tmp_path: Path) -> None:
    lines = run("paths").stdout.splitlines()
    assert lines[0] == f"database  {tmp_path / 'data' / 'milestone_tui' / 'milestones.db'}"
    assert lines[1] == f"settings  {tmp_path / 'config' / 'milestone_tui' / 'settings.toml'}"


def test_import_reports_what_was_imported_and_what_was_skipped(run: Run, plan: Path) -> None:
    done = run("import", plan)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Imported 3 milestones, 2 phases and 1 baseline into ACME and NORD.\n"
        "To check first: 1\n"
        '  line 5: Go-live: skipped: due "31/02/2027" is not a date\n'
    )


def test_a_second_import_reports_each_row_once_and_no_count_of_0(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("title,kind,due,done\nBeta,thing,,yes\nGamma,,2026-12-01,2027-01-01\n")
    done = run("import", path)
    assert done.stdout == (
        "Imported 2 milestones into PLAN.\n"
        "To check first: 2\n"
        '  line 2: Beta: imported as open: done, but without a done date · imported as delivery: unknown kind "thing"\n'
        "  line 3: Gamma: imported as done today: its done date 1 Jan 2027 is in the future\n"
    )
    again = run("import", path)
    assert (again.returncode, again.stdout) == (
        0,
        "PLAN has all of the file.\n"
        "Kept as it is here: 2\n"
        "  line 2: Beta: already in the project\n"
        "  line 3: Gamma: already in the project\n",
    )


def test_an_import_of_which_nothing_can_be_taken_makes_no_project(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"project,title,due\nACME,{'x' * 10_000},2026-12-01\n")
    done = run("import", path)
    assert complaint(done, 2) == (
        f"Nothing was imported: no milestone in {path} can be imported. The reasons are above."
    )
    assert (
        done.stdout.startswith(f"To check first: 1\n  line 2: {'x' * 99}…: skipped: ") and "at most 500" in done.stdout
    )
    assert "ACME" not in run("list").stdout
    assert complaint(run("list", "--project", "ACME"), 2).startswith("There is no project ACME")


def end_project(project_id: int, state: ProjectState, archived: bool, do: Commands) -> None:
    do.projects.edit(project_id, {"state": state}, {})
    do.projects.archive(project_id, archived)


def test_list_knows_nothing_late_of_a_cancelled_or_archived_project(run: Run, plan: Path, tmp_path: Path) -> None:
    run("import", plan)
    assert [record["title"] for record in json.loads(run("list", "--json", "--filter", "is:overdue").stdout)]
    store = Store.open(tmp_path / "data" / "milestone_tui" / "milestones.db", Clock.fixed(date(2026, 11, 22)), "ana")
    nord = store.read.project_by_key("NORD")
    assert nord is not None
    for state, archived in ((ProjectState.CANCELLED, False), (ProjectState.ACTIVE, True)):
        store.change_blocking(partial(end_project, nord.id, state, archived))
        (record,) = json.loads(run("list", "--json", "--project", "NORD").stdout)
        assert (record["overdue"], record["total_float_days"], record["critical"]) == (False, None, False)
        assert "2026-11-20 !" not in run("list", "--project", "NORD").stdout
        assert run("list", "--json", "--project", "NORD", "--filter", "is:overdue or is:late").stdout == "[]\n"
    store.close()


def test_list_as_json(run: Run, plan: Path) -> None:
    run("import", plan)
    records = json.loads(run("list", "--json").stdout)
    assert [record["title"] for record in records] == ["Prototype", "Beta release", "[bold red]x[/]\x1b[2J"]
    beta = records[1]
    assert (beta["project"], beta["phase"], beta["owner"], beta["state"]) == ("ACME", "Build", "Ana", "planned")
    assert (beta["due_on"], beta["baseline_on"], beta["slip_days"]) == ("2026-11-28", "2026-11-19", 9)
    assert (records[0]["state"], records[0]["done_on"], records[2]["overdue"]) == ("done", "2026-11-09", True)
    assert json.loads(run("list", "--json", "--project", "nord").stdout)[0]["project"] == "NORD"
    assert json.loads(run("list", "--json", "--filter", "is:overdue").stdout)[0]["project"] == "NORD"
    assert run("list", "--json", "--filter", "nothing-of-this-name").stdout == "[]\n"


def test_the_table_shows_escape_sequences_instead_of_sending_them(run: Run, plan: Path) -> None:
    run("import", plan)
    lines = run("list").stdout.splitlines()
    assert lines[0].split() == [
        "PROJECT",
        "PHASE",
        "MILESTONE",
        "OWNER",
        "BASELINE",
        "DUE",
        "DONE",
        "SLIP",
        "%",
        "STATE",
    ]
    assert "[bold red]x[/]␛[2J" in lines[3]
    assert "2026-11-20 !" in lines[3]


def test_the_database_can_be_named_in_the_environment(
    run: Run, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILESTONE_TUI_DB", str(tmp_path / "other.db"))
    run("import", plan)
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "data").exists()


def test_options_may_stand_before_or_after_the_command(run: Run, plan: Path, tmp_path: Path) -> None:
    run("import", plan, "--db", tmp_path / "other.db")
    assert len(json.loads(run("--db", tmp_path / "other.db", "list", "--json").stdout)) == 3
    assert run("list", "--json").stdout == "[]\n"
    late = json.loads(run("--db", tmp_path / "other.db", "--today", "2026-12-01", "list", "--json").stdout)
    assert [record["overdue"] for record in late] == [False, True, True]


def test_the_demo_can_be_listed_and_leaves_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len(json.loads(run("--demo", "list", "--json").stdout)) == 60
    assert [found for found in tmp_path.rglob("*") if found.suffix == ".db" or "demo" in found.name] == []


def test_a_file_can_be_added_to_a_project(run: Run, plan: Path, tmp_path: Path) -> None:
    run("import", plan)
    more = tmp_path / "more.csv"
    more.write_text("title,due\nSecond release,2027-03-01\n")
    assert "into ACME." in run("import", more, "--into", "acme").stdout
    assert complaint(run("import", more, "--into", "NONE"), 2).startswith("There is no project NONE")
    assert "this one has several (ACME, NORD)" in complaint(run("import", plan, "--into", "ACME"), 2)


def test_ambiguous_dates_wait_for_their_order(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("title,due\nA,03/04/2026\n")
    assert "Add --dates dmy or --dates mdy." in complaint(run("import", path), 2)
    assert run("list", "--json").stdout == "[]\n"
    assert run("import", path, "--dates", "dmy").returncode == 0
    assert json.loads(run("list", "--json").stdout)[0]["due_on"] == "2026-04-03"


def test_a_file_that_is_not_what_its_name_says_is_refused_by_name(run: Run, tmp_path: Path) -> None:
    for name, program in (("y.gan", "GanttProject"), ("y.xml", "Microsoft Project as XML")):
        path = tmp_path / name
        path.write_text("title\nBeta\n")
        said = complaint(run("import", path), 2)
        assert said.startswith("y.") and said.endswith(f" file (it is not XML). Save it again from {program}.")
    (tmp_path / "b.xml").write_text("<Project")
    assert complaint(run("import", tmp_path / "b.xml"), 2).endswith("This file is cut off. Save or copy it again.")
    assert not (tmp_path / "data").exists()


def test_an_empty_list_says_so_on_stderr(run: Run, plan: Path) -> None:
    first = run("list")
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr.startswith("milestone-tui: No milestones to list. Run `milestone-tui` to add one")
    assert run("list", "--projects").stderr.startswith("milestone-tui: No projects to list.")
    run("import", plan)
    for options, sentence in (
        (("--filter", "zzz"), 'No milestone matches "zzz".'),
        (("--filter", "zzz", "--projects"), 'No project matches "zzz".'),
    ):
        done = run("list", *options)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", f"milestone-tui: {sentence}\n")
        assert run("list", *options, "--json") == Done(0, "[]\n", "")


def test_columns_of_a_list_are_chosen_by_name(run: Run, plan: Path) -> None:
    run("import", plan)
    assert run("list", "--columns", "due,project").stdout.splitlines()[:2] == [
        "DUE           PROJECT",
        "2026-11-09    ACME",
    ]
    assert run("list", "--projects", "--columns", "project,finish").stdout.splitlines()[0] == "PROJECT  FINISH"
    assert complaint(run("list", "--columns", "dew"), 2).startswith(
        'There is no column "dew". Choose from project, phase,'
    )
    assert (
        complaint(run("list", "--json", "--columns", "due"), 2)
        == "--columns works with the table only. Leave out --json."
    )


@pytest.mark.parametrize("cells", [80, 100, 120])
def test_a_list_fits_the_terminal_and_is_whole_in_a_file(run: Run, tmp_path: Path, cells: int) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "project,phase,title,owner,due\nACME,Build and test,A title that is longer than it should be,Ana,2026-12-01\n"
    )
    run("import", path, "--db", tmp_path / "x.db")
    command = [sys.executable, "-m", "milestone_tui", "list", "--db", str(tmp_path / "x.db")]
    environment = {**os.environ, "PYTHONPATH": CHECKOUT, "MILESTONE_TUI_TODAY": "2026-11-22"}
    code, text = in_a_terminal(command, environment, cells)
    head, line, *rest = text.splitlines()
    assert code == 0 and len(head) <= cells and len(line) <= cells and "2026-12-01" in line
    assert ("…" in line) == (cells < 120)
    assert ("milestone-tui: No room for" in "".join(rest)) == (cells == 80)
    whole = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "A title that is longer than it should be" in whole and "BASELINE" in whole


def test_a_broken_file_changes_nothing(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gan"
    broken.write_text("<project><tasks>")
    complaint(run("import", broken), 2)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["import", "missing.csv"], "Cannot read missing.csv: no such file."),
        (["import", "."], ". is a folder. Name an ordinary file."),
        (["lst"], 'There is no command "lst". Did you mean list?'),
        (["list", "--nonsense"], "There is no option --nonsense."),
        (["--today", "soon", "list"], '--today needs a date such as 2026-11-22, not "soon".'),
        (["list", "--project", "NONE"], "There is no project NONE"),
        (["completion"], "`completion` needs bash, zsh or fish. Run `milestone-tui completion --help`."),
        (["completion", "tcsh"], '`completion` needs bash, zsh or fish, not "tcsh".'),
        ([], "The dashboard needs a terminal"),
        (["--demo"], "The dashboard needs a terminal"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(run: Run, arguments: list[str], sentence: str) -> None:
    assert complaint(run(*arguments), 2).startswith(sentence)


def test_a_mistake_in_a_filter_is_marked_where_it_stands(run: Run) -> None:
    lines = complaint(run("list", "--filter", "日本 nonsense:x is:done"), 2).splitlines()
    assert lines[1] == "  日本 nonsense:x is:done"
    assert re.fullmatch(r" {7}\^+", lines[2])


def test_a_filter_may_begin_with_a_minus(run: Run, plan: Path) -> None:
    run("import", plan)
    for given in (("--filter", "-is:done"), ("--filter=-is:done",)):
        titles = [record["title"] for record in json.loads(run("list", "--json", *given).stdout)]
        assert titles == ["Beta release", "[bold red]x[/]\x1b[2J"]
    for missing in (("--filter",), ("--filter", "--json")):
        assert complaint(run("list", *missing), 2) == "--filter needs a filter such as is:overdue."


def test_who_i_am_is_read_from_the_settings_and_said_how_to_set_where_it_is_not(
    run: Run, plan: Path, tmp_path: Path
) -> None:
    run("import", plan)
    settings = tmp_path / "config" / "milestone_tui" / "settings.toml"
    assert complaint(run("list", "--filter", "@me is:open"), 2) == (
        f'"@me" has no name yet. Filter by @me in the dashboard once, or write me = "your name" into {settings}.'
    )
    save_settings(settings, {"me": "Raj"})
    assert [record["project"] for record in json.loads(run("list", "--json", "--filter", "@me").stdout)] == ["NORD"]
    settings.write_text("me = ")
    assert "not valid TOML" in complaint(run("list", "--filter", "@me"), 2)
    assert json.loads(run("list", "--json", "--filter", "@ana").stdout), "who does not ask needs no settings"


def test_dates_in_a_filter_are_read_in_the_order_of_the_settings(run: Run, plan: Path, tmp_path: Path) -> None:
    run("import", plan)
    assert "10 dec 2026 or 12 oct 2026" in complaint(run("list", "--filter", "due>10/12/2026"), 2)
    save_settings(tmp_path / "config" / "milestone_tui" / "settings.toml", {"date_order": "mdy"})
    found = [
        run("list", "--json", "--filter", f"due>{day}").stdout for day in ("10/12/2026", "12 oct 2026", "10 dec 2026")
    ]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("content", [b"this is no database at all, just words " * 50, b""])
def test_a_database_that_is_none_is_exit_code_3(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    if content:
        assert str(path) in complaint(run("list", "--db", path), 3)
        assert path.read_bytes() == content
    assert str(tmp_path) in complaint(run("list", "--db", tmp_path), 3)


@pytest.mark.parametrize("command", [("list",), ("list", "--json"), ("backup", "copy.db"), ("holidays", "ACME")])
def test_a_name_that_was_mistyped_makes_no_database(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "folder" / "typo.db"
    assert complaint(run(*command, "--db", path), 3) == (
        f"There is no database at {path}. Run `milestone-tui` to create it, or name another with --db."
    )
    assert not path.parent.exists()


def test_before_the_first_start_there_is_nothing_to_list_and_nothing_to_copy(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert complaint(run("backup", copy), 3).startswith("There is no database at ")
    assert not copy.exists()
    assert run("list", "--json").stdout == "[]\n"


def test_a_reader_that_goes_away_is_no_failure(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("title\n" + "\n".join(f"Milestone {n}" for n in range(5_000)))
    run("import", path, "--db", tmp_path / "x.db")
    command = [sys.executable, "-m", "milestone_tui", "list", "--db", str(tmp_path / "x.db")]
    environment = {**os.environ, "PYTHONPATH": CHECKOUT}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_output_that_is_full_is_a_sentence() -> None:
    command = [sys.executable, "-m", "milestone_tui", "list", "--demo"]
    environment = {**os.environ, "PYTHONPATH": CHECKOUT}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (
        2,
        "milestone-tui: Cannot write the output: No space left on device.\n",
    )


def test_what_an_8_bit_terminal_cannot_show_is_a_question_mark(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("title\nKovač → 日本\n", encoding="utf-8")
    run("import", path, "--db", tmp_path / "x.db")
    command = [sys.executable, "-m", "milestone_tui", "list", "--db", str(tmp_path / "x.db")]
    environment = {**os.environ, "PYTHONPATH": CHECKOUT, "PYTHONIOENCODING": "ascii"}
    assert b"Kova? ? ??" in subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def in_a_terminal(command: list[str], environment: dict[str, str], cells: int = 80) -> tuple[int, str]:
    """Run a command whose standard streams are a terminal of so many cells; its exit code and what it wrote."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, cells))
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        written = b""
        try:
            while more := os.read(ours, 4096):
                written += more
        except OSError:
            pass  # so a terminal says on Linux that nobody writes to it any more
    os.close(ours)
    return process.returncode, written.decode()


def test_a_dumb_terminal_is_refused(tmp_path: Path) -> None:
    environment = {**os.environ, "TERM": "dumb", "MILESTONE_TUI_DB": str(tmp_path / "x.db")}
    code, text = in_a_terminal([sys.executable, "-m", "milestone_tui"], environment)
    assert code == 2
    assert text.startswith("milestone-tui: This terminal (TERM=dumb) cannot show the dashboard")
    assert not (tmp_path / "x.db").exists()


def test_an_import_shows_a_bar_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("title\n" + "\n".join(f"Milestone {n}" for n in range(3_000)))
    environment = {**os.environ, "MILESTONE_TUI_DB": str(tmp_path / "x.db")}
    code, text = in_a_terminal([sys.executable, "-m", "milestone_tui", "import", str(path)], environment)
    assert code == 0
    assert "[#########.....................]  33%" in text
    assert re.search(r"Imported 3,?000 milestones into PLAN\.$", text.rstrip())


def test_a_backup_is_a_copy_that_opens(run: Run, tmp_path: Path) -> None:
    database, copy = tmp_path / "m.db", tmp_path / "copy.db"
    plan = tmp_path / "plan.csv"
    plan.write_text("project,title,due\nACME,Beta,2026-12-01\n", encoding="utf-8")
    assert run("import", str(plan), "--db", str(database)).returncode == 0
    answer = run("backup", str(copy), "--db", str(database))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert '"title": "Beta"' in run("list", "--json", "--db", str(copy)).stdout
    assert copy.stat().st_mode & 0o077 == 0
    again = run("backup", str(copy), "--db", str(database))
    assert again.returncode == 2
    assert "already exists" in again.stderr
    nowhere = tmp_path / "none" / "copy.db"
    said = complaint(run("backup", str(nowhere), "--db", str(database)), 2)
    assert said == f"There is no folder {nowhere.parent}. Create it, or choose another file name."


def test_a_backup_of_a_damaged_database_says_so(run: Run, tmp_path: Path) -> None:
    database, copy = tmp_path / "m.db", tmp_path / "copy.db"
    plan = tmp_path / "plan.csv"
    plan.write_text("project,title,due\nACME,Beta,2026-12-01\n", encoding="utf-8")
    run("import", str(plan), "--db", str(database))
    with closing(sqlite3.connect(database)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'template'").fetchone()
    data = bytearray(database.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    database.write_bytes(data)

    said = complaint(run("backup", str(copy), "--db", str(database)), 3)
    damaged = tmp_path / "copy-damaged.db"
    assert said == f"{database} is damaged. Its readable part was copied to {damaged}."
    assert damaged.stat().st_size == len(data) and not copy.exists()


def test_a_copy_is_restored(run: Run, tmp_path: Path) -> None:
    database, copy = tmp_path / "m.db", tmp_path / "copy.db"
    plan = tmp_path / "plan.csv"
    plan.write_text("project,title,due\nACME,Beta,2026-12-01\nACME,Gamma,2026-12-02\n", encoding="utf-8")
    run("import", str(plan), "--db", str(copy))
    answer = run("restore", str(copy), "--db", str(database))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == f"Restored {copy}: 1 project, 2 milestones.\n"
    again = run("restore", str(copy), "--db", str(database))
    assert "The previous database is kept as" in again.stdout
    assert run("restore", str(tmp_path / "gone.db"), "--db", str(database)).returncode == 2
    said = complaint(run("restore", str(plan), "--db", str(database)), 3)
    assert said == f"{plan} is not a milestone-tui backup. Choose another file."
    for words in (("restore", copy, "--demo"), ("--demo", "restore", copy)):
        assert complaint(run(*words), 2) == "`restore` does not work with --demo: demo data is never saved."
