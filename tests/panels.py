"""Every panel with text, for the tests of what becomes of it: the keys that open it, what is typed, what is kept."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.store.commands import Commands


class TextPanel(NamedTuple):
    """One prompt."""

    name: str
    keys: tuple[str, ...]
    """From the projects to the field."""
    text: str
    kind: str
    target: int | None
    again: str
    """What is seen of it when it is resumed, as a regular expression."""


GATE, DELIVERY = 1, 2


def fill(do: Commands) -> None:
    """One project with a gate and a delivery."""
    project = do.projects.create({"key": "ACME", "name": "Portal"})
    do.milestones.create(project, {"title": "Design gate", "kind": "gate", "due_on": date(2026, 12, 1)})
    do.milestones.create(project, {"title": "Beta release", "due_on": date(2026, 12, 8), "owner": "Ana"})


PANELS = (
    TextPanel(
        "gate decision", ("enter", "g", "a", "down", "tab", "tab"), "Budget", "gate decision", GATE, "Note +Budget"
    ),
    TextPanel("sign-off", ("enter", "g", "j", "a", "tab"), "Ben", "sign-off", DELIVERY, "Submitted by +AnaBen"),
    TextPanel("baseline", ("enter", "B", "tab"), "Scope", "baseline", 1, "Reason +Scope"),
    TextPanel("save as template", ("enter", "S", "tab"), "Small", "template", 1, "Description +Small"),
    TextPanel("start from a template", ("N", "enter"), "Orbit", "template", None, "Name +Orbit"),
    TextPanel("day off", ("enter", "O", "n"), "24 dec Eve", "days off", 1, "Day +24 dec Eve"),
    TextPanel("import of days off", ("enter", "O", "I"), "h.ics", "days off", 1, "Import +h.ics"),
    TextPanel("new person", ("6", "n"), "Zoe", "person", None, "Name +Zoe"),
    TextPanel("person", ("6", "e", "tab"), "Nord", "person", 1, "Organisation +Nord"),
    TextPanel("new risk", ("enter", "r"), "Late", "risk", None, "\\+ Late"),
    TextPanel("change all", ("enter", "asterisk", "e"), "Raj", "change", 1, "Change 2[\\s\\S]+Owner +Raj"),
    TextPanel("date of a what-if", ("enter", "g", "j", "m"), "12 dec", "change", 1, "Move to +12 dec"),
    TextPanel("reason of a what-if", ("enter", "g", "j", "full_stop", "w"), "strike", "change", 1, " : strike"),
    TextPanel("filter of a timeline", ("enter", "slash"), "beta", "filter", 1, " / beta"),
    TextPanel("filter of the projects", ("slash",), "acme", "filter", None, " / acme"),
    TextPanel("quick add", ("enter", "n"), "Go-live", "quick add", 1, "\\+ Go-live"),
)
