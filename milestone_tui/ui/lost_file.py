"""What happens when the database file is moved, deleted or replaced while the dashboard runs."""

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
    """The panel about a lost file, shown once for each trouble, and again when a change could not be saved."""

    def __init__(self, app: App[Any], context: Context, keep_drafts: Callable[[], None]) -> None:
        self._app = app
        self._context = context
        self._keep_drafts = keep_drafts
        self._first = context.store.path
        self._panel: FileLostScreen | None = None
        self._put_off: tuple[FileTrouble, int] | None = None
        """The trouble, and the number of refused changes, for which the person chose "later"."""
        self.last_words: str | None = None
        """The sentence to print after the program has ended."""

    def lost(self, error: FileLost) -> None:
        """Show or update the panel, unless the person put it off."""
        store = self._context.store
        if self._panel is not None:
            self._panel.show(error)
        elif self._put_off != (error.trouble, store.refused):
            from milestone_tui.ui.panels.file_lost import FileLostScreen  # late: seldom needed

            self._panel = FileLostScreen(self._context, error)
            self._app.push_screen(self._panel, lambda way: self._answered(error, way))

    def found(self) -> None:
        """Close the panel, since the file is back."""
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
        """Write unsaved edits to a new file if the program ends while its own is lost; set `last_words`."""
        store = self._context.store
        try:
            store.poll()
        except FileLost:
            self._keep_in_copy()
        except MilestoneError:
            pass  # the file cannot be read now; writing the drafts was requested already
        if self.last_words is None and store.path != self._first and not store.file.released:
            self.last_words = f"Your projects are in {store.path}. Run `milestone-tui --db {store.path}`."

    def _keep_in_copy(self) -> None:
        store = self._context.store
        self._keep_drafts()
        if not store.any_refused():
            return
        try:
            store.reopen(store.file.write_copy())
        except MilestoneError as error:
            self.last_words = f"Your unsaved edits could not be kept. {error}"
        else:
            self._keep_drafts()
            self.last_words = f"Your unsaved edits are in {store.path}. Run `milestone-tui --db {store.path}`."
