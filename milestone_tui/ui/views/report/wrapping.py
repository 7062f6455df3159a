"""Texts of a report as lines: made safe to show, and wrapped whole, since a reader gets all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import chop_cells

from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import Tone
from milestone_tui.ui.renderer import Line, Span, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import flow

INKS: Mapping[Tone, Ink] = {
    Tone.PLAIN: Ink.TEXT,
    Tone.GOOD: Ink.GOOD,
    Tone.WARN: Ink.WARN,
    Tone.BAD: Ink.BAD,
}
"""The ink of good and bad news."""


def plain(text: str) -> str:
    """Return a text on one line, with nothing hidden in it."""
    return visible(tidy(text))


def wrap(spans: Sequence[Span], width: int) -> tuple[Line, ...]:
    """Return spans in lines of at most `width` cells; a longer word is cut into pieces."""
    words: list[list[Span]] = [[]]
    for text, ink in spans:
        first, *others = text.split(" ")
        if first:
            words[-1].append((first, ink))
        words += ([(word, ink)] if word else [] for word in others)
    return flow((piece for word in words if word for piece in _pieces(word, width)), width, (" ", Ink.TEXT))


def _pieces(word: Sequence[Span], width: int) -> Iterator[Line]:
    if line_width(word) <= width:
        yield tuple(word)
        return
    for text, ink in word:
        for piece in chop_cells(text, width):
            yield ((piece, ink),)
