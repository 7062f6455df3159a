"""Help: the keys of a screen, made from its bindings, the glyphs that it draws, and what can be typed on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import (
    Group,
    HelpRow,
    Keys,
    bind,
    help_rows,
    hidden,
    plain_keys,
    pressed_name,
    shown_hints,
)
from milestone_tui.ui.messages import FILTER_TOPIC, HelpRequested
from milestone_tui.ui.panels.help_texts import (
    DATE_EXAMPLES,
    FIGURES,
    FILTER_EXAMPLES,
    NEW_RISK_EXAMPLES,
    PERIOD_EXAMPLES,
    QUICK_ADD_EXAMPLES,
    RISK_FIGURES,
    RISK_FILTER_EXAMPLES,
    Entry,
)
from milestone_tui.ui.renderer import Line, fit, line_width
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.widgets.bars import TitleBar
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

_TWO_COLUMNS = 100
"""Width from which there are two columns."""
_GUTTER = 4
_KEYS = 8

_TOPICS = {
    "quick add": QUICK_ADD_EXAMPLES,
    "new risk": NEW_RISK_EXAMPLES,
    "periods": PERIOD_EXAMPLES,
    "dates": DATE_EXAMPLES,
}
"""What can be typed, by the words that head it."""


class Block(NamedTuple):
    """Some entries under a head."""

    head: str
    entries: Sequence[Entry]


class HelpScreen(StatusScreen[None]):
    """Screen with the keys of a screen and of its focused widget, its glyphs, and what can be typed there."""

    SHOWS_PAST = True

    BINDINGS: ClassVar[Keys] = [
        bind("help.down", "down,j", "scroll", "Scroll a line down", "scroll(1)", display="↑ ↓"),
        hidden("help.up", "up,k", "scroll", "Scroll a line up", "scroll(-1)"),
        bind("help.page_down", "pagedown,space", "page", "Scroll a page down", "page(1.0)", display="pgdn"),
        hidden("help.page_up", "pageup", "page", "Scroll a page up", "page(-1.0)"),
        hidden("help.half_down", "ctrl+d", "scroll", "Scroll half a page down", "page(0.5)"),
        hidden("help.half_up", "ctrl+u", "scroll", "Scroll half a page up", "page(-0.5)"),
        hidden("help.top", "g,home", "top", "Scroll to the top"),
        hidden("help.bottom", "G,end", "bottom", "Scroll to the bottom"),
        bind("help.back", "escape,q,question_mark,f1", "back", "Go back to the screen"),
    ]

    DEFAULT_CSS = """
    HelpScreen VerticalScroll { padding: 1 0 0 0; scrollbar-size: 0 0; background: $background; }
    """

    def __init__(self, context: Context, of: Screen[Any], request: HelpRequested, where: Line) -> None:
        """`where`: the title of the screen, or of the one that a panel covers."""
        super().__init__(context)
        self._title_bar = TitleBar(context.renderer)
        topic = "Filter" if request.topic == FILTER_TOPIC else "Help"
        self._title_bar.left = (*where, (f"  › {topic}", Ink.DIM))
        self._words = TextBlock(context.renderer, ground=Ground.INK)
        self._written = plain_keys if context.renderer.ascii_only else str
        # Read while that screen is still on top: afterwards its keys are not active.
        rows = help_rows(of.active_bindings.values())
        self._listed = {key for row in rows for key in row.keys}
        about_filter = request.topic == FILTER_TOPIC
        blocks = self._about_filter(of, rows) if about_filter else self._about_screen(of, rows, request.field)
        self.blocks = [block for block in blocks if block.entries]

    def compose(self) -> ComposeResult:
        """Compose the bars and the text between them."""
        yield self._title_bar
        with VerticalScroll(can_focus=False):
            yield self._words
        yield self.key_bar

    def on_mount(self) -> None:
        """Show the words and the keys."""
        self._words.lines = self._lines(self.app.size.width)
        self.show_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Set the columns for the width."""
        self._words.lines = self._lines(event.size.width)

    def show_keys(self) -> None:
        """Show the keys of help itself."""
        self.key_bar.hints = shown_hints(entry for entry in self.active_bindings.values() if entry.node is self)

    def refuse_key(self, event: events.Key) -> None:
        """Say where a key works that does nothing here."""
        name = pressed_name(event.key, event.character)
        shown = f"Press esc first, then {name}." if name in self._listed else f"{name} does nothing on this screen."
        self.show_error(shown)

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: float) -> None:
        """Scroll by a part of the page."""
        self.action_scroll(int(pages * self._scroll.size.height))

    def action_top(self) -> None:
        """Scroll to the top."""
        self._scroll.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """Scroll to the bottom."""
        self._scroll.scroll_end(animate=False)

    def action_back(self) -> None:
        """Go back to the screen."""
        self.dismiss(None)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    # What there is to say ----------------------------------------------------------------------------------

    def _about_filter(self, of: Screen[Any], rows: Iterable[HelpRow]) -> list[Block]:
        own = [row for row in rows if row.area == "filter"]
        figures, examples = _searched(of)
        return [Block("filter", examples), Block("this line", self._entries(own)), Block("figures", figures)]

    def _about_screen(self, of: Screen[Any], rows: Sequence[HelpRow], field: str) -> list[Block]:
        actions = {row.action for row in rows}
        topics = {*actions, *(of.HELP_TOPICS if isinstance(of, StatusScreen) else ())}
        meanings = dict(of.field_meanings()) if isinstance(of, StatusScreen) else {}
        is_panel = of.is_modal
        figures, examples = _searched(of)
        groups = {group: self._entries([row for row in rows if row.group is group]) for group in Group}
        return [
            Block("this field", [(field, meanings.pop(field))] if field in meanings else ()),
            Block("this panel" if is_panel else Group.SCREEN.value, groups[Group.SCREEN]),
            Block("fields", [*meanings.items()]),
            Block("glyphs", of.legend() if isinstance(of, StoreScreen) else ()),
            *((Block("figures", figures), Block("filter", examples)) if "filter" in actions else ()),
            *(Block(name, entries) for name, entries in _TOPICS.items() if name.replace(" ", "_") in topics),
            Block(Group.MOVING.value, groups[Group.MOVING]),
            Block(Group.EVERYWHERE.value, groups[Group.EVERYWHERE]),
        ]

    def _entries(self, rows: Iterable[HelpRow]) -> list[Entry]:
        return [(self._written(" ".join(row.keys)), row.explanation) for row in rows]

    # Setting -----------------------------------------------------------------------------------------------

    def _lines(self, width: int) -> tuple[Line, ...]:
        blocks = self.blocks
        if width < _TWO_COLUMNS:
            return indented([line for block in blocks for line in block_lines(block, width - 2)])
        column = (width - 2 - _GUTTER) // 2
        left: list[Line] = []
        right: list[Line] = []
        for block in blocks:
            shorter = right if len(right) < len(left) else left
            shorter += block_lines(block, column)
        return _beside(left, right, column)


