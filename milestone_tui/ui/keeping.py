"""Keeping what is typed and not saved: a second after a key at the latest, and at once when the program ends."""

from __future__ import annotations

from asyncio import shield, wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.screen import Screen

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.model import Change
from milestone_tui.plan.unfinished import Unfinished, UnfinishedKind
from milestone_tui.store import Store

if TYPE_CHECKING:
    from milestone_tui.store import Commands

KEEP_SECONDS = 1.0
"""How much typing a power cut may cost."""


@runtime_checkable
class KeepsDraft(Protocol):
    """A screen on which something may stand that is not saved."""

    def keep_draft(self) -> None:
        """Have what is not saved kept, without waiting for it."""


class DraftKeeper:
    """Keeps one screen's edit; what is kept goes when it is saved or given up."""

    def __init__(
        self,
        screen: Screen[object],
        store: Store,
        kind: UnfinishedKind,
        target_id: int | None,
        edit: Callable[[], Unfinished | None],
        refuse: Callable[[str], None],
    ) -> None:
        """`edit` says what stands on the screen now, None when all is saved; `refuse` is told why it is not kept."""
        self._screen = screen
        self._store = store
        self._kind = kind
        self._target_id = target_id
        self._edit = edit
        self._refuse = refuse
        self._waits = False
        self._kept: Unfinished | None = None
        self._failed = False

    def go_on(self, edit: Unfinished) -> None:
        """This edit was kept by an earlier program and taken over from it."""
        self._kept = edit

    def typed(self) -> None:
        """Something else stands there: it is kept in a moment, with what is typed until then."""
        if not self._waits:
            self._waits = True
            self._screen.set_timer(KEEP_SECONDS, self._keep_in_time)

    def keep(self) -> None:
        """Have what stands there kept, where that is something else than is kept."""
        self._begin()

    def drop(self) -> None:
        """Have forgotten what is kept: it was given up."""
        if self._kept is not None:
            self._store.begin(self.forget)
            self._kept = None

    def forget(self, do: Commands) -> None:
        """Forget what is kept, as a part of the change that saves it."""
        do.drafts.drop(self._kind, self._target_id)

    def saved(self) -> None:
        """What was kept has been forgotten with a save; what was typed since is kept."""
        self._kept = None
        if self._edit() is not None:
            self.typed()

    def _keep_in_time(self) -> None:
        self._waits = False
        future = self._begin()
        if future is not None:
            self._screen.run_worker(self._watch(future), group="writes")

    def _begin(self) -> Future[Change | None] | None:
        edit = self._edit()
        if edit == self._kept:
            return None
        self._kept = edit
        return self._store.begin(self.forget if edit is None else lambda do: do.drafts.keep(edit))

    async def _watch(self, future: Future[Change | None]) -> None:
        """Say once that nothing can be kept; saving will say why, too."""
        try:
            await shield(wrap_future(future))
        except MilestoneError as error:
            self._kept = None
            if not self._failed:
                self._refuse(str(error))
            self._failed = True
        else:
            self._failed = False
