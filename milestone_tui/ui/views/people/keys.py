"""The keys of People, and what they need."""

from __future__ import annotations

from collections.abc import Iterable

from milestone_tui.ui.keys import RETURN, KeyHint, Keys, bind, hidden, needs

A_PERSON = "a selected person"
A_PROJECT = "a project"

PEOPLE_KEYS: Keys = [
    bind("people.open", "enter", "milestones", "Open the milestones of this week"),
    bind("people.edit", "e", "edit", "Edit name, organisation, days a week, roles"),
    bind("people.add", "n", "new", "Add a person"),
    bind("people.give", "m", "give", "Give work of this week to somebody else"),
    bind("people.absences", "O", "absences", "Show, add and delete the person's absences"),
    bind("people.roles", "tab", "roles", "Show what everybody owns and approves"),
    bind("people.workload", "tab", "workload", "Show the work of everybody by week"),
    bind("people.narrow", "p", "project/all", "Narrow to the project, or show all"),
    hidden("people.filter", "slash", "filter", "Show people by name or by their milestones"),
    hidden("people.mine", "at", "mine", "Show only your own work, or all again"),
    hidden("people.sort", "s", "sort", "Sort by name or by load"),
    hidden("people.copy", "y", "copy", "Copy this week as text"),
    hidden("people.delete", "d", "delete", "Delete this person; u to undo"),
    hidden("people.back", "escape", "back", "Clear the filter, then go back"),
    hidden("people.leave", "q", "back", "Go to the previous screen"),
    bind("app.undo", "u", "undo", "Undo your last change"),
]

_ORDER = (RETURN, "milestones", "give", "absences", "roles", "workload", "project/all", "new", "edit", "explain")
"""The order of the key bar; Textual lists `tab` first."""
_OF_GRID = ("milestones", "give")


def ordered(hints: Iterable[KeyHint], *, roles: bool) -> tuple[KeyHint, ...]:
    """Return the hints of a face in their order."""
    shown = (hint for hint in hints if not (roles and hint.does in _OF_GRID))
    return tuple(sorted(shown, key=lambda hint: _ORDER.index(hint.does) if hint.does in _ORDER else len(_ORDER)))


NEEDS = needs({A_PERSON: "open give edit delete absences copy", A_PROJECT: "narrow"})
