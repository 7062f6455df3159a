"""What is told of changes that wait for another program: on every screen, each second, until they are written."""

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
"""A change that waits for longer is told of."""

_SAID_SECONDS = 3.0
"""How long what a key has said may cover that."""

_LEAST_NAME = 8


class WaitingNotice:
    """Shows what waits, in the key bar of every screen, and gives it up at `escape`."""

    def __init__(self, app: App[Any], store: Store, screens: Callable[[], Iterable[Screen[Any]]]) -> None:
        """`screens` are all that live, seen or not."""
        self._app = app
        self._screens = screens
        self._store = store
        self._line: Line = ()
        self._unread_since: float | None = None
        """Since when nothing can be read."""
        self._said: tuple[object, float] = (None, 0.0)
        """Whatever was said last, and since when."""

    def unread(self) -> None:
        """The database could not be read: another program has it."""
        self._unread_since = self._unread_since or time.monotonic()

    def read(self) -> bool:
        """It could be read; whether that is new."""
        before, self._unread_since = self._unread_since, None
        return before is not None

    def show(self) -> None:
        """Bring the key bars up to date."""
        line = self._told(self._app.size.width - 1)
        if not line and not self._line:
            return
        self._line = line
        for screen in self._screens():
            if isinstance(bar := getattr(screen, "key_bar", None), KeyBar) and not _tells_itself(screen):
                bar.notice = line
                if line and screen is self._app.screen:
                    self._uncover(bar)

    def stops(self, event: events.Event) -> bool:
        """Whether it is a key that gives up what waits, which is done then."""
        if not (self._line and isinstance(event, events.Key) and event.key == "escape"):
            return False
        on_top = self._app.screen
        told = isinstance(getattr(on_top, "key_bar", None), KeyBar) and not _tells_itself(on_top)
        sentence = self._store.give_up() if told else None
        if sentence is None:
            return False
        if isinstance(on_top, StatusScreen) and not on_top.is_writing:
            on_top.show_error(sentence)  # who has asked for it says it itself, a panel beside what is typed there
        self.show()
        return True

    def _told(self, room: int) -> Line:
        waiting = self._store.waiting
        if waiting is not None and waiting.seconds >= SHOWN_SECONDS:
            return ((waiting_words(waiting, room), Ink.WARN),)
        if self._unread_since is not None:
            seconds = time.monotonic() - self._unread_since
            if seconds >= SHOWN_SECONDS:
                return ((f"Another program has the database: nothing can be read, {seconds:.0f} s", Ink.WARN),)
        if self._store.file.released:
            return ((f"Nothing is saved: {visible(self._store.path.name)} is not what you see any more", Ink.WARN),)
        return ()

    def _uncover(self, bar: KeyBar) -> None:
        """What a key has said has been read after a while."""
        now = time.monotonic()
        if self._said[0] != (bar, bar.sayings):
            self._said = ((bar, bar.sayings), now)
        elif bar.said and now - self._said[1] >= _SAID_SECONDS:
            bar.hush()


def _tells_itself(screen: Screen[Any]) -> bool:
    return getattr(screen, "tells_of_waiting", False)


def waiting_words(waiting: Waiting, room: int) -> str:
    """What waits, why and since when, in so many cells; the name is what gives way."""
    name, seconds = visible(waiting.what), f"{waiting.seconds:.0f} s"
    ends = [f" · the disk is slow, {seconds}"]
    if waiting.locked:
        ends = [f" · {why}, {seconds} · esc to stop" for why in ("another program has the database", "database locked")]
    for end in ends:
        left = room - cell_len(f"Not saved yet: {end}")
        if left >= cell_len(name):
            return f"Not saved yet: {name}{end}"
    return f"Not saved yet: {fit(name, max(_LEAST_NAME, left)).rstrip()}{end}"
