"""Glyphs, text measured in cells, and the renderer that turns spans of `Ink` into Textual's strips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import Health
from milestone_tui.plan.sign import Sign
from milestone_tui.ui.theme import DARK, Ground, Ink, Palette

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.strip import Strip

Span = tuple[str, Ink]
"""A piece of text with its meaning."""

Line = tuple[Span, ...]
"""A line of the screen, which may be shorter than the screen."""

CURSOR = "▌"
DUE_SIGN = "◆"
BASELINE = "◇"
DONE = "✔"
TODAY = "┊"
SLIP = "─"
OFF_TRACK = "■"
AT_RISK = "▲"
ON_TRACK = "●"
CANCELLED = "×"
GATE = "◈"
SUBMITTED = "◐"
REJECTED = "✗"
BAR = "━"
HALF_BAR = "╸"
TARGET = "▏"
RULE = "─"
OPEN = "·"
MARKED = "•"
PRECEDES = "›"
_AND = " · "
DRIVES = "»"
TOO_SOON = "!"
DAY_OFF = "°"
ELLIPSIS = "…"

SIGNS = {
    Sign.OPEN: DUE_SIGN,
    Sign.GATE: GATE,
    Sign.SUBMITTED: SUBMITTED,
    Sign.REJECTED: REJECTED,
    Sign.DONE: DONE,
    Sign.CANCELLED: CANCELLED,
}
"""The one-cell glyph of each sign."""

HEALTH_MARKS: Mapping[Health, Span] = {
    Health.ARCHIVED: (CANCELLED, Ink.DIM),
    Health.CANCELLED: (CANCELLED, Ink.DIM),
    Health.COMPLETED: (DONE, Ink.GOOD),
    Health.ON_TRACK: (ON_TRACK, Ink.GOOD),
    Health.AT_RISK: (AT_RISK, Ink.WARN),
    Health.OFF_TRACK: (OFF_TRACK, Ink.BAD),
}
"""The glyph of a health with its meaning."""

_ASCII = str.maketrans(
    {
        CURSOR: ">",
        DUE_SIGN: "o",
        BASELINE: ".",
        GATE: "G",
        SUBMITTED: "s",
        REJECTED: "x",
        DONE: "v",
        TODAY: "|",
        SLIP: "-",
        OFF_TRACK: "#",
        AT_RISK: "!",
        ON_TRACK: "=",
        BAR: "=",
        HALF_BAR: "-",
        TARGET: "]",
        OPEN: ".",
        MARKED: "*",
        PRECEDES: ">",
        DRIVES: "=",
        DAY_OFF: "'",
        ELLIPSIS: "~",
        **dict.fromkeys("▁▂", "_"),
        **dict.fromkeys("▃▄▅", "-"),
        **dict.fromkeys("▆▇█", "^"),
        "▐": "|",
        "│": "|",
        "╮": "\\",
        "╰": "\\",
        "╯": "/",
        "╭": "/",
        "├": "|",
        "┤": "|",
        CANCELLED: "X",
        "‹": "<",
        "–": "-",
        "−": "-",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "↵": "enter",
        "◀": "<",
        "▶": ">",
        "“": '"',
        "”": '"',
    }
)


_ONE_EACH = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0373\u0384-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u25fc"
    "\u2800-\u28ff✔✗]*"
)
"""Matches text of common one-cell characters, which needs no look-up of widths."""


def cells(text: str) -> int:
    """Return the cells that a text takes."""
    if text.isascii() or _ONE_EACH.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # late: the first frame rarely needs Rich

    return cell_len(text)


def fit(text: str, width: int, right: bool = False) -> str:
    """Return `text` in exactly `width` cells, padded or cut with "…"; control characters are made visible."""
    if width <= 0:
        return ""
    text = visible(text) if text else text
    if text.isascii():
        if len(text) > width:
            return text[: width - 1] + ELLIPSIS
        return text.rjust(width) if right else text.ljust(width)
    size = cells(text)
    if size > width:
        text = _cut(text, width - 1).rstrip() + ELLIPSIS
        size = cells(text)
    padding = " " * (width - size)
    return padding + text if right else text + padding


def _cut(text: str, width: int) -> str:
    if _ONE_EACH.fullmatch(text):
        return text[:width]
    from rich.cells import set_cell_size

    return set_cell_size(text, width)


def line_width(line: Iterable[Span]) -> int:
    """Return the cells that a line takes."""
    return sum(cells(text) for text, _ in line)


def ended(line: Sequence[Span], width: int) -> Line:
    """Return a line of at most `width` cells, cut with "…"."""
    if line_width(line) <= width or cells("".join(text for text, _ in line).rstrip()) <= width:
        return tuple(line)
    if width < 1:
        return ()
    kept: list[Span] = []
    room = width - cells(ELLIPSIS)
    for text, ink in line:
        if cells(text) > room:
            return (*kept, (_cut(visible(text), room).rstrip() + ELLIPSIS, ink))
        kept.append((text, ink))
        room -= cells(text)
    return tuple(kept)


def title_line(left: Line, right: Line, width: int, *, cut_name: bool = False) -> Line:
    """Return the title line of a screen: its name on the left, its state at the right edge.

    If both do not fit, spans of the right side are dropped; with `cut_name` the last span on the left is cut, or
    the one before the breadcrumb.
    """
    start: Line = ((" " + DUE_SIGN, Ink.ACT), (" ", Ink.TEXT), *left)
    if cut_name and left:
        at = len(start) - (2 if len(left) > 2 and PRECEDES in left[-1][0] else 1)
        before, (name, ink), after = start[:at], start[at], start[at + 1 :]
        room = width - line_width((*before, *after)) - 2 - (line_width(right) + 2 if right else 0)
        start = (*before, (fit(name, max(1, room)).rstrip() if cells(name) > room else name, ink), *after)
    room = width - line_width(start) - 2
    while right and line_width(right) >= room:  # a blank stays between both sides
        right = right[2:] if right[1:] and right[1][0] == _AND else right[1:]
    return (*start, (" " * max(0, room - line_width(right)), Ink.TEXT), *right)


def with_cursor(line: Line) -> Line:
    """Return a row with the cursor's bar in place of its first cell."""
    first, ink = line[0]
    return ((CURSOR, Ink.ACT), (first[1:], ink), *line[1:])


