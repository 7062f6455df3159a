"""Weeks, months and quarters as dates on the command line."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from changing import Shell, shell_on
from reviewed_project import BETA, TODAY

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.store import Store


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell on 22 Nov 2026 in which ACME is closed on 20 Nov and 31 Dec."""
    shell = shell_on(tmp_path, monkeypatch, capsys)
    acme = shell.read(lambda read: read.project_by_key("ACME")).id
    closed = [HolidayInput(date(2026, 11, 20), ""), HolidayInput(date(2026, 12, 31), "")]
    with closing(Store.open(shell.database, Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.holidays.add(acme, closed))
    return shell


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("dec", "2026"), date(2026, 12, 30)),
        (("2026-W50",), date(2026, 12, 11)),
        (("q1", "2027"), date(2027, 3, 31)),
        (("18.", "Dezember", "2026"), date(2026, 12, 18)),
    ],
)
def test_a_milestone_is_moved_and_edited(shell: Shell, typed: tuple[str, ...], day: date) -> None:
    shell.says("move", f"{BETA}", *typed, "--only")
    assert shell.read(lambda read: read.milestone(BETA)).due_on == day
    shell.says("edit", f"{BETA}", f"deadline={' '.join(typed)}")
    assert shell.read(lambda read: read.milestone(BETA)).deadline_on == day


def test_a_milestone_is_added_and_the_echo_says_which_day_it_is(shell: Shell) -> None:
    said = shell.says("add", "ACME", "Handover", "dec", "2026", "@ana")
    assert "Wed 30 Dec 2026, last working day of December" in said


@pytest.mark.parametrize(("on", "day"), [("w47", date(2026, 11, 19)), ("nov", date(2026, 11, 19))])
def test_what_is_done_in_a_week_goes_by_the_days_off_of_the_project(shell: Shell, on: str, day: date) -> None:
    shell.says("done", f"{BETA}", "--on", on)
    assert shell.read(lambda read: read.milestone(BETA)).done_on == day


def test_money_is_spent_in_a_week(shell: Shell) -> None:
    assert "on Thu 19 Nov 2026" in shell.says("spent", f"{BETA}", "1200", "--on", "w47")
    assert "on Thu 19 Nov 2026: licences" in shell.says("spent", f"{BETA}", "1200 w47 licences")


def test_a_list_is_filtered_by_a_quarter(shell: Shell) -> None:
    shell.says("move", f"{BETA}", "w50", "--only")
    assert "Beta" in shell.says("list", "--filter", "due:w50")
    assert "Beta" not in shell.says("list", "--filter", "due>w50")
