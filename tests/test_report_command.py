"""`milestone-tui report`, through `main` and as a process."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from commands import Done, Run, at_home, ran
from reviewed_project import BETA, GO_LIVE, INTERVIEWS, LAST, PROTOTYPE, TODAY, fill
from taking_back import undo

from milestone_tui.cli import report as report_command
from milestone_tui.config import settings_file
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.model import Health
from milestone_tui.plan.reporting import ReportSubject
from milestone_tui.report import words
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    fill(path)
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `report` in this process, in a home of its own."""
    at_home(monkeypatch, tmp_path, TODAY)

    def run_it(*arguments: str) -> Done:
        return ran(capsys, "report", "--db", str(database), *arguments)

    return run_it


def change(database: Path, command: Callable[[Commands], object], reported_on: date | None = None) -> None:
    with closing(Store.open(database, Clock.fixed(TODAY), "raj")) as store:
        store.change_blocking(command, reported_on=reported_on)


CLIENT = """\
# Customer portal: where we stand on 22 November 2026

For Acme Corp · since the review of 13 November

## Health

**● On track.** As judged in the review of 13 November: the client has the build

## Figures

- **22% done**, 33% planned
- **Finish 18 January 2027**, on target, as in the baseline
- **1 of 6 milestones done**, 1 since 13 November
- **Next: Interviews done**, due 24 November

## Timeline

| Phase | Milestone | Baseline | Due or done | Against baseline |
| --- | --- | --- | --- | --- |
| Build | Prototype accepted | 20 Nov | done 19 Nov | 1 day early |
| Build | Interviews done | 24 Nov | 24 Nov | on time |
| Build | Beta release | 19 Nov | 28 Nov | 9 days late |
| Build | Load test passed | 4 Dec | 4 Dec | on time |
| Launch | Acceptance test |  | 18 Dec |  |
| Launch | Go-live | 18 Jan 2027 | 18 Jan 2027 | on time |

## We need from you

- **Test data for the load test**, open since 13 November

## Done since 13 November

- **Prototype accepted**, 19 November, 1 day early

## Due in this period, now later

| Milestone | Was | Now | Change | Why |
| --- | --- | --- | --- | --- |
| Beta release | 21 Nov | 28 Nov | 7 days later | input from Acme Corp came late |

## Added

- **Acceptance test**, due 18 December

## Next four weeks

| Milestone | Due | Baseline | Against baseline | Owner | Criteria |
| --- | --- | --- | --- | --- | --- |
| Interviews done | 24 Nov | 24 Nov | on time | Ana Kovač |  |
| Beta release | 28 Nov | 19 Nov | 9 days late | Ana Kovač | 1 of 3 met |
| Load test passed | 4 Dec | 4 Dec | on time | Raj Patel |  |
| Acceptance test | 18 Dec |  |  |  |  |

## Trend

How the dates have moved since 6 November.

| Milestone | Was | Now | Change | Trend |
| --- | --- | --- | --- | --- |
| Prototype accepted | 20 Nov | done 19 Nov | 1 day earlier | stable |
| Interviews done | 24 Nov | 24 Nov | as before | stable |
| Beta release | 19 Nov | 28 Nov | 9 days later | moved at short notice |
| Load test passed | 4 Dec | 4 Dec | as before | stable |
| Acceptance test | 18 Dec | 18 Dec | as before | stable |
| Go-live | 18 Jan 2027 | 18 Jan 2027 | as before | stable |

## Progress

| By | Planned | Done | Expected | In all |
| --- | --: | --: | --: | --: |
| 31 Oct | 0 | 0 |  | 5 |
| 22 Nov | 2 | 1 |  | 6 |
| 30 Nov | 3 |  | 3 |  |
| 31 Dec | 4 |  | 5 |  |
| 31 Jan 2027 | 5 |  | 6 |  |
"""


def test_a_report_for_the_client_since_the_last_review(run: Run) -> None:
    assert run("acme") == Done(0, CLIENT, "")


def test_what_is_hidden_reaches_no_client_from_the_database(run: Run, database: Path) -> None:
    """Nor does any count change."""
    plain = [run("ACME", "--format", name).out for name in ("md", "txt", "json")]

    def hide(do: Commands) -> None:
        secret = {"title": "Zeppelin", "due_on": date(2026, 11, 23), "value": Decimal("77310.13"), "internal": True}
        do.milestones.create(1, secret)
        do.costs.set(BETA, [CostInput(None, TODAY, Decimal("77310.13"), "Zeppelin")], ())
        do.risks.create(1, {"title": "Zeppelin", "probability": 5, "impact": 5})
        do.milestones.edit(PROTOTYPE, {"notes": "Zeppelin"}, {})

    change(database, hide)
    assert [run("ACME", "--format", name).out for name in ("md", "txt", "json")] == plain
    internal = run("ACME", "--audience", "internal").out
    assert "Zeppelin" in internal and "€77,310.13" in internal


