"""What the home screen says when no project is shown: in its middle, and when a key needs a project."""

from __future__ import annotations

from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink

NO_PROJECTS: tuple[Line, ...] = (
    (("No projects yet", Ink.BRIGHT),),
    (),
    (("n                      ", Ink.KEY), ("create a project", Ink.DIM)),
    (("N                      ", Ink.KEY), ("create one from a template", Ink.DIM)),
    (("I                      ", Ink.KEY), ("import an existing plan", Ink.DIM)),
    (("milestone-tui --demo   ", Ink.TEXT), ("try it with sample projects", Ink.DIM)),
)
NONE_THEN: tuple[Line, ...] = (
    (("No projects on this day", Ink.BRIGHT),),
    (),
    (("T   ", Ink.KEY), ("return to today", Ink.DIM)),
)
ALL_ARCHIVED: tuple[Line, ...] = (
    (("All projects are archived", Ink.BRIGHT),),
    (),
    (("/   ", Ink.KEY), ("type is:archived to see them, then A to unarchive one", Ink.DIM)),
    (("n   ", Ink.KEY), ("create a project", Ink.DIM)),
)
NO_MATCH: tuple[Line, ...] = (
    (("No project matches the filter", Ink.BRIGHT),),
    (),
    (("/     ", Ink.KEY), ("change the filter", Ink.DIM)),
    (("esc   ", Ink.KEY), ("clear the filter", Ink.DIM)),
)

REFUSALS = {
    NO_MATCH: "No project matches. Press esc to clear the filter.",
    ALL_ARCHIVED: "All projects are archived. Press / and type is:archived.",
    NO_PROJECTS: "No projects yet. Press n to create one.",
    NONE_THEN: "No projects on this day. Press T to return to today.",
}
"""Refusals of keys that need a project, by the text shown."""
