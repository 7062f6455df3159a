"""The help of a screen: its keys, generated from the bindings, its signs, and what can be typed on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Group, Keys, bind, help_rows, hidden, plain_keys, shown_hints
from milestone_tui.ui.renderer import (
    BASELINE,
    CANCELLED,
    DONE,
    FORECAST,
    GATE,
    OFF_TRACK,
    REJECTED,
    SUBMITTED,
    Line,
    fit,
    line_width,
)
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.widgets.bars import KeyBar, TitleBar
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

_TWO_COLUMNS = 100
"""Cells from which the screen's own keys and the others are shown side by side."""

_GUTTER = 4
_KEYS = 8

Entry = tuple[str, str, str]
"""What to press or type, its name, and the explanation."""

FILTER_EXAMPLES: tuple[Entry, ...] = (
    ("beta release", "", "both words in the title"),
    ('"load test"', "", "these words together"),
    ("@ana  #build", "", "owned by Ana; in phase Build"),
    ("client:acme  project:portal", "", "of a client; of a project"),
    ("is:overdue  is:slipping", "", "past due date; later than baseline"),
    ("is:critical  is:violated", "", "no float; too soon after a predecessor"),
    ("is:unowned  is:undated", "", "no owner; no due date"),
    ("due:+2w  due<2026-12-01", "", "within two weeks; before"),
    ("slip>5  percent<50", "", "slipped over 5 days; under half complete"),
    ("kind:gate  tag:pilot", "", "of a kind; with a tag"),
    ("@me  is:archived", "", "yours; archived"),
    ("-is:done  @ana or @raj", "", "not done; one or the other"),
)
"""Examples of filters; two spaces separate two filters."""

FIGURES: tuple[Entry, ...] = (
    ("slip", "", "days (d) past the baseline; overdue: up to today"),
    ("finish", "", "last due date; what is overdue counts as today"),
    ("float", "", "working days (wd) it can move, the end does not"),
)
"""What the figures in the columns mean."""

QUICK_ADD_EXAMPLES: tuple[Entry, ...] = (
    ("Beta release 28 nov", "", "title and due date"),
    ("+2w  fri  eom  2026-12-01", "", "other ways to say the day"),
    ("@ana  #Build", "", "owner; phase"),
    ('after:"Prototype accepted"', "", "predecessor; keeps the time"),
    ("after:proto+5wd", "", "5 working days after it"),
    ("cost:12000  tag:pilot", "", "value; tag"),
)
"""Examples of what can be typed into the quick add line."""


SIGNS: tuple[Entry, ...] = (
    (FORECAST, "open", "not done yet, at its due date"),
    (OFF_TRACK, "overdue", "open past its due date, among projects and people"),
    (GATE, "gate", "not decided yet"),
    (SUBMITTED, "submitted", "awaiting acceptance"),
    (REJECTED, "rejected", "not accepted; its note is in the pane"),
    (DONE, "done", "in its row and the roadmap; else ◆ on the day"),
    (CANCELLED, "cancelled", "binds nobody"),
    (BASELINE, "baseline", "the agreed date"),
)
"""The signs of milestones in rows and on time axes."""


