"""`milestone-tui holidays`, as a person types it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from taking_back import undo

from milestone_tui.cli.main import main
from milestone_tui.config import configure
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

ICS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Company \x1b[2J day
DTSTART;VALUE=DATE:20260914
END:VEVENT
BEGIN:VEVENT
SUMMARY:Long ago
DTSTART;VALUE=DATE:20150914
END:VEVENT
BEGIN:VEVENT
SUMMARY:Meeting
DTSTART:20260914T090000Z
END:VEVENT
END:VCALENDAR
"""
YEARLY = '<calendar><date year="" month="5" date="1" type="HOLIDAY">Labour Day</date></calendar>'

Ask = Callable[..., list[str]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask of a project ACME with a milestone in 2027, on 22 Nov 2026: the lines of the answer, or of the complaint."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MILESTONE_TUI_USER", "ana")
    Path("plan.csv").write_text("project,title,due\nACME,Beta,2027-03-01\n")
    Path("days.ics").write_text(ICS)
    Path("days.calendar").write_text(YEARLY)
    common = ["--db", "x.db", "--today", "2026-11-22"]
    assert main(["import", "plan.csv", *common]) == 0
    capsys.readouterr()

    def asked(*arguments: str, project: str = "ACME", code: int = 0) -> list[str]:
        assert main(["holidays", project, *arguments, *common]) == code
        written = capsys.readouterr()
        return (written.out if written.out and not code else written.err).splitlines()

    return asked


def test_a_project_without_holidays_says_so(ask: Ask) -> None:
    assert ask() == ["milestone-tui: ACME has no days off."]


def test_a_file_is_taken_once_and_what_was_left_out_is_told(ask: Ask) -> None:
    taken = ask("--from", "days.ics")
    assert taken == [
        "Added 1 day off to ACME.",
        "  2026-09-14  Company ␛[2J day",
        "Skipped: 2",
        "  line 10: Meeting: it has a time of day, so it is not a day off",
        "  1 day off: outside 2026-2028; use --years to include it",
    ]
    assert ask("--from", "days.ics")[0] == "Added 0 days off to ACME; 1 was already there."
    assert ask() == ["  2026-09-14  Company ␛[2J day"]


def test_the_years_are_those_of_the_plan_or_said(ask: Ask) -> None:
    assert ask("--from", "days.calendar", project="acme") == [
        "Added 3 days off to ACME.",
        "  2026-05-01  Labour Day",
        "  2027-05-01  Labour Day",
        "  2028-05-01  Labour Day",
    ]
    assert ask("--from", "days.calendar", "--years", "2030")[1:] == ["  2030-05-01  Labour Day"]
    assert ask("--from", "days.ics", "--years", "2015 - 2016")[1] == "  2015-09-14  Long ago"


def test_a_country_and_a_file_together_name_a_day_once(ask: Ask) -> None:
    taken = ask("--country", "DE-BY", "--from", "days.calendar", "--years", "2026")
    assert "  2026-01-06  Epiphany" in taken
    assert [line for line in taken if "2026-05-01" in line] == ["  2026-05-01  Labour Day"]


def test_clear_takes_away_what_was_there_before_what_is_added(ask: Ask, tmp_path: Path, today: date) -> None:
    ask("--from", "days.ics")
    assert ask("--clear", "--from", "days.calendar", "--years", "2026") == [
        "Replaced 1 day off of ACME with 1.",
        "  2026-05-01  Labour Day",
    ]
    assert ask("--clear") == ["Deleted 1 day off from ACME."]
    assert ask("--clear") == ["ACME has no days off."]
    assert ask() == ["milestone-tui: ACME has no days off."]
    with closing(Store.open(tmp_path / "x.db", Clock.fixed(today), configure().actor)) as store:
        undo(store)
    assert ask() == ["  2026-05-01  Labour Day"], "what was cleared comes back by one undo"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "nowhere.ics"], "Cannot read nowhere.ics: no such file."),
        (["--from", "plan.csv"], "This is not a calendar file: it does not start with BEGIN:VCALENDAR."),
        (["--country", "Germny"], 'There is no country "Germny". Similar: DE (Germany)'),
        (
            ["--country", "DE", "--years", "26"],
            '"26" is not a year. Use 2026 or a range such as 2026-2028; dates go from 1900 to 2199.',
        ),
        (["--country", "DE", "--years", "2028-2026"], '"2028-2026" is not a year'),
        (["--country", "DE", "--years", "1000-3000"], '"1000-3000" is not a year'),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(ask: Ask, arguments: list[str], sentence: str) -> None:
    (complaint,) = ask(*arguments, code=2)
    assert complaint.startswith("milestone-tui: ")
    assert sentence in complaint
    assert ask() == ["milestone-tui: ACME has no days off."]


def test_a_project_that_there_is_not_is_told(ask: Ask) -> None:
    assert ask(project="NONE", code=2) == [
        "milestone-tui: There is no project NONE. Run `milestone-tui list --projects` to see your projects."
    ]


def test_links_that_are_too_soon_then_are_counted(ask: Ask, tmp_path: Path, today: date) -> None:
    with closing(Store.open(tmp_path / "x.db", Clock.fixed(today), "ana")) as store:
        made: list[int] = []

        def tie(do: Commands) -> None:
            acme = store_project
            first = do.milestones.create(acme, {"title": "Draft", "due_on": date(2026, 9, 11)})
            made.append(do.milestones.create(acme, {"title": "Print", "due_on": date(2026, 9, 14)}))
            do.links.set(made[0], [LinkInput(first, 1)], [])

        project = store.read.project_by_key("ACME")
        assert project is not None
        store_project = project.id
        store.change_blocking(tie)
    taken = ask("--from", "days.ics")
    assert taken[:2] == [
        "Added 1 day off to ACME.",
        "1 link is now too soon. Press R in the timeline of ACME to re-plan.",
    ]
    assert "too soon" not in " ".join(ask("--clear"))
