"""The commands that print a project, a milestone, risks, people, reviews, baselines and the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from changing import Shell, shell_on

from milestone_tui.exchange.table.page import Page, Row
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.language.cell_width import width


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return shell_on(tmp_path, monkeypatch, capsys)


def test_a_project_is_shown_with_its_health_figures_and_milestones(shell: Shell) -> None:
    lines = shell.says("show", "acme").splitlines()
    assert lines[:2] == ["ACME · Customer portal · Acme Corp", "at risk"]
    assert any(line.startswith("progress") and line.endswith("1 of 6 milestones done") for line in lines)
    assert "  Interviews done · 24 Nov, in 2 days" in lines
    assert [line for line in lines if line in ("Build", "Launch")] == ["Build", "Launch"]
    record = shell.json("show", "acme")
    assert (record["project"], record["health"], record["milestones"]) == ("ACME", "at risk", 6)
    assert record["milestone_records"][0]["title"] == "Prototype accepted"
    assert record["phases"] == ["Build", "Launch"] and record["risks"] == []


def test_a_milestone_is_shown_with_everything_that_belongs_to_it(shell: Shell) -> None:
    said = shell.says("show", "ACME/beta")
    for part in (
        "Beta release",
        "due            28 Nov 2026 · in 6 days",
        "baseline date  19 Nov 2026 · slip +9 d",
        "owner          Ana Kovač",
        "Criteria · 1 of 3 met\n  [x] Installable build · 10 Nov\n  [ ] Release notes approved by Acme",
        "Successors\nMILESTONE          DATE    LAG  FLOAT\nLoad test passed  4 Dec  +5 wd   0 wd",
        "28 Nov 2026   +7 d  client input late",
    ):
        assert part in said
    record = shell.json("show", "3")
    assert record["successors"] == [
        {
            "id": 4,
            "project": "ACME",
            "title": "Load test passed",
            "due_on": "2026-12-04",
            "done_on": None,
            "lag_days": 5,
            "float_days": 0,
        }
    ]
    assert [one["due_on"] for one in record["due_dates"]] == ["2026-11-19", "2026-11-21", "2026-11-28"]
    assert record["due_dates"][-1]["reason"] == "client input late"


def test_what_is_shown_can_be_that_of_an_earlier_day(shell: Shell) -> None:
    assert shell.json("show", "ACME/beta", "--as-of", "2026-11-14")["due_on"] == "2026-11-21"
    assert shell.json("show", "ACME", "--as-of", "review:1")["milestones"] == 5


def test_risks_are_listed_the_worst_first_and_nothing_is_no_failure(shell: Shell) -> None:
    nothing = shell.run("risk", "list", "ACME")
    assert (nothing.code, nothing.out, nothing.errors) == (0, "", "milestone-tui: No risks to list.\n")
    assert shell.json("risk", "list") == []
    shell.says("risk", "add", "ACME", "Late data p2 i3")
    shell.says("risk", "add", "ACME", "No testers p5 i5 @zoe")
    assert [one["risk"] for one in shell.json("risk", "list", "acme")] == ["R2", "R1"]
    assert shell.says("risk", "list").splitlines()[1].split() == [
        *("ACME", "R2", "No", "testers", "25", "severe", "@zoe"),
    ]


def test_people_are_listed_and_one_is_shown(shell: Shell) -> None:
    assert [one["name"] for one in shell.json("people")] == ["Ana Kovač", "Mia Berg", "Raj Patel"]
    ana = shell.json("people", "kovac")
    assert ana["open"] == 2 and [one["title"] for one in ana["milestones"]] == ["Interviews done", "Beta release"]
    assert "ACME     Beta release     28 Nov  in 6 days  owns" in shell.says("people", "ana")
    assert shell.refuses("people", "nobody") == (
        'There is no person "nobody". Run `milestone-tui people` to see them all.'
    )


def test_a_review_is_listed_and_shown(shell: Shell) -> None:
    (listed,) = shell.json("review", "list", "ACME")
    assert (listed["number"], listed["held_on"], listed["judged"]) == (1, "2026-11-13", "on track")
    said = shell.says("review", "show", "ACME")
    assert said.startswith("Review of 13 Nov 2026 · by ana\njudged on track · better than computed\n")
    assert "Next steps\n  Beta, then the load test." in said
    record = shell.json("review", "show", "ACME", "1")
    assert [(one["title"], one["answer"]) for one in record["answers"]][-1] == ("Go-live", "kept")
    assert shell.refuses("review", "show", "ACME", "2") == "ACME has 1 finished review; there is no review 2."


def test_a_project_without_a_review_has_valid_json_too(shell: Shell) -> None:
    shell.says("new", "NORD")
    assert shell.json("review", "list", "NORD") == [] and shell.json("review", "show", "NORD") is None
    said = shell.run("review", "show", "NORD")
    assert (said.code, said.out, said.errors) == (0, "", "milestone-tui: NORD has no finished review.\n")


def test_baselines_are_listed_and_compared(shell: Shell) -> None:
    shell.says("edit", "ACME/load", "due_on=2026-12-09")
    shell.says("baseline", "set", "ACME", "Second")
    assert [one["current"] for one in shell.json("baseline", "list", "ACME")] == [False, True]
    said = shell.says("baseline", "compare", "ACME", "kick", "2")
    assert said.startswith("Kick-off plan → Second\n1 added, 2 moved (up to +9 d), 3 unchanged\n")
    record = shell.json("baseline", "compare", "ACME")
    assert record["before"]["name"] == "Second" and record["after"]["name"] == "now"
    assert [(one["title"], one["change"]) for one in record["differences"]] == [("Prototype accepted", "moved")]
    assert shell.refuses("baseline", "compare", "ACME", "third") == (
        'There is no baseline "third". Run `milestone-tui baseline list ACME` to see them all.'
    )


def test_the_number_of_a_baseline_goes_before_a_part_of_a_name(shell: Shell) -> None:
    shell.says("baseline", "set", "ACME", "Change request 1")
    record = shell.json("baseline", "compare", "ACME", "1", "2")
    assert (record["before"]["name"], record["after"]["name"]) == ("Kick-off plan", "Change request 1")


def test_the_journal_is_printed_newest_first(shell: Shell) -> None:
    shell.says("done", "ACME/beta")
    made = shell.json("log", "-n", "1")
    assert [(one["change"], one["label"]) for one in made] == [(4, 'Tick "Beta release"')]
    assert [one["change"] for one in shell.json("log", "ACME/go-live")][-1] == 1
    assert shell.says("log", "-n", "1").splitlines()[1].split()[0] == "4"
    assert shell.refuses("log", "-n", "few") == '-n needs a number such as 20, not "few".'


def test_a_page_fits_any_width_and_knows_ascii() -> None:
    columns = (Column("title", least=8), Column("day", right_aligned=True), Column("note", least=4, expendable=1))
    for cells in range(24, 60):
        page = Page(cells, ascii_only=True)
        page.head("Umlaute und 漢字漢字漢字漢字漢字漢字漢字漢字", "and \x1b[2J controls")
        page.facts([("name", "a long text that goes on → and on, " * 3), ("other", "x" * 90), ("none", "")])
        page.table(columns, ("", [Row(("a title of some length", "28 Nov", "−3 d · noted"))]))
        assert max(width(line.text) for line in page.lines) <= cells
        assert "→" not in str(page.lines) and "\x1b" not in "".join(line.text for line in page.lines)
