"""The words of the Risks view: its title, its pane, and an entry as one line of text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.plan.analysis.risks import (
    Band,
    Bands,
    Counts,
    Rating,
    figure,
    was_words,
)
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.explanation import Behind
from milestone_tui.plan.language.filter import Facts
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import DASH, date_words, handle
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.monitoring import Risk, RiskKind
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import flow

HINT = "title  @owner  issue  is:open  is:overdue  due<1 dec  -is:done"
NO_MATCH = "No risk matches. Press esc to clear the filter."
NONE = "No risks yet. Press n to add one."
NONE_ANYWHERE = "No risks yet. Press r on a milestone in any view to raise one."
_SHOWN = 3
"""Milestones that the pane names."""
BAND_WORDS = {Band.SEVERE: "severe", Band.ELEVATED: "elevated", Band.LOW: "low", Band.UNRATED: "not rated"}


def count_line(found: Counts, today: date) -> Line:
    """Return `1 severe · 2 to review this week · 7 open`."""
    line: Line = ((f"{found.open:,} open", Ink.DIM),)
    if found.to_review:
        line = ((f"{found.to_review:,} to review {due_week(today).words}", Ink.WARN), (" · ", Ink.DIM), *line)
    if found.severe:
        line = ((f"{found.severe:,} severe", Ink.BAD), (" · ", Ink.DIM), *line)
    return line


def rating_words(risk: Risk) -> list[str]:
    """Return `probability 4` and `impact 5`; of an issue only the impact."""
    names = ("impact",) if risk.kind is RiskKind.ISSUE else ("probability", "impact")
    return [f"{name} {getattr(risk, name) or DASH}" for name in names]


def health_words(risk: Risk, bands: Bands) -> str:
    """Return what an entry does to the health of its project; empty for nothing."""
    if not risk.is_open or bands.of_entry(risk) is not Band.SEVERE:
        return ""
    if risk.kind is RiskKind.ISSUE:
        return f"feeds health: an open issue of impact {risk.impact}"
    return f"feeds health: an open risk of {bands.severe} or more" if risk.kind is RiskKind.RISK else ""


def pane_lines(
    risk: Risk, ratings: Sequence[Rating], threatened: Sequence[Milestone], bands: Bands, today: date, width: int
) -> tuple[Line, ...]:
    """Return the lines about the entry under the cursor."""
    name = f"{risk.called} {visible(risk.title)}"
    facts = [*rating_words(risk), was_words(ratings, today)] if risk.kind is not RiskKind.DECISION else []
    if risk.closed_on:
        facts.append(f"closed {date_words(risk.closed_on, today)}")
    if risk.occurred_on:
        facts.append(f"happened {date_words(risk.occurred_on, today)}")
    pieces: list[Line] = [((fit(name, max(10, width - 30)).rstrip(), Ink.BRIGHT),)]
    pieces += [((fact, Ink.DIM),) for fact in facts if fact]
    if threatened:
        severe = risk.is_open and bands.of_entry(risk) <= Band.ELEVATED
        pieces.append(((f"{_concerns(risk)} ", Ink.DIM), (_titles(threatened), Ink.WARN if severe else Ink.TEXT)))
    said: list[Line] = []
    if risk.response or risk.response_text:
        head = f"{risk.response}: " if risk.response and risk.response_text else str(risk.response)
        said.append(((head, Ink.DIM), (visible(risk.response_text), Ink.TEXT)))
    if words := health_words(risk, bands):
        said.append(((words, Ink.DIM),))
    if risk.notes:
        said.append(((visible(" ".join(risk.notes.split())), Ink.DIM),))
    return (*flow(pieces, width, (" · ", Ink.DIM)), *flow(said, width, ("   ", Ink.DIM)))


def _concerns(risk: Risk) -> str:
    """Return what an entry has to do with its milestones: a decision or an assumption endangers none."""
    return "threatens" if risk.kind in (RiskKind.RISK, RiskKind.ISSUE) else "concerns"


def behind(risk: Risk, milestones: Sequence[Milestone]) -> Sequence[Behind]:
    """Return the milestones of an entry, for its explanation."""
    note = "threatened" if _concerns(risk) == "threatens" else "concerned"
    return [Behind(m.id, m.project_id, m.title, note) for m in milestones]


def _titles(milestones: Sequence[Milestone]) -> str:
    names = [visible(milestone.title) for milestone in milestones[:_SHOWN]]
    more = len(milestones) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more > 0 else "")


def one_line(risk: Risk, project_key: str, bands: Bands, today: date) -> str:
    """Return an entry as one line of text, to be copied."""
    found = figure(risk)
    is_product = found is not None and risk.kind is not RiskKind.ISSUE
    rated = "" if found is None else f"{found} {BAND_WORDS[bands.of_entry(risk)]}"
    parts = [
        f"{project_key} {risk.called} {risk.title}".strip(),
        f"{risk.probability} × {risk.impact} = {rated}" if is_product else f"impact {rated}" if rated else "",
        handle(risk.owner),
        ": ".join(filter(None, (risk.response, risk.response_text))),
        f"review {date_words(risk.review_on, today)}" if risk.review_on and risk.is_open else "",
        f"closed {date_words(risk.closed_on, today)}" if risk.closed_on else "",
    ]
    return visible(" · ".join(filter(None, parts)))


def risk_facts(risk: Risk, project_key: str, today: date) -> Facts:
    """Return what a filter tests of an entry: its review date counts as due, its kind also as a bare word."""
    return Facts(
        title=risk.title,
        project=project_key,
        owner=risk.owner,
        state="" if risk.is_open else "done",
        kind=risk.kind,
        due_on=risk.review_on,
        done_on=risk.closed_on,
        overdue=risk.is_open and risk.review_on is not None and risk.review_on < today,
        open=risk.is_open,
        words=" ".join((risk.called, risk.kind, risk.response, risk.response_text, risk.notes)),
    )
