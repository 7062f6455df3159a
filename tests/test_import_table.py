"""The options of `import` for tables, what it tells of columns, and what it remembers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from commands import Run, at_home, ran

from milestone_tui.config import load_tables, settings_file

GERMAN = "Ding;Ende;Wessen\nAbnahme;01.12.2026;Ana\nSchluss;20.12.2026;Raj\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    at_home(monkeypatch, tmp_path, date(2026, 11, 29))
    monkeypatch.chdir(tmp_path)
    return lambda *words: ran(capsys, *words, "--db", "x.db")


def listed(run: Run) -> list[tuple[str, str | None, str | None]]:
    found = json.loads(run("list", "--json").out)
    return [(one["title"], one["due_on"], one["owner"]) for one in found]


def test_what_columns_are_read_as_is_told_before_anything_is_written(run: Run) -> None:
    Path("plan.csv").write_text("Name;Ende;Farbe\nAbnahme;20.12.2026;rot\n")
    done = run("import", "plan.csv")
    assert (done.code, done.errors) == (
        0,
        '"Name" is read as title\n"Ende" is read as due\n"Farbe" is skipped: its name is not known\n',
    )
    Path("ours.csv").write_text("title,due\nKeys,2026-12-20\n")
    assert run("import", "ours.csv").errors == ""


def test_a_preview_and_json_tell_it_too(run: Run) -> None:
    Path("plan.csv").write_text("Name;Ende;Farbe\nAbnahme;20.12.2026;rot\n")
    shown = run("import", "plan.csv", "--dry-run").out
    assert 'column "Ende"' in shown and "read as due" in shown and "skipped: its name is not known" in shown
    columns = [
        {"column": "Name", "read_as": "title", "reason": None},
        {"column": "Ende", "read_as": "due", "reason": None},
        {"column": "Farbe", "read_as": None, "reason": "its name is not known"},
    ]
    assert json.loads(run("import", "plan.csv", "--dry-run", "--json").out)["columns"] == columns
    done = run("import", "plan.csv", "--json")
    assert (json.loads(done.out)["columns"], done.errors) == (columns, "")


def test_a_column_that_is_not_known_can_be_said_and_is_remembered(run: Run) -> None:
    Path("plan.csv").write_text(GERMAN)
    refused = run("import", "plan.csv")
    assert refused.code == 2
    assert '"Ding", "Ende", "Wessen"' in refused.errors and '--map "title=Ding"' in refused.errors
    assert not Path("x.db").exists()
    said = ("--map", "title=Ding,owner=Wessen", "--header-row", "1")
    assert run("import", "plan.csv", *said).code == 0
    assert listed(run) == [("Abnahme", "2026-12-01", "Ana"), ("Schluss", "2026-12-20", "Raj")]
    Path("next.csv").write_text("Ding;Ende;Wessen\nZugabe;22.12.2026;Eva\n")
    again = run("import", "next.csv")
    assert again.code == 0
    assert 'read as the last one with this header: --map "title=Ding,owner=Wessen" --header-row 1' in again.out


def test_what_was_said_is_kept_once_for_each_header(run: Run) -> None:
    Path("plan.csv").write_text("Name;Ende;Wessen\nAbnahme;01.12.2026;Ana\n")
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('# mine\ntheme = "nord"\n')
    assert run("import", "plan.csv", "--dates", "dmy").code == 0
    assert run("import", "plan.csv", "--map", "owner=Wessen").code == 0
    (entry,) = load_tables(settings_file())
    assert entry == {"header": "name|ende|wessen", "map_owner": "Wessen", "dates": "dmy"}
    assert settings_file().read_text().startswith('# mine\ntheme = "nord"\n')
    run("import", "plan.csv", "--map", "owner=", "--dry-run")
    assert load_tables(settings_file()) == (entry,)


def test_the_order_of_dates_is_remembered_only_for_a_table_that_leaves_it_open(run: Run) -> None:
    Path("plan.csv").write_text("Name;Ende\nAbnahme;01.12.2026\n")
    assert run("import", "plan.csv").code == 2
    assert run("import", "plan.csv", "--dates", "dmy").code == 0
    Path("plan.csv").write_text("Name;Ende\nSchluss;02.12.2026\n")
    assert "read as the last one with this header: --dates dmy" in run("import", "plan.csv").out
    Path("plan.csv").write_text("Name;Ende\nZugabe;12/13/2026\n")
    assert "--dates" not in run("import", "plan.csv").out
    assert ("Zugabe", "2026-12-13", None) in listed(run)


def test_a_table_without_dates_is_asked_about_and_taken_when_that_is_said(run: Run) -> None:
    Path("plan.csv").write_text("Milestone,Owner\nGo,Ana\n")
    refused = run("import", "plan.csv")
    assert refused.code == 2 and "No date column found" in refused.errors and '--map "due="' in refused.errors
    assert run("import", "plan.csv", "--map", "due=").code == 0
    assert listed(run) == [("Go", None, "Ana")]


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (
            ("--map", "dew=Ende"),
            '"dew" is not a field. Write FIELD=COLUMN with one of: milestone, summary, type, title',
        ),
        (("--map", "Ende"), '"Ende" is not a field'),
        (("--map", "due=End"), 'There is no column "End". The columns are "Name", "Ende".'),
        (("--map", "due=Ende,due=Name"), "--map: The column of due is named twice"),
        (("--map", "due=Name,title=Name"), 'Two fields have the column "Name".'),
        (("--map", "title="), "--map: A table needs titles"),
        (("--encoding", "klingon"), '"klingon" is not an encoding'),
        (("--header-row", "0"), "--header-row needs the number of a line"),
        (("--header-row", "7"), "line 7 is blank or missing"),
        (("--sheet", "Plan"), "no sheets"),
        (("--dates", "ydm"), "dmy"),
    ],
)
def test_an_option_that_says_nothing_sensible_is_refused_with_the_choices(
    run: Run, option: tuple[str, str], sentence: str
) -> None:
    Path("plan.csv").write_text("Name;Ende\nAbnahme;20.12.2026\n")
    done = run("import", "plan.csv", *option)
    assert (done.code, sentence in done.errors) == (2, True), done.errors
    assert not settings_file().exists()


def test_options_of_tables_are_refused_for_other_files(run: Run) -> None:
    Path("plan.gan").write_text('<project name="G"><tasks/></project>')
    done = run("import", "plan.gan", "--map", "due=Ende")
    assert (done.code, "not a table" in done.errors) == (2, True)


def test_fields_may_be_named_as_in_the_json_and_columns_may_have_commas(run: Run) -> None:
    Path("plan.csv").write_text('Name;"Wann, genau";Bis\nAbnahme;20.12.2026;21.12.2026\n')
    assert run("import", "plan.csv", "--map", "due_on=Wann, genau,deadline-on=Bis").code == 0
    assert listed(run) == [("Abnahme", "2026-12-20", None)]


def test_an_encoding_can_be_said(run: Run) -> None:
    Path("plan.csv").write_bytes("Milestone,Due\nÜbergabe,2026-12-04\n".encode("mac-roman"))
    assert run("import", "plan.csv", "--encoding", "mac-roman").code == 0
    assert listed(run) == [("Übergabe", "2026-12-04", None)]


def test_settings_that_cannot_be_read_stop_no_import(run: Run) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("theme = ")
    Path("plan.csv").write_text("title,due\nKeys,2026-12-20\n")
    done = run("import", "plan.csv")
    assert (done.code, "is not valid TOML" in done.errors) == (0, True)


def test_at_most_fifty_tables_are_remembered_the_oldest_goes(run: Run) -> None:
    for number in range(52):
        Path("plan.csv").write_text(f"Name,Ende,C{number}\nA{number},2026-12-04,x\n")
        if number in (0, 1):
            assert run("import", "plan.csv", "--map", f"notes=C{number}").code == 0
    from milestone_tui.config import save_table

    for number in range(60):
        save_table(settings_file(), {"header": f"t{number}", "dates": "dmy"})
    assert [entry["header"] for entry in load_tables(settings_file())] == [f"t{number}" for number in range(10, 60)]
