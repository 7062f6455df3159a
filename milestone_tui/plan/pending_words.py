"""A pending change in words, from its calls: it has no journal label yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from typing import NamedTuple

from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.pending import Call

NameOf = Callable[[str, int], str | None]
"""Return the name of a table's row by id, if it is known."""


class Described(NamedTuple):
    """A change in words."""

    does: str
    """The action, such as `Tick`."""
    what: str
    """Its object, such as `"Beta"` or `3 milestones`."""

    @property
    def label(self) -> str:
        """Action and object."""
        return f"{self.does} {self.what}".strip()


class _Kind(NamedTuple):
    does: str
    table: str
    """The table that the id in the first argument belongs to."""
    name: str = ""
    """For a new row: the field, or the index of the argument, that holds its name."""
    many: bool = False
    """Whether the first argument is several ids."""


_KINDS: Mapping[str, _Kind] = {
    "milestones.create": _Kind("New milestone", "milestone", "title"),
    "milestones.edit": _Kind("Edit", "milestone"),
    "milestones.tick": _Kind("Tick", "milestone"),
    "milestones.untick": _Kind("Untick", "milestone"),
    "milestones.edit_all": _Kind("Edit", "milestone", many=True),
    "milestones.tag_all": _Kind("Tag", "milestone", many=True),
    "milestones.move_all": _Kind("Move", "milestone", many=True),
    "milestones.replan": _Kind("Re-plan", "project"),
    "milestones.redate": _Kind("Move done date of", "milestone", many=True),
    "milestones.tick_all": _Kind("Tick", "milestone", many=True),
    "milestones.delete": _Kind("Delete", "milestone", many=True),
    "criteria.set": _Kind("Edit criteria of", "milestone"),
    "links.set": _Kind("Edit links of", "milestone"),
    "assignments.give": _Kind("Give away work on", "milestone"),
    "assignments.set": _Kind("Edit people of", "milestone"),
    "costs.set": _Kind("Edit what was spent on", "milestone"),
    "costs.set_of_project": _Kind("Edit what was spent on", "project"),
    "payments.invoice": _Kind("Invoice", "milestone"),
    "payments.pay": _Kind("Record payment of", "milestone"),
    "acceptance.submit": _Kind("Submit", "milestone"),
    "acceptance.accept": _Kind("Accept", "milestone"),
    "acceptance.reject": _Kind("Reject", "milestone"),
    "gates.decide": _Kind("Decide", "milestone"),
    "baselines.take": _Kind("Set baseline", "", "1"),
    "baselines.select": _Kind("Use baseline", "baseline"),
    "phases.set": _Kind("Edit phases of", "project"),
    "holidays.set": _Kind("Edit days off of", "project"),
    "holidays.add": _Kind("Add days off to", "project"),
    "holidays.add_all": _Kind("Add days off to", "project", many=True),
    "holidays.put_all": _Kind("Add days off to", "project", many=True),
    "people.create": _Kind("New person", "", "name"),
    "people.edit": _Kind("Edit", "person"),
    "people.delete": _Kind("Delete", "person"),
    "people.set_roles": _Kind("Edit roles of", "project"),
    "projects.create": _Kind("New project", "", "name"),
    "projects.edit": _Kind("Edit", "project"),
    "projects.archive": _Kind("Archive", "project"),
    "projects.archive_all": _Kind("Archive", "project", many=True),
    "projects.delete": _Kind("Delete", "project"),
    "projects.delete_all": _Kind("Delete", "project", many=True),
    "risks.create": _Kind("Raise", "", "title"),
    "risks.edit": _Kind("Edit", "risk"),
    "risks.rate": _Kind("Rate", "risk"),
    "risks.close": _Kind("Close", "risk"),
    "risks.reopen": _Kind("Reopen", "risk"),
    "risks.occur": _Kind("Turn into an issue", "risk"),
    "risks.set_milestones": _Kind("Edit milestones of", "risk"),
    "risks.delete": _Kind("Delete", "risk", many=True),
    "absences.add": _Kind("Add an absence of", "person"),
    "absences.edit": _Kind("Edit", "absence"),
    "absences.delete": _Kind("Delete", "absence"),
    "reviews.start": _Kind("Start a review of", "project"),
    "reviews.keep": _Kind("Keep a date in the review of", "project"),
    "reviews.answer": _Kind("Answer in the review of", "project"),
    "reviews.note": _Kind("Edit a note in the review of", "project"),
    "reviews.set_words": _Kind("Edit the review of", "project"),
    "reviews.judge": _Kind("Judge", "project"),
    "reviews.finish": _Kind("Finish the review of", "project"),
    "reviews.add_need": _Kind("Add need", "", "1"),
    "reviews.edit_need": _Kind("Edit need", "need"),
    "reviews.meet_need": _Kind("Tick need", "need"),
    "reviews.delete_need": _Kind("Delete need", "need"),
    "reports.record": _Kind("Write", "report"),
    "templates.save": _Kind("Save template", "", "0"),
    "templates.fill": _Kind("Add template", "project"),
    "templates.start": _Kind("Start project", "", "name"),
    "templates.delete": _Kind("Delete template", "template"),
}
_TURNS = {"undo": "Undo of", "redo": "Redo of"}
"""Calls with the id and the label of a change as arguments."""
_UNKNOWN = Described("", "1 change")


def describe(calls: Sequence[Call] | None, name_of: NameOf) -> Described:
    """Return a change in words; None if its calls are not known."""
    first = next((call for call in calls or () if call.name in _KINDS or call.name in _TURNS), None)
    if first is None:
        return _UNKNOWN
    if first.name in _TURNS:
        return Described("", f"{_TURNS[first.name]} {first.args[1]}")
    kind = _KINDS[first.name]
    unarchives = kind.does == "Archive" and first.args[1:2] == (False,)
    does = "Unarchive" if unarchives else kind.does
    ids = _ids(first, kind)
    if len(ids) > 1:
        return Described(does, count_words(len(ids), kind.table))
    name = _given(first, kind.name) if kind.name else name_of(kind.table, ids[0]) if ids else None
    return Described(does, f'"{name}"' if name else f"1 {kind.table or 'change'}")


def is_draft(calls: Sequence[Call] | None) -> bool:
    """Return whether a change only saves or discards drafts, which happens without a message."""
    return bool(calls) and all(call.name.startswith("drafts.") for call in calls or ())


def _ids(call: Call, kind: _Kind) -> list[int]:
    first = call.args[0] if call.args else None
    if kind.many and isinstance(first, Mapping | Sequence) and isinstance(first, Sized):
        return [id_ for id_ in first if isinstance(id_, int)]
    return [first] if isinstance(first, int) and not kind.name else []


def _given(call: Call, name: str) -> str | None:
    """Return the name of a new row from the arguments of the call."""
    if name.isdecimal():
        found = call.args[int(name)] if int(name) < len(call.args) else None
    else:
        found = next((arg[name] for arg in call.args if isinstance(arg, Mapping) and name in arg), None)
    return found if isinstance(found, str) else None
