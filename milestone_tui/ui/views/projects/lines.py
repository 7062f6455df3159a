"""A project as a line of the table: columns, heads, row. Imports no Textual: the first frame uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from milestone_tui.plan.analysis.portfolio import (
    ClientGroup,
    JudgedMark,
    MarkState,
    ProjectBrief,
    ProjectOrder,
    is_completed,
    slips_beyond,
)
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import (
    DASH,
    completed_words,
    count_words,
    date_words,
    due_words,
    near_due_words,
    percent_words,
    slip_words,
)
from milestone_tui.plan.model import Health, ProjectSummary
from milestone_tui.plan.sign import Sign
from milestone_tui.ui.renderer import BAR, HALF_BAR, HEALTH_MARKS, MARKED, OPEN, SIGNS, Line, Span, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.money import budget_ink, budget_words
from milestone_tui.ui.widgets.columns import Column, head_words, row_words

_TELLING = frozenset((Sign.GATE, Sign.SUBMITTED, Sign.REJECTED))
"""Signs of an open milestone that are more than open."""

KEY_AT = 3
"""The cell of a project's key: after the cursor bar and the health glyph."""
_KEY_LEAST, _KEY_MOST = 4, 12
_WIDE = 100
"""Cells from which dates are written in full and bars have ten cells."""
_PERCENT = 5
_NO_BASELINE = "no baseline"
_CLIENT = "CLIENT"
_NO_CLIENT = "No client"
_FINISH, _FINISH_WITH_YEAR = 8, 11
"""Cells of `FINISH ↓`, which is wider than `22 Nov`, and of `22 Nov 2028`."""
_REVIEW, _REVIEW_WIDTH = 6, 132
"""Cells of the days since the last review, and the width from which they are shown."""
_SLIP, _SLIP_IN_WORDS = 6, len(_NO_BASELINE) + 1
_BUDGET = 7
"""Cells of `BUDGET`, and of `1,040%`."""
RIGHT = 2
"""Blanks at the right edge."""
SORTED_BY = {
    ProjectOrder.NAME: "PROJECT",
    ProjectOrder.PROGRESS: "PROGRESS",
    ProjectOrder.DUE: "DUE",
    ProjectOrder.FINISH: "FINISH",
    ProjectOrder.SLIP: "SLIP",
}
"""The head marked for a sort order; health, the default, has none."""


class Widths(NamedTuple):
    """Cells of the columns that are as wide as their contents."""

    key: int
    finish: int
    slip: int
    budget: int = 0
    """0 if no project has spent of a budget."""


_LEAST = {"name": 16, "client": 9, "phase": 10, "next": 20}
_SHARES = {"name": 2, "client": 1, "phase": 1, "next": 4}
_MOST = {"name": 40, "client": 24, "phase": 20, "next": 200}
_NAME_SQUEEZED = 12
_SIZES = ((10, 12), (10, 9), (5, 9))
_SIZES_WITH_BUDGET = (*_SIZES, (4, 9))
"""Cells of the bar and of the due date, which is shortened before a column is left out."""


