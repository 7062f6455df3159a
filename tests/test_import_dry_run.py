"""`import --dry-run` and `import --json`: what an import would do, and what it did."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Done, Run, at_home, on_terminal, ran
from reviewed_project import TODAY, fill

from milestone_tui.plan.language.cell_width import width

CSV = """\
project,phase,title,owner,due,done
ACME,Build,Beta release,Mia Berg,2027-02-01,
ACME,Rollout,"=cmd() \x1b]0;owned\x07",,2027-03-01,
ACME,Rollout,Second site,,2027-03-01,soon
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    (tmp_path / "plan.csv").write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str, db: str = str(database)) -> Done:
        return ran(capsys, *arguments, "--db", db)

    return run_it


def test_it_prints_the_preview_and_writes_nothing(run: Run, database: Path) -> None:
    before = database.read_bytes()
    done = run("import", "plan.csv", "--dry-run")
    assert (done.code, done.errors) == (0, "")
    first, head, *lines = done.out.splitlines()
    assert (
        first == "Into ACME: 2 new · 1 differs, kept · 1 skipped · 2 the same · 1 to check first. Nothing was written."
    )
    assert head.split() == ["IMPORT", "WHAT", "PROJECT", "NAME", "DUE", "REASON"]
    assert [line.split("  ")[0] for line in lines] == ["skipped", "new", "new", "differs, kept", "same", "same"]
    assert "here, Mia Berg in the file" in done.out and "here, 1 Feb in the file" in done.out
    assert "=cmd() ␛]0;owned␇" in done.out and "\x1b" not in done.out
    assert 'line 4: done "soon" is neither a date nor yes or no' in done.out
    assert database.read_bytes() == before


@pytest.mark.parametrize("name", ["acme.xml", "acme.gan"])
def test_progress_that_other_programs_were_given_is_no_difference(run: Run, name: str) -> None:
    """Neither that of a done milestone, which they call 100%, nor that of met criteria."""
    assert run("export", "ACME", "-o", name).code == 0
    assert "progress" not in run("import", name, "--dry-run").out


def test_its_json_names_the_differing_fields(run: Run) -> None:
    found = json.loads(run("import", "plan.csv", "--dry-run", "--json").out)
    assert found["dry_run"] is True and found["projects"] == ["ACME"]
    assert found["counts"] == {
        "new": 2,
        "changed": 0,
        "cancelled": 0,
        "differs": 1,
        "gone": 0,
        "skipped": 1,
        "note": 0,
        "same": 2,
    }
    (beta,) = (row for row in found["rows"] if row["import"] == "differs")
    assert (beta["what"], beta["name"], beta["phase"], beta["where"]) == (
        "milestone",
        "Beta release",
        "Build",
        "line 2",
    )
    assert {"due_on", "owner"} == {one["field"] for one in beta["differences"]}
    assert next(one["file"] for one in beta["differences"] if one["field"] == "due_on") == "2027-02-01"


def test_what_it_says_is_what_the_import_does(run: Run) -> None:
    said = json.loads(run("import", "plan.csv", "--dry-run", "--json").out)
    new = [row["what"] for row in said["rows"] if row["import"] == "new"]
    did = json.loads(run("import", "plan.csv", "--json").out)
    assert (did["imported"]["milestones"], did["imported"]["phases"]) == (new.count("milestone"), new.count("phase"))
    assert did["label"] == "Import 1 milestone and 1 phase into ACME"
    assert sorted(one["record"] for one in did["records"]) == sorted(new)
    assert [one["reason"][:40] for one in did["skipped"]] == [
        'done "soon" is neither a date nor yes or',
        "already in the project (same phase): due",
    ]
    again = json.loads(run("import", "plan.csv", "--json").out)
    assert again["change"] is None and again["records"] == []


