"""`milestone-tui holidays` with typed days: `--work`, `--off` and `--delete`."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from samples import sample
from taking_back import undo

from milestone_tui.cli.main import main
from milestone_tui.config import configure
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

Ask = Callable[..., list[str]]
COMMON = ["--db", "x.db", "--today", "2026-11-22"]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask of a project ACME on 22 Nov 2026: the lines of the answer, or of the complaint."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MILESTONE_TUI_USER", "ana")
    Path("plan.csv").write_text("project,title,due\nACME,Beta,2027-03-01\n")
    assert main(["import", "plan.csv", *COMMON]) == 0
    capsys.readouterr()

    def asked(*arguments: str, command: str = "holidays", code: int = 0) -> list[str]:
        assert main([command, "ACME", *arguments, *COMMON]) == code
        written = capsys.readouterr()
        return (written.out if written.out and not code else written.err).splitlines()

    return asked


def test_worked_days_are_listed_apart_by_a_word(ask: Ask) -> None:
    assert ask("--work", "12-14 dec", "Sprint", "weekend") == [
        "Added 2 worked days to ACME; Mon 14 Dec 2026 is a working day anyway.",
        "  2026-12-12  worked  Sprint weekend",
        "  2026-12-13  worked  Sprint weekend",
    ]
    assert ask("--off", "24 dec - 25 dec", "--work", "19 dec Cut-over", "Shutdown") == [
        "Added 2 days off and 1 worked day to ACME.",
        "  2026-12-19  worked  Cut-over",
        "  2026-12-24  Shutdown",
        "  2026-12-25  Shutdown",
    ]
    listed = json.loads("\n".join(ask("--json")))
    assert [day["day"] for day in listed["days_off"]] == ["2026-12-24", "2026-12-25"]
    assert listed["worked_days"][-1] == {"day": "2026-12-19", "name": "Cut-over"}


def test_a_day_off_that_is_worked_is_told_and_one_undo_takes_it_back(ask: Ask, tmp_path: Path, today: date) -> None:
    ask("--off", "24 dec", "Eve")
    assert ask("--work", "24 dec Release") == [
        "Added 1 worked day to ACME; Thu 24 Dec 2026 is no longer a day off.",
        "  2026-12-24  worked  Release",
    ]
    assert ask("--work", "24 dec") == ["Added 0 worked days to ACME; 1 already there."]
    with closing(Store.open(tmp_path / "x.db", Clock.fixed(today), configure().actor)) as store:
        undo(store)
    assert ask() == ["  2026-12-24  Eve"]


def test_entries_are_deleted_by_their_days(ask: Ask) -> None:
    ask("--work", "12-13 dec", "--off", "24 dec")
    assert ask("--delete", "13 dec - 24 dec") == ["Deleted 1 day off and 1 worked day from ACME."]
    assert ask("--delete", "12 dec", "--off", "12 dec") == [
        "Deleted 1 worked day from ACME. Added 1 day off to ACME.",
        "  2026-12-12",
    ]
    assert ask("--delete", "1 dec", code=2) == [
        "milestone-tui: ACME has no day off or worked day on Tue 1 Dec 2026. "
        "Run `milestone-tui holidays ACME` to see its list."
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--work", "14 dec"], "Mon 14 Dec 2026 is a working day anyway, so nothing was added. "),
        (["--work", "14-18 dec"], "5 days are working days anyway, so nothing was added. "),
        (["--work", "Sprint"], '"Sprint" does not start with a date. Try 12 dec Sprint weekend.'),
        (["--work", "12 dec", "--off", "12 dec"], "2026-12-12 cannot be both a day off and a worked day."),
        (["--work", "12 dec", "--country", "DE"], "Use --work, --off and --delete without --from, --country"),
        (["Sprint"], '"Sprint" names no days. Add --work or --off'),
        (["--delete", "12 dec", "Sprint"], '"Sprint" names no days. Add --work or --off'),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(ask: Ask, arguments: list[str], sentence: str) -> None:
    (complaint,) = ask(*arguments, code=2)
    assert sentence in complaint
    assert ask() == ["milestone-tui: ACME has no days off."]


def test_a_calendar_file_brings_its_worked_days(ask: Ask) -> None:
    dates = '<date year="2026" month="12" date="12" type="WORKING_DAY">Make up</date>'
    dates += '<date year="" month="12" date="25" type="HOLIDAY">Christmas</date>'
    dates += '<date year="2035" month="12" date="15" type="WORKING_DAY">Later</date>'
    Path("days.calendar").write_text(f"<calendar>{dates}</calendar>")
    assert ask("--from", "days.calendar", "--years", "2026") == [
        "Added 1 day off and 1 worked day to ACME.",
        "  2026-12-12  worked  Make up",
        "  2026-12-25  Christmas",
        "Skipped: 1",
        "  1 worked day: outside 2026; use --years to include it",
    ]
    assert ask("--from", "days.calendar", "--years", "2026")[0] == ("Added 0 days off to ACME; 2 were already there.")
    assert ask("--clear") == ["Deleted 1 day off and 1 worked day from ACME."]


def test_a_worked_saturday_counts_wherever_days_are_counted(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    ask("--work", "12 dec")
    assert main(["add", "ACME", "Gamma", "12 dec", *COMMON]) == 0
    assert "Sat 12 Dec 2026, in 20 days, working day" in capsys.readouterr().out
    for step, day in (("+1wd", "Mon 14 Dec"), ("-1wd", "Sat 12 Dec"), ("-1wd", "Fri 11 Dec")):
        assert main(["move", "ACME/Gamma", step, *COMMON]) == 0
        assert day in capsys.readouterr().out


def test_weekends_that_a_plan_works_are_no_days_too_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["import", str(sample("field/k11-weekends-are-worked.gan")), *COMMON]) == 0
    capsys.readouterr()
    assert main(["list", "--json", *COMMON]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["title"], row["due_on"], row["total_float_days"]) for row in found] == [
        ("Contract", "2026-12-03", 0),
        ("Handed over", "2026-12-09", 0),
    ]