def _cells(width: int, widths: Widths) -> dict[str, int]:
    """Return the cells of the columns that fit; next milestone, finish and slip always stay.

    Client, phase and progress are left out in this order; the room left is shared.
    """
    sizes = _SIZES[-1:] if width < _WIDE else _SIZES_WITH_BUDGET if widths.budget else _SIZES
    for shown in (("client", "phase", "bar", "next"), ("phase", "bar", "next"), ("bar", "next"), ("next",)):
        for bar, due in sizes:
            texts = [name for name in shown if name != "bar"]
            progress = 2 + bar + 1 + _PERCENT if "bar" in shown else 0
            spare = width - _fixed(widths, due) - progress - sum(2 + _LEAST[name] for name in texts) - _LEAST["name"]
            if spare >= 0:
                return _shared(("name", *texts), spare) | {"bar": bar if progress else 0, "due": due}
    due = sizes[-1][1]
    room = max(0, width - _fixed(widths, due))
    spare = room - 2 - 2 * _NAME_SQUEEZED
    if spare < 0:
        return {"name": room, "due": due}
    return {"name": _NAME_SQUEEZED + spare // 2, "next": _NAME_SQUEEZED + spare - spare // 2, "due": due}


def _fixed(widths: Widths, due: int) -> int:
    """Return the cells of the fixed columns."""
    return KEY_AT + widths.key + 2 + (2 + due) + (1 + widths.finish) + (1 + widths.slip) + _budget(widths) + RIGHT


def _budget(widths: Widths) -> int:
    return widths.budget and 1 + widths.budget


def _shared(shown: tuple[str, ...], spare: int) -> dict[str, int]:
    """Share the spare cells; what no column needs goes to the next milestone, which has the longest titles."""
    all_shares = sum(_SHARES[name] for name in shown)
    cells = {name: min(_MOST[name], _LEAST[name] + spare * _SHARES[name] // all_shares) for name in shown}
    cells["next"] += spare - sum(cells[name] - _LEAST[name] for name in shown)
    return cells


@lru_cache(maxsize=16)  # called for every row
def columns(width: int, widths: Widths, today: date, *, ascii_only: bool = False) -> tuple[Column[ProjectSummary], ...]:
    """Return the columns of a view of `width` cells, from the left."""
    if width < _WIDE:
        widths = widths._replace(budget=0)
    review = _REVIEW if width >= _REVIEW_WIDTH else 0
    cells: dict[str, int] = defaultdict(int, _cells(width - review - 2 if review else width, widths))
    bar, due, following = cells["bar"], cells["due"], cells["next"]
    due_in_words = due_words if due >= _SIZES[0][1] else near_due_words
    shown: tuple[Column[ProjectSummary], ...] = (
        project_column(widths.key, 2 + cells["name"]),
        Column(_CLIENT, lambda s: s.project.client, cells["client"], Ink.DIM),
        Column("PHASE", lambda s: s.phase or DASH, cells["phase"], lambda s: _plain(s, s.phase)),
        Column("PROGRESS", width=bar and bar + 1 + _PERCENT, spans=partial(_progress, ascii_only)),
        Column("NEXT MILESTONE", lambda s: next_words(s, following), following, lambda s: _plain(s, s.next_title)),
        Column("DUE", lambda s: due_in_words(s.next_due_on, today), due, partial(_due_ink, today), right=True),
        Column(
            "FINISH",
            lambda s: date_words(s.finish_on, today),
            widths.finish,
            lambda s: _plain(s, s.finish_on),
            right=True,
            gap=1,
        ),
        Column("SLIP", _slip_words, widths.slip, slip_ink, right=True, gap=1),
        Column("BUDGET", budget_words, widths.budget, budget_ink, right=True, gap=1),
        Column("REVIEW", partial(_review_words, today), review, Ink.DIM, right=True),
    )
    return tuple(column for column in shown if column.width)


def widths_of(projects: Iterable[ProjectSummary | ProjectBrief], today: date) -> Widths:
    """Return the widths of keys, finishes, slips and budgets of these projects."""
    key, slip = _KEY_LEAST, _SLIP
    budget = 0
    ends: list[date] = []
    for s in projects:  # hundreds of them, before the first frame
        key = max(key, len(s.project.key))
        if s.lacks_baseline:
            slip = _SLIP_IN_WORDS
        if s.finish_on is not None:
            ends.append(s.finish_on)
        if s.shows_budget:
            budget = _BUDGET
    far = ends and max(len(date_words(day, today)) for day in (min(ends), max(ends))) > _FINISH
    return Widths(min(_KEY_MOST, key), _FINISH_WITH_YEAR if far else _FINISH, slip, budget)


def heads(columns: Sequence[Column[ProjectSummary]], sorted_by: str = "") -> Line:
    """Return the column heads, with the head of the sorted column marked."""
    return ((" " * KEY_AT + head_words([(c, c.width) for c in columns], sorted_by), Ink.DIM),)


def group_line(group: ClientGroup, width: int, today: date) -> Line:
    """Return the head of a client's projects: the name, and counts that are not 0."""
    facts: list[Span] = [("   ", Ink.TEXT), (count_words(group.projects, "project"), Ink.DIM)]
    if group.overdue:
        facts += [(" · ", Ink.DIM), (f"{group.overdue:,} overdue", Ink.BAD)]
    if group.due_this_week:
        facts += [(" · ", Ink.DIM), (f"{group.due_this_week:,} due {due_week(today).words}", Ink.DIM)]
    name = visible(group.client) if group.client else _NO_CLIENT
    room = max(1, width - 1 - line_width(facts) - RIGHT)
    return ((" ", Ink.TEXT), (fit(name, room).rstrip(), Ink.BRIGHT if group.client else Ink.DIM), *facts)


def row(columns: Sequence[Column[ProjectSummary]], summary: ProjectSummary) -> Line:
    """Return the line of a project; the first cell is blank for the cursor."""
    return (*health_cells(summary), *row_words([(c, c.width) for c in columns], summary))


def health_cells(summary: ProjectSummary, marked: bool = False) -> Line:
    """Return the blank for the cursor, the health glyph, and a dot for a marked project."""
    glyph, ink = health_mark(summary)
    return ((" ", Ink.TEXT), (glyph, ink), (MARKED, Ink.BRIGHT) if marked else (" ", Ink.TEXT))


def health_mark(summary: ProjectSummary) -> Span:
    """Return the glyph of a project's health; one without milestones has none."""
    return (OPEN, Ink.DIM) if unplanned_words(summary) else HEALTH_MARKS[summary.verdict.health]


def unplanned_words(summary: ProjectSummary) -> str:
    """Return the words for a live project without milestones to judge; empty for any other."""
    if not summary.lacks_health:
        return ""
    return "all milestones cancelled" if summary.all_cancelled else "no milestones"


def names_the_client(columns: Iterable[Column[Any]]) -> bool:
    """Return whether one of these columns is the client's."""
    return any(column.head == _CLIENT for column in columns)


def _plain(summary: ProjectSummary, said: object = True) -> Ink:
    """Return the ink for a text about a project: dim if it is empty or the project is settled."""
    return Ink.TEXT if said and not summary.is_settled else Ink.DIM


def project_column(key: int, name: int) -> Column[ProjectSummary]:
    """Return the column of key and name; `name` includes two blanks before it, 0 leaves the name out."""

    def spans(summary: ProjectSummary, width: int) -> Line:
        project = summary.project
        words = "  " + fit(project.called, name - 2) if name else ""
        bright = Ink.DIM if summary.is_settled else Ink.BRIGHT
        return ((fit(project.key, key), bright), (words, _plain(summary)))

    return Column("PROJECT", width=key + name, gap=0, spans=spans)


def _due_ink(today: date, summary: ProjectSummary) -> Ink:
    if summary.next_due_on is None:
        return Ink.DIM
    days = (summary.next_due_on - today).days
    return Ink.BAD if days < 0 else Ink.WARN if days < 2 else Ink.TEXT


def _progress(ascii_only: bool, summary: ProjectSummary, width: int) -> Line:
    return progress_cells(summary.percent, width - 1 - _PERCENT, _plain(summary), ascii_only=ascii_only)


def progress_cells(percent: int | None, cells: int, figure: Ink, *, ascii_only: bool = False) -> Line:
    """Return a bar of `cells`, drawn by half cells and rounded down, and the percentage in its own ink."""
    full, half = divmod((percent or 0) * cells * 2 // 100, 2)
    rest = (OPEN if ascii_only else BAR) * (cells - full - half)
    reached = Ink.GOOD if percent == 100 else Ink.ACT
    words = fit(percent_words(percent), 1 + _PERCENT, right=True)
    return ((BAR * full + HALF_BAR * half, reached), (rest, Ink.FAINT), (words, figure))


def next_words(summary: ProjectSummary, cells: int) -> str:
    """Return the next milestone, or the state of an ended project, in about `cells` cells."""
    if summary.project.archived_at is not None:
        return "archived"
    if not summary.project.is_live:
        return "cancelled"
    if is_completed(summary):
        words = completed_words(summary.slip_days)
        return words if len(words) <= cells else "completed"
    if not summary.next_title:
        return DASH if summary.total else "all cancelled" if summary.all_cancelled else "no milestones yet"
    sign = summary.next_sign
    return f"{SIGNS[sign]} {summary.next_title}" if sign in _TELLING else summary.next_title


def mark_span(shown: JudgedMark, marks: Mapping[MarkState, Span]) -> Span:
    """Return the glyph and ink of a mark on a time axis: its sign if that is more than open, otherwise from `marks`.

    A late sign needs no glyph of its own: it is left of today and not done.
    """
    glyph, ink = marks[shown.state]
    sign = shown.mark.sign
    if sign not in _TELLING:
        return glyph, ink
    return SIGNS[sign], Ink.WARN if sign is Sign.REJECTED and ink is Ink.ACT else ink


def _review_words(today: date, summary: ProjectSummary) -> str:
    """Return the days since the last review; a dash without one."""
    return DASH if summary.reviewed_on is None else f"{(today - summary.reviewed_on).days} d"


def _slip_words(summary: ProjectSummary) -> str:
    return _NO_BASELINE if summary.lacks_baseline else slip_words(summary.slip_days)


def slip_ink(summary: ProjectSummary) -> Ink:
    """Return amber for a slip, red for a big one, green for an early finish."""
    days = summary.slip_days
    if not days or not summary.project.is_live:
        return Ink.DIM
    if days < 0:
        return Ink.GOOD
    project, health = summary.project, summary.verdict.health
    far = slips_beyond(days, summary.finish_on, project.calendar, summary.verdict.limits.red_slip)
    return Ink.BAD if far or health is Health.OFF_TRACK else Ink.WARN