def test_without_a_database_all_is_new_and_none_is_made(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert run("import", "plan.csv", "--dry-run", db=str(path)).out.startswith(
        "Into ACME: 5 new · 1 skipped · 1 to check first."
    )
    done = run("import", "plan.csv", "--dry-run", "--into", "NORD", db=str(path))
    assert done.code == 2 and "There is no project NORD" in done.errors
    assert not path.exists()


def test_the_standard_input_is_previewed_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Typed:
        buffer = io.BytesIO(b"title,due\nAlpha,2026-12-24\n")

    monkeypatch.setattr(sys, "stdin", Typed)
    assert run("import", "-", "--dry-run", "--into", "ACME").out.startswith("Into ACME: 1 new · 1 the same.")


def test_an_archive_is_previewed_as_a_whole(run: Run, tmp_path: Path) -> None:
    assert run("export", "ACME", "-o", "acme.json").code == 0
    here = run("import", "acme.json", "--dry-run")
    assert "is here already: change its key, or delete it, then import again" in here.out
    there = json.loads(run("import", "acme.json", "--dry-run", "--json", db=str(tmp_path / "new.db")).out)
    assert there["counts"]["skipped"] == 0 and not (tmp_path / "new.db").exists()
    did = json.loads(run("import", "acme.json", "--json", db=str(tmp_path / "new.db")).out)
    new = [row["what"] for row in there["rows"] if row["import"] == "new"]
    assert (did["milestones"], did["people"]) == (new.count("milestone"), new.count("person"))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_it_fits_the_terminal(database: Path, tmp_path: Path, columns: int) -> None:
    words = ["import", str(tmp_path / "plan.csv"), "--dry-run", "--db", str(database)]
    lines = on_terminal(words, tmp_path, columns, PYTHONPATH=os.pathsep.join(sys.path)).splitlines()
    assert len(lines) > 7 and max(map(width, lines)) <= columns


CHECKED = """\
title,due,done
Kick-off,1926-03-02,
Alpha,,2027-06-01
Beta,2027-01-15,
Gamma,2027-01-16,soon
"""


def test_what_a_person_checks_is_first_in_the_preview_and_in_the_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(CHECKED, encoding="utf-8")
    first, _, *lines = run("import", "new.csv", "--dry-run").out.splitlines()
    assert first.endswith(" · 1 skipped · 3 to check first. Nothing was written.")
    assert ["Kick-off" in lines[0], "Alpha" in lines[1]] == [True, True]
    preview = json.loads(run("import", "new.csv", "--dry-run", "--json").out)
    assert preview["to_check"] == 3
    assert [row["name"] for row in preview["rows"] if row["check"]] == ["Kick-off", "Alpha", "Gamma"]
    done = run("import", "new.csv")
    assert done.out == (
        "Imported 3 milestones into NEW.\n"
        "To check first: 3\n"
        "  line 2: Kick-off: imported with the due date 1926-03-02, before 1950: check the year\n"
        "  line 3: Alpha: imported as done today: its done date 1 Jun 2027 is in the future\n"
        '  line 5: Gamma: skipped: done "soon" is neither a date nor yes or no\n'
    )


def test_the_json_of_an_import_says_which_rows_to_check(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(CHECKED, encoding="utf-8")
    did = json.loads(run("import", "new.csv", "--json").out)
    assert did["to_check"] == 3 and [one["check"] for one in did["changed"]] == [True, True]
    (skipped,) = did["skipped"]
    assert skipped == {
        "where": "line 5",
        "what": "Gamma",
        "reason": 'done "soon" is neither a date nor yes or no',
        "check": True,
        "kept": False,
    }


@pytest.mark.parametrize("columns", [40, 80])
def test_the_report_fits_the_terminal_and_shows_control_characters(
    database: Path, tmp_path: Path, columns: int
) -> None:
    rows = "".join(f"\x1b[2J Milestone 日本 {number},soon\n" for number in range(40))
    (tmp_path / "new.csv").write_text(f"title,due\nBeta,2027-01-02\n{rows}", encoding="utf-8")
    words = ["import", str(tmp_path / "new.csv"), "--db", str(database)]
    said = on_terminal(words, tmp_path, columns, PYTHONPATH=os.pathsep.join(sys.path))
    assert "\x1b" not in said and "␛[2J" in said and "and 37 more" in " ".join(said.split())
    assert max(map(width, said.splitlines())) <= columns and len(said.splitlines()) < 12


def test_it_loads_no_orm(database: Path, tmp_path: Path) -> None:
    code = f"""
import sys
from milestone_tui.cli.main import main
main(["import", {str(tmp_path / "plan.csv")!r}, "--dry-run", "--db", {str(database)!r}])
print([name for name in ("sqlmodel", "textual", "rich") if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
