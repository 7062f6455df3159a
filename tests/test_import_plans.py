"""A plan of Microsoft Project from its file to the database, as a person imports it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from mspdi_files import after, calendar, element, elements, exception, exceptions, milestone, plan, task, week

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

COMMON = ["--db", "x.db", "--today", "2026-03-03"]


def baseline(number: int, day: str) -> str:
    return element("Baseline", elements(Number=number, Finish=f"2026-{day}T17:00:00"))


def bridge(currency: str = "GBP") -> bytes:
    rest = element("Resources", element("Resource", elements(UID=1, Name="Ana", Type=1, EmailAddress="ana@x.example")))
    rest += element("Assignments", element("Assignment", elements(TaskUID=4, ResourceUID=1)))
    return plan(
        milestone(1, "Begin", "03-02T08", PercentComplete=100),
        task(2, "Steel", "03-02T08", "03-16T17"),
        task(3, "Weld", "03-02T08", "03-16T17", level=2, inner=after(1)),
        milestone(
            4,
            "Span closed",
            "03-16T17",
            level=2,
            inner=after(3) + baseline(0, "03-12") + baseline(2, "03-09"),
            Deadline="2026-03-20T17:00:00",
            FixedCost="1234550",
        ),
        head=elements(Title="Bridge", Manager="Mel", StartDate="2026-03-02T08:00:00", CurrencyCode=currency),
        calendars=calendar(1, week(1, 2, 3, 4, 5), exceptions(exception("03-10", "03-10", Name="Founders"))),
        rest=rest,
    )


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MILESTONE_TUI_USER", "ana")


def test_all_that_the_plan_tells_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bridge.xml").write_bytes(bridge())
    assert main(["import", "bridge.xml", *COMMON]) == 0
    assert capsys.readouterr().out == (
        "Imported 2 milestones, 1 phase, 1 link, 2 baselines, 1 day off and 1 person into BRIDGE.\n"
        "Skipped: 1\n"
        "  2 tasks: only milestones are imported; task durations became lags\n"
    )
    assert main(["list", "--json", *COMMON]) == 0
    records = {record["title"]: record for record in json.loads(capsys.readouterr().out)}
    span = records["Span closed"]
    assert (span["phase"], span["owner"], span["due_on"], span["deadline_on"], span["value"], span["currency"]) == (
        "Steel",
        "Ana",
        "2026-03-16",
        "2026-03-20",
        "12345.50",
        "GBP",
    )
    assert (span["baseline"], span["baseline_on"], span["slip_days"]) == ("Baseline", "2026-03-12", 4)
    assert records["Begin"]["done_on"] == "2026-03-02"
    with closing(Store.open(Path("x.db"), Clock.fixed(date(2026, 3, 1)), "ana")) as store:
        project = store.read.project_by_key("BRIDGE")
        assert project is not None
        assert (project.working_days, project.holidays, project.start_on) == (
            0b1001111,
            (date(2026, 3, 10),),
            date(2026, 3, 2),
        )
        read = store.read.plan(project.id)
        assert [link.lag for link in read.links] == [project.calendar.between(date(2026, 3, 2), date(2026, 3, 16))]
        assert {found.name for found in store.read.baselines(project.id)} == {"Baseline", "Baseline 2"}


def test_a_broken_file_is_a_sentence_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bridge.xml").write_bytes(bridge()[:-40])
    assert main(["import", "bridge.xml", *COMMON]) == 2
    assert capsys.readouterr().err.startswith("milestone-tui: This file is cut off in line 1. ")
    assert not Path("x.db").exists()


def test_a_currency_that_there_is_not_does_not_keep_the_plan_out(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bridge.xml").write_bytes(bridge("€"))
    assert main(["import", "bridge.xml", *COMMON]) == 0


def test_gates_that_come_in_as_done_are_taken_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan.csv").write_text("title,kind,done\nBoard,gate,2026-02-02\nReview,gate,\nBeta,,2026-02-03\n")
    assert main(["import", "plan.csv", *COMMON]) == 0
    assert capsys.readouterr().out == (
        "Imported 3 milestones into PLAN.\n"
        "1 gate is done but has no decision. Open it and press ctrl+g to record one.\n"
    )
    assert main(["list", "--json", *COMMON]) == 0
    (board,) = (m for m in json.loads(capsys.readouterr().out) if m["title"] == "Board")
    assert (board["kind"], board["state"], board["done_on"]) == ("gate", "done", "2026-02-02")