def _searched(of: Screen[Any]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Return what the columns of a screen count, and what can be typed into its filter."""
    if isinstance(of, StatusScreen) and "risks" in of.HELP_TOPICS:
        return RISK_FIGURES, RISK_FILTER_EXAMPLES
    return FIGURES, FILTER_EXAMPLES


def block_lines(block: Block, width: int) -> list[Line]:
    """Return a small head, the entries in two aligned columns, and a blank line."""
    keys_width = min(width // 2, max(_KEYS, *(cell_len(keys) for keys, _ in block.entries)) + 2)
    lines: list[Line] = [((block.head.upper(), Ink.DIM),)]
    for keys, explanation in block.entries:
        first, *rest = paragraph(explanation, width - keys_width) or ((),)
        lines.append(((fit(keys, max(keys_width, cell_len(keys) + 2)), Ink.KEY), *first))
        lines += indented(rest, keys_width)
    return [*lines, ()]


def _beside(left: Sequence[Line], right: Sequence[Line], column: int) -> tuple[Line, ...]:
    """Return two columns with a gutter between them."""
    lines: list[Line] = []
    for one, other in zip_longest(left, right, fillvalue=()):
        gap = column - line_width(one) + _GUTTER
        lines.append((*one, (" " * gap, Ink.TEXT), *other))
    return indented(lines)
