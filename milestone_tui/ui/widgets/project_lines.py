"""A project as a line of words and marks: the columns, the heads, the row. Painted also before Textual is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from milestone_tui.plan.health import RED_SLIP
from milestone_tui.plan.model import Health, ProjectSummary
from milestone_tui.plan.portfolio import JudgedMark, MarkState, ProjectOrder, is_completed, is_settled, slip_beyond
from milestone_tui.plan.sign import Sign
from milestone_tui.plan.wording import DASH, completed_words, due_words, near_due_words, percent_words, slip_words
from milestone_tui.ui.look import (
    AT_RISK,
    BAR,
    CANCELLED,
    DONE,
    HALF_BAR,
    OFF_TRACK,
    ON_TRACK,
    OPEN,
    SIGNS,
    Line,
    Span,
    fit,
)
from milestone_tui.ui.theme import Ink

HEALTH_MARKS: Mapping[Health, Span] = MappingProxyType(
    {
        Health.ARCHIVED: (CANCELLED, Ink.DIM),
        Health.CANCELLED: (CANCELLED, Ink.DIM),
        Health.COMPLETED: (DONE, Ink.GOOD),
        Health.ON_TRACK: (ON_TRACK, Ink.GOOD),
        Health.AT_RISK: (AT_RISK, Ink.WARN),
        Health.OFF_TRACK: (OFF_TRACK, Ink.BAD),
    }
)
"""The glyph of a health with its meaning."""

_TELLING = frozenset((Sign.GATE, Sign.SUBMITTED, Sign.REJECTED))
"""What says more of an open milestone than that it is open."""

KEY_AT = 3
"""The cell of a project's key: after the cursor's bar and the glyph of its health."""
_KEY_LEAST, _KEY_MOST = 4, 12
_WIDE = 100
"""Cells from which dates are said in full and bars have ten cells."""
_PERCENT = 5
_SLIP = 6
_RIGHT = 2
"""Blanks at the right edge."""
_SORTED = " ↓"


class Columns(NamedTuple):
    """Cells of each column; 0 where it is left out."""

    key: int
    name: int
    client: int
    phase: int
    bar: int
    next: int
    due: int


_LEAST = {"name": 16, "client": 10, "phase": 10, "next": 18}
_SHARES = {"name": 2, "client": 1, "phase": 1, "next": 4}
_MOST = {"name": 40, "client": 24, "phase": 20, "next": 200}
_NAME_SQUEEZED = 12


def columns(width: int, key: int) -> Columns:
    """The layout for a width: the least important columns go first, then the rest shares what is left."""
    wide = width >= _WIDE
    bar, due = (10, 12) if wide else (5, 9)
    fixed = KEY_AT + key + 2 + (2 + due) + (1 + _SLIP) + _RIGHT
    measured = 2 + bar + 1 + _PERCENT
    for shown in (("client", "phase", "next"), ("phase", "next"), ("next",)):
        spare = width - fixed - measured - sum(2 + _LEAST[name] for name in shown) - _LEAST["name"]
        if spare >= 0:
            return _shared(key, bar, due, ("name", *shown), spare)
    spare = width - fixed - measured - 2 - 2 * _NAME_SQUEEZED
    if spare >= 0:
        return Columns(key, _NAME_SQUEEZED + spare // 2, 0, 0, bar, _NAME_SQUEEZED + spare - spare // 2, due)
    return Columns(key, max(0, width - fixed), 0, 0, 0, 0, due)


def _shared(key: int, bar: int, due: int, shown: tuple[str, ...], spare: int) -> Columns:
    """Hand out what is left over; what nobody needs goes to the next milestone, whose titles are the longest."""
    all_shares = sum(_SHARES[name] for name in shown)
    cells = dict.fromkeys(_LEAST, 0)
    for name in shown:
        cells[name] = min(_MOST[name], _LEAST[name] + spare * _SHARES[name] // all_shares)
    cells["next"] += spare - sum(cells[name] - _LEAST[name] for name in shown)
    return Columns(key, cells["name"], cells["client"], cells["phase"], bar, cells["next"], due)


def key_cells(projects: Iterable[ProjectSummary]) -> int:
    """Cells of the column of the keys."""
    return max(_KEY_LEAST, min(_KEY_MOST, max((len(s.project.key) for s in projects), default=0)))


def heads(width: int, key: int, order: ProjectOrder = ProjectOrder.HEALTH) -> Line:
    """The column heads, the one that is sorted by marked; health has no head and is the usual order."""
    c = columns(width, key)
    marked = {
        ProjectOrder.NAME: "PROJECT",
        ProjectOrder.PROGRESS: "PROGRESS",
        ProjectOrder.DUE: "DUE",
        ProjectOrder.SLIP: "SLIP",
    }.get(order)

    def head(text: str) -> str:
        return text + _SORTED if text == marked else text

    line = [" " * KEY_AT, fit(head("PROJECT"), c.key + 2 + c.name)]
    line += ["  " + fit(text, cells) for text, cells in (("CLIENT", c.client), ("PHASE", c.phase)) if cells]
    if c.bar:
        line.append("  " + fit(head("PROGRESS"), c.bar + 1 + _PERCENT))
    if c.next:
        line.append("  " + fit("NEXT MILESTONE", c.next))
    line += ["  ", fit(head("DUE"), c.due, right=True), " ", fit(head("SLIP"), _SLIP, right=True)]
    return (("".join(line), Ink.DIM),)


def row(summary: ProjectSummary, today: date, width: int, key: int, *, ascii_only: bool = False) -> Line:
    """One project; the first cell is blank, for the cursor."""
    project = summary.project
    c = columns(width, key)
    settled = is_settled(summary)
    plain = Ink.DIM if settled else Ink.TEXT
    line: list[Span] = [
        *health_cells(summary),
        (fit(project.key, c.key), Ink.DIM if settled else Ink.BRIGHT),
        ("  " + fit(project.called, c.name), plain),
    ]
    if c.client:
        line.append(("  " + fit(project.client, c.client), Ink.DIM))
    if c.phase:
        line.append(("  " + fit(summary.phase or DASH, c.phase), plain if summary.phase else Ink.DIM))
    if c.bar:
        line += progress_cells(summary.percent, c.bar, plain, ascii_only=ascii_only)
    if c.next:
        line.append(("  " + fit(next_words(summary, c.next), c.next), plain if summary.next_title else Ink.DIM))
    return (*line, _due(summary.next_due_on, today, c.due), (" ", Ink.TEXT), _slip(summary))


def health_cells(summary: ProjectSummary) -> Line:
    """The cell of the cursor's bar, the glyph of the health, a blank."""
    glyph, ink = HEALTH_MARKS[summary.verdict.health]
    return ((" ", Ink.TEXT), (glyph, ink), (" ", Ink.TEXT))


