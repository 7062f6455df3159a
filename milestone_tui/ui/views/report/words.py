"""Sentences of the view Report: its title, and the lines below the report."""

from __future__ import annotations

from collections.abc import Mapping

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.language.periods import period_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words, exact_day
from milestone_tui.plan.report_state import ReportStates
from milestone_tui.plan.reporting import Beginning, Period, ReportSubject
from milestone_tui.ui.renderer import Line, Span, cells, fit, line_width
from milestone_tui.ui.theme import Ink

FOR: Mapping[Audience, str] = {Audience.CLIENT: "for the client", Audience.INTERNAL: "internal"}
"""Whom a report is for."""

_SUBJECT = 30
"""Cells of what a report is on, in a title."""
_GAP: Span = ("  ", Ink.TEXT)
_SINCE: Mapping[Beginning, str] = {
    Beginning.REPORT: "Since the last report of ",
    Beginning.REVIEW: "Since the last review of ",
}


def title_words(audience: Audience, states: ReportStates | None, room: int) -> Line:
    """Return both audiences, the present one bright, and the day of the report; less where there is less room."""
    both = [(words, Ink.KEY if of is audience else Ink.DIM) for of, words in FOR.items()]
    day: Line = () if states is None else (("   ", Ink.TEXT), (exact_day(states.day), Ink.TEXT))
    present: Line = ((FOR[audience], Ink.KEY),)
    forms: tuple[Line, ...] = ((both[0], _GAP, both[1], *day), (both[0], _GAP, both[1]), present)
    return next((form for form in forms if line_width(form) <= room), present)


def named(subject: ReportSubject) -> str:
    """Return what a report is on, for a title."""
    words = visible(str(subject))
    return fit(words, min(_SUBJECT, cells(words))).rstrip()


def since_words(states: ReportStates, period: Period) -> str:
    """Return which days the report is about, and why these."""
    if period.since_on is not None:
        return f"About {period_words(period)}"
    day = date_words(states.since.day, states.day)
    if (words := _SINCE.get(states.beginning)) is not None:
        return f"{words}{day}"
    nothing = "no report or review yet" if len(states.projects) == 1 else "no earlier report on these projects"
    return f"Since {day}: {nothing}"
