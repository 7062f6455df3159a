"""A project as plain text: its figures, its health with the reasons, its phases and milestones."""

from __future__ import annotations

from collections.abc import Iterator

from milestone_tui.exchange.table.page import INDENT, Page, Row, Tone, field_name
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import (
    count_words,
    date_words,
    due_words,
    exact_day,
    handle,
    percent_words,
    slip_words,
    working_days,
)
from milestone_tui.plan.model import Health, Milestone, ProjectSummary
from milestone_tui.plan.shown import ShownProject

HEALTH_TONES = {Health.OFF_TRACK: Tone.BAD, Health.AT_RISK: Tone.WARN, Health.ON_TRACK: Tone.GOOD}
_COLUMNS = (
    Column("milestone", least=16),
    Column("owner", least=6, expendable=3),
    Column("due", right_aligned=True),
    Column("slip", right_aligned=True),
    Column("float", expendable=2, right_aligned=True),
    Column("percent", expendable=1, head="%", right_aligned=True),
    Column("state", expendable=4),
)
_ABOVE = ("key", "name", "client", "state", "target_on", "budget")
"""The fields that are shown elsewhere on the page."""


def write_project(shown: ShownProject, page: Page) -> None:
    """Add a project to a page."""
    summary = shown.summary
    project = summary.project
    page.head(project.key, project.called, project.client)
    health = summary.verdict.health
    page.say("health unknown" if summary.lacks_health else health.value, HEALTH_TONES.get(health))
    for finding in summary.verdict.findings:
        page.say(finding.text, indent=INDENT, more=INDENT * 2)
    page.blank()
    page.facts([*_figures(shown), *_fields(summary)])
    if summary.next_due_on is not None:
        page.head("Next")
        page.say(f"{summary.next_title} · {_when(summary, shown)}", indent=INDENT)
    if shown.plan.milestones:
        page.blank()
        page.table(_COLUMNS, *_groups(shown))


def _when(summary: ProjectSummary, shown: ShownProject) -> str:
    due = summary.next_due_on
    return f"{date_words(due, shown.today)}, {due_words(due, shown.today)}"


def _figures(shown: ShownProject) -> Iterator[tuple[str, str]]:
    s, today = shown.summary, shown.today
    yield "state", s.project.state.value if s.project.archived_at is None else f"{s.project.state}, archived"
    done = f"{s.done} of {count_words(s.total, 'milestone')} done" if s.total else "no milestones"
    overdue = f"{s.overdue} overdue" if s.overdue else ""
    yield (
        "progress",
        " · ".join(filter(None, (percent_words(s.percent) if s.percent is not None else "", done, overdue))),
    )
    slip = "no baseline" if s.lacks_baseline else f"slip {slip_words(s.slip_days)}" if s.slip_days is not None else ""
    yield "finish", " · ".join(filter(None, (date_words(s.finish_on, today) if s.finish_on else "", slip)))
    yield "target", "" if s.project.target_on is None else exact_day(s.project.target_on)
    currency = s.project.currency
    yield "budget", "" if s.project.budget is None else money_words(s.project.budget, currency)
    used = f", {percent_words(s.spent_percent)} of the budget" if s.shows_budget else ""
    yield "spent", "" if s.spent is None else f"{money_words(s.spent, currency)}{used}"
    judged = f" · judged {s.judged}" if s.judged is not None else ""
    yield "reviewed", "" if s.reviewed_on is None else f"{date_words(s.reviewed_on, today)}{judged}"
    open_risks = sum(risk.is_open for risk in shown.risks)
    yield "risks", f"{open_risks} open" if open_risks else ""
    yield "people", ", ".join(f"{role.person} ({role.role})" for role in shown.roles)


def _fields(summary: ProjectSummary) -> Iterator[tuple[str, str]]:
    """Yield the fields that differ from those of a new project, as they are called in forms."""
    project = summary.project
    for name, spec in PROJECT_FIELDS.items():
        value = getattr(project, name)
        if name not in _ABOVE and value != spec.default:
            yield field_name(spec), field_text(name, value, project.currency)


def _groups(shown: ShownProject) -> Iterator[tuple[str, list[Row]]]:
    """Yield the milestones without a phase, then each phase with its milestones."""
    plan = shown.plan
    loose = [m for m in plan.milestones if m.phase_id is None]
    if loose:
        yield "", [_row(m, shown) for m in loose]
    for phase in plan.phases:
        found = [m for m in plan.milestones if m.phase_id == phase.id]
        if found:
            yield phase.name, [_row(m, shown) for m in found]


def _row(m: Milestone, shown: ShownProject) -> Row:
    today = shown.today
    float_days, slip = shown.network.total_floats.get(m.id), m.slip(today)
    critical = " critical" if m.id in shown.network.critical else ""
    return Row(
        (
            m.title,
            handle(m.owner),
            f"done {date_words(m.done_on, today)}" if m.done_on else date_words(m.due_on, today) if m.due_on else "",
            "new" if m.added and slip is None else "" if slip is None else slip_words(slip),
            "" if float_days is None else f"{working_days(float_days)}{critical}",
            str(m.percent),
            "overdue" if m.overdue(today) else m.sign.value if m.rejected else m.state.value,
        ),
        Tone.BAD if m.overdue(today) else None,
    )
