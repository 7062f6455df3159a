"""`import` of a plan that is here: what it says, what `--update` and `--cancel-gone` take, and the undo of it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from commands import Done, Run, at_home, ran
from reviewed_project import TODAY
from samples import samples

OCTOBER = (
    "phase,title,due,owner,done\nBuild,Gate,2026-12-04,Ana,\nTest,Gate,2027-01-08,Ana,\nTest,Training,2027-01-15,,\n"
)
NOVEMBER = OCTOBER.replace("2026-12-04,Ana", "2026-12-11,Raj").replace("2027-01-08", "2027-01-22")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str) -> Done:
        return ran(capsys, *arguments, "--db", str(tmp_path / "m.db"))

    return run_it


def write(text: str, name: str = "plan.csv") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def due_dates(run: Run) -> dict[str, str]:
    rows = json.loads(run("list", "--json").out)
    return {f"{row['phase']}/{row['title']}": row["due_on"] for row in rows}


# The two months of the field -------------------------------------------------------------------------------------


def months_agree(run: Run, october: str, november: str, key: str) -> None:
    assert run("import", october).code == 0
    told = run("import", november)
    assert told.code == 0
    assert "due 4 Dec here, 11 Dec in the file" in told.out
    assert told.out.splitlines()[-1] == "Add --update to take what differs."
    assert due_dates(run) == {"Build/Gate": "2026-12-04", "Test/Gate": "2027-01-08"}
    dry = run("import", november, "--update", "--dry-run")
    assert dry.out.splitlines()[0] == f"Into {key}: 2 changed · 3 the same. Nothing was written."
    assert "due 4 Dec → 11 Dec" in dry.out
    assert due_dates(run) == {"Build/Gate": "2026-12-04", "Test/Gate": "2027-01-08"}
    assert run("import", november, "--update").out.splitlines()[0] == f"Updated {key}: 2 changed."
    assert due_dates(run) == {"Build/Gate": "2026-12-11", "Test/Gate": "2027-01-22"}
    assert "has no faults" in run("check").out
    assert run("undo").out == f"Undone: Update {key} from plan.csv: 2 changed.\n"
    assert due_dates(run) == {"Build/Gate": "2026-12-04", "Test/Gate": "2027-01-08"}


def test_next_months_file_of_the_same_plan(run: Run) -> None:
    files = []
    for month, days in (("october", ("2026-12-04", "2027-01-08")), ("november", ("2026-12-11", "2027-01-22"))):
        Path(month).mkdir()
        text = f"phase,title,due\nBuild,Gate,{days[0]}\nTest,Gate,{days[1]}\n"
        files.append(write(text, f"{month}/plan.csv"))
    months_agree(run, files[0], files[1], "PLAN")


def test_the_files_of_the_field(run: Run) -> None:
    folder = next((path for path in samples() if path.name == "field"), None)
    if folder is None:
        pytest.skip("the files of the field are not here")
    for month in ("october", "november"):
        Path(month).mkdir()
        shutil.copy(folder / f"k14-{month}" / "plan.csv", f"{month}/plan.csv")
    months_agree(run, "october/plan.csv", "november/plan.csv", "PLAN")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Stage;Milestone;Date\nA;Ready;24.12.2026\n", "Date;Milestone;Stage\n31.12.2026;Ready;A\n"),
        ("title\tdue\nReady\t2026-12-24\n", "due\ttitle\towner\n2026-12-31\tReady\t\n"),
        ("name|finish\nReady|24 Dec 2026\n", "finish|name\n31 Dec 2026|Ready\n"),
    ],
)
def test_columns_may_change_their_order_and_number(run: Run, first: str, second: str) -> None:
    run("import", write(first))
    assert run("import", write(second), "--update").out.splitlines()[:3] == [
        "Updated PLAN: 1 changed.",
        "Updated: 1",
        "  line 2: Ready: due 24 Dec → 31 Dec",
    ]


# Options ---------------------------------------------------------------------------------------------------------


def test_what_was_changed_here_is_kept_and_said(run: Run) -> None:
    run("import", write(OCTOBER))
    assert run("move", "PLAN/Training", "2027-01-18").code == 0
    done = run("import", write(NOVEMBER.replace("2027-01-15", "2027-01-29")), "--update")
    assert done.out.splitlines()[0] == "Updated PLAN: 2 changed."
    assert "due 18 Jan here, 29 Jan in the file, kept: changed here" in done.out
    assert due_dates(run)["Test/Training"] == "2027-01-18"
    again = run("import", "plan.csv", "--update")
    assert again.code == 0 and "kept: changed here" in again.out


def test_a_file_without_anything_to_take_writes_nothing(run: Run, tmp_path: Path) -> None:
    run("import", write(OCTOBER))
    before = (tmp_path / "m.db").read_bytes()
    assert run("import", "plan.csv", "--update").out == "Nothing to take: the file and PLAN say the same.\n"
    assert (tmp_path / "m.db").read_bytes() == before


def test_what_is_gone_is_listed_and_cancelled_if_asked(run: Run) -> None:
    run("import", write(OCTOBER))
    less = write("\n".join(OCTOBER.splitlines()[:3]) + "\n")
    told = run("import", less)
    assert "Not in this file: 1\n  Training\n" in told.out
    assert told.out.splitlines()[-1] == "Add --cancel-gone to cancel what is gone and open."
    done = run("import", less, "--cancel-gone")
    assert done.out.splitlines()[:3] == [
        "Updated PLAN: 1 cancelled.",
        "Updated: 1",
        "  Training: cancelled, not in the file",
    ]
    assert run("undo").out == "Undone: Update PLAN from plan.csv: 1 cancelled.\n"


def test_its_json_says_what_can_be_taken_and_what_was(run: Run) -> None:
    run("import", write(OCTOBER))
    write(NOVEMBER)
    said = json.loads(run("import", "plan.csv", "--update", "--dry-run", "--json").out)
    assert (said["counts"]["changed"], said["counts"]["differs"]) == (2, 0)
    gate = next(row for row in said["rows"] if row["import"] == "changed")
    assert gate["can_be_taken"] is True
    assert gate["differences"][0] == {"field": "due_on", "here": "2026-12-04", "file": "2026-12-11", "kept": None}
    plain = json.loads(run("import", "plan.csv", "--json").out)
    assert (plain["change"], plain["not_taken"]) == (None, 2)
    did = json.loads(run("import", "plan.csv", "--update", "--json").out)
    assert did["label"] == "Update PLAN from plan.csv: 2 changed"
    assert did["updated"] == {"milestones": 2, "links": 0, "cancelled": 0}
    assert [one["where"] for one in did["taken"]] == ["line 2", "line 3"]


def test_a_file_of_another_name_is_not_taken_for_a_new_plan_without_a_word(run: Run) -> None:
    run("import", write(OCTOBER, "plan-2026-10.csv"))
    (key,) = (row["project"] for row in json.loads(run("list", "--projects", "--json").out))
    write(NOVEMBER, "plan-2026-11.csv")
    refused = run("import", "plan-2026-11.csv", "--update")
    assert refused.code == 2
    assert f"looks like {key}. Add --into {key}." in refused.errors
    plain = run("import", "plan-2026-11.csv")
    assert plain.code == 2
    assert f"plan-2026-11 looks like {key} of another day. Add --into {key}." in plain.errors
    dry = run("import", "plan-2026-11.csv", "--dry-run").out
    assert f"looks like {key}, and would be a second project" in dry
    assert dry.endswith(f"If it is {key} again, add --into {key}.\n")
    done = run("import", "plan-2026-11.csv", "--update", "--into", key)
    assert done.out.splitlines()[0] == f"Updated {key}: 2 changed."
    assert run("import", write("title,due\nParty,2026-12-01\nCake,2026-12-01\n", "new.csv"), "--update").code == 0


def test_a_plan_of_the_same_titles_is_a_new_project_that_is_told_first(run: Run) -> None:
    run("import", write(OCTOBER, "House A.csv"))
    done = run("import", write(OCTOBER, "House B.csv"))
    assert done.code == 0
    assert done.out.splitlines()[1:] == [
        "To check first: 1",
        "  House B: a new project that looks like HA: if it is the same plan, undo this, then import the file with "
        "--into HA",
    ]
    assert run("import", write(OCTOBER, "House C.csv")).out.count("looks like") == 0  # it may be either
    assert "looks like HB of another day" in run("import", write(NOVEMBER, "House B 2026-11.csv")).errors


def test_what_comes_back_is_open_again_also_from_a_file_that_never_says_so(run: Run) -> None:
    whole = "title,due\nBeta,2026-12-04\nTraining,2026-12-18\nLaunch,2027-01-08\n"
    run("import", write(whole))
    run("import", write("title,due\nBeta,2026-12-04\nLaunch,2027-01-08\n"), "--cancel-gone")
    plain = run("import", write(whole)).out
    assert "Training: already in the project, kept: cancelled here, open in the file" in plain
    done = run("import", "plan.csv", "--update").out
    assert done == "Updated PLAN: 1 changed.\nUpdated: 1\n  line 3: Training: cancelled → open\n"
    run("edit", "PLAN/Training", "state=cancelled")
    assert "say the same" in run("import", "plan.csv", "--update").out  # a person has cancelled it


def test_what_is_done_in_the_future_is_the_files_own_until_somebody_changes_it(run: Run) -> None:
    """It is written as done today, which nobody here has changed."""
    done, open_ = "title,due,done\nBeta,2027-01-08,2027-01-08\n", "title,due,done\nBeta,2027-01-08,\n"
    run("import", write(done))
    for day in ("2026-11-30", "2027-01-05"):
        assert "say the same" in run("--today", day, "import", "plan.csv", "--update").out
    then = run("--today", "2027-01-11", "import", "plan.csv", "--update").out
    assert re.search(r"Beta: done .* → .*8 Jan", then)
    write(open_)
    assert "→ open" in run("--today", "2027-01-12", "import", "plan.csv", "--update").out
    write(done.replace("01-08", "02-08"))
    run("--today", "2027-01-12", "import", "plan.csv", "--update")
    run("--today", "2027-01-13", "edit", "PLAN/Beta", "done=2027-01-04")
    kept = run("--today", "2027-01-13", "import", "plan.csv", "--update").out
    assert "done 4 Jan here, 8 Feb in the file, kept: changed here" in kept


@pytest.mark.parametrize("name", ["house.gan", "house.xml"])
def test_the_formats_of_other_programs_come_again_too(run: Run, name: str) -> None:
    run("import", write(OCTOBER, "house.csv"))
    run("export", "HOUSE", "-o", name)
    run("import", name, "--update")
    text = Path(name).read_text(encoding="utf-8").replace("2027-01-15", "2027-01-29")
    Path(name).write_text(text, encoding="utf-8")
    assert "due 15 Jan → 29 Jan" in run("import", name, "--update").out
    assert due_dates(run)["Test/Training"] == "2027-01-29"
