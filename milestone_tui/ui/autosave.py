"""Autosave of drafts: a second after a key at the latest, and when the program ends."""

from __future__ import annotations

from asyncio import shield, wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.model import Change
from milestone_tui.store import Store
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from milestone_tui.store import Commands

KEEP_SECONDS = 1.0
"""Seconds of typing that a power cut may lose."""

Write = Callable[["Commands"], object]


@runtime_checkable
class Autosaves(Protocol):
    """A screen that may hold unsaved edits."""

    def keep_draft(self) -> None:
        """Write unsaved edits as a draft, without waiting for the result."""


class DraftAutosave:
    """The draft of one screen, written while the person types and deleted when the edit is saved or discarded."""

    def __init__(
        self,
        screen: Screen[Any],
        store: Store,
        unfinished: Callable[[], Unfinished | None],
        show_error: Callable[[str], None],
    ) -> None:
        """`unfinished` returns the unsaved edit, None without one; `show_error` shows why no draft can be written."""
        self._screen = screen
        self._store = store
        self._unfinished = unfinished
        self._show_error = show_error
        self._kept: Unfinished | None = None
        self._opening = store.openings
        """The number of the file that holds the draft."""
        self._waits = False
        self.saving = False
        """Whether a save is running."""
        self._written = False
        self._failed = False
        self._discarded = False
        """Until the screen is gone, the time to write may still come."""

    def adopt(self, kept: Unfinished) -> None:
        """Continue a draft of an earlier session."""
        self._kept = kept

    def schedule(self) -> None:
        """Write the draft in a second, with everything typed until then."""
        if not self._waits:
            self._waits = True
            self._screen.set_timer(KEEP_SECONDS, self._keep_in_time)

    def keep(self) -> None:
        """Write the draft now."""
        self._begin()

    def discard(self) -> None:
        """Delete the draft and write no other, since the screen closes without its edit."""
        self._discarded = True
        kept, self._kept = self._kept, None
        if kept is not None and self._store.shown is None:
            self._store.submit(lambda do: do.drafts.drop(kept.kind, kept.target_id))

    def save_and_discard(self, command: Write) -> Write:
        """Return `command` extended to delete the draft; call `saved` or `not_saved` afterwards."""
        kept = self._kept
        self.saving, self._written = True, False

        def write(do: Commands) -> None:
            command(do)
            if kept is not None:
                do.drafts.drop(kept.kind, kept.target_id)
            self._written = not do.is_recording

        return write

    def saved(self) -> None:
        """Note that the save succeeded; text typed since becomes the next draft."""
        self.saving, self._kept = False, None
        if self._unfinished() is not None:
            self.schedule()

    def not_saved(self) -> None:
        """Note that the save failed; the draft stays."""
        self.saving = False
        self.schedule()

    def _keep_in_time(self) -> None:
        self._waits = False
        if not self.saving and (future := self._begin()) is not None:
            start_worker(self._screen, WRITES, self._watch, future)

    def _begin(self) -> Future[Change | None] | None:
        if self._discarded:
            return None
        if self._opening != self._store.openings:
            self._opening, self._kept = self._store.openings, None  # another file is open, without this draft
        edit, kept, saving = self._unfinished(), self._kept, self.saving
        if (edit == kept and not (edit and self._store.file.released)) or self._store.shown is not None:
            return None
        self._kept = edit

        def write(do: Commands) -> None:
            if saving and self._written:
                return  # the save before this write succeeded
            if edit is not None:
                do.drafts.keep(edit)
            elif kept is not None:
                do.drafts.drop(kept.kind, kept.target_id)

        return self._store.submit(write)

    async def _watch(self, future: Future[Change | None]) -> None:
        """Show once that drafts cannot be written."""
        try:
            await shield(wrap_future(future))
        except MilestoneError as error:
            self._kept = None
            if not self._failed:
                self._failed = True
                self._show_error(str(error))
        else:
            self._failed = False
