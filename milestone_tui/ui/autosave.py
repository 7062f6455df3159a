"""Keeping what is typed and not saved: a second after a key at the latest, and at once when the program ends."""

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
from milestone_tui.ui.workers import WRITES, begin

if TYPE_CHECKING:
    from milestone_tui.store import Commands

KEEP_SECONDS = 1.0
"""How much typing a power cut may cost."""

Write = Callable[["Commands"], object]


@runtime_checkable
class Autosaves(Protocol):
    """A screen on which something may stand that is not saved."""

    def keep_draft(self) -> None:
        """Have what is not saved kept, without waiting for it."""


class DraftAutosave:
    """Keeps what stands on one screen, until it is saved or given up."""

    def __init__(
        self,
        screen: Screen[Any],
        store: Store,
        unfinished: Callable[[], Unfinished | None],
        show_error: Callable[[str], None],
    ) -> None:
        """`unfinished` returns what is typed, None when all is saved; `show_error` says why it cannot be kept."""
        self._screen = screen
        self._store = store
        self._unfinished = unfinished
        self._show_error = show_error
        self._kept: Unfinished | None = None
        self._opening = store.openings
        """The file in which that is kept, by its number."""
        self._waits = False
        self.saving = False
        """A command that saves is under way."""
        self._written = False
        self._failed = False

    def go_on(self, kept: Unfinished) -> None:
        """This was kept by an earlier program and taken over from it."""
        self._kept = kept

    def schedule(self) -> None:
        """Something else stands there: it is kept in a moment, with all that is typed until then."""
        if not self._waits:
            self._waits = True
            self._screen.set_timer(KEEP_SECONDS, self._keep_in_time)

    def keep(self) -> None:
        """Have what stands there kept now."""
        self._begin()

    def drop(self) -> None:
        """Have forgotten what is kept: it was given up."""
        kept, self._kept = self._kept, None
        if kept is not None:
            self._store.submit(lambda do: do.drafts.drop(kept.kind, kept.target_id))

    def save_and_discard(self, command: Write) -> Write:
        """The command that saves, and with it forgets what is kept; `saved` or `not_saved` follows."""
        kept = self._kept
        self.saving, self._written = True, False

        def write(do: Commands) -> None:
            command(do)
            if kept is not None:
                do.drafts.drop(kept.kind, kept.target_id)
            self._written = not do.is_rehearsal

        return write

    def saved(self) -> None:
        """It is written; what was typed since is kept."""
        self.saving, self._kept = False, None
        if self._unfinished() is not None:
            self.schedule()

    def not_saved(self) -> None:
        """It is not written after all."""
        self.saving = False
        self.schedule()

    def _keep_in_time(self) -> None:
        self._waits = False
        if not self.saving and (future := self._begin()) is not None:
            begin(self._screen, WRITES, self._watch, future)

    def _begin(self) -> Future[Change | None] | None:
        if self._opening != self._store.openings:
            self._opening, self._kept = self._store.openings, None  # another file is open, in which nothing is kept
        edit, kept, saving = self._unfinished(), self._kept, self.saving
        if edit == kept and not (edit and self._store.file.released):
            return None
        self._kept = edit

        def write(do: Commands) -> None:
            if saving and self._written:
                return  # saved by what was begun before this
            if edit is not None:
                do.drafts.keep(edit)
            elif kept is not None:
                do.drafts.drop(kept.kind, kept.target_id)

        return self._store.submit(write)

    async def _watch(self, future: Future[Change | None]) -> None:
        """Say once that nothing can be kept; whoever saves then is told, too."""
        try:
            await shield(wrap_future(future))
        except MilestoneError as error:
            self._kept = None
            if not self._failed:
                self._failed = True
                self._show_error(str(error))
        else:
            self._failed = False
