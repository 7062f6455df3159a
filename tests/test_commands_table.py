"""Every row of the table of commands: its help, its output, its mistakes; and every change is undone."""

from __future__ import annotations

import json
import shlex
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from command_samples import CHANGES, CSV, filled_in, rows, samples
from commands import Done, Run, at_home, on_terminal, ran
from reviewed_project import BETA, TODAY, fill
from taking_back import redo, undo

from milestone_tui.cli.commands import COMMANDS, Command, Topic
from milestone_tui.cli.options import read_options
from milestone_tui.cli.parser import parse_command, parser_of
from milestone_tui.config import configure
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

EVERY = [pytest.param(command, id=command.name) for command in COMMANDS]
REVERSIBLE = [pytest.param(words, id=" ".join(words[:2])) for words in CHANGES]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    (tmp_path / "plan.csv").write_text(CSV, encoding="utf-8")
    shutil.copy(path, tmp_path / "earlier.db")
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process, in a home of its own, with a database that has changes to undo and redo."""
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.setenv("MILESTONE_TUI_DB", str(tmp_path / "m.db"))
    monkeypatch.setenv("COLUMNS", "80")

    def run_it(*arguments: str) -> Done:
        return ran(capsys, *arguments)

    return run_it


def dashboard(database: Path) -> Store:
    """Return the store that the dashboard of the same person would open."""
    return Store.open(database, Clock.fixed(TODAY), configure().actor)


def prepare(command: Command, database: Path) -> None:
    """Give `undo` and `redo` something to do, and `risk list` something to list."""
    if command.name == "risk list":
        with closing(dashboard(database)) as store:
            store.change_blocking(lambda do: do.risks.create(1, {"title": "Test data comes late"}, [BETA]))
    if command.name in ("undo", "redo"):
        with closing(dashboard(database)) as store:
            store.change_blocking(lambda do: do.milestones.tick(BETA, TODAY))
            if command.name == "redo":
                undo(store)


def sample(command: Command, home: Path) -> list[str]:
    """Return the words that run a command, without failing."""
    found = samples()
    assert command.name in found, f"Give a sample of `{command.name}` in tests/command_samples.py."
    return [*command.name.split(), *filled_in(found[command.name], home)]


@pytest.mark.parametrize("command", EVERY)
def test_its_help_fits_80_columns_and_names_its_examples(run: Run, command: Command) -> None:
    said = run(*command.name.split(), "--help")
    assert said.code == 0 and said.errors == ""
    assert [line for line in said.out.splitlines() if len(line) > 80] == []
    assert command.help in run("--help").out
    for typed, words in command.examples:
        assert f"milestone-tui {typed}" in said.out and words in said.out
        parsed = parse_command(read_options(shlex.split(typed))[1], read_options([])[0])
        assert parsed.command == command.name


@pytest.mark.parametrize("command", EVERY)
def test_a_mistake_is_one_line_and_exit_code_2(run: Run, database: Path, command: Command) -> None:
    name = command.name.split()
    takes_any = any(argument.nargs in ("+", "*") for argument in parser_of(command).arguments)
    for wrong in [["--nonsense"]] if takes_any else [["--nonsense"], ["a", "b", "c", "d"]]:
        said = run(*name, *wrong)
        assert said.code == 2 and said.out == ""
        assert said.errors.startswith("milestone-tui: ") and said.errors.count("\n") == 1
        assert f"milestone-tui {command.name} --help" in said.errors or "Did you mean" in said.errors


@pytest.mark.parametrize("command", EVERY)
def test_its_json_parses(run: Run, database: Path, tmp_path: Path, command: Command) -> None:
    if not any("--json" in argument.option_strings for argument in parser_of(command).arguments):
        pytest.skip("It has no --json.")
    prepare(command, database)
    said = run(*sample(command, tmp_path), "--json")
    assert said.code == 0, said.errors
    record = json.loads(said.out)
    if command.topic is Topic.CHANGE:
        assert record["change"] > 0 and record["label"] and record["records"]
        assert all(entry["record"] and entry["id"] > 0 for entry in record["records"])


@pytest.mark.parametrize("command", EVERY)
def test_it_fits_a_terminal_of_80_columns(run: Run, database: Path, tmp_path: Path, command: Command) -> None:
    prepare(command, database)
    said = on_terminal(
        sample(command, tmp_path),
        tmp_path,
        80,
        MILESTONE_TUI_DB=str(database),
        MILESTONE_TUI_TODAY=TODAY.isoformat(),
    )
    if command.name not in ("calendar", "export", "report", "completion", "paths"):  # files, and paths of any length
        assert [line for line in said.splitlines() if len(line) > 80 and str(tmp_path) not in line] == []
    assert said.strip() and "Traceback" not in said


@pytest.mark.parametrize("words", REVERSIBLE)
def test_a_change_is_undone_by_commands_and_in_the_dashboard(
    run: Run, database: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = rows(database)
    name, *arguments = words
    said = run(*name.split(), *filled_in(tuple(arguments), tmp_path))
    assert said.code == 0, said.errors
    after = rows(database)
    assert after != before

    undone = run("undo")
    assert undone.code == 0 and undone.out.startswith("Undone: "), undone.errors
    assert rows(database) == before
    redone = run("redo")
    assert redone.out == undone.out.replace("Undone: ", "Redone: ")
    assert rows(database) == after

    with closing(dashboard(database)) as store:
        label = undo(store).label
        assert undone.out.rstrip() == f"Undone: {label}."
        assert rows(database) == before
        redo(store)
        assert rows(database) == after


def test_what_the_dashboard_did_is_undone_by_a_command(run: Run, database: Path) -> None:
    before = rows(database)
    with closing(dashboard(database)) as store:
        store.change_blocking(lambda do: do.milestones.tick(BETA, TODAY))
        assert run("undo").out == 'Undone: Tick "Beta release".\n'
        assert rows(database) == before
        store.poll()
        assert run("redo").out == 'Redone: Tick "Beta release".\n'
        assert undo(store).label == 'Tick "Beta release"'
    assert rows(database) == before
    assert run("redo").code == 0
    assert run("redo").errors == "milestone-tui: There is nothing to redo.\n"


def test_the_change_of_another_person_is_not_undone(run: Run, database: Path) -> None:
    said = run("undo")
    assert said.code == 2 and said.errors == "milestone-tui: There is nothing to undo.\n"


def test_undo_is_refused_for_what_somebody_has_built_upon(run: Run, database: Path) -> None:
    assert run("edit", "ACME/beta", "owner=zoe").code == 0
    with closing(Store.open(database, Clock.fixed(TODAY), "raj")) as store:
        store.change_blocking(lambda do: do.milestones.edit(BETA, {"owner": "Raj Patel"}, {}))
    said = run("undo")
    assert said.code == 2 and 'Cannot undo: raj edited "Beta release"' in said.errors


def test_only_the_change_that_is_named_is_undone(run: Run, database: Path) -> None:
    first = json.loads(run("done", "ACME/beta", "--json").out)["change"]
    second = json.loads(run("untick", "ACME/beta", "--json").out)["change"]
    refused = run("undo", "--change", str(first))
    assert refused.code == 2
    assert f'Cannot undo change {first}: your last change is {second}, Untick "Beta release".' in refused.errors
    assert json.loads(run("undo", "--change", str(second), "--json").out)["change"] == second
