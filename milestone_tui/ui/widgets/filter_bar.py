"""The filter line above the key bar: what is typed narrows the list at once, a mistake is marked where it stands."""

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


class FilterBar(Vertical):
    """Yield it just above the key bar; `open()` shows it. The last filter without a mistake stays in force."""

    BINDINGS: ClassVar[Keys] = [
        # Priority: the field would take enter for itself.
        bind("filter.keep", "enter", "keep", "To the list, the filter stays", priority=True),
        bind("filter.clear", "escape", "clear", "Show everything again and close the filter"),
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
    """How many rows are shown, of how many; the screen sets it."""

    @dataclass
    class Changed(Message):
        """There is another filter."""

        text: str
        filter: Filter

    class Typing(Message):
        """Something else stands in the line, which is not kept yet."""

    class Kept(Message):
        """The filter stays, and the keys go to the list."""

    class Closed(Message):
        """The filter was cleared and the bar is gone."""

    def __init__(
        self, renderer: Renderer, today: Callable[[], date], names: Callable[[], Names] = Names, text: str = ""
    ) -> None:
        """`names` are those that the filter may use; `text` is a filter that is in force from the beginning."""
        super().__init__(classes="-open" if text else None)
        self.renderer = renderer
        self._today = today
        self._names = names
        self._text = text
        self._unkept = False
        """One types here; not told by the focus, which is gone where the program ends."""
        self._cleared = ""
        """What was cleared last: it is there again, to go on with or to type over, when the bar is opened next."""
        self._before: Widget | None = None
        self._asks_who = False
        """What stands in the line asks for the person at the keyboard, who is not known yet."""
        self._input = LineInput(renderer, text, placeholder="title  @owner  #phase  is:overdue  due<1 dec  -is:done")
        self._count = TextBlock(renderer, classes="-count")
        self._problem = TextBlock(renderer)

    def compose(self) -> ComposeResult:
        """The line, and below it what is wrong with it."""
        with Horizontal():
            yield TextBlock(self.renderer, (((" / ", Ink.KEY),),), classes="-label")
            yield self._input
            yield self._count
        yield self._problem

    @property
    def active(self) -> bool:
        """Whether something is filtered out, or could be: a filter is in force."""
        return bool(self._text)

    @property
    def text(self) -> str:
        """The filter in force as it was typed."""
        return self._text

    @property
    def in_force(self) -> Filter:
        """The filter that the screen is to show."""
        return self._parsed(self._text)

    @property
    def in_the_making(self) -> str:
        """What is typed and neither kept nor cleared yet."""
        return self._input.value if self._unkept and not is_blank(self._input.value) else ""

    def open(self, text: str | None = None) -> None:
        """Show the bar and type in it, with another text where one is given."""
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
        self.screen.set_focus(self._input)  # at once: the next letter may be on its way

    def parse_again(self) -> None:
        """Have the filter in force mean what it means now: today, and of who is at the keyboard."""
        if self._text:
            self.post_message(self.Changed(self._text, self.in_force))

    def clear(self) -> None:
        """Forget the filter, close the bar and give the focus back."""
        if self._input.has_focus:
            self._cleared = self._input.value
        self._input.value = ""
        self._apply("")
        self._leave()
        self.remove_class("-open")
        self.post_message(self.Closed())

    def action_keep(self) -> None:
        """Back to the list with the filter in force; an empty one closes the bar."""
        self._apply(self._input.value)  # enter may be faster than the word that something was typed
        if self._asks_who:
            self.post_message(IdentityRequested(self.action_keep))
        elif not self._input.value.strip():
            self.clear()
        else:
            self._leave()
            self.post_message(self.Kept())

    def action_clear(self) -> None:
        """Show everything again."""
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
            way_out = " Press ↵ to say who you are." if self._asks_who else ""
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
        """Filter by the words before a mistake: `is`, on its way to `is:overdue`, is then no word to look for."""
        before = self._input.value[: error.start].rpartition(" ")[0]
        try:
            wanted = self._parsed(before)
        except FilterError:
            return
        self._put_in_force(before, wanted)

    def watch_count(self, count: tuple[int, int]) -> None:
        """Say how many rows the filter leaves."""
        shown, total = count
        line: Line = ((f"  {shown} of {total} ", Ink.DIM),)
        self._count.styles.width = line_width(line)
        self._count.lines = (line,)
