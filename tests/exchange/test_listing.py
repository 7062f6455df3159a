"""What `list` prints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from factories import TODAY, milestone, plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.exchange.listing import records, table, width

FIELDS = [
    *("id", "project", "project_name", "client", "phase", "title", "kind", "owner", "state", "baseline", "baseline_on"),
    *(
        "due_on",
        "deadline_on",
        "done_on",
        "percent",
        "slip_days",
        "overdue",
        "criteria_met",
        "criteria_total",
        "weight",
    ),
    *("value", "currency", "deliverable", "tags", "notes"),
]


def test_a_record_has_every_field_and_none_for_what_is_absent() -> None:
    (record,) = records([plan_of([milestone(due_on=None)])], None, TODAY)
    assert list(record) == FIELDS
    assert (record["project"], record["project_name"], record["client"]) == ("ACME", "Customer portal", "Acme Corp")
    assert [name for name in FIELDS if record[name] is None] == [
        *("phase", "owner", "baseline", "baseline_on", "due_on", "deadline_on", "done_on", "slip_days", "value"),
        *("currency", "deliverable", "notes"),
    ]


def test_dates_are_iso_and_money_is_text() -> None:
    plan = plan_of([milestone(due_on=date(2026, 11, 21), value=Decimal("40000.50"), tags=("a", "b"))])
    (record,) = records([plan], None, TODAY)
    assert (record["due_on"], record["overdue"], record["value"], record["currency"], record["tags"]) == (
        *("2026-11-21", True, "40000.50", "EUR"),
        ["a", "b"],
    )


def test_only_what_is_kept_is_listed() -> None:
    plan = plan_of([milestone(id=1), milestone(id=2)])
    assert [record["id"] for record in records([plan], frozenset({2}), TODAY)] == [2]
    assert len(list(table([plan], frozenset(), TODAY))) == 1


def test_the_columns_of_the_table_stand_in_line_whatever_the_titles() -> None:
    titles = ["plain", "[bold red]x[/]", "x\x1b[2Jy", "\x9b31m", "日本語", "שלום", "\u200b", "e\u0301", "x" * 300]
    plan = plan_of([milestone(id=n, title=title, owner="Ana") for n, title in enumerate(titles)])
    head, *lines = table([plan], None, TODAY)
    column = head.index("OWNER")
    assert len(lines) == len(titles)
    for line in lines:
        assert "\x1b" not in line
        assert width(line[: line.index("Ana")]) == column


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=80))
def test_nothing_in_a_title_steers_the_terminal_or_breaks_a_line(title: str) -> None:
    lines = list(table([plan_of([milestone(title=title)])], None, TODAY))
    assert len(lines) == 2
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in lines[1])
