"""The columns left of a timeline's chart, and the headings of its phases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from milestone_tui.plan.language.wording import DASH, date_words, handle, slip_words, working_days
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.ui.renderer import DAY_OFF, SIGNS, Line, Span, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.chart_paint import slip_ink
from milestone_tui.ui.widgets.columns import Column, LaidOut, head_words, laid_out, row_words

MARGIN = 3
"""Cells before the title: cursor bar, sign and note."""
_TITLE_LEAST, _TITLE_USUAL, _TITLE_MOST = 16, 22, 52
OWNER_WIDTH, SLIP_WIDTH = 100, 76
"""Widths below which the owner is left out, then the slip."""


class Cells(NamedTuple):
    """One milestone and all that its columns are written from."""

    milestone: Milestone
    today: date
    mark: Ink
    """The colour of its sign."""
    current: bool = False
    """Whether it is under the cursor or is being moved."""
    late: bool = False
    """Whether its date is too late, whatever its mark shows."""
    off: bool = False
    """Whether it is due on a non-working day."""
    note: Span = (" ", Ink.TEXT)
    """The note beside its sign."""
    total_float: int | None = None
    free_float: int | None = None
    spark: str = ""
    """Its last due dates as bars."""


class Floats(NamedTuple):
    """Total and free float in working days, by milestone; None or missing where there is none."""

    total: Mapping[int, int]
    free: Mapping[int, int] | Mapping[int, int | None]


class Layout(NamedTuple):
    """The columns of a line and the cells of its chart."""

    columns: LaidOut[Cells]
    chart_at: int
    chart: int
    count_end: int
    """The cell before which a heading's count ends: right of the dates, so that it is not read as one."""
    slip_end: int = 0
    """The cell before which the slip ends; 0 where it is left out."""


def columns(width: int, due: int, *, floats: bool = False) -> tuple[Column[Cells], ...]:
    """Return the columns for a width in cells; `due` is the width of dates, `floats` adds float and trend."""
    usual = min(_TITLE_USUAL, max(_TITLE_LEAST, width // 4 + 2))
    title = usual if width < OWNER_WIDTH else min(_TITLE_MOST, _TITLE_USUAL + max(0, width - 120) // 3)
    shown: tuple[Column[Cells], ...] = (
        Column("MILESTONE", lambda c: c.milestone.title, title, lambda c: _plain(c.milestone), Ink.BRIGHT, gap=0),
        Column("OWNER", lambda c: handle(c.milestone.owner), 8, Ink.DIM, gap=1, at_width=OWNER_WIDTH),
        Column("DUE", lambda c: date_words(c.milestone.on, c.today), due, _due_ink, right=True, gap=1),
        Column("", lambda c: DAY_OFF if c.off else "", 1, Ink.WARN, gap=0, after=1),
        Column("SLIP", _slip_words, 6, _slip_ink, right=True, gap=0, after=2, at_width=SLIP_WIDTH),
    )
    return (*shown, *_FLOATS) if floats else shown


@lru_cache(maxsize=8)
def layout(width: int, due: int, *, floats: bool = False) -> Layout:
    """Return the layout for a width in cells."""
    shown = laid_out(columns(width, due, floats=floats), width, width)
    ends, at = {"": 0}, MARGIN
    for column, wide in shown:
        at += column.gap + wide + column.after
        ends[column.head] = at
    count_end = ends["DUE"] + (3 if "SLIP" in ends else 0)
    slip_end = ends["SLIP"] - 2 if "SLIP" in ends else 0
    return Layout(shown, at, max(0, width - at - 1), count_end, slip_end)


def heads(layout: Layout) -> Line:
    """Return the heads of the columns."""
    return ((" " * MARGIN + head_words(layout.columns), Ink.DIM),)


def below_heads(layout: Layout, words: Line) -> Line:
    """Return the line below the heads: words about the slip, where there is room for them."""
    before = layout.slip_end - line_width(words)
    if not words or before < 0:
        return ((" " * layout.chart_at, Ink.DIM),)
    return ((" " * before, Ink.DIM), *words, (" " * (layout.chart_at - layout.slip_end), Ink.DIM))


def milestone_words(cells: Cells, layout: Layout) -> Line:
    """Return the columns of a milestone."""
    sign = (SIGNS[cells.milestone.sign], cells.mark)
    return ((" ", Ink.TEXT), sign, cells.note, *row_words(layout.columns, cells, cells.current))


def heading_words(name: str, done: int, total: int, layout: Layout) -> Line:
    """Return the heading of a phase."""
    count = f"{done}/{total}" if total else ""
    room = layout.count_end - 1 - len(count) - 1
    ink = Ink.DIM if done == total else Ink.BRIGHT
    rest = layout.chart_at - layout.count_end
    return ((" " + fit(name.upper(), room), ink), (" " + count + " " * rest, Ink.DIM))


def _plain(m: Milestone) -> Ink:
    return Ink.TEXT if m.is_open else Ink.DIM


def _due_ink(cells: Cells) -> Ink:
    """Return red for a milestone that is overdue or late."""
    return Ink.BAD if cells.late or cells.mark is Ink.BAD else _plain(cells.milestone)


def _slip_words(cells: Cells) -> str:
    m = cells.milestone
    return "new" if m.added else slip_words(m.slip(cells.today))


def _slip_ink(cells: Cells) -> Ink:
    m = cells.milestone
    if m.state is MilestoneState.CANCELLED:
        return Ink.DIM
    days = m.slip(cells.today)
    return Ink.BAD if cells.late and (days or 0) > 0 else slip_ink(days)


def _float_words(cells: Cells) -> str:
    return "" if cells.total_float is None else working_days(cells.total_float)


def _float_ink(cells: Cells) -> Ink:
    """Return amber for no float, red for negative float, which means a successor is too soon."""
    left = cells.total_float or 0
    return Ink.DIM if left > 0 else Ink.BAD if left < 0 else Ink.WARN


def _free_words(cells: Cells) -> str:
    if cells.total_float is None:
        return ""
    return DASH if cells.free_float is None else working_days(cells.free_float)


def _free_ink(cells: Cells) -> Ink:
    return Ink.BAD if cells.free_float is not None and cells.free_float < 0 else Ink.DIM


def _spark_ink(cells: Cells) -> Ink:
    """Return amber where the last date is later than the first one, green where it is earlier."""
    if not cells.spark or cells.spark[0] == cells.spark[-1]:
        return Ink.DIM
    return Ink.WARN if cells.spark[0] < cells.spark[-1] else Ink.GOOD


_FLOATS: tuple[Column[Cells], ...] = (
    Column("FLOAT", _float_words, 8, _float_ink, right=True, gap=0, after=1),
    Column("FREE", _free_words, 8, _free_ink, right=True, gap=0, after=2),
    Column("TREND", lambda c: c.spark, 5, _spark_ink, gap=0, after=2),
)
