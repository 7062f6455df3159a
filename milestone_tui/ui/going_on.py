"""Going on with what an earlier program has left behind: the screen it opens, and what becomes of what was deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from milestone_tui.plan.draft_values import field_text
from milestone_tui.plan.drafts import PhaseDraft
from milestone_tui.plan.fields import NEW_PROJECT
from milestone_tui.plan.pending import PendingChange
from milestone_tui.plan.pending_words import is_draft
from milestone_tui.plan.unfinished import KeptDraft, TypedList, Unfinished, UnfinishedKind
from milestone_tui.ui.desk import Desk
from milestone_tui.ui.screens.base import StoreScreen

if TYPE_CHECKING:
    from milestone_tui.store import Commands


def taken_over(draft: KeptDraft) -> tuple[Unfinished, Callable[[Commands], None]]:
    """The edit to go on with, and what makes it this program's: a project that was deleted becomes a new one."""
    edit = draft.unfinished
    if not draft.gone or edit.kind is not UnfinishedKind.PROJECT:
        return edit, lambda do: do.drafts.take_over(draft)
    anew = _new_project(edit)

    def take_over(do: Commands) -> None:
        do.drafts.take_over(draft)
        do.drafts.drop(edit.kind, edit.target_id)
        do.drafts.keep(anew)

    return anew, take_over


def typed_only(left: Sequence[PendingChange]) -> list[int]:
    """The ids of what keeps no more than what was typed: that belongs with the other drafts."""
    return [change.id for change in left if is_draft(change.calls)]


def offered(drafts: Sequence[KeptDraft], left: Sequence[PendingChange]) -> tuple[KeptDraft, ...]:
    """What is there to go on with: changes first; a draft that one of them saves is not offered by itself."""
    saved = {(change.process, *call.args[:2]) for change in left for call in change.calls if call.name == "drafts.drop"}
    changes = (
        KeptDraft(
            change.id, Unfinished(UnfinishedKind.CHANGE, None, change.label), change.kept_at, "", False, change.process
        )
        for change in left
        if not is_draft(change.calls)
    )
    others = (d for d in drafts if (d.process, d.unfinished.kind, d.unfinished.target_id) not in saved)
    return (*changes, *others)


def screen_of(desk: Desk, edit: Unfinished) -> StoreScreen:
    """The screen on which the edit is gone on with; raises NotFound where there is no place for it any more."""
    if edit.kind is UnfinishedKind.MILESTONE and edit.target_id is not None:
        from milestone_tui.ui.screens.milestone_editor import MilestoneEditor  # late: as everywhere

        return MilestoneEditor(desk, edit.target_id, edit)
    if edit.kind is UnfinishedKind.QUICK_ADD and edit.target_id is not None:
        from milestone_tui.ui.screens.timeline import TimelineScreen

        desk.store.read.project(edit.target_id)
        return TimelineScreen(desk, edit.target_id, adding=edit)
    from milestone_tui.ui.screens.project_editor import ProjectEditor

    return ProjectEditor(desk, edit.target_id, edit)


def _new_project(edit: Unfinished) -> Unfinished:
    """All that stood in the fields of a project, as if it had been typed for a new one."""
    currency = str(edit.seen.get("currency", NEW_PROJECT["currency"]))
    stood = {name: field_text(name, value, currency) for name, value in edit.seen.items()} | dict(edit.texts)
    seen = {name: value for name, value in NEW_PROJECT.items() if name in edit.seen}
    texts = {name: stood[name] for name, value in seen.items() if stood[name] != field_text(name, value, currency)}
    phases = edit.phases.mine if edit.phases else ()
    made: TypedList[PhaseDraft] = TypedList((), tuple(PhaseDraft(None, phase.name) for phase in phases))
    return replace(edit, target_id=None, seen=seen, texts=texts, phases=made)
