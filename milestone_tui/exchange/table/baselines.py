"""Baselines, and what differs between two plans, as tables of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.exchange.table.page import Page, Row
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.analysis.baselines import Comparison, Difference, comparison_words, finish_words
from milestone_tui.plan.analysis.compared_plans import ComparedBaseline, ComparedPlan
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import date_words, signed, slip_words, working_days
from milestone_tui.plan.model import Project

_BASELINES = (
    Column("number", head="N", right_aligned=True),
    Column("baseline", least=10),
    Column("current", head=""),
    Column("set", right_aligned=True),
    Column("by", least=6, expendable=2),
    Column("approved by", least=6, expendable=1),
    Column("finish", right_aligned=True),
    Column("slip", right_aligned=True),
    Column("moved", expendable=3, right_aligned=True),
    Column("added", expendable=3, right_aligned=True),
    Column("removed", expendable=3, right_aligned=True),
)
_DIFFERENCES = (
    Column("milestone", least=16),
    Column("before", right_aligned=True),
    Column("after", right_aligned=True),
    Column("slip", right_aligned=True),
    Column("working", expendable=2, right_aligned=True),
    Column("value", expendable=1, right_aligned=True),
)


def write_baselines(rows: Sequence[ComparedBaseline], today: date, page: Page) -> None:
    """Add a line for each baseline, with its number."""
    page.table(_BASELINES, ("", [_baseline(row, number, today) for number, row in enumerate(rows, 1)]))


def _baseline(row: ComparedBaseline, number: int, today: date) -> Row:
    baseline, since = row.baseline, row.since
    return Row(
        (
            str(number),
            baseline.name,
            "current" if row.current else "",
            date_words(baseline.taken_at.date(), today),
            baseline.taken_by,
            baseline.approved_by,
            "" if row.finish_on is None else date_words(row.finish_on, today),
            "" if row.finish_days is None else slip_words(row.finish_days),
            *(str(len(found)) if found else "" for found in (since.moved, since.added, since.removed)),
        )
    )


def write_comparison(
    project: Project, ends: tuple[ComparedPlan, ComparedPlan], found: Comparison, today: date, page: Page
) -> None:
    """Add what differs between two plans: the counts, the finish and a line for each milestone."""
    page.head(f"{ends[0].name} → {ends[1].name}")
    page.say(comparison_words(found))
    if finish := finish_words(ends[0].finish_on, ends[1].finish_on, project.calendar, today):
        page.say(finish)
    if found.differences:
        page.blank()
        page.table(_DIFFERENCES, ("", [_difference(one, project, today) for one in found.differences]))


def _difference(one: Difference, project: Project, today: date) -> Row:
    days = [None if entry is None else entry.due_on for entry in (one.before, one.after)]
    working = one.working_days(project.calendar)
    slip = slip_words(one.days) if one.moved else "added" if one.added else "removed" if one.removed else ""
    value = ""
    if one.value_change:
        value = f"{signed(1 if one.value_change > 0 else -1)[0]}{money_words(abs(one.value_change), project.currency)}"
    return Row(
        (
            one.entry.title,
            *("" if day is None else date_words(day, today) for day in days),
            slip,
            working_days(working) if one.moved and working is not None else "",
            value,
        )
    )
