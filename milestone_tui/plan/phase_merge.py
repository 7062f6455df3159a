"""Two people at the phases of one project: what each made of them goes together, or it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.plan.drafts import PhaseDraft


def merged_phases(
    seen: Sequence[PhaseDraft], mine: Sequence[PhaseDraft], theirs: Sequence[PhaseDraft]
) -> tuple[PhaseDraft, ...] | None:
    """Return the phases with what both did to those they started from, `seen`.

    None where they disagree: about the name of one, about whether it stays, or about the order. `theirs` is what is
    stored; a phase of mine that is in neither of the others is a new one.
    """
    before, own, now = ({draft.id: draft.name for draft in drafts} for drafts in (seen, mine, theirs))
    names: dict[int | None, str] = {id_: name for id_, name in now.items() if id_ not in before}
    for id_, name in before.items():
        wished = {own.get(id_), now.get(id_)} - {name}
        if len(wished) > 1:
            return None
        settled = wished.pop() if wished else name
        if settled is not None:
            names[id_] = settled
    added = {name.casefold() for id_, name in now.items() if id_ not in before}
    my_order = [
        PhaseDraft(draft.id, names[draft.id]) if draft.id in names else PhaseDraft(None, draft.name)
        for draft in mine
        if draft.id in names or (draft.id not in before and draft.name.casefold() not in added)
    ]
    their_order = [PhaseDraft(draft.id, names[draft.id]) for draft in theirs if draft.id in names]
    both = {draft.id for draft in my_order} & {draft.id for draft in their_order} & before.keys()
    first, mine_now, theirs_now = (
        [draft.id for draft in drafts if draft.id in both] for drafts in (seen, my_order, their_order)
    )
    if mine_now == first:
        return _woven(their_order, my_order)
    if theirs_now in (first, mine_now):
        return _woven(my_order, their_order)
    return None


def disputed_phase(seen: Sequence[PhaseDraft], mine: Sequence[PhaseDraft], theirs: Sequence[PhaseDraft]) -> int | None:
    """Return the first phase about whose name, or whether it stays, they disagree; None: it is about the order."""
    own, now = ({draft.id: draft.name for draft in drafts} for drafts in (mine, theirs))
    return next(
        (draft.id for draft in seen if len({own.get(draft.id), now.get(draft.id)} - {draft.name}) > 1),
        None,
    )


def _woven(order: Sequence[PhaseDraft], other: Sequence[PhaseDraft]) -> tuple[PhaseDraft, ...]:
    """The phases in this order, and what only the other has behind what it stands behind there."""
    woven = list(order)
    for place, draft in enumerate(other):
        if draft.id is None or draft not in woven:
            woven.insert(woven.index(other[place - 1]) + 1 if place else 0, draft)
    return tuple(woven)
