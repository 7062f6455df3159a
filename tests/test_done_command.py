"""`milestone-tui done`, and how milestones are named on the command line."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from commands import Done, Run, at_home, ran
from reviewed_project import BETA, LOAD_TEST, TODAY, fill

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Milestone
from milestone_tui.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `done` in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)

    def run_it(*arguments: str) -> Done:
        return ran(capsys, "done", "--db", str(database), *arguments)

    return run_it


def milestone(database: Path, id_: int) -> Milestone:
    with closing(Store.open(database, Clock.fixed(TODAY), "ana", only_reads=True)) as store:
        return store.read.milestone(id_)


@pytest.mark.parametrize("name", ["ACME/beta", "acme/Beta release", f"{BETA}", f"ACME/{BETA}", "ACME/rel"])
def test_a_milestone_is_named_by_enough_of_its_title(run: Run, database: Path, name: str) -> None:
    assert run(name, "--on", "fri").code == 0
    assert milestone(database, BETA).done_on == date(2026, 11, 20)


@pytest.mark.parametrize(("title", "meant"), [("Sprint {}", BETA), ("{}", LOAD_TEST)])
def test_an_id_goes_before_a_part_of_a_title_but_not_before_a_whole_one(
    run: Run, database: Path, title: str, meant: int
) -> None:
    assert main(["edit", "--db", str(database), f"{LOAD_TEST}", f"title={title.format(BETA)}"]) == 0
    assert run(f"ACME/{BETA}").code == 0
    assert [id_ for id_ in (BETA, LOAD_TEST) if not milestone(database, id_).is_open] == [meant]


def test_several_are_one_change(run: Run, database: Path) -> None:
    record = json.loads(run("ACME/beta", "ACME/load", "--json").out)
    assert [found["id"] for found in record["milestones"]] == [BETA, LOAD_TEST]
    assert {milestone(database, id_).done_on for id_ in (BETA, LOAD_TEST)} == {TODAY}


def test_what_is_ambiguous_is_listed(run: Run, database: Path) -> None:
    said = run("ACME/e")
    assert said.code == 2
    assert f"  {BETA}  Beta release" in said.errors and 'match "e"' in said.errors
    assert milestone(database, BETA).is_open


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ACME/zzz", 'No milestone of ACME is called "zzz".'),
        ("NOPE/beta", "There is no project NOPE."),
        ("/beta", 'There is no project "".'),
        ("beta", '"beta" names no milestone. Write its id, or KEY/TITLE such as ACME/Beta.'),
        ("999", "There is no milestone 999."),
    ],
)
def test_what_names_nothing_is_refused(run: Run, name: str, told: str) -> None:
    said = run(name)
    assert said.code == 2 and told in said.errors
