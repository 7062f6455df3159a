"""What stands beside the milestones of a chart: float in columns of its own, a note between glyph and title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from milestone_tui.plan.wording import DASH, signed
from milestone_tui.ui.look import Line, Span, fit
from milestone_tui.ui.theme import Ink

_FIGURE = 7
FIGURES_WIDTH = 2 * _FIGURE
"""Cells of both columns."""
_NOTE_AT = 1
"""The span of a milestone's words in which its glyph and the place of a note stand."""


class FloatFigures(NamedTuple):
    """In working days; None where there is nothing to say."""

    total: int | None
    free: int | None


def float_figures(floats: Mapping[int, int], frees: Mapping[int, int | None]) -> Mapping[int, FloatFigures]:
    """Total and free float side by side, by milestone."""
    return {id_: FloatFigures(total, frees.get(id_)) for id_, total in floats.items()}


def figure_heads() -> Line:
    """The heads of the two columns."""
    return ((fit("FLOAT", _FIGURE - 2, right=True) + fit("FREE", _FIGURE, right=True) + "  ", Ink.DIM),)


def figure_words(figures: FloatFigures | None) -> Line:
    """Float and free float; no float left wants attention, less than none is bad: who follows comes too early."""
    if figures is None:
        return ((" " * FIGURES_WIDTH, Ink.TEXT),)
    total, free = figures
    ink = Ink.DIM if total is None or total > 0 else Ink.BAD if total < 0 else Ink.WARN
    said = DASH if total is None else signed(total)
    return (
        (fit(said, _FIGURE - 2, right=True), ink),
        (
            fit(DASH if free is None else signed(free), _FIGURE, right=True) + "  ",
            Ink.BAD if free is not None and free < 0 else Ink.DIM,
        ),
    )


def noted(words: Line, note: Span | None) -> Line:
    """The words of a milestone with a note beside its glyph."""
    if note is None:
        return words
    glyph, ink = words[_NOTE_AT]
    return (*words[:_NOTE_AT], (glyph[:-1], ink), note, *words[_NOTE_AT + 1 :])
