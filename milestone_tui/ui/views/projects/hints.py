"""What stands in the middle of the home screen when there is nothing to show: why, and which key helps."""

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
ALL_ARCHIVED: tuple[Line, ...] = (
    (("Every project is in the archive", Ink.BRIGHT),),
    (),
    (("/   ", Ink.KEY), ("with is:archived finds them, A unarchives one", Ink.DIM)),
    (("n   ", Ink.KEY), ("starts a new one", Ink.DIM)),
)
NO_MATCH: tuple[Line, ...] = (
    (("No project matches the filter", Ink.BRIGHT),),
    (),
    (("/     ", Ink.KEY), ("changes the filter", Ink.DIM)),
    (("esc   ", Ink.KEY), ("shows all projects again", Ink.DIM)),
)
