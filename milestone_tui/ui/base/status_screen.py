"""Screens with a key bar, which also shows messages, and with the one way to write to the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.screen import ScreenResultType

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.model import Change
from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import pressed_name
from milestone_tui.ui.messages import HelpRequested, PromptRefused, StatusMessage
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.bars import KeyBar
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_Written = TypeVar("_Written")
_Value = TypeVar("_Value")


class StatusScreen(FramedScreen[ScreenResultType]):
    """Base of views, editors and panels: a key bar that also shows status and errors, and `run_command`."""

    HELP_TOPICS: ClassVar[tuple[str, ...]] = ()
    """What help explains besides keys: `quick_add`, `dates`."""

    SHOWS_PAST: ClassVar[bool] = False
    """Whether it may open while an earlier day is shown, because it changes no plan."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.key_bar = KeyBar(context.renderer)
        self._writes = 0
        """The number of running writes."""

    def on_mount(self) -> None:
        """Follow changes of the active keys."""
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_keys())

    def show_keys(self) -> None:
        """Update the key bar to the active keys; for subclasses."""

    def refuse_key(self, event: events.Key) -> None:
        """Show that a key does nothing and which key opens help; ignore text that follows a letter without a pause."""
        keys = self.active_bindings
        typing = self.focused is not None and self.focused.check_consume_key("question_mark", "?")
        shows = "?" if "question_mark" in keys and not typing else "F1"
        is_text = event.is_printable and event.character != "\N{REPLACEMENT CHARACTER}"
        show_error = self.refuse_prompt if is_text else self.show_error
        show_error(
            f"{pressed_name(event.key, event.character)} does nothing on this screen. Press {shows} for its keys."
        )

    def field_meanings(self) -> Sequence[tuple[str, str]]:
        """Return the labels of the fields whose meaning help explains, each with its meaning; for subclasses."""
        return ()

    def action_help(self) -> None:
        """Show help, first of all for the field that has the focus."""
        self.post_message(HelpRequested(field=self.focused_label()))

    def focused_label(self) -> str:
        """Return the label of the field that has the focus; for subclasses."""
        return ""

    # Status ------------------------------------------------------------------------------------------------

    def show_status(self, sentence: str, ink: Ink = Ink.TEXT) -> None:
        """Show a sentence in the key bar until the next key; if this screen has closed, on the one on top."""
        if self._is_closed:
            self.app.post_message(StatusMessage(sentence))
        else:
            self.key_bar.show_status(sentence, ink)

    def show_error(self, sentence: str) -> None:
        """Show why a key did nothing."""
        self.show_status(sentence, Ink.BAD)

    def refuse_prompt(self, sentence: str) -> None:
        """Show why a key opens no prompt, and ignore keys that follow without a pause."""
        self.show_error(sentence)
        self.app.post_message(PromptRefused(sentence))

    def refuses_text(self) -> bool:
        """Return True, and show why, if no text may be typed now; for subclasses."""
        return False

    def on_key(self, event: events.Key) -> None:
        """Clear the message at the next key."""
        self.clear_status()

    def clear_status(self) -> None:
        """Show the keys again, in one frame with the effect of the present key."""
        if self.key_bar.said:
            # The first call comes before this key in the app's queue, the second after the key and its effect.
            self.app.call_later(self.app.call_later, self._clear, self.key_bar.sayings)

    def _clear(self, sayings: int) -> None:
        if self.key_bar.sayings == sayings and not self._writes:
            self.key_bar.clear_status()

    @property
    def _is_closed(self) -> bool:
        return self.is_mounted and self not in self.app.screen_stack

    # Writing -----------------------------------------------------------------------------------------------

    @property
    def is_writing(self) -> bool:
        """Return True while a change of this screen is being written."""
        return self._writes > 0

    def run_command(
        self,
        command: Callable[[Commands], object],
        on_done: Callable[[Change | None], None] | None = None,
        on_error: Callable[[MilestoneError], None] | None = None,
    ) -> None:
        """Write one change, then call `on_done`, or `on_error` if nothing was written.

        Without `on_error` the error is shown in the key bar.
        """
        self.run_write(lambda: self.context.store.change(command), on_done, on_error)

    def run_write(
        self,
        write: Callable[[], Awaitable[_Written]],
        on_done: Callable[[_Written], None] | None = None,
        on_error: Callable[[MilestoneError], None] | None = None,
    ) -> None:
        """Write like `run_command`, by another method of the store: undo, redo, or a prepared change."""
        sayings = self.key_bar.sayings
        self._writes += 1

        async def carry_out() -> None:
            try:
                written = await write()
            except MilestoneError as error:
                self._call(self._show_reason if self._is_closed else on_error or self._show_reason, error)
            else:
                self._call(on_done, written)
            finally:
                self._writes -= 1
                self._clear(sayings)

        # For a panel, the worker belongs to the app: closing the panel must not cancel the write. It is not exclusive
        # for the same reason; the store's single thread keeps the order.
        start_worker(self.app if self.is_modal else self, WRITES, carry_out)

    def _show_reason(self, error: MilestoneError) -> None:
        self.show_error(str(error))

    def _call(self, callback: Callable[[_Value], None] | None, value: _Value) -> None:
        """Call back; if the callback cannot read from the store, show why."""
        try:
            if callback is not None:
                callback(value)
        except MilestoneError as error:
            self._show_reason(error)
