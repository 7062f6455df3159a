"""The status report: what stands where, what changed, and what is wanted of the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.plan.model import Project
from milestone_tui.plan.report_state import ReportStates
from milestone_tui.plan.reporting import Beginning
from milestone_tui.report.audience import seen_by
from milestone_tui.report.blocks import Facts, Report, Section
from milestone_tui.report.burn_up import burn_up_section
from milestone_tui.report.health import health_section
from milestone_tui.report.material import Material, material_of
from milestone_tui.report.money import has_money, money_section
from milestone_tui.report.networks import networks_of
from milestone_tui.report.period import period_sections
from milestone_tui.report.present import (
    acceptance_section,
    decisions_section,
    figures_section,
    needs_section,
    outlook_sections,
)
from milestone_tui.report.risks import has_risks, risks_section
from milestone_tui.report.timeline import timeline_section
from milestone_tui.report.trend import trend_section
from milestone_tui.report.words import Words

_SINCE = {
    Beginning.REPORT: "head.since_report",
    Beginning.REVIEW: "head.since_review",
    Beginning.CHOSEN: "head.since",
    Beginning.DAYS: "head.since",
}


def status_report(states: ReportStates, audience: Audience, words: Words) -> Report:
    """Return the report for an audience; what the audience may not know is left out before anything is counted.

    A report on the projects of a client has a part for each; one on all projects is for internal readers, and has none.
    Raises InvalidInput for a client's report on the projects of several.
    """
    seen = seen_by(states, audience)
    networks = networks_of(seen.projects)
    named = {state.plan.project.id: _name(state.plan.project, audience) for state in seen.projects}
    materials = [material_of(state, audience, words, networks[state.plan.project.id], named) for state in seen.projects]
    if states.subject.project_key and len(materials) == 1:
        return _of_one(materials[0])
    return _of_several(states, audience, words, materials)


def _name(project: Project, audience: Audience) -> str:
    """Return what the reader calls a project."""
    if audience is Audience.CLIENT:
        return visible(tidy(project.name)) or project.key
    return f"{project.key} {visible(tidy(project.called))}".rstrip()


def _of_one(of: Material) -> Report:
    title = of.words.say("head.title", project=of.project.name or of.project.key, day=of.words.full_day(of.today))
    facts: Facts = {
        "project": of.project.key,
        "name": of.project.name,
        "client": of.project.client,
        "audience": of.audience.value,
        "day": of.today,
        "since": of.state.since.day,
    }
    return Report(title, _subtitle(of), facts, tuple(_sections(of)), language=of.words.language)


def _sections(of: Material) -> Iterator[Section]:
    yield health_section(of)
    yield figures_section(of)
    yield timeline_section(of)
    yield needs_section(of)
    yield acceptance_section(of)
    yield from period_sections(of)
    yield from outlook_sections(of)
    if has_risks(of):
        yield risks_section(of)
    yield decisions_section(of)
    if has_money(of):
        yield money_section(of)
    yield trend_section(of)
    yield burn_up_section(of)


def _of_several(states: ReportStates, audience: Audience, words: Words, materials: Sequence[Material]) -> Report:
    from milestone_tui.report.several import client_sections, part_of, portfolio_sections  # late: most are on one

    day = words.full_day(states.day)
    is_of_client = bool(states.subject.client) or audience is Audience.CLIENT
    client = materials[0].client if materials and is_of_client else ""
    facts: Facts = {"client": client, "audience": audience.value, "day": states.day, "since": states.since.day}
    title = words.say("head.title", project=client or words.say("head.all_projects"), day=day)
    if not materials:
        sections = (Section("overview", "", (), None),)
        return Report(title, words.say("head.no_projects"), facts, sections, language=words.language)
    if not is_of_client:
        return Report(title, _subtitle(materials[0]), facts, portfolio_sections(materials), language=words.language)
    parts = tuple(part_of(of, tuple(_sections(of))) for of in materials)
    return Report(title, _subtitle(materials[0]), facts, client_sections(materials), parts, words.language)


def _subtitle(of: Material) -> str:
    is_client = of.audience is Audience.CLIENT
    reader = of.words.say("head.client", client=of.client) if is_client else of.words.say("head.internal")
    since = of.words.say(_SINCE[of.state.beginning], day=of.day(of.state.since.day))
    return f"{reader[:1].upper()}{reader[1:]} · {since}"
