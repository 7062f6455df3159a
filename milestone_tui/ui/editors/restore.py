"""Restoring a criterion, a link, somebody's effort or an amount from the history, in the lists of the editor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn, TypeVar

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import AssignmentInput, CostInput, CriterionInput, LinkInput
from milestone_tui.plan.language.text import fold, visible

_Entry = TypeVar("_Entry")


def restored_criteria(
    entries: Sequence[CriterionInput],
    before: CriterionInput | None,
    after: CriterionInput | None,
    above: Sequence[CriterionInput] = (),
) -> tuple[tuple[CriterionInput, ...], int]:
    """Return the criteria with one restored, and its place.

    Restored is its state before the change, or of an added criterion, the state after it. A criterion that is not in
    the list is put below the last of those that were `above` it. Raise InvalidInput if nothing would change.
    """
    wanted = before or after
    assert wanted is not None  # a change has at least one side
    place = next((place for place, entry in enumerate(entries) if entry.id == wanted.id), None)
    if place is not None and before is not None and after is not None:
        entry = entries[place]
        text = before.text if before.text != after.text else entry.text
        met_on = before.met_on if before.met_on != after.met_on else entry.met_on
        return _with(entries, place, replace(entry, text=text, met_on=met_on), wanted.text)
    if place is not None or any(fold(entry.text) == fold(wanted.text) for entry in entries):
        _refuse(wanted.text)
    ids, texts = {entry.id for entry in above}, {fold(entry.text) for entry in above}
    # A criterion that was removed and restored has a new id, so its text counts too.
    known = (place for place, entry in enumerate(entries) if entry.id in ids or fold(entry.text) in texts)
    place = max(known, default=-1) + 1
    return (*entries[:place], CriterionInput(None, wanted.text, wanted.met_on), *entries[place:]), place


def restored_links(entries: Sequence[LinkInput], restored: LinkInput, title: str) -> tuple[tuple[LinkInput, ...], int]:
    """Return the links with one and its lag as before, and its place; raise InvalidInput if nothing changes."""
    place = next((place for place, link in enumerate(entries) if link.predecessor_id == restored.predecessor_id), None)
    return _with(entries, len(entries) if place is None else place, restored, title)


def restored_work(
    entries: Sequence[AssignmentInput], restored: AssignmentInput
) -> tuple[tuple[AssignmentInput, ...], int]:
    """Return the effort with one person's days as before, and its place; raise InvalidInput if nothing changes."""
    place = next((place for place, entry in enumerate(entries) if fold(entry.person) == fold(restored.person)), None)
    if place is None:
        return (*entries, restored), len(entries)
    return _with(entries, place, replace(entries[place], effort_days=restored.effort_days), restored.person)


def restored_cost(entries: Sequence[CostInput], restored: CostInput) -> tuple[tuple[CostInput, ...], int]:
    """Return what was spent with one entry as before, and its place; raise InvalidInput if nothing changes."""
    place = next((place for place, entry in enumerate(entries) if entry.id == restored.id), None)
    if place is None:
        return (*entries, replace(restored, id=None)), len(entries)
    return _with(entries, place, restored, restored.note or "The amount")


def _with(entries: Sequence[_Entry], place: int, entry: _Entry, name: str) -> tuple[tuple[_Entry, ...], int]:
    if entries[place : place + 1] == (entry,):
        _refuse(name)
    return (*entries[:place], entry, *entries[place + 1 :]), place


def _refuse(name: str) -> NoReturn:
    raise InvalidInput("", f'Nothing to restore: "{visible(name)}" already has this value.')