def in_ascii(text: str) -> str:
    """Return `text` with ASCII in place of our glyphs; other characters stay."""
    return text.translate(_ASCII)


class Renderer:
    """Renderer of lines in the present palette, in ASCII if asked; shared by all widgets, changed by the app only."""

    def __init__(self, palette: Palette = DARK, ascii_only: bool = False) -> None:
        self.palette = palette
        self.ascii_only = ascii_only

    def written(self, text: str) -> str:
        """Return a text as it will be on the screen, to measure it: in ASCII the name of a key may be longer."""
        return in_ascii(text) if self.ascii_only else text

    def strip(self, line: Iterable[Span], width: int, ground: Ground = Ground.INK) -> Strip:
        """Return a line as a strip of exactly `width` cells; neighbours of equal style become one segment."""
        from rich.segment import Segment  # late: the first frame does not need Rich
        from textual.strip import Strip

        segments: list[Segment] = []
        run: list[str] = []
        style = self.palette.style(Ink.TEXT, ground)
        length = 0
        for text, ink in line:
            if not text:
                continue
            if not text.isprintable():
                text = visible(text)  # a safety net: no control character reaches the terminal
            if self.ascii_only:
                text = in_ascii(text)
            length += cells(text)
            # A blank shows no foreground colour, so it joins the run before it.
            own = self.palette.style(ink, ground)
            if own is not style and not (text.isspace() and ink is not Ink.MARK):
                if run:
                    segments.append(Segment("".join(run), style))
                    run = []
                style = own
            run.append(text)
        if length < width:
            run.append(" " * (width - length))
        if run:
            segments.append(Segment("".join(run), style))
        strip = Strip(segments, max(length, width))
        return strip.crop(0, width) if length > width else strip