def test_a_review_is_reported_for_ever_as_it_was(run: Run, database: Path) -> None:
    """Whatever happens later: moves, ticks, another review, deletions, changes for earlier days, undo."""
    first = run("ACME", "--as-of", "review:1", "--format", "json", "--audience", "internal").out
    assert json.loads(first)["day"] == LAST.isoformat() and json.loads(first)["moved"][0]["milestone"] == "Beta release"

    def live(do: Commands) -> None:
        do.milestones.move_all({GO_LIVE: date(2027, 3, 1)}, {GO_LIVE: date(2027, 1, 18)})
        do.milestones.delete([INTERVIEWS])
        do.risks.create(1, {"title": "Storm", "probability": 5, "impact": 5})
        do.projects.edit(1, {"name": "Portal"}, {})

    def review(do: Commands) -> None:
        do.reviews.judge(1, Health.OFF_TRACK, "too late")
        do.reviews.finish(1, Health.OFF_TRACK, "")

    change(database, live)
    change(database, review)
    change(database, lambda do: do.milestones.edit(BETA, {"title": "Older"}, {}), reported_on=date(2026, 11, 9))
    with closing(Store.open(database, Clock.fixed(TODAY), "raj")) as store:
        undo(store)
        undo(store)
    assert run("ACME", "--as-of", "review:1", "--format", "json", "--audience", "internal").out == first
    assert run("ACME", "--format", "json").out != first
    again = run("ACME", "--as-of", "review:1", "--format", "json", "--today", "2026-12-24", "--audience", "internal")
    assert again.out == first


def test_a_day_of_the_past_is_reported_as_it_stood(run: Run) -> None:
    report = run("ACME", "--as-of", "2026-11-16", "--format", "txt").out
    assert report.startswith("Customer portal: where we stand on 16 November 2026\n")
    assert "Prototype accepted" in report.split("Next four weeks")[1]


def test_the_period_is_chosen(run: Run) -> None:
    report = run("ACME", "--period", "since 1 nov").out
    assert "For Acme Corp · since 1 November\n" in report
    assert "| Beta release | 19 Nov | 28 Nov | 9 days later |" in report
    assert run("ACME", "--period", "2 nov..").out == report
    assert run("ACME", "--period", "last review").out == CLIENT
    assert "since 15 November\n" in run("ACME", "--period", "7 days").out


def test_a_past_period_is_reported_as_it_stood_on_its_last_day(run: Run) -> None:
    report = run("ACME", "--period", "1 nov - 16 nov", "--format", "txt").out
    assert report.startswith("Customer portal: where we stand on 16 November 2026\n")
    assert "since 31 October" in report and "Beta release" in report
    assert report == run("ACME", "--as-of", "16 nov", "--period", "nov", "--format", "txt").out
    october = run("ACME", "--period", "last month", "--format", "json").out
    assert (json.loads(october)["day"], json.loads(october)["since"]) == ("2026-10-31", "2026-09-30")
    assert october == run("ACME", "--period", "oct", "--as-of", "16 nov", "--format", "json").out
    assert run("ACME", "--period", "sep").errors == (
        "milestone-tui: There was no project ACME on 30 Sep 2026. Choose a later day.\n"
    )


