"""Texts of the timeline: its title, a milestone on one line, the critical path, refusals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from milestone_tui.plan.analysis.health import verdict_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, handle, long_day, slip_words, working_days
from milestone_tui.plan.model import Milestone, MilestoneState, Plan, Project
from milestone_tui.ui.base.plan_analysis import PlanAnalysis, analysis_line
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.renderer import HEALTH_MARKS, Line, Span, cells, fit
from milestone_tui.ui.theme import Ink

NO_MILESTONES = "No milestones yet. Press n to add one, or N to add them from a template."
NO_MATCH = "No milestone matches. Press esc to clear the filter."
NO_BASELINE = "No baseline yet. Press B to set one: slip is measured against it."


def wants_baseline(plan: Plan) -> bool:
    """Return whether a project has no baseline but open milestones with a date."""
    project = plan.project
    return (
        project.baseline_id is None
        and project.is_live
        and any(m.is_open and m.due_on is not None for m in plan.milestones)
    )


def baseline_words(plan: Plan, *, offers: bool) -> Line:
    """Return the note that there is no baseline, with the key that sets one if it `offers`; else nothing."""
    if plan.project.baseline_id is not None or not plan.project.is_live or not plan.milestones:
        return ()
    none: Span = ("no baseline", Ink.DIM)
    if not offers or not wants_baseline(plan):
        return (none,)
    return (none, (" · ", Ink.DIM), ("B", Ink.KEY), (" to set one", Ink.DIM))


def health_words(plan: Plan, judged: PlanAnalysis | None, room: int, *, cuts: bool) -> Line:
    """Return what the title says of the health, in `room` cells; a reason that is too long is cut, or left out."""
    if judged is None:
        return ()
    if plan.project.is_live and all(_is_cancelled(m) for m in plan.milestones):
        if plan.milestones:
            return (("all milestones cancelled", Ink.DIM),)
        if not judged.verdict.findings:
            return (("no milestones", Ink.DIM),)
    return analysis_line(judged, room, cuts=cuts)


def reason_line(judged: PlanAnalysis | None, title: Line) -> Line:
    """Return the health with its reasons, where the title had no room for the first one; else nothing."""
    first = judged.verdict.findings[0].text if judged and judged.verdict.findings else ""
    if judged is None or not first or any(first == words.strip() for words, _ in title):
        return ()
    glyph, ink = HEALTH_MARKS[judged.verdict.health]
    return ((f"{glyph} {judged.verdict.health.value}", ink), (f"  {visible(verdict_words(judged.verdict))}", Ink.TEXT))


def _is_cancelled(m: Milestone) -> bool:
    return m.state is MilestoneState.CANCELLED


def title_line(project: Project, width: int, critical_only: bool, marked: int, hidden: int) -> Line:
    """Return the left side of the title for a screen of this width; `hidden` is the number of marked rows not shown."""
    return (
        *project_title(project, "Timeline", min(40, max(12, width - 44))),
        ("  critical path" if critical_only else "", Ink.WARN),
        (f"  {marked} marked" if marked else "", Ink.BRIGHT),
        (f", {hidden} not shown" if hidden else "", Ink.WARN),
    )


def critical_words(ids: Collection[int], judged: PlanAnalysis | None) -> str:
    """Return `5 milestones`, or `1 milestone with the least float, +16 wd` where none is without float."""
    count = count_words(len(ids), "milestone")
    left = min((judged.floats[id_] for id_ in ids), default=0) if judged else 0
    return f"{count} with the least float, {working_days(left)}" if left > 0 else count


def one_line(m: Milestone, project_key: str, today: date) -> str:
    """Return `ACME Beta release: due Sat 28 Nov 2026, slip +9 d, @ana, 3/5 criteria met`."""
    facts = [f"{'done' if m.done_on else 'due'} {long_day(m.on)}" if m.on else "no date yet"]
    if (slip := m.slip(today)) is not None:
        facts.append(f"slip {slip_words(slip)}")
    if m.owner:
        facts.append(handle(m.owner))
    if m.criteria_total:
        facts.append(f"{m.criteria_met}/{m.criteria_total} criteria met")
    return f"{project_key} {m.title}: {', '.join(facts)}"


def immovable(what: str) -> str:
    """Return why nothing in a project or phase can move; an empty `what` stands for the marked milestones."""
    if not what:
        return "Nothing to move: no marked milestone is open and has a date."
    return f"Nothing to move: {fit(what, min(30, cells(what)))} has no open milestones with a date."


def unmovable(m: Milestone, by_days: bool = True) -> str:
    """Return why a milestone cannot move, by days or to a date; empty when it can."""
    if m.state is MilestoneState.DONE:
        return "This milestone is done. Untick it (space) before you move it."
    if m.state is MilestoneState.CANCELLED:
        return "This milestone is cancelled. Press e to change its state, then move it."
    return "" if m.due_on or not by_days else "This milestone has no date. Press m to set one."
