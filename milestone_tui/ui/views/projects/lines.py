"""A project as a line of words and marks: the columns, the heads, the row. Painted also before Textual is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from milestone_tui.plan.analysis.health import RED_SLIP
from milestone_tui.plan.analysis.portfolio import (
    JudgedMark,
    MarkState,
    ProjectOrder,
    is_completed,
    is_settled,
    slip_beyond,
)
from milestone_tui.plan.language.wording import (
    DASH,
    completed_words,
    date_words,
    due_words,
    near_due_words,
    percent_words,
    slip_words,
)
from milestone_tui.plan.model import Health, ProjectSummary
from milestone_tui.plan.sign import Sign
from milestone_tui.ui.renderer import (
    AT_RISK,
    BAR,
    CANCELLED,
    DONE,
    HALF_BAR,
    MARKED,
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
_NO_BASELINE = "no baseline"
_FINISH, _FINISH_WITH_YEAR = 8, 11
"""Cells of `FINISH ↓`, under which `22 Nov` stands, and of `22 Nov 2028`."""
_SLIP, _SLIP_IN_WORDS = 6, len(_NO_BASELINE) + 1
_RIGHT = 2
"""Blanks at the right edge."""
_SORTED = " ↓"


class Widths(NamedTuple):
    """Cells of the columns that are as wide as what stands in them."""

    key: int
    finish: int
    slip: int


class Columns(NamedTuple):
    """Cells of each column; 0 where it is left out."""

    key: int
    name: int
    client: int
    phase: int
    bar: int
    next: int
    due: int
    finish: int
    slip: int


_LEAST = {"name": 16, "client": 10, "phase": 10, "next": 20}
_SHARES = {"name": 2, "client": 1, "phase": 1, "next": 4}
_MOST = {"name": 40, "client": 24, "phase": 20, "next": 200}
_NAME_SQUEEZED = 12
_SIZES = ((10, 12), (10, 9), (5, 9))
"""Cells of the bar and of the due date, which is said in fewer words before something is left out."""


@lru_cache(maxsize=16)  # every row asks
def columns(width: int, widths: Widths) -> Columns:
    """Return the layout for a width: what is next, the finish and the slip stay; what is left out goes in this order.

    The client, the phase, the progress; then what is left is shared out.
    """
    sizes = _SIZES if width >= _WIDE else _SIZES[-1:]
    for shown in (("client", "phase", "bar", "next"), ("phase", "bar", "next"), ("bar", "next"), ("next",)):
        for bar, due in sizes:
            texts = [name for name in shown if name != "bar"]
            progress = 2 + bar + 1 + _PERCENT if "bar" in shown else 0
            spare = width - _fixed(widths, due) - progress - sum(2 + _LEAST[name] for name in texts) - _LEAST["name"]
            if spare >= 0:
                cells = _shared(("name", *texts), spare)
                return Columns(
                    widths.key, bar=bar if progress else 0, due=due, finish=widths.finish, slip=widths.slip, **cells
                )
    due = sizes[-1][1]
    room = width - _fixed(widths, due)
    spare = room - 2 - 2 * _NAME_SQUEEZED
    name, following = max(0, room), 0
    if spare >= 0:
        name, following = _NAME_SQUEEZED + spare // 2, _NAME_SQUEEZED + spare - spare // 2
    return Columns(widths.key, name, 0, 0, 0, following, due, widths.finish, widths.slip)


def _fixed(widths: Widths, due: int) -> int:
    """Return the cells that all but the name takes, and what may be left out."""
    return KEY_AT + widths.key + 2 + (2 + due) + (1 + widths.finish) + (1 + widths.slip) + _RIGHT


def _shared(shown: tuple[str, ...], spare: int) -> dict[str, int]:
    """Hand out what is left over; what nobody needs goes to the next milestone, whose titles are the longest."""
    all_shares = sum(_SHARES[name] for name in shown)
    cells = dict.fromkeys(_LEAST, 0)
    for name in shown:
        cells[name] = min(_MOST[name], _LEAST[name] + spare * _SHARES[name] // all_shares)
    cells["next"] += spare - sum(cells[name] - _LEAST[name] for name in shown)
    return cells


def widths_of(projects: Iterable[ProjectSummary], today: date) -> Widths:
    """Return the cells that the keys, the finishes and the slips of these projects take."""
    key, slip = _KEY_LEAST, _SLIP
    ends: list[date] = []
    for s in projects:  # hundreds of them, before the first frame
        key = max(key, len(s.project.key))
        if s.project.baseline_id is None and s.lacks_baseline:
            slip = _SLIP_IN_WORDS
        if s.finish_on is not None:
            ends.append(s.finish_on)
    far = ends and max(len(date_words(day, today)) for day in (min(ends), max(ends))) > _FINISH
    return Widths(min(_KEY_MOST, key), _FINISH_WITH_YEAR if far else _FINISH, slip)


def heads(width: int, widths: Widths, order: ProjectOrder = ProjectOrder.HEALTH) -> Line:
    """The column heads, the one that is sorted by marked; health has no head and is the usual order."""
    c = columns(width, widths)
    marked = {
        ProjectOrder.NAME: "PROJECT",
        ProjectOrder.PROGRESS: "PROGRESS",
        ProjectOrder.DUE: "DUE",
        ProjectOrder.FINISH: "FINISH",
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
    line += ["  ", fit(head("DUE"), c.due, right=True)]
    line += [" ", fit(head("FINISH"), c.finish, right=True), " ", fit(head("SLIP"), c.slip, right=True)]
    return (("".join(line), Ink.DIM),)


def row(
    summary: ProjectSummary,
    today: date,
    width: int,
    widths: Widths,
    *,
    marked: bool = False,
    ascii_only: bool = False,
) -> Line:
    """One project; the first cell is blank, for the cursor."""
    project = summary.project
    c = columns(width, widths)
    settled = is_settled(summary)
    plain = Ink.DIM if settled else Ink.TEXT
    line: list[Span] = [
        *health_cells(summary, marked),
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
    finish = " " + fit(date_words(summary.finish_on, today), c.finish, right=True) + " "
    line += [_due(summary.next_due_on, today, c.due), (finish, plain if summary.finish_on else Ink.DIM)]
    return (*line, _slip(summary, c.slip))


def health_cells(summary: ProjectSummary, marked: bool = False) -> Line:
    """The cell of the cursor's bar, the glyph of the health, a dot beside what is marked."""
    glyph, ink = HEALTH_MARKS[summary.verdict.health]
    return ((" ", Ink.TEXT), (glyph, ink), (MARKED, Ink.BRIGHT) if marked else (" ", Ink.TEXT))


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


def _slip(summary: ProjectSummary, cells: int) -> Span:
    words = _NO_BASELINE if summary.lacks_baseline else slip_words(summary.slip_days)
    return fit(words, cells, right=True), slip_ink(summary)


def slip_ink(summary: ProjectSummary) -> Ink:
    """Late wants attention, very late is bad, early is good."""
    days = summary.slip_days
    if not days or not summary.project.is_live:
        return Ink.DIM
    if days < 0:
        return Ink.GOOD
    project, health = summary.project, summary.verdict.health
    far = slip_beyond(days, summary.finish_on, project.calendar, RED_SLIP)
    return Ink.BAD if far or health is Health.OFF_TRACK else Ink.WARN
