"""What the files of single formats look like: guarded cells, real dates, links."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from factories import TODAY, link, milestone, phases, plan_of, project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.exchange.csv.guard import guarded, unguarded
from milestone_tui.exchange.export import PlanExport, ProjectExport
from milestone_tui.exchange.mermaid.writer import write_mermaid
from milestone_tui.exchange.taskjuggler.writer import write_taskjuggler
from milestone_tui.exchange.xlsx.writer import write_xlsx
from milestone_tui.plan.model import Holiday, MilestoneState


def export() -> PlanExport:
    """Three milestones: one done, one with a page and a value, one cancelled; the two first are linked."""
    made = [
        milestone(id=1, phase_id=1, phase="Build", title="Alpha", due_on=date(2026, 11, 2), done_on=date(2026, 11, 3)),
        milestone(
            id=2,
            title='Beta: "go"',
            due_on=date(2026, 11, 27),
            baseline_on=date(2026, 11, 20),
            deliverable="https://x.example/beta?a=1",
            value=Decimal("1200.50"),
            owner="Ana",
            notes="=1+1",
        ),
        milestone(id=3, title="Dropped", due_on=date(2026, 12, 1), state=MilestoneState.CANCELLED),
        milestone(id=4, title="Some day", due_on=None),
    ]
    plan = plan_of(made, phases=phases("Build"), links=[link(1, 2, 5), link(2, 3, -1)], project=project())
    return PlanExport([ProjectExport(plan, (Holiday(1, 1, date(2026, 12, 25), "Feast"),))], (), TODAY)


@given(st.text(alphabet="'=+-@\t\r ＝ax1", max_size=6) | st.text(max_size=20))
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert unguarded(cell) == text


def test_an_excel_sheet_has_real_dates_a_frozen_head_and_widths() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(export()).data))
    assert book.sheetnames == ["Milestones", "Links", "Days off"]
    sheet = book["Milestones"]
    assert sheet.freeze_panes == "A2" and sheet.column_dimensions["C"].width == 44
    rows = {row[2].value: row for row in sheet.iter_rows()}
    beta = dict(zip((cell.value for cell in rows["Milestone"]), rows['Beta: "go"'], strict=True))
    assert (beta["Due"].value.date(), beta["Due"].is_date, beta["Due"].number_format) == (
        *(date(2026, 11, 27), True, "yyyy-mm-dd"),
    )
    assert (beta["Value"].value, beta["Currency"].value, beta["Slip (days)"].value) == (1200.5, "EUR", 7)
    assert (beta["Notes"].value, beta["Notes"].data_type) == ("=1+1", "s")
    assert [[cell.value for cell in row] for row in book["Links"].iter_rows(min_row=2)] == [
        ["ACME", "Alpha", 'Beta: "go"', 5],
        ["ACME", 'Beta: "go"', "Dropped", -1],
    ]


def test_a_mermaid_diagram_has_sections_pages_and_links() -> None:
    written = write_mermaid(export())
    assert written.data.decode() == (
        "gantt\n"
        "    title Customer portal\n"
        "    dateFormat YYYY-MM-DD\n"
        "    excludes saturday, sunday, 2026-12-25\n"
        "    section Build\n"
        "    Alpha :milestone, done, m1, 2026-11-03, 0d\n"
        "    section Customer portal\n"
        "    Beta： ＂go＂ :milestone, m2, 2026-11-27, 0d\n"
        "    Dropped (cancelled) :milestone, m3, 2026-12-01, 0d\n"
        '    click m2 href "https://x.example/beta?a=1"\n'
        "    %% m1 --> m2, lag 5 wd\n"
        "    %% m2 --> m3, lag -1 wd\n"
    )
    assert [(left.what, left.reason) for left in written.skipped] == [("1 milestone of ACME", "without a date")]


@pytest.mark.parametrize("name", ["Click here", "gantt", "Section 2", "2026-11-02", "title"])
def test_a_name_that_begins_as_a_statement_is_quoted(name: str) -> None:
    (one,) = export().projects
    plan = plan_of([milestone(title=name)])
    assert f"    “{name}” :milestone" in write_mermaid(PlanExport([one._replace(plan=plan)], (), TODAY)).data.decode()


@pytest.mark.parametrize(("title", "written"), [("C:\\a", '"C:\\a"'), ("C:\\", '"C:\\ "'), ('\\"', '"\\\\""')])
def test_a_backslash_does_not_hide_the_end_of_a_text_from_taskjuggler(title: str, written: str) -> None:
    (one,) = export().projects
    plan = plan_of([milestone(id=1, title=title)])
    assert f"task m1 {written} {{" in write_taskjuggler(PlanExport([one._replace(plan=plan)], (), TODAY)).data.decode()


def test_a_taskjuggler_project_has_links_with_gaps() -> None:
    written = write_taskjuggler(export())
    text = written.data.decode()
    assert 'task phase1 "Build" {\n  task m1 "Alpha" {\n    milestone\n    start 2026-11-03\n' in text
    assert "  start 2026-11-27\n  depends phase1.m1 { gaplength 5d }\n  complete 0\n  responsible person1\n" in text
    assert 'task m2 "Beta: \\"go\\"" {' in text and 'leaves holiday "Feast" 2026-12-25' in text
    assert [(left.what, left.reason) for left in written.skipped] == [
        ("Dropped", "cancelled"),
        ("Some day", "without a date"),
    ]
