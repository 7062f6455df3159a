"""The notice in all key bars about a change that waits for a locked database or a slow disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.screen import Screen

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from milestone_tui.store import Store, Waiting

SHOWN_SECONDS = 1.0
"""Seconds that a change waits before the notice appears."""

_SAID_SECONDS = 3.0
"""Seconds that a status message may cover the notice."""

_LEAST_NAME = 8


class WaitingNotice:
    """The notice about waiting changes, shown in the key bar of every screen; `escape` gives a change up."""

    def __init__(self, app: App[Any], store: Store, screens: Callable[[], Iterable[Screen[Any]]]) -> None:
        """`screens` returns all existing screens, hidden ones too."""
        self._app = app
        self._screens = screens
        self._store = store
        self._line: Line = ()
        self._unread_since: float | None = None
        """The time since which the database cannot be read, None while it can."""
        self._said: tuple[object, float] = (None, 0.0)
        """The last status message, and when it was first seen."""

    def unread(self) -> None:
        """Note that the database could not be read, since another program has locked it."""
        self._unread_since = self._unread_since or time.monotonic()

    def read(self) -> bool:
        """Note that the database could be read; return True if it could not before."""
        before, self._unread_since = self._unread_since, None
        return before is not None

    def show(self) -> None:
        """Update the notice in all key bars."""
        line = self._notice(self._app.size.width - 1)
        if not line and not self._line:
            return
        self._line = line
        for screen in self._screens():
            if isinstance(bar := getattr(screen, "key_bar", None), KeyBar) and not _shows_waiting(screen):
                bar.notice = line
                if line and screen is self._app.screen:
                    self._clear_old_status(bar)

    def stops(self, event: events.Event) -> bool:
        """Give up the waiting change if the event is `escape`; return True if so."""
        if not (self._line and isinstance(event, events.Key) and event.key == "escape"):
            return False
        on_top = self._app.screen
        shows = isinstance(getattr(on_top, "key_bar", None), KeyBar) and not _shows_waiting(on_top)
        sentence = self._store.give_up() if shows else None
        if sentence is None:
            return False
        if isinstance(on_top, StatusScreen) and not on_top.is_writing:
            on_top.show_error(sentence)  # a panel that writes shows its own errors
        self.show()
        return True

    def _notice(self, room: int) -> Line:
        waiting = self._store.waiting
        if waiting is not None and waiting.seconds >= SHOWN_SECONDS:
            return ((waiting_words(waiting, room), Ink.WARN),)
        if self._unread_since is not None:
            seconds = time.monotonic() - self._unread_since
            if seconds >= SHOWN_SECONDS:
                return ((f"Cannot read: another program has locked the database, {seconds:.0f} s", Ink.WARN),)
        if self._store.file.released:
            return ((f"Nothing is saved: {visible(self._store.path.name)} was moved, deleted or replaced", Ink.WARN),)
        return ()

    def _clear_old_status(self, bar: KeyBar) -> None:
        """Remove a status message that has covered the notice long enough."""
        now = time.monotonic()
        if self._said[0] != (bar, bar.sayings):
            self._said = ((bar, bar.sayings), now)
        elif bar.said and now - self._said[1] >= _SAID_SECONDS:
            bar.clear_status()


def _shows_waiting(screen: Screen[Any]) -> bool:
    return getattr(screen, "shows_waiting", False)


def waiting_words(waiting: Waiting, room: int) -> str:
    """Return what waits, why and for how long, in `room` cells; the name of the change is cut first."""
    name, seconds = visible(waiting.what), f"{waiting.seconds:.0f} s"
    ends = [f" · the disk is slow, {seconds}"]
    if waiting.locked:
        ends = [f" · {why}, {seconds} · esc to stop" for why in ("another program has the database", "database locked")]
    for end in ends:
        left = room - cell_len(f"Not saved yet: {end}")
        if left >= cell_len(name):
            return f"Not saved yet: {name}{end}"
    return f"Not saved yet: {fit(name, max(_LEAST_NAME, left)).rstrip()}{end}"
