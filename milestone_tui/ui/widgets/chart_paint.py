"""The chart part of a line: marks on a time axis."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.ui.renderer import BAR, BASELINE, FORECAST, SIGNS, SLIP, TODAY, Line, Span
from milestone_tui.ui.theme import Ink

BEFORE = "‹"
AFTER = "›"
"""A mark that lies outside the window, at the edge nearest to it."""
ABROAD = "→"
"""A link with another project."""

_TODAY_WORD = "today"
_ABROAD_REACH = 14
"""Cells within which the name of another project still belongs to a mark."""


class Canvas:
    """The chart part of one line while it is drawn."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._glyphs = [" "] * width
        self._inks = [Ink.FAINT] * width

    def put(self, cell: int, glyph: str, ink: Ink) -> None:
        """One mark over whatever is there; outside of the window nothing happens."""
        if 0 <= cell < self.width:
            self._glyphs[cell] = glyph
            self._inks[cell] = ink

    def rule(self, start: int, stop: int, glyph: str, ink: Ink) -> None:
        """The same mark from `start` up to `stop`, cut to the window."""
        for cell in range(max(0, start), min(stop, self.width)):
            self.put(cell, glyph, ink)

    def blank(self, start: int, stop: int) -> bool:
        """Whether these cells lie in the window and nothing is drawn there."""
        return start >= 0 and stop <= self.width and all(g == " " for g in self._glyphs[start:stop])

    def has_room(self, start: int, stop: int) -> bool:
        """Whether words fit into these cells of the window, over nothing but the today line, with air on both sides."""
        if start < 0 or stop > self.width:
            return False
        around = (*self._glyphs[max(0, start - 1) : start], *self._glyphs[stop : stop + 1])
        return all(g == " " for g in around) and all(g in (" ", TODAY) for g in self._glyphs[start:stop])

    def put_blank(self, cell: int, glyph: str, ink: Ink) -> None:
        """One mark where nothing is drawn yet."""
        if self.blank(cell, cell + 1):
            self.put(cell, glyph, ink)

    def write(self, cell: int, text: str, ink: Ink) -> None:
        """Words of one-cell characters from `cell` on."""
        for offset, character in enumerate(text):
            self.put(cell + offset, character, ink)

    def line(self) -> Line:
        """What was drawn, runs of equal ink as one span."""
        spans: list[Span] = []
        run = 0
        for cell in range(1, self.width + 1):
            if cell == self.width or self._inks[cell] is not self._inks[run]:
                spans.append(("".join(self._glyphs[run:cell]), self._inks[run]))
                run = cell
        return tuple(spans)


def milestone_ink(m: Milestone, today: date, at_risk: bool) -> Ink:
    """The meaning of a milestone's mark."""
    if m.state is MilestoneState.DONE:
        return Ink.GOOD
    if not m.binds:
        return Ink.DIM
    if m.overdue(today):
        return Ink.BAD
    return Ink.WARN if at_risk or m.rejected else Ink.ACT


def slip_ink(days: int | None) -> Ink:
    """Late wants attention, early is good."""
    if not days:
        return Ink.DIM
    return Ink.WARN if days > 0 else Ink.GOOD


def draw_bar(canvas: Canvas, start: int, stop: int, percent: int, complete: bool) -> None:
    """A phase from cell `start` up to and with `stop`: what is reached, then what is left."""
    if complete:
        canvas.rule(start, stop + 1, BAR, Ink.GOOD)
        return
    reached = start + (stop + 1 - start) * percent // 100
    canvas.rule(start, reached, BAR, Ink.ACT)
    canvas.rule(reached, stop + 1, BAR, Ink.FAINT)


def draw_today(canvas: Canvas, cell: int) -> None:
    """The day of today, behind everything else."""
    canvas.put(cell, TODAY, Ink.DIM)


def draw_today_word(canvas: Canvas, cell: int) -> None:
    """The word over the line of today; at the edge with an arrow where the line is outside of the window."""
    if cell < 0:
        canvas.write(0, f"{BEFORE} {_TODAY_WORD}", Ink.DIM)
    elif cell >= canvas.width:
        canvas.write(canvas.width - len(_TODAY_WORD) - 2, f"{_TODAY_WORD} {AFTER}", Ink.DIM)
    else:
        start = min(max(0, cell - len(_TODAY_WORD) // 2), canvas.width - len(_TODAY_WORD))
        canvas.write(start, _TODAY_WORD, Ink.DIM)


class Selection(NamedTuple):
    """The cells of a milestone's marks; they may lie outside of the window."""

    at: int
    """The actual, else the forecast."""
    finish: int
    """Up to where it has slipped: beyond the forecast where that has passed."""
    baseline: int | None
    """None where there is none, or none is shown."""


def draw_milestone(canvas: Canvas, m: Milestone, mark: Ink, marks: Selection) -> None:
    """Baseline, slip and forecast of one milestone."""
    at, finish, baseline = marks
    if baseline is not None and m.state is not MilestoneState.CANCELLED:
        canvas.rule(min(finish, baseline) + 1, max(finish, baseline), SLIP, Ink.WARN if finish > baseline else Ink.GOOD)
        canvas.put(baseline, BASELINE, Ink.DIM)
    draw_forecast(canvas, at, axis_glyph(m), mark)


def axis_glyph(m: Milestone) -> str:
    """Return what stands for a milestone on the time axis: its sign; of what is done its date, the row has the tick."""
    return FORECAST if m.state is MilestoneState.DONE else SIGNS[m.sign]


def draw_count(canvas: Canvas, m: Milestone, marks: Selection) -> None:
    """The count of the criteria beside the marks and the links: to the right where there is room, else to the left.

    Round it there is air. The today line gives way to it; it gives way to all else.
    """
    if not m.is_open or not m.criteria_total:
        return
    count = f"{m.criteria_met}/{m.criteria_total}"
    drawn = (marks.at,) if marks.baseline is None else (marks.at, marks.finish, marks.baseline)
    first, last = min(drawn), max(drawn)
    for start in (last + 2, last + 3, first - 1 - len(count)):  # a link's corner may stand beside the mark
        if canvas.has_room(start, start + len(count)):
            canvas.write(start, count, Ink.DIM)
            return


def draw_forecast(canvas: Canvas, at: int, glyph: str, mark: Ink) -> None:
    """Where a milestone stands; at the edge with an arrow where that is outside of the window."""
    if at < 0:
        canvas.put(0, BEFORE, mark)
    elif at >= canvas.width:
        canvas.put(canvas.width - 1, AFTER, mark)
    else:
        canvas.put(at, glyph, mark)


def draw_link(canvas: Canvas, start: int, stop: int, ink: Ink) -> None:
    """The line of a link along a row, where nothing else is drawn."""
    for cell in range(start, stop):
        canvas.put_blank(cell, SLIP, ink)


def draw_abroad(canvas: Canvas, keys: str, at: int, later: bool, ink: Ink) -> None:
    """`→ NORD` to the right of the marks of a row for where links lead, `NORD →` to the left for where they come from.

    Where there is no room it is left out: the strip names the milestones.
    """
    text = f"{ABROAD} {keys}" if later else f"{keys} {ABROAD}"
    reach = range(2, _ABROAD_REACH)
    for start in (at + step if later else at + 1 - step - len(text) for step in reach):
        if canvas.blank(start - 1, start + len(text) + 1):
            canvas.write(start, text, ink)
            return
