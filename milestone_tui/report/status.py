"""The status report of one project: what stands where, what changed, and what is wanted of the reader."""

from __future__ import annotations

from milestone_tui.plan.analysis.comparison import compare_period
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.report_state import ReportStates
from milestone_tui.plan.reporting import Beginning
from milestone_tui.report.audience import seen_by
from milestone_tui.report.blocks import Facts, Report, Section
from milestone_tui.report.health import health_section
from milestone_tui.report.material import Material
from milestone_tui.report.period import period_sections
from milestone_tui.report.present import (
    acceptance_section,
    decisions_section,
    figures_section,
    needs_section,
    outlook_sections,
)
from milestone_tui.report.words import Words

_SINCE = {
    Beginning.REPORT: "head.since_report",
    Beginning.REVIEW: "head.since_review",
    Beginning.CHOSEN: "head.since",
    Beginning.DAYS: "head.since",
}


def status_report(states: ReportStates, audience: Audience, words: Words) -> Report:
    """Return the report for an audience; what the audience may not know is left out before anything is counted."""
    (state,) = states.projects
    seen = seen_by(state, audience)
    of = Material(seen, compare_period(seen.before, seen.after, seen.moves), audience, words)
    return Report(_title(of), _subtitle(of), _facts(of), _sections(of))


def _sections(of: Material) -> tuple[Section, ...]:
    return (
        health_section(of),
        figures_section(of),
        needs_section(of),
        acceptance_section(of),
        *period_sections(of),
        *outlook_sections(of),
        decisions_section(of),
        *(_inside(of) if of.audience is Audience.INTERNAL else ()),
    )


def _inside(of: Material) -> tuple[Section, ...]:
    from milestone_tui.report.inside import money_section, risks_section  # late: no client's report has them

    return risks_section(of), money_section(of)


def _title(of: Material) -> str:
    project = of.project.name or of.project.key
    return of.words.say("head.title", project=project, day=of.words.full_day(of.today))


def _subtitle(of: Material) -> str:
    is_client = of.audience is Audience.CLIENT
    reader = of.words.say("head.client", client=of.client) if is_client else of.words.say("head.internal")
    since = of.words.say(_SINCE[of.state.beginning], day=of.day(of.state.since.day))
    return f"{reader[:1].upper()}{reader[1:]} · {since}"


def _facts(of: Material) -> Facts:
    return {
        "project": of.project.key,
        "name": of.project.name,
        "client": of.project.client,
        "audience": of.audience.value,
        "day": of.today,
        "since": of.state.since.day,
    }
