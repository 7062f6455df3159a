"""What `list` prints."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from factories import TODAY, link, milestone, plan_of, project
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.export import MilestoneExport
from milestone_tui.exchange.json.records import Record, records
from milestone_tui.exchange.table.writer import MILESTONE_COLUMNS, find_columns, write_milestones
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.model import MilestoneState, Plan
from milestone_tui.plan.network.network import Network

FIELDS = [
    *("id", "project", "project_name", "client", "phase", "title", "kind", "owner", "approver", "state", "baseline"),
    *("baseline_on", "due_on", "working_day", "deadline_on", "done_on", "submitted_on", "acceptance_due_on"),
    *("accepted_on", "rejected", "percent", "slip_days", "overdue", "total_float_days", "free_float_days", "critical"),
    *("driving_predecessor", "criteria_met", "criteria_total", "weight"),
    *("value", "spent", "currency", "deliverable", "outcome", "tags", "internal", "notes"),
    *("invoiced_on", "invoice_number", "paid_on"),
]


def table(plan: Plan, keep: frozenset[int] | None = None, columns: str = "", cells: int | None = None) -> list[str]:
    """The lines of a table of milestones."""
    out = StringIO()
    names = find_columns(columns, projects=False) if columns else ()
    write_milestones(MilestoneExport([plan], keep, TODAY, Network.of([])), out, columns=names, cells=cells)
    return out.getvalue().removesuffix("\n").split("\n")


def listed(plan: Plan, keep: frozenset[int] | None = None) -> list[Record]:
    return list(records([plan], keep, TODAY, Network.of([plan]), {}))


def test_a_record_has_every_field_and_none_for_what_is_absent() -> None:
    (record,) = listed(plan_of([milestone(due_on=None)]))
    assert list(record) == FIELDS
    assert (record["project"], record["project_name"], record["client"]) == ("ACME", "Customer portal", "Acme Corp")
    assert [name for name in FIELDS if record[name] is None] == [
        *("phase", "owner", "approver", "baseline", "baseline_on", "due_on", "working_day", "deadline_on", "done_on"),
        *("submitted_on", "acceptance_due_on", "accepted_on", "slip_days", "total_float_days", "free_float_days"),
        *("driving_predecessor", "value", "spent", "currency", "deliverable", "outcome", "notes"),
        *("invoiced_on", "invoice_number", "paid_on"),
    ]


def test_dates_are_iso_and_money_is_text() -> None:
    plan = plan_of([milestone(due_on=date(2026, 11, 21), value=Decimal("40000.50"), tags=("a", "b"))])
    (record,) = listed(plan)
    assert (record["due_on"], record["overdue"], record["value"], record["currency"], record["tags"]) == (
        *("2026-11-21", True, "40000.50", "EUR"),
        ["a", "b"],
    )


def test_float_and_drivers_count_the_working_days_of_the_project() -> None:
    monday = date(2026, 11, 23)
    made = [
        milestone(id=1, due_on=monday),
        milestone(id=2, due_on=monday + timedelta(4)),
        milestone(id=3, due_on=monday + timedelta(7)),
        milestone(id=4, due_on=monday + timedelta(12)),
    ]
    links = [link(1, 3), link(2, 3, 1), link(3, 4)]
    plan = plan_of(made, links=links, project=project(holidays=(monday + timedelta(8),)))
    found = [
        (r["total_float_days"], r["free_float_days"], r["critical"], r["driving_predecessor"], r["working_day"])
        for r in listed(plan)
    ]
    assert found == [
        (8, 5, False, None, True),
        (3, 0, False, None, True),
        (3, 3, False, 2, True),
        (0, None, True, 3, False),
    ]


def test_what_waits_for_acceptance_says_until_when() -> None:
    friday = date(2026, 11, 20)
    waiting = milestone(state=MilestoneState.SUBMITTED, submitted_on=friday, acceptance_days=3, approver="Eva")
    (record,) = listed(plan_of([waiting]))
    assert (record["submitted_on"], record["acceptance_due_on"], record["accepted_on"], record["approver"]) == (
        *("2026-11-20", "2026-11-25", None, "Eva"),
    )


def test_only_what_is_kept_is_listed() -> None:
    plan = plan_of([milestone(id=1), milestone(id=2)])
    assert [record["id"] for record in listed(plan, frozenset({2}))] == [2]
    assert len(table(plan, frozenset({2}))) == 2


def test_the_columns_of_the_table_stand_in_line_whatever_the_titles() -> None:
    titles = ["plain", "[bold red]x[/]", "x\x1b[2Jy", "\x9b31m", "日本語", "שלום", "\u200b", "e\u0301", "x" * 300]
    plan = plan_of([milestone(id=n, title=title, owner="Ana") for n, title in enumerate(titles)])
    head, *lines = table(plan)
    column = head.index("OWNER")
    assert len(lines) == len(titles)
    assert table(plan_of([milestone(added=True)]))[1].split()[-3] == "new"
    for line in lines:
        assert "\x1b" not in line
        assert width(line[: line.index("Ana")]) == column


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_nothing_in_a_title_steers_the_terminal_or_breaks_a_line(title: str) -> None:
    lines = table(plan_of([milestone(title=title)]))
    assert len(lines) == 2
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in lines[1])


LONG = "A milestone with a title that is too long for a narrow terminal"


def test_a_narrow_terminal_cuts_texts_and_never_dates() -> None:
    plan = plan_of([milestone(title=LONG, phase="Build and test", owner="Ana Kovač", due_on=date(2026, 11, 28))])
    wide = table(plan)
    assert LONG[:47] + "…" in wide[1] and max(map(width, wide)) > 120
    for cells in (120, 100, 80, 60):
        head, line = table(plan, cells=cells)
        assert width(head) <= cells and width(line) <= cells
        assert "2026-11-28" in line and "…" in line
        assert line.startswith("ACME") and line.endswith("planned")
        assert width(line) > cells - 12, "what there is room for is used"
    assert "A milestone wi" in table(plan, cells=80)[1]


def test_columns_are_left_out_only_when_cutting_is_not_enough() -> None:
    plan = plan_of([milestone(title=LONG, phase="Build and test", owner="Ana Kovač")])
    out = StringIO()
    export = MilestoneExport([plan], None, TODAY, Network.of([]))
    assert write_milestones(export, out, cells=140) == []
    assert write_milestones(export, out, cells=100) == []
    assert write_milestones(export, out, cells=80) == ["BASELINE", "%"]
    assert write_milestones(export, out, cells=60) == ["PHASE", "BASELINE", "DONE", "%"]
    assert write_milestones(export, out) == []


def test_columns_are_chosen_by_name_and_in_that_order() -> None:
    plan = plan_of([milestone(title="Beta", owner="Ana", due_on=date(2026, 11, 28))])
    assert table(plan, columns="due, Milestone") == ["DUE         MILESTONE", "2026-11-28  Beta"]
    assert table(plan, columns="percent")[0] == "%"
    assert "BASELINE" in table(plan, columns=",".join(c.name for c in MILESTONE_COLUMNS), cells=60)[0]


@pytest.mark.parametrize(
    ("names", "projects", "sentence"),
    [
        (
            "due,owenr",
            False,
            'There is no column "owenr". Choose from project, phase, milestone, owner, baseline, due,',
        ),
        ("owner", True, 'There is no column "owner". Choose from project, name, client, health, percent, next,'),
        (" , ", False, "--columns needs names of columns. Choose from project, phase,"),
    ],
)
def test_an_unknown_column_is_refused_with_the_names_of_all(names: str, projects: bool, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        find_columns(names, projects)
    assert str(refused.value).startswith(sentence)
