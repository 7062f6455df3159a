"""What stands beside the milestones of a chart: float in columns of its own, a note between glyph and title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from milestone_tui.plan.language.wording import DASH, working_days
from milestone_tui.ui.renderer import Line, Span, fit
from milestone_tui.ui.theme import Ink

_FIGURE = 8
FIGURES_WIDTH = 2 * _FIGURE + 3
"""Cells of both columns, with a blank between them and two behind."""
_NOTE_AT = 1
"""The span of a milestone's words in which its glyph and the place of a note stand."""


class FloatFigures(NamedTuple):
    """Total and free float in working days, by milestone; None, or not there, where there is nothing to say."""

    total: Mapping[int, int]
    free: Mapping[int, int] | Mapping[int, int | None]


def figure_heads() -> Line:
    """The heads of the two columns."""
    return ((fit("FLOAT", _FIGURE, right=True) + " " + fit("FREE", _FIGURE, right=True) + "  ", Ink.DIM),)


def figure_words(figures: FloatFigures, milestone_id: int | None) -> Line:
    """Float and free float; no float left wants attention, less than none is bad: who follows comes too early."""
    total = None if milestone_id is None else figures.total.get(milestone_id)
    if milestone_id is None or total is None:
        return ((" " * FIGURES_WIDTH, Ink.TEXT),)
    free = figures.free.get(milestone_id)
    ink = Ink.DIM if total > 0 else Ink.BAD if total < 0 else Ink.WARN
    return (
        (fit(working_days(total), _FIGURE, right=True) + " ", ink),
        (
            fit(DASH if free is None else working_days(free), _FIGURE, right=True) + "  ",
            Ink.BAD if free is not None and free < 0 else Ink.DIM,
        ),
    )


def noted(words: Line, note: Span | None) -> Line:
    """The words of a milestone with a note beside its glyph."""
    if note is None:
        return words
    glyph, ink = words[_NOTE_AT]
    return (*words[:_NOTE_AT], (glyph[:-1], ink), note, *words[_NOTE_AT + 1 :])
