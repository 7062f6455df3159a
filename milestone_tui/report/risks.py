"""The section about severe risks and issues."""

from __future__ import annotations

from milestone_tui.plan.analysis.severe_risks import severe_risks
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientRisks
from milestone_tui.plan.monitoring import Risk, RiskKind
from milestone_tui.report.blocks import Facts, Item, Items, Section, Tone
from milestone_tui.report.material import Material


def has_risks(of: Material) -> bool:
    """Return whether the audience sees risks."""
    return of.audience is Audience.INTERNAL or of.project.client_risks is not ClientRisks.NOTHING


def risks_section(of: Material) -> Section:
    """Return the open risks and issues that bear on the health, worst first; the client reads no scores."""
    limits = known_thresholds(of.project.thresholds, of.state.thresholds)
    items = tuple(_risk(risk, of) for risk in severe_risks(of.state.risks, limits))
    title = "risks.title" if of.audience is Audience.INTERNAL else "risks.client_title"
    return Section("risks", of.words.say(title), (Items(items),) if items else ())


def _risk(risk: Risk, of: Material) -> Item:
    is_issue, is_internal = risk.kind is RiskKind.ISSUE, of.audience is Audience.INTERNAL
    figure = risk.impact if is_issue else risk.score
    parts = [of.words.say("risks.issue" if is_issue else "risks.risk", figure=figure)] if is_internal else []
    if risk.owner:
        parts.append(of.words.say("risks.owner", name=risk.owner))
    facts: Facts = {
        "kind": risk.kind.value,
        "title": risk.title,
        "owner": risk.owner,
        "response": risk.response_text,
        **({"figure": figure} if is_internal else {}),
    }
    return Item(risk.title, tuple(parts), risk.response_text, facts, Tone.BAD if is_issue else Tone.WARN)