def test_a_period_within_a_review_knows_only_what_the_review_knew(run: Run, database: Path) -> None:
    first = run("ACME", "--as-of", "review:1", "--period", "1 nov - 12 nov", "--format", "json").out
    assert json.loads(first)["day"] == "2026-11-12"
    change(database, lambda do: do.milestones.edit(BETA, {"title": "Older"}, {}), reported_on=date(2026, 11, 9))
    assert run("ACME", "--as-of", "review:1", "--period", "1 nov - 12 nov", "--format", "json").out == first
    assert "Older" in run("ACME", "--period", "1 nov - 12 nov", "--format", "json").out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--period", "soon"), '--period: "soon" is not a period. Try oct 2026'),
        (("--period", "dec 2026"), "--period: 1 Dec 2026 is after the day of the report, 22 Nov 2026."),
        (
            ("--as-of", "2026-11-16", "--period", "1 nov - 20 nov 2026"),
            "--period: 20 Nov 2026 is after the day of the report, 16 Nov 2026.",
        ),
        (
            ("--as-of", "review:1", "--period", "2026-11-20.."),
            "--period: 20 Nov 2026 is after the day of the report, 13",
        ),
        (
            ("--period", "last report"),
            "No earlier report for this audience was written on ACME. Choose another period.",
        ),
        (("--period",), "--period needs a period such as oct 2026, last quarter or 7 days."),
        (("--since", "1 nov"), "There is no option --since."),
        (("--all",), "`report` needs only one of a project, --client and --all."),
        (("--client", "Acme Corp"), "`report` needs only one of a project, --client and --all."),
        (("--format", "pdf"), "--format needs md, html, txt or json"),
        (("--as-of", "review:7"), "Only 1 review finished."),
    ],
)
def test_a_wrong_option_is_told_in_a_sentence(words: tuple[str, ...], why: str, run: Run) -> None:
    done = run("ACME", *words)
    assert (done.code, done.out) == (2, "") and done.errors.startswith("milestone-tui: ") and why in done.errors


def test_exactly_one_subject_is_needed(run: Run) -> None:
    none = run()
    assert none.errors.startswith("milestone-tui: `report` needs the key of a project, --client NAME or --all. Run")
    assert run("--client", " ").errors == "milestone-tui: --client needs the name of a client.\n"
    refused = run("--all", "--audience", "client")
    assert refused.code == 2 and "A report for a client is about one client. Name a project or" in refused.errors
    unknown = run("--client", "Nobody")
    assert unknown.errors == "milestone-tui: There is no project for Nobody. The clients are Acme Corp.\n"
    review = run("--client", "Acme Corp", "--as-of", "review:1")
    assert review.errors == "milestone-tui: --as-of review:1 needs one project. Name it too.\n"


def test_the_format_is_that_of_the_file(run: Run, tmp_path: Path) -> None:
    for name, begins in (("r.md", "# Customer"), ("r.TXT", "Customer"), ("r.json", "{"), ("r", "# Customer")):
        assert run("ACME", "-o", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins), name
    run("ACME", "-o", str(tmp_path / "r.md"), "--format", "json")
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("{")


def test_a_report_is_written_to_a_file_that_is_complete_or_as_before(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "acme.md", tmp_path / "link.md"
    target.write_text("before")
    link.symlink_to(target)
    assert run("ACME", "-o", str(link)) == Done(0, f"Wrote the report to {link} and recorded it.\n", "")
    assert target.read_bytes() == CLIENT.encode() and link.is_symlink()
    assert run("NOPE", "-o", str(target)).code == 2
    assert target.read_bytes() == CLIENT.encode()
    assert run("ACME", "-o", "-").out == CLIENT
    assert sorted(path.name for path in tmp_path.iterdir() if "acme" in path.name) == ["acme.md"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "-o needs a file name."), (".", "is a directory. Choose another file."), ("none/x.md", "no such file")],
)
def test_a_file_that_cannot_be_written_is_refused(name: str, why: str, run: Run, tmp_path: Path) -> None:
    done = run("ACME", "-o", f"{tmp_path}/{name}" if name else "")
    assert done.code == 2 and done.out == "" and why in done.errors


def test_mistakes_are_told_in_a_sentence(run: Run) -> None:
    assert run("NOPE") == Done(
        2, "", "milestone-tui: There is no project NOPE. Run `milestone-tui list --projects` to see your projects.\n"
    )
    early = run("ACME", "--as-of", "2026-09-01")
    assert early.errors == "milestone-tui: There was no project ACME on 1 Sep 2026. Choose a later day.\n"


def written(database: Path, audience: Audience = Audience.CLIENT) -> list[tuple[date, date]]:
    with closing(Store.open(database, Clock.fixed(TODAY), "raj", only_reads=True)) as store:
        return [
            (report.since_on, report.until_on) for report in store.read.written_reports(ReportSubject("ACME"), audience)
        ]


def test_the_next_report_begins_where_one_in_a_file_ended(run: Run, database: Path, tmp_path: Path) -> None:
    assert run("ACME", "-o", str(tmp_path / "r.md")).out.endswith("r.md and recorded it.\n")
    assert written(database) == [(LAST, TODAY)]
    assert run("ACME").out == CLIENT, "not on the same day"
    later = ("ACME", "--today", "2026-11-27")
    assert "since the report of 22 November" in run(*later).out
    assert "since the review of 13 November" in run(*later, "--audience", "internal").out
    assert run(*later, "--period", "last report").out == run(*later).out


