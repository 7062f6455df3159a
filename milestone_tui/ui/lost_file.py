"""Following the file under the dashboard: one panel when its name stands for something else, and what comes after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from milestone_tui.errors import FileLost, FileTrouble, MilestoneError
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import StatusMessage

if TYPE_CHECKING:
    from milestone_tui.ui.panels.file_lost import FileLostScreen, Way


class LostFile:
    """Tells of a file that is lost, once; tells again when something changes, or is asked to be saved."""

    def __init__(self, app: App[Any], context: Context, keep_drafts: Callable[[], None]) -> None:
        self._app = app
        self._context = context
        self._keep_drafts = keep_drafts
        self._first = context.store.path
        self._panel: FileLostScreen | None = None
        self._put_off: tuple[FileTrouble, int] | None = None
        """What the person knows, and has left for later."""
        self.last_words: str | None = None
        """What is to be said when the program has ended."""

    def lost(self, error: FileLost) -> None:
        """Ask what to do."""
        store = self._context.store
        if self._panel is not None:
            self._panel.show(error)
        elif self._put_off != (error.trouble, store.refused):
            from milestone_tui.ui.panels.file_lost import FileLostScreen  # late: seldom needed

            self._panel = FileLostScreen(self._context, error)
            self._app.push_screen(self._panel, lambda way: self._answered(error, way))

    def found(self) -> None:
        """The file is as it was: there is nothing to ask any more."""
        self._put_off = None
        if self._panel is not None and self._panel.is_attached:
            self._panel.dismiss(None)
            self._tell(f"{self._context.store.path.name} can be used again")

    def _answered(self, error: FileLost, way: Way | None) -> None:
        self._panel = None
        if way is None:
            self._put_off = (error.trouble, self._context.store.refused)
            return
        self._keep_drafts()
        path = self._context.store.path
        self._tell(f"Now in {path.name if path.parent == error.path.parent else path}")

    def _tell(self, sentence: str) -> None:
        self._app.post_message(StatusMessage(sentence))

    def keep_elsewhere(self) -> None:
        """Keep what is typed in a new file when the program ends while its own is lost; say where all is now."""
        store = self._context.store
        try:
            store.poll()
        except FileLost:
            self._keep_in_copy()
        except MilestoneError:
            pass  # it cannot be read just now; what is typed has been asked to be kept
        if self.last_words is None and store.path != self._first and not store.file.released:
            self.last_words = f"Your projects are in {store.path}. Run `milestone-tui --db {store.path}`."

    def _keep_in_copy(self) -> None:
        store = self._context.store
        self._keep_drafts()
        if not store.turned_away():
            return
        try:
            store.reopen(store.file.write_copy())
        except MilestoneError as error:
            self.last_words = f"What you typed could not be kept. {error}"
        else:
            self._keep_drafts()
            self.last_words = f"What you typed is kept in {store.path}. Run `milestone-tui --db {store.path}`."