class HelpScreen(FramedScreen[None]):
    """Screen with every action that works on another screen in its present state."""

    BINDINGS: ClassVar[Keys] = [
        bind("help.down", "down,j", "scroll", "Scroll a line down", "scroll(1)", display="↑ ↓"),
        hidden("help.up", "up,k", "scroll", "Scroll a line up", "scroll(-1)"),
        hidden("help.page_down", "pagedown,space,ctrl+d", "scroll", "Scroll 10 lines down", "scroll(10)"),
        hidden("help.page_up", "pageup,ctrl+u", "scroll", "Scroll 10 lines up", "scroll(-10)"),
        bind("help.back", "escape,q,question_mark,f1", "back", "Go back to the screen"),
    ]

    DEFAULT_CSS = """
    HelpScreen VerticalScroll { padding: 1 0 0 0; scrollbar-size: 0 0; background: $background; }
    """

    def __init__(self, context: Context, of: Screen[object]) -> None:
        super().__init__()
        self.context = context
        self._where: Line = of.title_bar.left if isinstance(of, StoreScreen) else (("Milestones", Ink.BRIGHT),)
        # Read while that screen is still on top: later its keys are not active.
        self._rows = help_rows(of.active_bindings.values())
        self._filters = any(row.action == "filter" for row in self._rows)
        self._adds = any(row.action == "quick_add" for row in self._rows)
        self._signs = isinstance(of, StoreScreen) and of.SHOWS_SIGNS
        self._title_bar = TitleBar(context.renderer)
        self._words = TextBlock(context.renderer, ground=Ground.INK)
        self._written = plain_keys if context.renderer.ascii_only else str
        self.key_bar = KeyBar(context.renderer)

    def compose(self) -> ComposeResult:
        """Compose the bars and the text between them."""
        yield self._title_bar
        with VerticalScroll(can_focus=False):
            yield self._words
        yield self.key_bar

    def on_mount(self) -> None:
        """Show the title, the text and the keys."""
        self._title_bar.left = (*self._where, ("  › ", Ink.DIM), ("Keys", Ink.DIM))
        self._words.lines = self._lines(self.app.size.width)
        self.key_bar.hints = shown_hints(entry for entry in self.active_bindings.values() if entry.node is self)

    def on_resize(self, event: events.Resize) -> None:
        """Set the columns for the width."""
        self._words.lines = self._lines(event.size.width)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Go back to the screen below."""
        self.dismiss(None)

    # Setting -----------------------------------------------------------------------------------------------

    def _lines(self, width: int) -> tuple[Line, ...]:
        wide = width >= _TWO_COLUMNS
        column = (width - 2 - _GUTTER) // 2 if wide else width - 2
        own = _block(Group.SCREEN.value, self._entries(Group.SCREEN), column)
        others = [
            line
            for group in (Group.MOVING, Group.EVERYWHERE)
            for line in _block(group.value, self._entries(group), column)
        ]
        typed = _block("signs", SIGNS, column) if self._signs else []
        if self._filters:
            typed += _block("filter", FILTER_EXAMPLES, column)
            typed += _block("figures", FIGURES, column)
        if self._adds:
            typed += _block("quick add", QUICK_ADD_EXAMPLES, column)
        if not wide:
            return indented([*own, *others, *typed])
        # What can be typed stands under the shorter column, so that most of it is in view at once.
        left, right = (own, [*others, *typed]) if len(others) < len(own) else ([*own, *typed], others)
        return _beside(left, right, column)

    def _entries(self, group: Group) -> list[Entry]:
        rows = [row for row in self._rows if row.group is group]
        return [(self._written(" ".join(row.keys)), row.does, row.tooltip) for row in rows]


def _block(title: str, entries: Sequence[Entry], width: int) -> list[Line]:
    """Return a head, the entries in aligned columns, and a blank line; nothing without entries."""
    if not entries:
        return []
    keys_width = max(_KEYS, *(cell_len(keys) for keys, _, _ in entries)) + 2
    does_width = max((cell_len(does) + 2 for _, does, _ in entries if does), default=0)
    lines: list[Line] = [((title.upper(), Ink.DIM),)]
    for keys, does, why in entries:
        why_lines = paragraph(why, max(10, width - keys_width - does_width), Ink.DIM if does else Ink.TEXT) or ((),)
        lines.append(((fit(keys, keys_width), Ink.KEY), (fit(does, does_width), Ink.TEXT), *why_lines[0]))
        lines += indented(why_lines[1:], keys_width + does_width)
    return [*lines, ()]


def _beside(left: Sequence[Line], right: Sequence[Line], column: int) -> tuple[Line, ...]:
    """Return two columns side by side."""
    lines: list[Line] = []
    for one, other in zip_longest(left, right, fillvalue=()):
        gap = column - line_width(one) + _GUTTER
        lines.append((*one, (" " * gap, Ink.TEXT), *other))
    return indented(lines)