def test_a_printed_report_is_recorded_if_it_is_sent(run: Run, database: Path) -> None:
    assert run("ACME").out == CLIENT and written(database) == []
    assert run("ACME", "--sent") == Done(0, CLIENT, "")
    assert written(database) == [(LAST, TODAY)]
    assert run("ACME", "--period", "1 nov - 16 nov", "--audience", "internal", "--sent").code == 0
    assert written(database, Audience.INTERNAL) == [(date(2026, 10, 31), date(2026, 11, 16))]


def test_data_and_samples_are_not_recorded(run: Run, database: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    assert run("ACME", "-o", str(target)) == Done(0, f"Wrote the report to {target}.\n", "")
    assert run("ACME", "-o", str(tmp_path / "demo.md"), "--demo").out.endswith("demo.md.\n")
    assert written(database) == []
    assert run("ACME", "-o", str(target), "--sent").out.endswith("r.json and recorded it.\n")
    assert written(database) == [(LAST, TODAY)]


def test_a_report_that_cannot_be_recorded_is_complete(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another program has locked the database."""
    monkeypatch.setattr(report_command, "LOCK_SECONDS", 0.1)
    target = tmp_path / "r.md"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = run("ACME", "-o", str(target))
    assert (done.code, done.out) == (3, f"Wrote the report to {target}.\n")
    assert done.errors.startswith("milestone-tui: The report is complete, but was not recorded: ")
    assert target.read_bytes() == CLIENT.encode() and written(database) == []


def test_the_settings_name_the_words(run: Run) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('report_words = "de"\n', encoding="utf-8")
    assert run("ACME").out.startswith("# Customer portal: Stand am 22. November 2026\n")
    mine = Path(words.__file__).with_name("languages").joinpath("en.toml").read_text(encoding="utf-8")
    settings_file().with_name("ours.toml").write_text(mine.replace("On track.", "All is well."), encoding="utf-8")
    settings_file().write_text('report_words = "ours.toml"\n', encoding="utf-8")
    assert "**● All is well.**" in run("ACME").out  # a file beside the settings
    settings_file().write_text('report_words = "fr"\n', encoding="utf-8")
    wrong = run("ACME")
    assert wrong.code == 2 and "Cannot read the words of the report from fr" in wrong.errors


def test_the_settings_name_the_thresholds_of_health(run: Run) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('thresholds = "slip 2/1"\n', encoding="utf-8")
    assert "9 days behind its baseline date" in run("ACME", "--audience", "internal").out


def test_a_pipe_gets_utf_8_in_any_locale_and_neither_screens_nor_orm_are_loaded(database: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "HOME": str(tmp_path), "FORCE_COLOR": "1"}
    code = (
        "import sys; from milestone_tui.cli.main import main; code = main(sys.argv[1:])\n"
        "print(*{'textual', 'rich', 'sqlmodel', 'sqlalchemy', 'pydantic'} & sys.modules.keys(), file=sys.stderr)\n"
        "raise SystemExit(code)"
    )
    command = [sys.executable, "-c", code, "report", "ACME", "--db", str(database), "--today", TODAY.isoformat()]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert done.stdout == CLIENT.encode() and done.stderr.strip() == b""


def test_a_client_is_named_in_any_case_and_reads_of_each_project(run: Run) -> None:
    done = run("--client", "acme corp")
    assert done.code == 0 and done.out.startswith("# Acme Corp: where we stand on 22 November 2026\n")
    assert "## Projects" in done.out and "## Customer portal" in done.out and "### Timeline" in done.out


def test_all_projects_are_for_ourselves(run: Run) -> None:
    done = run("--all")
    assert done.code == 0 and done.out.startswith("# All projects: where we stand on 22 November 2026\n\nInternal")
    assert "ACME Customer portal" in done.out


@pytest.mark.parametrize("subject", [("ACME",), ("--client", "Acme Corp"), ("--all",)])
def test_a_page_is_written_by_its_suffix_and_recorded(
    subject: tuple[str, ...], run: Run, database: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.HTM"
    done = run(*subject, "-o", str(page))
    assert (done.code, done.out) == (0, f"Wrote the report to {page} and recorded it.\n")
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!doctype html>\n")
    assert "where we stand on 22 November 2026" in written and "Beta release" in written
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT until_on FROM report").fetchall() == [("2026-11-22",)]
