"""Updates of all screens, hidden ones too: by what is written to the database, and when the date changes."""

from __future__ import annotations

from milestone_tui.errors import DatabaseLocked, FileLost, MilestoneError
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.lost_file import LostFile
from milestone_tui.ui.navigator import Navigator
from milestone_tui.ui.waiting import WaitingNotice


class ScreenUpdates:
    """What keeps all screens up to date with the store and the clock."""

    def __init__(self, context: Context, navigator: Navigator, lost_file: LostFile, waiting: WaitingNotice) -> None:
        self._context = context
        self._navigator = navigator
        self._lost_file = lost_file
        self._waiting = waiting

    def check(self) -> None:
        """Look for changes by other processes, for trouble with the file, and for a new date."""
        store = self._context.store
        try:
            store.poll()
        except FileLost as error:
            self._lost_file.lost(error)
        except DatabaseLocked:
            self._waiting.unread()
        except MilestoneError as error:  # the file may be readable again at the next check
            self._navigator.show_error(str(error))
        else:
            self._lost_file.found()
            if self._waiting.read():
                self._read_again()
        # The store reports a failed backup only once, so it is fetched when a screen can show it.
        if isinstance(self._navigator.on_top, StoreScreen) and (complaint := store.take_backup_error()):
            self._navigator.show_error(complaint)
        self._waiting.show()
        self.turn_day()

    def turn_day(self) -> None:
        """Update all existing screens if the date has changed."""
        if self._context.turn_day():
            self.renew()

    def renew(self) -> None:
        """Update all existing screens as for a new day."""
        for screen in self._navigator.screens:
            if isinstance(screen, FramedScreen):
                screen.new_day()

    def repaint(self) -> None:
        """Repaint all existing screens with their widgets."""
        for screen in self._navigator.screens:
            screen.refresh(layout=True, repaint=True)
            for widget in screen.query("*"):
                widget.refresh()

    def store_changed(self, news: StoreChanged | None) -> None:
        """Pass a change of the store on to all screens; None if anything may have changed."""
        replaced = news is not None and news.database_replaced
        if replaced:
            self._context.show_past(None)
        if self._context.moment is not None:
            return  # what changes now changes nothing then; the way back reads everything again
        for screen in self._navigator.screens:
            if isinstance(screen, StoreScreen):
                screen.store_changed(None if replaced else news)
        self._waiting.show()

    def _read_again(self) -> None:
        for screen in self._navigator.screens:
            if isinstance(screen, StoreScreen):
                screen.read_again()