def _due(due_on: date | None, today: date, cells: int) -> Span:
    words = due_words(due_on, today) if cells >= 12 else near_due_words(due_on, today)
    if due_on is None:
        ink = Ink.DIM
    else:
        days = (due_on - today).days
        ink = Ink.BAD if days < 0 else Ink.WARN if days < 2 else Ink.TEXT
    return "  " + fit(words, cells, right=True), ink


def progress_cells(percent: int | None, cells: int, figure: Ink, *, ascii_only: bool = False) -> Line:
    """A bar of `cells` by half cells, rounded down as the percentage is, and the figure in its own ink."""
    full, half = divmod((percent or 0) * cells * 2 // 100, 2)
    rest = (OPEN if ascii_only else BAR) * (cells - full - half)
    reached = Ink.GOOD if percent == 100 else Ink.ACT
    words = fit(percent_words(percent), 1 + _PERCENT, right=True)
    return (("  ", Ink.TEXT), (BAR * full + HALF_BAR * half, reached), (rest, Ink.FAINT), (words, figure))


def next_words(summary: ProjectSummary, cells: int) -> str:
    """What comes next, or how it ended, in about `cells` cells."""
    if summary.project.archived_at is not None:
        return "archived"
    if not summary.project.is_live:
        return "cancelled"
    if is_completed(summary):
        words = completed_words(summary.slip_days)
        return words if len(words) <= cells else words.removeprefix("completed ")
    if not summary.next_title:
        return DASH if summary.total else "no milestones yet"
    sign = summary.next_sign
    return f"{SIGNS[sign]} {summary.next_title}" if sign in _TELLING else summary.next_title


def mark_span(shown: JudgedMark, marks: Mapping[MarkState, Span]) -> Span:
    """The glyph of a mark on a time axis with its meaning: of `marks`, unless its sign says more than that it is open.

    What is late needs no glyph of its own then: it stands left of today, and is not done.
    """
    glyph, ink = marks[shown.state]
    sign = shown.mark.sign
    if sign not in _TELLING:
        return glyph, ink
    return SIGNS[sign], Ink.WARN if sign is Sign.REJECTED and ink is Ink.ACT else ink


def _slip(summary: ProjectSummary) -> Span:
    return fit(slip_words(summary.slip_days), _SLIP, right=True), slip_ink(summary)


def slip_ink(summary: ProjectSummary) -> Ink:
    """Late wants attention, very late is bad, early is good."""
    days = summary.slip_days
    if not days or not summary.project.is_live:
        return Ink.DIM
    if days < 0:
        return Ink.GOOD
    project, health = summary.project, summary.verdict.health
    on = summary.next_due_on or summary.finish_on
    far = slip_beyond(days, on, project.calendar, RED_SLIP)
    return Ink.BAD if far or health is Health.OFF_TRACK else Ink.WARN
