"""Texts of the agenda: its title, a risk in one line, refusals."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.analysis.agenda import AgendaCounts, AgendaItem
from milestone_tui.plan.language.wording import day_words, due_words
from milestone_tui.plan.monitoring import Risk, RiskResponse
from milestone_tui.ui.renderer import Line, Span, line_width
from milestone_tui.ui.theme import Ink

NOTHING = "Nothing is due. Press 1 to add projects and their milestones."
NOTHING_HERE = "Nothing is due in this project. Press p to show all."
NO_MATCH = "Nothing matches. Press esc to clear the filter."
NOT_A_MILESTONE = "This is a risk, not a milestone. Press ↵ to open it."


def count_line(counts: AgendaCounts, today: date, room: int) -> Line:
    """Return `2 overdue · 4 this week · 1 awaits sign-off · Sun 22 Nov` without counts of 0, as much as fits."""
    facts: list[Span] = []
    if counts.overdue:
        facts.append((f"{counts.overdue:,} overdue", Ink.BAD))
    if counts.before:
        facts.append((f"{counts.before:,} by Sunday", Ink.WARN))
    if counts.week:
        facts.append((f"{counts.week:,} {counts.week_words}", Ink.TEXT))
    if counts.awaiting:
        verb = "awaits" if counts.awaiting == 1 else "await"
        facts.append((f"{counts.awaiting:,} {verb} sign-off", Ink.WARN))
    facts.append((day_words(today), Ink.TEXT))
    while facts and line_width(line := _joined(facts)) > room:
        facts.pop()
    return line if facts else ()


def _joined(facts: list[Span]) -> Line:
    line: list[Span] = []
    for fact in facts:
        line += [*([(" · ", Ink.DIM)] if line else []), fact]
    return tuple(line)


def risk_words(item: AgendaItem, risk: Risk, today: date) -> str:
    """Return `ACME R1 Vendor late · risk · probability 4 × impact 5 = 20 · mitigate: other source · review today`."""
    facts = [f"{item.project.key} {risk.called} {risk.title}", risk.kind.value]
    if risk.score is not None:
        facts.append(f"probability {risk.probability} × impact {risk.impact} = {risk.score}")
    if risk.response is not RiskResponse.NONE:
        facts.append(": ".join(filter(None, (risk.response.value, risk.response_text))))
    if risk.review_on is not None:
        facts.append(f"review {due_words(risk.review_on, today)}")
    return " · ".join(facts)
