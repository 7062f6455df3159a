"""`milestone-tui export`, and `import` from the standard input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from commands import Done, Run, at_home, ran
from journal_storm import incoming
from reviewed_project import TODAY, fill

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.imports.add(incoming("Sea", 3)))
        sea = store.read.everything("SEA")[0].project.id
        store.change_blocking(lambda do: do.milestones.create(sea, {"title": "Some day"}))
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str, db: str = str(database)) -> Done:
        return ran(capsys, *arguments, "--db", db)

    return run_it


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", b"project,phase,title"),
        ("a.gan", b"<?xml"),
        ("a.xml", b"<?xml"),
        ("A.JSON", b'{"milestone-tui": 1,'),
        ("a.tjp", b'project "'),
        ("a.mmd", b"gantt\n"),
        ("a.xlsx", b"PK"),
    ],
)
def test_the_ending_of_the_name_is_the_format(run: Run, name: str, begins: bytes) -> None:
    if name.endswith("xlsx"):
        pytest.importorskip("openpyxl")
    done = run("export", "acme", "-o", name)
    assert (done.code, done.out) == (0, f"Exported ACME to {name}.\n")
    assert Path(name).read_bytes().startswith(begins)


def test_a_format_is_named_for_the_output_and_for_another_ending(run: Run) -> None:
    printed = run("export", "ACME", "--format", "csv")
    assert printed.code == 0 and printed.out.startswith("project,phase,title")
    assert run("export", "ACME", "--format", "csv", "-o", "-").out == printed.out
    assert run("export", "ACME", "--format", "csv", "-o", "plan.data").code == 0
    assert Path("plan.data").read_bytes().decode() == printed.out


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx", "mermaid"])
def test_several_projects_fit_into_some_formats(run: Run, format_: str) -> None:
    assert run("export", "ACME", "SEA", "--format", format_, "-o", "x").out == "Exported ACME, SEA to x.\n"
    assert run("export", "--all", "--format", format_, "-o", "x").out == "Exported ACME, SEA to x.\n"


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ((), 2, "`export` needs the keys of projects, or --all."),
        (("ACME", "--all"), 2, "`export` needs the keys of projects, or --all."),
        (("ACME",), 2, "Name a file with -o, or a format with --format: csv, ganttproject, json,"),
        (("ACME", "-o", "plan.pdf"), 2, '"plan.pdf" does not end in a known format. Add --format: csv,'),
        (("ACME", "--format", "pdf"), 2, "--format needs csv, ganttproject, json, mermaid, mspdi, taskjuggler or xlsx"),
        (("ACME", "SEA", "-o", "x.gan"), 2, "A GanttProject file holds one project, not 2."),
        (("NOPE", "-o", "x.csv"), 2, "There is no project NOPE."),
        (("ACME", "-o", "m.db", "--format", "csv"), 2, "m.db is the database."),
        (("ACME", "-o", "no/such/x.csv"), 2, "Cannot write no/such/x.csv:"),
    ],
)
def test_a_mistake_is_a_sentence(run: Run, words: tuple[str, ...], code: int, reason: str) -> None:
    done = run("export", *words)
    assert (done.code, done.out) == (code, "")
    assert done.errors.startswith(f"milestone-tui: {reason}"), done.errors
    assert not Path("x.gan").exists() and not Path("x.csv").exists()


def test_what_a_format_cannot_hold_is_listed(run: Run) -> None:
    done = run("export", "SEA", "-o", "x.gan")
    assert (done.code, done.errors) == (0, "milestone-tui: skipped: Some day: without a date\n")


def test_openpyxl_is_asked_for_where_it_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    done = run("export", "ACME", "-o", "x.xlsx")
    assert done.code == 2 and "pip install 'milestone-tui[xlsx]'" in done.errors


def test_the_whole_database_goes_into_another_one(run: Run) -> None:
    assert run("export", "--all", "-o", "all.json").code == 0
    assert run("import", "all.json", db="other.db").out.startswith("Imported ACME and SEA with 10 milestones,")
    assert run("export", "--all", "-o", "again.json", db="other.db").code == 0
    assert Path("all.json").read_bytes() == Path("again.json").read_bytes()
    assert run("import", "all.json").errors == (
        "milestone-tui: Nothing was imported: ACME, SEA are projects here already."
        " Change the key, or delete it, then import again.\n"
    )
    assert run("import", "all.json", "--into", "ACME", db="third.db").code == 2
    assert run("list", "--json").out == run("list", "--json", db="other.db").out


def test_import_reads_the_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Typed:
        buffer = io.BytesIO(b"title,due\nAlpha,2026-12-24\n")

    monkeypatch.setattr(sys, "stdin", Typed)
    assert run("import", "-", db="new.db").out == "Imported 1 milestone into IMPORTED.\n"
    monkeypatch.setattr(sys, "stdin", None)
    assert run("import", "-", db="new.db").errors.startswith("milestone-tui: There is no standard input")


def test_github_milestones_come_through_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home(monkeypatch, tmp_path, TODAY)
    record = {
        "html_url": "https://github.com/acme/portal/milestone/1",
        "number": 1,
        "title": "v1.0",
        "due_on": "2026-12-24T08:00:00Z",
        "state": "open",
    }
    command = [sys.executable, "-m", "milestone_tui", "import", "-", "--db", str(tmp_path / "x.db")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, input=json.dumps([record]).encode(), capture_output=True, check=False, env=environment
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"Imported 1 milestone into PORTAL.\n", b"")
