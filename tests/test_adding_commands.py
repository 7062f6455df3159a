"""`new`, `add`, `risk add`, `spent` and `baseline set`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from changing import Shell, shell_on
from reviewed_project import BETA

from milestone_tui.cli.lines import join_line
from milestone_tui.config import save_settings, settings_file
from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.monitoring import RiskKind, RiskResponse


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return shell_on(tmp_path, monkeypatch, capsys)


# new ---------------------------------------------------------------------------------------------------------


def test_a_new_project_makes_the_database(shell: Shell, tmp_path: Path) -> None:
    shell.database = tmp_path / "data" / "new.db"
    assert shell.says("new", "nord", "--name", "Data lake", "--client", "Nordbank", "--start", "mon") == "Created NORD."
    project = shell.read(lambda read: read.project_by_key("NORD"))
    assert (project.name, project.client, project.start_on) == ("Data lake", "Nordbank", date(2026, 11, 23))


def test_a_mistake_makes_no_database(shell: Shell, tmp_path: Path) -> None:
    shell.database = tmp_path / "new.db"
    assert shell.refuses("new", "no key") == ("Use 1 to 12 letters, digits, - or _, starting with a letter or digit.")
    assert shell.refuses("new", "X", "--start", "blah").startswith('start_on: "blah" is not a date.')
    assert not shell.database.exists()


def test_a_key_is_used_once(shell: Shell) -> None:
    assert shell.refuses("new", "acme").startswith('The key ACME is already used by "Customer portal".')


def test_a_template_fills_it_forwards_or_backwards(shell: Shell) -> None:
    record = shell.json("new", "ONE", "--template", "stage", "--start", "2026-12-01")
    assert record["template"] == "Stage-gate" and record["milestones"] == 18
    first = shell.read(lambda read: read.plan(record["project"]["id"]))
    assert min(m.due_on for m in first.milestones) >= date(2026, 12, 1)

    assert 'Created TWO from "Product release": ' in shell.says("new", "TWO", "--template", "prod", "--target", "eoy")
    second = shell.read(lambda read: read.everything("TWO")[0])
    assert max(m.due_on for m in second.milestones) == second.project.target_on == date(2026, 12, 31)

    assert shell.refuses("new", "X", "--template", "nope").startswith('There is no template "nope". The templates are ')
    both = ("--start", "mon", "--target", "eoy")
    assert "Leave out one of them" in shell.refuses("new", "X", "--template", "stage", *both)


def test_the_settings_give_week_days_off_and_currency(shell: Shell) -> None:
    save_settings(settings_file(), {"working_days": "Sun-Thu", "currency": "CHF", "days_off": "DE-BY"})
    assert shell.says("new", "NORD", "--budget", "12000").startswith("Created NORD with ")
    project = shell.read(lambda read: read.project_by_key("NORD"))
    assert (project.currency, project.budget, project.working_days) == ("CHF", Decimal(12000), 0b1001111)
    assert date(2026, 12, 25) in project.holidays


# add ---------------------------------------------------------------------------------------------------------


def test_a_line_is_told_as_it_was_understood(shell: Shell) -> None:
    words = ("Hand-over", "28", "nov", "@ana", "#launch", 'after:"Beta release"', "value:12000", "kind:gate")
    assert shell.says("add", "acme", *words) == (
        'Added "Hand-over" to ACME: due Sat 28 Nov 2026, in 6 days, non-working · owner Ana Kovač · phase Launch'
        " · after Beta release · value €12,000 · kind gate."
    )
    (gate,) = shell.read(lambda read: [m for m in read.plan(1).milestones if m.kind is MilestoneKind.GATE])
    assert (gate.title, gate.owner, gate.phase, gate.value) == ("Hand-over", "Ana Kovač", "Launch", Decimal(12000))
    record = shell.json("add", "ACME", "Party @zoe")
    assert record["milestone"]["title"] == "Party" and record["label"] == 'Add milestone "Party"'
    assert {"field": "owner", "text": "zoe", "new": True} in record["understood"]


def test_a_mistake_is_marked_where_it_stands(shell: Shell) -> None:
    assert shell.refuses("add", "ACME", "Hand-over 31 feb") == (
        '"31 feb" is not a date: February 2027 has 28 days.\n  Hand-over 31 feb\n            ^^^^^^'
    )
    assert "There is no project NOPE." in shell.refuses("add", "NOPE", "x")


def test_me_is_the_name_in_the_settings(shell: Shell) -> None:
    assert "@me has no name yet." in shell.refuses("add", "ACME", "Party @me")
    save_settings(settings_file(), {"me": "Ana Kovač"})
    assert "owner Ana Kovač" in shell.says("add", "ACME", "Party @me")


def test_quotes_that_a_shell_took_away_are_put_back() -> None:
    assert join_line(["Party", "after:Beta release", "fri"]) == 'Party after:"Beta release" fri'
    assert join_line(['Party after:"Beta release"']) == 'Party after:"Beta release"'
    assert join_line(["Beta release", "@ana kovač"]) == 'Beta release @"ana kovač"'


# risk add ----------------------------------------------------------------------------------------------------


def test_a_risk_from_one_line(shell: Shell) -> None:
    said = shell.says("risk", "add", "ACME", "Test data comes late p4 i5 @raj mitigate:synthetic data threatens:beta")
    assert said == (
        'Raised R1 "Test data comes late" in ACME: probability 4 · impact 5 · owner Raj Patel'
        " · response mitigate: synthetic data · threatens Beta release."
    )
    (risk,) = shell.read(lambda read: read.risks_of(BETA))
    assert (risk.probability, risk.impact, risk.response) == (4, 5, RiskResponse.MITIGATE)


def test_an_issue_and_a_mistake(shell: Shell) -> None:
    assert shell.says("risk", "add", "ACME", "issue:", "Login", "fails").startswith('Raised I1 "Login fails" in ACME')
    (issue,) = shell.read(lambda read: read.risks(1))
    assert issue.kind is RiskKind.ISSUE
    assert shell.refuses("risk", "add", "ACME", "Late p9").endswith("\n  Late p9\n       ^^")
    assert "`risk` needs list or add" in shell.refuses("risk", "nope")


# spent -------------------------------------------------------------------------------------------------------


def test_an_amount_a_day_and_a_note(shell: Shell) -> None:
    said = shell.says("spent", "ACME/beta", "1200", "2", "nov", "licences")
    assert said == 'Spent €1,200 on "Beta release" on Mon 2 Nov 2026: licences.'
    assert shell.says("spent", "acme", "-200", "--on", "fri", "--note", "credit note") == (
        "Spent −€200 on ACME on Fri 20 Nov 2026: credit note."
    )
    costs = shell.read(lambda read: read.costs(1))
    assert [(cost.milestone_id, cost.amount, cost.note) for cost in costs] == [
        (BETA, Decimal(1200), "licences"),
        (None, Decimal(-200), "credit note"),
    ]


def test_what_is_no_amount_or_lies_in_the_future(shell: Shell) -> None:
    assert '"licences" is not an amount.' in shell.refuses("spent", "ACME", "licences")
    assert "is in the future" in shell.refuses("spent", "ACME", "5", "--on", "2026-12-01")
    assert 'The note is "a" already.' in shell.refuses("spent", "ACME", "5", "a", "--note", "b")


# baseline set ------------------------------------------------------------------------------------------------


def test_a_baseline_gets_the_next_name_or_its_own(shell: Shell) -> None:
    assert shell.says("baseline", "set", "ACME") == 'Set baseline "Baseline 2" for ACME: 6 milestones.'
    record = shell.json(
        "baseline", "set", "ACME", "Change", "request", "4", "--reason", "scope", "--approved-by", "Mia"
    )
    latest = shell.read(lambda read: read.baselines(1)[-1])
    assert (latest.name, latest.reason, latest.approved_by) == ("Change request 4", "scope", "Mia")
    assert record["baseline"]["id"] == latest.id
    shell.says("new", "NORD")
    assert "NORD has no milestones" in shell.refuses("baseline", "set", "NORD")
