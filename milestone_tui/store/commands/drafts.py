"""Drafts: unsaved input. They are not part of the plan, so the journal does not record them."""

from __future__ import annotations

from sqlmodel import col, select

from milestone_tui.errors import NotFound
from milestone_tui.plan.drafts import KeptDraft, Unfinished, UnfinishedKind, to_json
from milestone_tui.store.processes import this_process
from milestone_tui.store.tables.others import DraftRow
from milestone_tui.store.transaction import CommandGroup


class Drafts(CommandGroup):
    """Commands on drafts; a process identifies its own drafts by what they edit."""

    def keep(self, unfinished: Unfinished, process: str | None = None) -> None:
        """Save a draft, replacing the earlier one of this process, or of `process`."""
        row = self._own(unfinished.kind, unfinished.target_id, process)
        if row is None:
            row = DraftRow(
                kind=unfinished.kind.value,
                target_id=unfinished.target_id,
                login=self._transaction.actor.login,
                name=self._transaction.actor.name,
                process=process or this_process(),
                title="",
                typed="",
                kept_at=self._transaction.clock.now(),
            )
        row.title, row.typed, row.kept_at = unfinished.title, to_json(unfinished), self._transaction.clock.now()
        self._transaction.session.add(row)
        self._transaction.commits = True

    def drop(self, kind: UnfinishedKind, target_id: int | None, process: str | None = None) -> None:
        """Delete the draft of this process, or of `process`: the edit was saved or discarded."""
        self._forget(self._own(kind, target_id, process))

    def discard(self, draft: KeptDraft) -> None:
        """Delete a draft left by another process; one that is gone is skipped."""
        self._forget(self._left(draft))

    def take_over(self, draft: KeptDraft) -> None:
        """Move a draft left by another process to this one; raise NotFound if it is gone."""
        row = self._left(draft)
        if row is None:
            raise NotFound("This draft is no longer there: it was discarded or resumed in another window.")
        self.drop(draft.unfinished.kind, draft.unfinished.target_id)
        row.process = this_process()
        self._transaction.session.add(row)
        self._transaction.commits = True

    def _own(self, kind: UnfinishedKind, target_id: int | None, process: str | None = None) -> DraftRow | None:
        whose = process or this_process()
        query = select(DraftRow).where(
            DraftRow.process == whose, DraftRow.kind == kind.value, col(DraftRow.target_id).is_(target_id)
        )
        return self._transaction.session.exec(query).first()

    def _left(self, draft: KeptDraft) -> DraftRow | None:
        query = select(DraftRow).where(DraftRow.id == draft.id, DraftRow.process == draft.process)
        return self._transaction.session.exec(query).first()

    def _forget(self, row: DraftRow | None) -> None:
        if row is not None:
            self._transaction.session.delete(row)
            self._transaction.session.flush()
            self._transaction.commits = True
