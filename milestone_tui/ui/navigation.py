"""The views: one table, of which their keys, the line under the title, help, palette and the ways between are made.

Imports no Textual: the first frame is painted with it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from milestone_tui.ui.renderer import Line, Span, line_width
from milestone_tui.ui.theme import Ink


class Scope(Enum):
    """What a view shows."""

    ALL = auto()
    """All projects."""
    PROJECT = auto()
    """One project."""
    EITHER = auto()
    """One project or all: `p` narrows and widens."""


class View(NamedTuple):
    """One view."""

    key: str
    """The digit that switches to it."""
    id: str
    title: str
    screen: str
    """Module and class, loaded when the view is first opened; made of a `Context` and a `Place`."""
    scope: Scope
    tooltip: str


_VIEWS = "milestone_tui.ui.views"

VIEWS = (
    View("1", "projects", "Projects", f"{_VIEWS}.projects.screen:ProjectsScreen", Scope.ALL, "Go to all projects"),
    View("2", "timeline", "Timeline", f"{_VIEWS}.timeline.screen:TimelineScreen", Scope.PROJECT, "See it over time"),
    View("6", "people", "People", f"{_VIEWS}.people.screen:PeopleScreen", Scope.EITHER, "See who does what"),
)

HOME = "projects"
"""The view that the program starts and ends with, one step above every other."""

VIEWS_HEIGHT = 20
"""Lines of the screen from which the views are named below the title."""


class Place(NamedTuple):
    """What a view shows, and where its cursor is: the parts that the next view takes over."""

    project_id: int | None = None
    milestone_id: int | None = None
    filter_text: str = ""
    wide: bool = False
    """All projects are shown; the project is the one to narrow to."""
    person_id: int | None = None


def view_of(view_id: str) -> View:
    """Return a view by its id."""
    return next(view for view in VIEWS if view.id == view_id)


def view_at(present: str, width: int, x: int) -> str:
    """Return the id of the view that is named at a cell of `views_line`; empty where none is."""
    at, place = 0, -1
    for text, ink in views_line(present, width):
        place += ink is Ink.KEY
        at += len(text)
        if x < at:
            return "" if text.isspace() else VIEWS[place].id
    return ""


def views_line(present: str, width: int) -> Line:
    """Return the line that names the views, the present one bright; where it is too long, only that one has a name."""
    for indent, gap, named in ((3, 3, True), (1, 1, True), (1, 1, False)):
        spans: list[Span] = [(" " * indent, Ink.TEXT)]
        for view in VIEWS:
            spans.append((view.key, Ink.KEY))
            if view.id == present:
                spans.append((f" {view.title}", Ink.BRIGHT))
            elif named:
                spans.append((f" {view.title}", Ink.DIM))
            spans.append((" " * gap, Ink.TEXT))
        if line_width(spans[:-1]) <= width:
            break
    return tuple(spans[:-1])
