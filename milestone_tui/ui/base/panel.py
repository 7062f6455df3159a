"""What asks something: a panel at the bottom, above it the screen as it was."""

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
"""How long nothing may be typed before keys count: what is being typed was meant for what this panel covers."""


class Panel(StatusScreen[Answer | None], ModalScreen[Answer | None]):
    """Base of all panels: subclasses yield what they show in `compose_panel`; None is the answer of who leaves."""

    BINDINGS: ClassVar[Keys] = [
        bind("panel.leave", "escape", "leave", "Close the panel, nothing is changed"),
        hidden("panel.help", "f1", "help", "Show help for this panel"),
        *APP_KEYS,  # a panel hides all that is below it, the app too
    ]

    DEFAULT_CSS = """
    Panel, Panel:ansi { background: transparent; overflow: hidden; }
    Panel > #panel { dock: bottom; height: auto; max-height: 100%; background: $panel; padding-top: 1; }
    Panel > #panel > KeyBar { dock: none; margin-top: 1; }
    """

    tells_of_waiting = False
    """The panel itself is about what waits for another program: its keys are shown, and its `escape` is its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.asleep = False
        """It comes while somebody may be typing: its own keys count only after a pause."""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The panel's own content above its keys."""
        with Vertical(id="panel"):
            yield from self.compose_panel()
            yield self.key_bar

    def compose_panel(self) -> ComposeResult:
        """What is asked."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Wait until nobody types, show the keys and the words."""
        self._await_pause()
        self.show_keys()
        self.show_words()

    def on_resize(self) -> None:
        """Show the words for another size."""
        self.show_words()

    def show_words(self) -> None:
        """Write what is fitted to the size of the screen; for subclasses."""

    def _await_pause(self) -> None:
        if self.asleep:
            if self._pause is not None:
                self._pause.stop()  # a timer that is reset late never comes
            self._pause = self.set_timer(PAUSE_SECONDS, self._wake)

    def _wake(self) -> None:
        self.asleep = False
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Its own keys count when it is awake."""
        return None if self.asleep and hasattr(type(self), f"action_{action}") else True

    def show_keys(self) -> None:
        """Bring the key bar up to date; leaving the panel stands last, whatever that is called in it."""

        def leaves(entry: ActiveBinding) -> bool:
            return entry.node is self and entry.binding.action == "leave"

        self.key_bar.hints = shown_hints(sorted(self.active_bindings.values(), key=leaves))

    def on_key(self, event: events.Key) -> None:
        """Wait on: who is still typing means no key of this panel."""
        self._await_pause()

    def tell(self, sentence: str) -> None:
        """Say something on the screen below, when the panel is gone."""
        self.app.post_message(StatusMessage(sentence))

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
