"""The editor of a milestone as a draft: what of it is put aside, how that comes back, and what makes it anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from milestone_tui.plan.drafts import TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import Values
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput
from milestone_tui.plan.model import Criterion, LinkedMilestone
from milestone_tui.plan.people import Assignment
from milestone_tui.store import Reader
from milestone_tui.ui.editors.entry_list import Entry
from milestone_tui.ui.editors.form import Form


def unfinished_milestone(
    milestone_id: int,
    project_id: int | None,
    form: Form,
    criteria: TypedList[CriterionInput],
    links: TypedList[LinkInput],
    work: TypedList[AssignmentInput],
    picking: Mapping[str, str],
) -> Unfinished | None:
    """What stands in the editor as it is typed; None when nothing of it was changed."""
    texts = form.texts()
    alike = criteria.seen == criteria.mine and links.seen == links.mine and work.seen == work.mine
    if alike and not texts and not picking:
        return None
    return Unfinished(
        UnfinishedKind.MILESTONE,
        milestone_id,
        texts.get("title") or str(form.seen.get("title", "")),
        project_id,
        form.seen,
        texts,
        criteria=criteria,
        links=links,
        work=work,
        picking=picking,
    )


def criterion_drafts(entries: Iterable[Entry | Criterion]) -> tuple[CriterionInput, ...]:
    """The criteria of a list, or those that are stored."""
    return tuple(CriterionInput(entry.id, entry.text, entry.met_on) for entry in entries)


def link_drafts(linked: Iterable[LinkedMilestone]) -> tuple[LinkInput, ...]:
    """The predecessors with their lags."""
    return tuple(LinkInput(other.id, other.lag, other.kept) for other in linked)


def work_drafts(work: Iterable[Assignment]) -> tuple[AssignmentInput, ...]:
    """Who works on it as it is stored, by name."""
    return tuple(AssignmentInput(assignment.person, assignment.effort_days) for assignment in work)


def seen_criteria(kept: Unfinished) -> tuple[Criterion, ...]:
    """The criteria as they were stored when the person saw them."""
    seen = kept.criteria.seen if kept.criteria else ()
    return tuple(
        Criterion(draft.id or 0, kept.target_id or 0, draft.text, draft.met_on, position)
        for position, draft in enumerate(seen)
    )


def seen_links(kept: Unfinished) -> tuple[LinkedMilestone, ...]:
    """The predecessors as they were stored when the person saw them: which ones, with what lags."""
    seen = kept.links.seen if kept.links else ()
    return tuple(LinkedMilestone(draft.predecessor_id, "", "", None, None, draft.lag, draft.kept) for draft in seen)


def seen_work(kept: Unfinished) -> tuple[Assignment, ...]:
    """The work as it was stored when the person saw it: who, and how many days."""
    seen = kept.work.seen if kept.work else ()
    return tuple(Assignment(0, 0, draft.person, kept.target_id or 0, draft.effort_days) for draft in seen)


def typed_links(kept: Unfinished, read: Reader) -> tuple[LinkedMilestone, ...]:
    """The predecessors as the person left them; those that were deleted meanwhile are left out."""
    drafts = kept.links.mine if kept.links else ()
    found = {milestone.id: milestone for milestone in read.milestones([draft.predecessor_id for draft in drafts])}
    return tuple(
        LinkedMilestone(
            other.id,
            read.project(other.project_id).key,
            other.title,
            other.due_on,
            other.done_on,
            draft.lag,
            draft.kept,
        )
        for draft in drafts
        if (other := found.get(draft.predecessor_id)) is not None
    )


def values_anew(seen: Values, changed: Values) -> dict[str, object]:
    """All fields of a milestone that is made again; of the state and the day it was done, the changed one counts."""
    values = {**seen, **changed}
    for one, other in (("state", "done_on"), ("done_on", "state")):
        if one in changed and other not in changed:
            values.pop(other, None)
    return values
