"""`import --reported-on` and `import --history`: files of earlier days become the history of a project."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from commands import Done, Run, at_home, ran
from monthly_files import write_csv, write_year, year_of_files
from replay import contents

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

TODAY = date(2026, 1, 15)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str) -> Done:
        return ran(capsys, *arguments, "--db", "m.db")

    return run_it


def write(name: str, *lines: str, head: str = "title,phase,due,done") -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text("\n".join((head, *lines, "")), encoding="utf-8")


def three(folder: str = "plans") -> None:
    write(f"{folder}/plan-2025-10.csv", "Beta,Build,2026-03-02,", "Alpha,Build,2025-10-10,")
    write(f"{folder}/plan-2025-11.csv", "Beta,Build,2026-03-09,", "Alpha,Build,2025-10-10,2025-11-05")
    write(f"{folder}/plan-2025-12.csv", "Beta,Build,2026-03-16,", "Alpha,Build,2025-10-10,2025-11-05", "Gamma,,,")


def due_of(run: Run, title: str, *more: str) -> str:
    records = json.loads(run("list", "--json", *more).out)
    return next(str(record["due_on"]) for record in records if record["title"] == title)


def test_a_folder_becomes_the_history_file_by_file(run: Run) -> None:
    three()
    done = run("import", "--history", "plans")
    assert (done.code, done.errors) == (0, "")
    assert done.out == (
        "31 Oct 2025 plan-2025-10.csv: 2 new, 1 phase added\n"
        "30 Nov 2025 plan-2025-11.csv: 2 changed\n"
        "31 Dec 2025 plan-2025-12.csv: 1 changed, 1 new\n"
        "Imported 3 of 3 files into PLAN, each as one change.\n"
    )
    assert due_of(run, "Beta") == "2026-03-16"
    assert due_of(run, "Beta", "--as-of", "2025-11-30") == "2026-03-09"
    assert due_of(run, "Beta", "--as-of", "2025-10-31") == "2026-03-02"
    assert "no faults" in run("check").out


def test_the_same_folder_again_changes_nothing_and_a_new_file_is_all_that_is_taken(run: Run) -> None:
    three()
    run("import", "--history", "plans")
    before = contents(Path("m.db"))
    done = run("import", "--history", "plans")
    assert [line.rpartition(": ")[2] for line in done.out.splitlines()[:3]] == ["nothing new"] * 3
    assert done.out.splitlines()[3:] == ["Nothing is new in 3 files: PLAN has all of it."]
    assert contents(Path("m.db")) == before
    write("plans/plan-2026-01.csv", "Beta,Build,2026-03-23,", "Alpha,Build,2025-10-10,2025-11-05", "Gamma,,,")
    done = run("import", "--history", "plans")
    assert done.out.splitlines()[3:] == [
        "15 Jan 2026 plan-2026-01.csv: 1 changed",
        "Imported 1 of 4 files into PLAN, each as one change.",
    ]
    write("plans/plan-2025-09.csv", "Beta,Build,2026-02-02,")
    assert run("import", "--history", "plans").out.splitlines()[0] == "30 Sep 2025 plan-2025-09.csv: 1 changed"
    assert (due_of(run, "Beta"), due_of(run, "Beta", "--as-of", "2025-09-30")) == ("2026-03-23", "2026-02-02")
    assert "no faults" in run("check").out


def test_each_file_is_undone_by_itself(run: Run) -> None:
    three()
    run("import", "--history", "plans")
    assert run("undo").out == "Undone: Update PLAN from plan-2025-12.csv: 1 changed, 1 new.\n"
    assert due_of(run, "Beta") == "2026-03-09"
    run("undo")
    run("undo")
    assert not any(contents(Path("m.db")).values())
    for _ in range(3):
        run("redo")
    assert due_of(run, "Beta") == "2026-03-16"
    assert "no faults" in run("check").out


def test_a_dry_run_says_the_same_and_writes_nothing(run: Run) -> None:
    three()
    done = run("import", "--history", "plans", "--dry-run")
    assert done.code == 0 and not Path("m.db").exists()
    assert done.out.splitlines()[1] == "30 Nov 2025 plan-2025-11.csv: 2 changed"
    assert done.out.splitlines()[-1] == "3 of 3 files would change PLAN. Nothing was written."
    run("import", "--history", "plans")
    write("plans/plan-2026-01.csv", "Beta,Build,2026-03-23,")
    before = Path("m.db").read_bytes()
    done = run("import", "--history", "plans", "--dry-run")
    assert "15 Jan 2026 plan-2026-01.csv: 1 changed" in done.out
    assert done.out.splitlines()[-1] == "1 of 4 files would change PLAN. Nothing was written."
    assert Path("m.db").read_bytes() == before


def test_json_has_every_file_with_its_change(run: Run) -> None:
    three()
    write("plans/read me.txt", "These are the plans.", head="")
    found = json.loads(run("import", "--history", "plans", "--json").out)
    assert [(one["file"], one["reported_on"], one["change"]) for one in found["files"]] == [
        ("plan-2025-10.csv", "2025-10-31", 1),
        ("plan-2025-11.csv", "2025-11-30", 2),
        ("plan-2025-12.csv", "2025-12-31", 3),
    ]
    assert [one["file"] for one in found["skipped_files"]] == ["read me.txt"]
    assert (found["dry_run"], found["projects"]) == (False, ["PLAN"])
    again = json.loads(run("import", "--history", "plans", "--json").out)
    assert [one["change"] for one in again["files"]] == [None] * 3


def test_what_was_changed_here_stays_and_is_told(run: Run) -> None:
    three()
    run("import", "--history", "plans")
    run("edit", "PLAN/beta", "due=2026-05-05")
    run("delete", "PLAN/gamma")
    write("plans/plan-2025-12-15.csv", "Beta,Build,2026-03-12,", "Alpha,Build,2025-10-10,2025-11-05", "Gamma,,,")
    run("import", "--history", "plans")
    assert due_of(run, "Beta") == "2026-05-05"
    assert due_of(run, "Beta", "--as-of", "2025-12-20") == "2026-03-12"
    assert "Gamma" not in run("list").out
    write("plans/plan-2026-01.csv", "Beta,Build,2026-03-30,", "Alpha,Build,2025-10-10,2025-11-05", "Gamma,,,")
    done = run("import", "--history", "plans")
    assert due_of(run, "Beta") == "2026-05-05"
    assert "15 Jan 2026 plan-2026-01.csv: " in done.out and "1 kept as it is here" in done.out
    assert "no faults" in run("check").out


def test_one_file_is_taken_for_the_day_that_is_said(run: Run) -> None:
    three()
    assert run("import", "plans/plan-2025-12.csv", "--into", "PLAN").code == 2
    Path("plan.csv").write_bytes(Path("plans/plan-2025-12.csv").read_bytes())
    run("import", "plan.csv")
    Path("plan.csv").write_bytes(Path("plans/plan-2025-10.csv").read_bytes())
    done = run("import", "plan.csv", "--reported-on", "2025-10-31", "--update")
    assert (done.code, done.errors) == (0, "")
    assert (due_of(run, "Beta"), due_of(run, "Beta", "--as-of", "2025-10-31")) == ("2026-03-16", "2026-03-02")
    assert "no faults" in run("check").out
    done = run("import", "plan.csv", "--reported-on", "tomorrow")
    assert done.code == 2 and "16 Jan 2026 is in the future" in done.errors


def test_a_dry_run_for_a_day_compares_with_that_day(run: Run) -> None:
    three()
    run("import", "--history", "plans")
    Path("plan.csv").write_text("title,phase,due\nBeta,Build,2026-03-04\n", encoding="utf-8")
    done = run("import", "plan.csv", "--reported-on", "2025-11-10", "--update", "--dry-run")
    assert "2 Mar" in done.out and "4 Mar" in done.out and "Nothing was written." in done.out
    assert len(json.loads(run("log", "--json").out)) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--history", "plans", "plans/plan-2025-10.csv"), "Leave out FILE."),
        (("--history", "plans", "--reported-on", "2025-10-31"), "Leave out --reported-on."),
        (("--history", "none"), "Cannot read none: no such file"),
        (("--history", "plans", "--into", "HOUSE"), "There is no project HOUSE."),
        ((), "`import` needs a file name, or a folder after --history."),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    three()
    done = run("import", *words)
    assert done.code == 2 and said in done.errors


def test_files_that_name_several_projects_need_the_project(run: Run) -> None:
    write("plans/plan-2025-10.csv", "House,Beta,2026-03-02", head="project,title,due")
    write("plans/plan-2025-11.csv", "House B,Beta,2026-03-09", head="project,title,due")
    done = run("import", "--history", "plans")
    assert done.code == 2 and 'several projects, "House", "House B". Add --into KEY' in done.errors
    run("new", "HOUSE")
    done = run("import", "--history", "plans", "--into", "HOUSE")
    assert done.code == 0 and due_of(run, "Beta") == "2026-03-09"


def test_a_folder_of_a_plan_that_is_here_under_another_name_needs_the_project(run: Run) -> None:
    three()
    run("import", "--history", "plans")
    Path("plans").rename("others")
    for path in list(Path("others").iterdir()):
        path.rename(path.with_name(path.name.replace("plan", "Status")))
    done = run("import", "--history", "others")
    assert done.code == 2 and "it looks like PLAN. Add --into PLAN." in done.errors
    assert "Nothing is new in 3 files" in run("import", "--history", "others", "--into", "PLAN").out


def test_several_projects_in_every_file_are_imported_side_by_side(run: Run) -> None:
    for month, day in (("10", "02"), ("11", "09")):
        lines = (f"North,Beta,2026-03-{day}", f"South,Beta,2026-04-{day}")
        write(f"plans/all-2025-{month}.csv", *lines, head="project,title,due")
    done = run("import", "--history", "plans")
    assert done.out.splitlines()[-1].startswith("Imported 2 of 2 files into NORTH and SOUTH")


def test_what_is_gone_is_cancelled_where_that_is_wished(run: Run) -> None:
    three()
    write("plans/plan-2026-01.csv", "Beta,Build,2026-03-16,", "Alpha,Build,2025-10-10,2025-11-05")
    assert "1 gone" in run("import", "--history", "plans", "--dry-run").out
    assert "1 cancelled" in run("import", "--history", "plans", "--cancel-gone").out
    states = {
        record["title"]: record["state"]
        for record in json.loads(run("list", "--json", "--filter", "state:cancelled").out)
    }
    assert states == {"Gamma": "cancelled"}


def test_a_year_of_a_plan_of_200_milestones_is_twelve_changes(run: Run) -> None:
    files = write_year(Path("year"))
    done = run("import", "--history", "year")
    assert done.code == 0 and len(done.out.splitlines()) == 13
    with closing(Store.open(Path("m.db"), Clock.fixed(TODAY), "ana")) as store:
        changes = store.read.history()
        days = [change.reported_on for change in changes]
        assert days == [file.day for file in reversed(files)]
        held = store.read.trend(1, TODAY).milestones
        assert {states[0].reported_on for states in held.values()} <= set(days)
    write_csv(Path("year/plan-2026-01.csv"), list(year_of_files(200, 13))[-1])
    done = run("import", "--history", "year")
    assert done.out.splitlines()[-1].startswith("Imported 1 of 13 files into PLAN")


def test_the_history_of_files_in_any_order_goes_with_an_export(run: Run) -> None:
    """What a file confirmed is in the history too, so that a file between others cannot overrule it there."""
    write("a.csv", "Beta,Build,2026-03-02,", head="title,phase,due")
    write("b.csv", "Beta,Build,2026-03-09,", head="title,phase,due")
    for name, day in (("a", "2025-09-30"), ("a", "2025-11-30"), ("b", "2025-10-31")):
        Path("plan.csv").write_bytes(Path(f"{name}.csv").read_bytes())
        assert run("import", "plan.csv", "--reported-on", day).code == 0
    assert due_of(run, "Beta") == "2026-03-02"
    assert due_of(run, "Beta", "--as-of", "2025-11-10") == "2026-03-09"
    run("export", "PLAN", "-o", "plan.json")
    other = Path("other")
    other.mkdir()
    Path("m.db").rename(other / "m.db")
    assert run("import", "plan.json").code == 0
    assert due_of(run, "Beta") == "2026-03-02"
    assert due_of(run, "Beta", "--as-of", "2025-11-10") == "2026-03-09"
    assert "no faults" in run("check").out


def test_files_that_are_skipped_for_one_reason_are_told_once(run: Run) -> None:
    for month in ("09", "10", "11"):
        write(f"plans/plan-2025-{month}.csv", "Beta,2026-03-02,1", head="X,Y,Z")
    refused = run("import", "--history", "plans")
    assert refused.code == 2 and refused.errors.count("No title column found") == 1
    assert "\n  plan-2025-09.csv, plan-2025-10.csv, plan-2025-11.csv: No title" in refused.errors
    three()
    Path("plans/costs-2025-08.csv").write_text("Centre,Amount\n4711,100\n4712,200\n", encoding="utf-8")
    done = run("import", "--history", "plans")
    assert done.code == 0 and "\nSkipped costs-2025-08.csv: No title column found." in done.out


def test_columns_of_earlier_files_that_differ_from_the_newest_are_told_with_their_file(run: Run) -> None:
    write("plans/plan-2025-10.csv", "Beta,2026-03-02,1", head="Titel,Termin,Qux")
    write("plans/plan-2025-11.csv", "Beta,2026-03-09,1", head="title,Finish,Foo")
    write("plans/plan-2025-12.csv", "Beta,2026-03-16,1", head="title,Finish,Foo")
    told = run("import", "--history", "plans").errors.splitlines()
    assert '"Foo" is skipped: its name is not known' in told
    assert 'plan-2025-10.csv: "Qux" is skipped: its name is not known' in told
    assert not [line for line in told if line.startswith("plan-2025-11.csv")]
