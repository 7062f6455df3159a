"""From words with a meaning to cells: spans of `Ink` become strips in the palette of the moment, in ASCII if asked."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from milestone_tui.plan.text import visible
from milestone_tui.ui.theme import DARK, Ground, Ink, Palette

Span = tuple[str, Ink]
"""A piece of text with what it means."""

Line = tuple[Span, ...]
"""One line of the screen; shorter than the screen is fine."""

CURSOR = "▌"
FORECAST = "◆"
BASELINE = "◇"
DONE = "✔"
TODAY = "┊"
SLIP = "─"
OFF_TRACK = "■"
AT_RISK = "▲"
ON_TRACK = "●"
BAR = "━"
HALF_BAR = "╸"
TARGET = "▏"
RULE = "─"
OPEN = "·"
MARKED = "•"
PRECEDES = "›"
DRIVES = "»"
TOO_EARLY = "!"
ELLIPSIS = "…"

_ASCII = str.maketrans(
    {
        CURSOR: ">",
        FORECAST: "*",
        BASELINE: "o",
        DONE: "+",
        TODAY: "|",
        SLIP: "-",
        OFF_TRACK: "#",
        AT_RISK: "!",
        ON_TRACK: "=",
        BAR: "=",
        HALF_BAR: "-",
        TARGET: "]",
        OPEN: ".",
        MARKED: "x",
        PRECEDES: ">",
        DRIVES: "=",
        ELLIPSIS: "~",
        "▐": "|",
        "│": "|",
        "╮": "\\",
        "╰": "\\",
        "╯": "/",
        "╭": "/",
        "├": "|",
        "×": "x",
        "‹": "<",
        "–": "-",
        "−": "-",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "◀": "<",
        "▶": ">",
        "“": '"',
        "”": '"',
    }
)


def fit(text: str, width: int, right: bool = False) -> str:
    """`text` in exactly `width` cells: padded, or cut with an ellipsis; control characters are shown visibly."""
    if width <= 0:
        return ""
    text = visible(text) if text else text
    if text.isascii():
        if len(text) > width:
            return text[: width - 1] + ELLIPSIS
        return text.rjust(width) if right else text.ljust(width)
    size = cell_len(text)
    if size > width:
        text = set_cell_size(text, width - 1).rstrip() + ELLIPSIS
        size = cell_len(text)
    padding = " " * (width - size)
    return padding + text if right else text + padding


def line_width(line: Iterable[Span]) -> int:
    """Cells that a line takes."""
    return sum(cell_len(text) for text, _ in line)


class Look:
    """The palette and the alphabet of the moment; shared by all widgets, changed by the app alone."""

    def __init__(self, palette: Palette = DARK, ascii_only: bool = False) -> None:
        self.palette = palette
        self.ascii_only = ascii_only

    def strip(self, line: Iterable[Span], width: int, ground: Ground = Ground.INK) -> Strip:
        """A line as exactly `width` cells on `ground`; neighbours of equal style become one segment."""
        segments: list[Segment] = []
        run: list[str] = []
        style = self.palette.style(Ink.TEXT, ground)
        length = 0
        for text, ink in line:
            if not text:
                continue
            if self.ascii_only:
                text = text.translate(_ASCII)
            length += len(text) if text.isascii() else cell_len(text)
            # A blank has no foreground: it rides on the run before it.
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
