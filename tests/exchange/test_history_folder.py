"""A folder of files of different days: which are read, of which day each is, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.history_folder import HistoryFolder, read_folder
from milestone_tui.exchange.reading import read_plan
from milestone_tui.plan.imported import ImportedPlan

TODAY = date(2026, 11, 29)
CSV = "title,due\nBeta,2026-12-04\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "House 2026"
    found.mkdir()
    return found


def write(folder: Path, *names: str, text: str = CSV) -> None:
    for name in names:
        (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path, order: str | None = None) -> HistoryFolder:
    return read_folder(folder, TODAY, read_plan, order=order, database=folder / "m.db")


def refusal(folder: Path, order: str | None = None) -> str:
    with pytest.raises(ImportRefused) as refused:
        read(folder, order)
    return str(refused.value)


def test_files_are_sorted_by_their_days_and_belong_to_one_project(folder: Path) -> None:
    write(folder, "Status Oktober 2026.csv", "Status KW36 2026.csv", "2026-07-31 Status.csv", "Status Q2 2026.csv")
    found = read(folder)
    assert [(one.name, one.day) for one in found.plans] == [
        ("Status Q2 2026.csv", date(2026, 6, 30)),
        ("2026-07-31 Status.csv", date(2026, 7, 31)),
        ("Status KW36 2026.csv", date(2026, 9, 4)),
        ("Status Oktober 2026.csv", date(2026, 10, 31)),
    ]
    assert {project.name for one in found.plans for project in one.plan.projects} == {"Status"}


def test_a_project_without_a_name_is_called_like_the_folder(folder: Path) -> None:
    write(folder, "2026-09.csv", "2026-10.csv")
    assert {one.plan.projects[0].name for one in read(folder).plans} == {"House 2026"}


def test_a_project_keeps_the_name_that_the_file_gives_it(folder: Path) -> None:
    write(folder, "plan-2026-09.csv", text="project,title,due\nACME,Beta,2026-12-04\n")
    assert [one.plan.projects[0].name for one in read(folder).plans] == ["ACME"]


def test_the_day_in_a_file_goes_before_that_of_its_name(folder: Path) -> None:
    write(folder, "plan-2026-09.csv", "plan.csv")

    def dated(data: bytes, name: str) -> ImportedPlan:
        plan = read_plan(data, name)
        return plan._replace(reported_on=date(2026, 8, 15)) if name == "plan.csv" else plan

    found = read_folder(folder, TODAY, dated, order=None, database=folder / "m.db")
    assert [(one.name, one.day) for one in found.plans] == [
        ("plan.csv", date(2026, 8, 15)),
        ("plan-2026-09.csv", date(2026, 9, 30)),
    ]
    assert {one.plan.projects[0].name for one in found.plans} == {"plan"}


def test_what_is_no_plan_is_skipped_with_the_reason(folder: Path) -> None:
    write(folder, "plan-2026-09.csv", ".plan-2026-08.csv", "~$plan-2026-07.csv")
    write(folder, "read me.txt", text="These are the plans of 2026.")
    write(folder, "empty 2026-10.csv", text="title,due\n")
    (folder / "old").mkdir()
    write(folder / "old", "plan-2026-06.csv")
    found = read(folder)
    assert [one.name for one in found.plans] == ["plan-2026-09.csv"]
    assert [one.name for one in found.skipped] == ["empty 2026-10.csv", "read me.txt"]
    assert all(one.reason for one in found.skipped)


def test_the_database_in_the_folder_is_not_looked_at(folder: Path) -> None:
    write(folder, "plan-2026-09.csv", "m.db", "m.db-wal")
    assert [one.name for one in read(folder).plans] == ["plan-2026-09.csv"]


def test_days_that_are_not_known_are_asked_for(folder: Path) -> None:
    write(folder, "plan.csv", "newest.csv", "plan-2026-09.csv")
    said = refusal(folder)
    assert said == (
        "Nothing was imported: no day is known of newest.csv, plan.csv. Put it into the name, such as "
        "newest-2026-10-31.csv or newest-2026-10.csv, or import each file by itself with --reported-on 2026-10-31."
    )


def test_an_ambiguous_order_of_day_and_month_is_asked_for(folder: Path) -> None:
    write(folder, "plan 05-04-2026.csv", "plan 06-04-2026.csv")
    assert "Add --dates dmy or --dates mdy" in refusal(folder)
    assert [one.day for one in read(folder, "mdy").plans] == [date(2026, 5, 4), date(2026, 6, 4)]
    write(folder, "plan 31-03-2026.csv")
    assert [one.day for one in read(folder).plans] == [date(2026, 3, 31), date(2026, 4, 5), date(2026, 4, 6)]


def test_two_files_of_one_day_are_refused(folder: Path) -> None:
    write(folder, "plan-2026-10.csv", "Status Oktober 2026.csv")
    said = refusal(folder)
    assert "Status Oktober 2026.csv and plan-2026-10.csv are of one day, 31 Oct 2026" in said


def test_a_day_in_the_future_is_refused_and_a_month_that_is_not_over_is_today(folder: Path) -> None:
    write(folder, "plan-2026-11.csv")
    assert [one.day for one in read(folder).plans] == [TODAY]
    write(folder, "plan-2026-12.csv")
    assert "plan-2026-12.csv is of 31 Dec 2026, which is in the future" in refusal(folder)


def test_a_folder_without_plans_is_refused(folder: Path) -> None:
    assert "there is no file in" in refusal(folder)
    write(folder, "read me.txt", text="These are the plans of 2026.")
    assert "no file in" in refusal(folder) and "read me.txt: " in refusal(folder)
    assert "no such file" in refusal(folder / "missing")
    assert "is a file. Import it without --history" in refusal(folder / "read me.txt")


def test_dates_in_a_file_that_are_ambiguous_are_refused_with_its_name(folder: Path) -> None:
    write(folder, "plan-2026-10.csv", text="title,due\nBeta,03/04/2026\nAlpha,05/06/2026\n")
    assert refusal(folder).startswith("Nothing was imported: plan-2026-10.csv: ")
    assert "--dates" in refusal(folder)
