"""Drawing of marks on a time axis, one row at a time."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.ui.renderer import BAR, BASELINE, DUE_SIGN, SIGNS, SLIP, TODAY, Line, Span
from milestone_tui.ui.theme import Ink

BEFORE = "‹"
AFTER = "›"
"""Signs at the edge for a mark outside the window."""
ABROAD = "→"
"""The sign of a link with another project."""

_TODAY_WORD = "today"
_ABROAD_REACH = 14
"""The greatest distance in cells between a mark and the name of a linked project."""


class Canvas:
    """The cells of one row of a chart."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._glyphs = [" "] * width
        self._inks = [Ink.FAINT] * width

    def put(self, cell: int, glyph: str, ink: Ink) -> None:
        """Draw one glyph over what is there; ignore cells outside the window."""
        if 0 <= cell < self.width:
            self._glyphs[cell] = glyph
            self._inks[cell] = ink

    def rule(self, start: int, stop: int, glyph: str, ink: Ink) -> None:
        """Draw the same glyph from `start` up to `stop`, inside the window."""
        for cell in range(max(0, start), min(stop, self.width)):
            self.put(cell, glyph, ink)

    def blank(self, start: int, stop: int) -> bool:
        """Return whether these cells are inside the window and blank."""
        return start >= 0 and stop <= self.width and all(g == " " for g in self._glyphs[start:stop])

    def has_room(self, start: int, stop: int) -> bool:
        """Return whether text fits into these cells: blank or the today line, with a blank on both sides."""
        if start < 0 or stop > self.width:
            return False
        around = (*self._glyphs[max(0, start - 1) : start], *self._glyphs[stop : stop + 1])
        return all(g == " " for g in around) and all(g in (" ", TODAY) for g in self._glyphs[start:stop])

    def put_blank(self, cell: int, glyph: str, ink: Ink) -> None:
        """Draw one glyph if its cell is blank."""
        if self.blank(cell, cell + 1):
            self.put(cell, glyph, ink)

    def write(self, cell: int, text: str, ink: Ink) -> None:
        """Write text of one-cell characters from `cell` on."""
        for offset, character in enumerate(text):
            self.put(cell + offset, character, ink)

    def line(self) -> Line:
        """Return the row, with each run of one ink as one span."""
        spans: list[Span] = []
        run = 0
        for cell in range(1, self.width + 1):
            if cell == self.width or self._inks[cell] is not self._inks[run]:
                spans.append(("".join(self._glyphs[run:cell]), self._inks[run]))
                run = cell
        return tuple(spans)


def milestone_ink(m: Milestone, today: date, at_risk: bool) -> Ink:
    """Return the ink of a milestone's mark."""
    if m.state is MilestoneState.DONE:
        return Ink.GOOD
    if not m.binds:
        return Ink.DIM
    if m.overdue(today):
        return Ink.BAD
    return Ink.WARN if at_risk or m.rejected else Ink.ACT


def slip_ink(days: int | None) -> Ink:
    """Return amber for a slip, green for an early date."""
    if not days:
        return Ink.DIM
    return Ink.WARN if days > 0 else Ink.GOOD


def draw_bar(canvas: Canvas, start: int, stop: int, percent: int, complete: bool) -> None:
    """Draw a phase from cell `start` to `stop` inclusive: its done part, then the rest."""
    if complete:
        canvas.rule(start, stop + 1, BAR, Ink.GOOD)
        return
    reached = start + (stop + 1 - start) * percent // 100
    canvas.rule(start, reached, BAR, Ink.ACT)
    canvas.rule(reached, stop + 1, BAR, Ink.FAINT)


def draw_today(canvas: Canvas, cell: int) -> None:
    """Draw the today line; call it first, so that other marks cover it."""
    canvas.put(cell, TODAY, Ink.DIM)


def draw_today_word(canvas: Canvas, cell: int) -> None:
    """Write "today" over its line, or at the edge with an arrow when the line is outside the window."""
    if cell < 0:
        canvas.write(0, f"{BEFORE} {_TODAY_WORD}", Ink.DIM)
    elif cell >= canvas.width:
        canvas.write(canvas.width - len(_TODAY_WORD) - 2, f"{_TODAY_WORD} {AFTER}", Ink.DIM)
    else:
        start = min(max(0, cell - len(_TODAY_WORD) // 2), canvas.width - len(_TODAY_WORD))
        canvas.write(start, _TODAY_WORD, Ink.DIM)


class MarkCells(NamedTuple):
    """The cells of a milestone's marks, which may be outside the window."""

    at: int
    """The done date, otherwise the due date."""
    finish: int
    """The end of the slip: today for an overdue milestone."""
    baseline: int | None
    """None without a baseline date, or when baselines are hidden."""


def draw_milestone(canvas: Canvas, m: Milestone, mark: Ink, marks: MarkCells) -> None:
    """Draw baseline date, slip and due date of one milestone."""
    at, finish, baseline = marks
    if baseline is not None and m.state is not MilestoneState.CANCELLED:
        canvas.rule(min(finish, baseline) + 1, max(finish, baseline), SLIP, Ink.WARN if finish > baseline else Ink.GOOD)
        canvas.put(baseline, BASELINE, Ink.DIM)
    draw_forecast(canvas, at, axis_glyph(m), mark)


def axis_glyph(m: Milestone) -> str:
    """Return the glyph of a milestone on the axis: its sign, but the due glyph when done, as its row has the tick."""
    return DUE_SIGN if m.state is MilestoneState.DONE else SIGNS[m.sign]


def draw_count(canvas: Canvas, m: Milestone, marks: MarkCells) -> None:
    """Write the count of met criteria to the right of the marks and links, otherwise to the left.

    It has a blank on both sides, covers the today line only, and is left out when there is no room.
    """
    if not m.is_open or not m.criteria_total:
        return
    count = f"{m.criteria_met}/{m.criteria_total}"
    drawn = (marks.at,) if marks.baseline is None else (marks.at, marks.finish, marks.baseline)
    first, last = min(drawn), max(drawn)
    for start in (last + 2, last + 3, first - 1 - len(count)):  # the corner of a link may be beside the mark
        if canvas.has_room(start, start + len(count)):
            canvas.write(start, count, Ink.DIM)
            return


def draw_forecast(canvas: Canvas, at: int, glyph: str, mark: Ink) -> None:
    """Draw the mark of a milestone, or an arrow at the edge when it is outside the window."""
    if at < 0:
        canvas.put(0, BEFORE, mark)
    elif at >= canvas.width:
        canvas.put(canvas.width - 1, AFTER, mark)
    else:
        canvas.put(at, glyph, mark)


def draw_link(canvas: Canvas, start: int, stop: int, ink: Ink) -> None:
    """Draw the line of a link along a row, over blank cells only."""
    for cell in range(start, stop):
        canvas.put_blank(cell, SLIP, ink)


def draw_abroad(canvas: Canvas, keys: str, at: int, later: bool, ink: Ink) -> None:
    """Write `→ NORD` to the right of a row's marks for links to a project, or `NORD →` to the left for links from it.

    It is left out when there is no room: the pane names the milestones.
    """
    text = f"{ABROAD} {keys}" if later else f"{keys} {ABROAD}"
    reach = range(2, _ABROAD_REACH)
    for start in (at + step if later else at + 1 - step - len(text) for step in reach):
        if canvas.blank(start - 1, start + len(text) + 1):
            canvas.write(start, text, ink)
            return
