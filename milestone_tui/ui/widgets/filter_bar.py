"""The filter line above the key bar, which filters the list while typing and underlines a mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from milestone_tui.plan.language.filter import Filter, FilterError, MeUnknown, Names, parse_filter
from milestone_tui.plan.language.text import is_blank
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.messages import FILTER_TOPIC, HelpRequested, IdentityRequested
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.line_input import LineInput
from milestone_tui.ui.widgets.text_block import TextBlock

MILESTONES_HINT = "title  @owner  #phase  is:overdue  due<1 dec  -is:done"
"""The placeholder where milestones or projects are filtered."""

_MINE = "@me"


class FilterBar(Vertical):
    """Filter line to be yielded just above the key bar and shown by `open`; a filter with a mistake is not applied."""

    BINDINGS: ClassVar[Keys] = [
        # Priority: the field would take enter for itself.
        bind("filter.keep", "enter", "apply", "Keep the filter and go to the list", priority=True),
        bind("filter.clear", "escape", "clear", "Clear the filter and show everything"),
        bind("filter.language", "f1", "help", "Show what can be typed here"),
    ]

    DEFAULT_CSS = """
    FilterBar { height: auto; display: none; background: $panel; }
    FilterBar.-open { display: block; }
    FilterBar Horizontal { height: 1; }
    FilterBar TextBlock.-label { width: 3; }
    FilterBar TextBlock.-count { width: auto; }
    FilterBar LineInput { color: $dim; text-style: $dim-style; }
    FilterBar LineInput:focus { color: $bright; text-style: none; }
    """

    count: reactive[tuple[int, int]] = reactive((0, 0), repaint=False)
    """How many rows are shown of how many, set by the screen."""

    @dataclass
    class Changed(Message):
        """There is another filter."""

        text: str
        filter: Filter

    class Typing(Message):
        """The text has changed."""

    class Kept(Message):
        """The filter was applied and the list has the focus."""

    class Closed(Message):
        """The filter was cleared and the line is hidden."""

    def __init__(
        self,
        renderer: Renderer,
        today: Callable[[], date],
        names: Callable[[], Names] = Names,
        text: str = "",
        *,
        hint: str = MILESTONES_HINT,
    ) -> None:
        """Create the line; `names` returns the names known to the filter, `text` is the filter to start with.

        `hint` is the placeholder.
        """
        super().__init__(classes="-open" if text else None)
        self.renderer = renderer
        self._today = today
        self._names = names
        self._text = text
        self._unkept = False
        """Whether a filter is being typed; the focus does not tell, as it is lost when the program ends."""
        self._cleared = ""
        """The filter cleared last, which is offered again, selected, when the line is opened."""
        self._before: Widget | None = None
        self._asks_who = False
        """Whether the text names `@me`, who is not known yet."""
        self._input = LineInput(renderer, text, placeholder=hint)
        self._count = TextBlock(renderer, classes="-count")
        self._problem = TextBlock(renderer)

    def compose(self) -> ComposeResult:
        """Yield the line, and its mistake below it."""
        with Horizontal():
            yield TextBlock(self.renderer, (((" / ", Ink.KEY),),), classes="-label")
            yield self._input
            yield self._count
        yield self._problem

    @property
    def active(self) -> bool:
        """Return whether a filter is applied."""
        return bool(self._text)

    @property
    def text(self) -> str:
        """Return the text of the applied filter."""
        return self._text

    @property
    def current_filter(self) -> Filter:
        """Return the applied filter."""
        return self._parsed(self._text)

    @property
    def text_being_typed(self) -> str:
        """Return the text being typed, neither applied nor cleared yet."""
        return self._input.value if self._unkept and not is_blank(self._input.value) else ""

    def open(self, text: str | None = None) -> None:
        """Show the line and focus it, with another text if one is given."""
        if not self._input.has_focus:
            self._before = self.screen.focused
        self.add_class("-open")
        if text is not None:
            self._input.value = text
        cleared, self._cleared = self._cleared, ""
        if cleared and not self._input.value:
            self._input.value = cleared
            self._input.select_all()
        else:
            self._input.cursor_position = len(self._input.value)
        self._unkept = True
        self.screen.set_focus(self._input)  # now, since the next letter may be on its way

    def show_filtered(self, text: str) -> None:
        """Show the line with a text that nobody types, and apply it; ask first who `@me` is, if it names them."""
        try:
            self._parsed(text)
        except MeUnknown:
            self.post_message(IdentityRequested(lambda: self.show_filtered(text)))
        else:
            self.add_class("-open")
            self._input.value = text
            self._apply(text)

    def use(self, text: str) -> None:
        """Apply another filter and show the line, without the focus; hide it for an empty text."""
        if not text.strip():
            self.clear()
            return
        self._input.value = text
        self.add_class("-open")
        self._apply(text)

    def toggle_mine(self) -> None:
        """Show only what belongs to the person at the keyboard, or end that; ask first who that is."""
        if not self._names().me:
            self.post_message(IdentityRequested(self.toggle_mine))
            return
        text = self._text.strip()
        if _MINE in text.split():
            self.use(" ".join(word for word in text.split() if word != _MINE))
        else:
            self.use(f"({text}) {_MINE}" if " or " in text.lower() else f"{text} {_MINE}".strip())

    def parse_again(self) -> None:
        """Apply the filter again, for another day or another "me"."""
        if self._text:
            self.post_message(self.Changed(self._text, self.current_filter))

    def clear(self) -> None:
        """Clear the filter, hide the line and give the focus back."""
        if self._input.has_focus:
            self._cleared = self._input.value
        self._input.value = ""
        self._apply("")
        self._leave()
        self.remove_class("-open")
        self.post_message(self.Closed())

    def action_keep(self) -> None:
        """Apply the filter and go to the list; hide the line if it is empty."""
        self._apply(self._input.value)  # enter may arrive before the message about the last letter
        if self._asks_who:
            self.post_message(IdentityRequested(self.action_keep))
        elif not self._input.value.strip():
            self.clear()
        else:
            self._leave()
            self.post_message(self.Kept())

    def action_clear(self) -> None:
        """Clear the filter."""
        self.clear()

    def action_language(self) -> None:
        """Show what can be typed here."""
        self.post_message(HelpRequested(FILTER_TOPIC))

    def _leave(self) -> None:
        self._unkept = False
        if self._input.has_focus:
            self.screen.set_focus(self._before)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._apply(event.value)
        self.post_message(self.Typing())

    def _parsed(self, text: str) -> Filter:
        return parse_filter(text, self._today(), self._names())

    def _apply(self, text: str) -> None:
        self._asks_who = False
        try:
            wanted = self._parsed(text)
        except FilterError as error:
            self._asks_who = isinstance(error, MeUnknown)
            self._input.mark((error.start, error.end))
            way_out = " Press ↵ to enter your name." if self._asks_who else ""
            self._problem.lines = (((" " * 3, Ink.TEXT), (f"{error}{way_out}", Ink.BAD)),)
            self._put_in_force_until(error)
            return
        self._input.mark(None)
        self._problem.lines = ()
        self._put_in_force(text, wanted)

    def _put_in_force(self, text: str, wanted: Filter) -> None:
        if text != self._text:
            self._text = text
            self.post_message(self.Changed(text, wanted))

    def _put_in_force_until(self, error: FilterError) -> None:
        """Apply the words before a mistake, so that `is`, the start of `is:overdue`, is not searched for."""
        before = self._input.value[: error.start].rpartition(" ")[0]
        try:
            wanted = self._parsed(before)
        except FilterError:
            return
        self._put_in_force(before, wanted)

    def watch_count(self, count: tuple[int, int]) -> None:
        """Show how many rows match."""
        shown, total = count
        line: Line = ((f"  {shown:,} of {total:,} ", Ink.DIM),)
        self._count.styles.width = line_width(line)
        self._count.lines = (line,)
