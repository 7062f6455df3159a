"""Texts in the middle of the home screen when no project is shown: why, and which keys help."""

from __future__ import annotations

from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink

NO_PROJECTS: tuple[Line, ...] = (
    (("No projects yet", Ink.BRIGHT),),
    (),
    (("n                           ", Ink.KEY), ("create a project", Ink.DIM)),
    (("N                           ", Ink.KEY), ("create one from a template", Ink.DIM)),
    (("milestone-tui import FILE   ", Ink.TEXT), ("import an existing plan", Ink.DIM)),
    (("milestone-tui --demo        ", Ink.TEXT), ("try it with sample projects", Ink.DIM)),
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
