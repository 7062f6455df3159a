"""The table of views, from which keys, line of views, help and palette are made.

Imports no Textual: the first frame is painted with it.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from enum import Enum, auto
from typing import NamedTuple

from milestone_tui.ui.renderer import Line, Span, line_width
from milestone_tui.ui.theme import Ink


class Scope(Enum):
    """How many projects a view shows."""

    ALL = auto()
    """All projects."""
    PROJECT = auto()
    """One project."""
    EITHER = auto()
    """One project or all: `p` switches between them."""


class View(NamedTuple):
    """A view, as a row of the table."""

    key: str
    """The digit that switches to it."""
    id: str
    title: str
    screen: str
    """Module and class, loaded when the view is first opened; called with a `Context` and a `Place`."""
    scope: Scope
    tooltip: str


_VIEWS = "milestone_tui.ui.views"

VIEWS = (
    View("1", "projects", "Projects", f"{_VIEWS}.projects.screen:ProjectsScreen", Scope.ALL, "Show all projects"),
    View(
        "2",
        "timeline",
        "Timeline",
        f"{_VIEWS}.timeline.screen:TimelineScreen",
        Scope.PROJECT,
        "Show the project's milestones over time",
    ),
    View(
        "3", "agenda", "Agenda", f"{_VIEWS}.agenda.screen:AgendaScreen", Scope.EITHER, "Show what is due, and for whom"
    ),
    View("4", "trend", "Trend", f"{_VIEWS}.trend.screen:TrendScreen", Scope.PROJECT, "Show how dates moved over time"),
    View("5", "risks", "Risks", f"{_VIEWS}.risks.screen:RisksScreen", Scope.EITHER, "Show risks, issues, decisions"),
    View(
        "6",
        "people",
        "People",
        f"{_VIEWS}.people.screen:PeopleScreen",
        Scope.EITHER,
        "Show who does how much, and when",
    ),
    View(
        "7",
        "review",
        "Review",
        f"{_VIEWS}.review.screen:ReviewScreen",
        Scope.PROJECT,
        "Walk through a review, or read past ones",
    ),
    View(
        "8", "report", "Report", f"{_VIEWS}.report.screen:ReportScreen", Scope.PROJECT, "Show what the client will read"
    ),
)

HOME = "projects"
"""The id of the view that the program starts with, one step above every other."""

VIEWS_HEIGHT = 20
"""Lines of the screen from which the line of views is shown."""
ROOMY_HEIGHT = 28
"""Lines of the screen from which blank lines are worth their place."""
HEIGHTS = [(0, "-low"), (VIEWS_HEIGHT, "-middle"), (ROOMY_HEIGHT, "-high")]
"""The class of a view by its lines, for the style sheets."""


class Place(NamedTuple):
    """What a view shows and where its cursor is, as far as the next view can use it."""

    project_id: int | None = None
    milestone_id: int | None = None
    filter_text: str = ""
    wide: bool = False
    """Whether all projects are shown; `project_id` is then the one that `p` narrows to."""
    person_id: int | None = None
    wide_filter: str = ""
    """The filter of all projects as typed; `filter_text` is what is left of it within the project."""


def view_of(view_id: str) -> View:
    """Return a view by its id."""
    return next(view for view in VIEWS if view.id == view_id)


def view_at(present: str, width: int, x: int) -> str:
    """Return the id of the view that `views_line` names at a cell; empty if it names none there."""
    at, place = 0, -1
    for text, ink in views_line(present, width):
        place += ink is Ink.KEY
        at += len(text)
        if x < at:
            return "" if text.isspace() else VIEWS[place].id
    return ""


def views_line(present: str, width: int) -> Line:
    """Return the line that names the views, the present one bright; if too long, the others keep only their digit."""
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
