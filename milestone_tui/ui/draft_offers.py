"""Drafts and unsaved changes of earlier sessions: offered at the start and from the palette, and resumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.drafts import KeptDraft, UnfinishedKind
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.navigator import Navigator
from milestone_tui.ui.workers import WRITES, start_worker


class DraftOffers:
    """The offer to resume drafts and unsaved changes of earlier sessions."""

    def __init__(self, app: App[Any], context: Context, navigator: Navigator) -> None:
        self._app = app
        self._context = context
        self._navigator = navigator

    def offer(self, typed_saved: bool = False) -> bool:
        """Offer drafts and unsaved changes; return False if there are none.

        `typed_saved`: edits that could not be written as drafts before have been written now.
        """
        store, now = self._context.store, self._context.clock.now()
        try:
            drafts, left = store.read.drafts(now), store.unsaved_changes(now)
        except MilestoneError as error:
            self._show_error(str(error))
            return True
        if left:
            from milestone_tui.ui.resume import offered, typed_only  # late: seldom needed

            if not typed_saved and (typed := typed_only(left)):
                start_worker(self._app, WRITES, self._save_typed, typed)
                return True
            drafts = offered(drafts, left)
        if drafts:
            from milestone_tui.ui.views.drafts.screen import DraftsScreen  # late: seldom needed

            self._app.push_screen(DraftsScreen(self._context, drafts), self._resume)
        return bool(drafts)

    async def _save_typed(self, ids: Sequence[int]) -> None:
        """Write edits as drafts that a locked database prevented earlier, and offer all drafts."""
        below = self._navigator.on_top
        for id_ in ids:
            try:
                await self._context.store.resume_unsaved(id_)
            except MilestoneError as error:
                self._show_error(str(error))
        if self._navigator.on_top is below:
            self.offer(typed_saved=True)
        else:  # another screen was opened, and the person may be typing there
            self._app.post_message(
                StatusMessage("Drafts from your last session are ready. Choose drafts in the palette (:).")
            )

    def _resume(self, draft: KeptDraft | None) -> None:
        if draft is None:
            return
        if draft.unfinished.kind is UnfinishedKind.WAITING:
            start_worker(self._app, WRITES, self._save_left, draft)
            return
        from milestone_tui.ui.resume import adopt_draft, screen_for  # late: seldom needed

        edit, take_over = adopt_draft(self._context, draft)

        async def open_it() -> None:
            try:
                target, open_prompt = screen_for(self._context, edit)
                await self._context.store.change(take_over)
            except MilestoneError as error:
                self._show_error(str(error))
                return
            if isinstance(target, StoreScreen):
                await self._app.push_screen(target)
            elif target is not None:
                self._navigator.switch(target.view_id, target.place)
            below = self._navigator.on_top
            if open_prompt is not None and isinstance(below, StoreScreen):
                below.call_after_refresh(open_prompt, below)

        start_worker(self._app, WRITES, open_it)

    async def _save_left(self, draft: KeptDraft) -> None:
        """Save a change of an earlier session, and offer the rest."""
        label, below = draft.unfinished.title, self._navigator.on_top
        try:
            change = await self._context.store.resume_unsaved(draft.id)
        except MilestoneError as error:
            self._show_error(str(error))
            return
        if self._navigator.on_top is below:
            self.offer()
        self._app.post_message(
            StatusMessage(f"Saved: {label} · u to undo" if change else f"Nothing to save: {label} was saved already")
        )

    def _show_error(self, sentence: str) -> None:
        if isinstance(on_top := self._navigator.on_top, StoreScreen):
            on_top.show_error(sentence)
