"""Panels: modal questions at the bottom of the screen, which stays visible above."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer

from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import APP_KEYS, Keys, bind, hidden, shown_hints
from milestone_tui.ui.messages import StatusMessage

Answer = TypeVar("Answer")

PAUSE_SECONDS = 0.5
"""Seconds without typing after which the keys of a panel that opened by itself count."""


class Panel(StatusScreen[Answer | None], ModalScreen[Answer | None]):
    """Base of all panels: a subclass yields its content in `compose_panel`; cancelling answers None."""

    BINDINGS: ClassVar[Keys] = [
        bind("panel.leave", "escape", "cancel", "Close the panel; nothing is changed"),
        hidden("panel.help", "f1", "help", "Show help for this panel"),
        *APP_KEYS,  # Textual ignores the bindings of the app below a modal screen
    ]

    DEFAULT_CSS = """
    Panel, Panel:ansi { background: transparent; overflow: hidden; }
    Panel > #panel { dock: bottom; height: auto; max-height: 100%; background: $panel; padding-top: 1; }
    Panel > #panel > KeyBar { dock: none; margin-top: 1; }
    """

    shows_waiting = False
    """Whether the panel itself tells of waiting changes, so that its key bar shows no notice."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.asleep = False
        """Whether the panel opened by itself and its keys do not count yet, since somebody may be typing."""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Compose the content above the keys."""
        with Vertical(id="panel"):
            yield from self.compose_panel()
            yield self.key_bar

    def compose_panel(self) -> ComposeResult:
        """Compose the content; for subclasses."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show keys and content."""
        self._await_pause()
        self.show_keys()
        self.update_content()

    def on_resize(self) -> None:
        """Fit the content to the new size."""
        self.update_content()

    def update_content(self) -> None:
        """Write the content that depends on the size of the screen; for subclasses."""

    def _await_pause(self) -> None:
        if self.asleep:
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE_SECONDS, self._wake)

    def _wake(self) -> None:
        self.asleep = False
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the panel's own keys until it is awake."""
        return None if self.asleep and hasattr(type(self), f"action_{action}") else True

    def show_keys(self) -> None:
        """Update the key bar; the key that closes the panel comes last."""

        def leaves(entry: ActiveBinding) -> bool:
            return entry.node is self and entry.binding.action == "leave"

        self.key_bar.hints = shown_hints(sorted(self.active_bindings.values(), key=leaves))

    def on_key(self, event: events.Key) -> None:
        """Restart the pause while somebody types."""
        self._await_pause()

    def show_below(self, sentence: str) -> None:
        """Show a sentence on the screen below after the panel has closed."""
        self.app.post_message(StatusMessage(sentence))

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
