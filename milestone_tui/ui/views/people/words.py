"""The title of People, and the hints where nobody is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from milestone_tui.plan.analysis.overload import overload_words, short_names
from milestone_tui.plan.language.wording import count_words, date_words
from milestone_tui.plan.model import Project
from milestone_tui.plan.people import PersonSummary, WorkPlan
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.renderer import Line, cells, fit, line_width
from milestone_tui.ui.theme import Ink

_NAME_MOST = 24
"""Cells of a name in the title."""
NO_MATCH = "No person matches. Press esc to show all."


def hint_words(*, narrowed: bool, filtered: bool) -> str:
    """Return what is shown where there is nobody."""
    if filtered:
        return NO_MATCH
    whose = "No people on this project yet." if narrowed else "No people yet."
    return f"{whose} Press n to add one, or give a milestone an owner."


def title_left(project: Project | None, *, roles: bool, mine: bool, short: bool = False) -> Line:
    """Return the left side of the title: the face, the project or all, whether it is only yours; `short` says less."""
    only: Line = (("  mine", Ink.ACT),) if mine else ()
    if project is not None:
        face = "" if short else "  roles" if roles else "  all their work"
        return (*project_title(project, f"People{face}"), *only)
    return (
        ("People", Ink.BRIGHT),
        (f"  {'roles' if roles else 'workload'}{'' if short else ' of all projects'}", Ink.DIM),
        *only,
    )


def week_named(work: WorkPlan | None, person_id: int | None, monday: date, today: date) -> str:
    """Return `Raj Patel, week of 23 Nov`; empty without a person."""
    if work is None or person_id is None:
        return ""
    return f"{work.workload.people[person_id].name}, week of {date_words(monday, today)}"


def overload_status(work: WorkPlan, people: Sequence[int], today: date) -> Line:
    """Return the worst overload of some people, and how many others have one."""
    if not (found := work.workload.overloads(people)):
        return (("nobody has too much work", Ink.DIM),) if people else ()
    worst = found[0]
    name = short_names(work.workload.people.values())[worst.person_id]
    name = fit(name, min(_NAME_MOST, cells(name)))
    others = len({overload.person_id for overload in found}) - 1
    more: Line = ((f" · {count_words(others, 'other')} over", Ink.DIM),) if others else ()
    return ((overload_words(worst, name, today), Ink.BAD), *more)


def roles_status(summaries: Sequence[PersonSummary]) -> Line:
    """Return how many people there are, and how much awaits a sign-off."""
    counted: Line = ((count_words(len(summaries), "person", "people"), Ink.DIM),)
    waiting = sum(summary.waiting for summary in summaries)
    verb = "awaits" if waiting == 1 else "await"
    return ((f"{waiting} {verb} sign-off", Ink.WARN), (" · ", Ink.DIM), *counted) if waiting else counted


def fitting(ways: Iterable[Line], room: int) -> Line:
    """Return the first of these right sides that fits into `room` cells, else nothing."""
    return next((shown for shown in ways if line_width(shown) <= room), ())
