"""The keys of the projects, in the order of their key bar; what they do is in the screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from milestone_tui.ui.keys import Unkeyed

_ZOOM = Binding.Group("zoom")
_PAN = Binding.Group("pan")

ON_THE_AXIS = frozenset({"zoom", "pan", "today", "fit", "table"})
"""Actions that mean something in the roadmap only."""

PROJECT_KEYS: list[BindingType] = [
    Binding("enter", "open", "open", id="projects.open", tooltip="The timeline of the project"),
    Binding("n", "new", "new", id="projects.new", tooltip="A new project"),
    Binding(
        "N",
        "start",
        "new from a template",
        show=False,
        id="projects.start",
        tooltip="A new project with phases, milestones and links, from a template",
    ),
    Binding("e", "edit", "edit", id="projects.edit", tooltip="Name, client, dates and phases of the project"),
    Binding(
        "space",
        "tick",
        "tick next",
        id="projects.tick",
        tooltip="The next milestone is done today; a gate is decided",
    ),
    Binding("tab", "roadmap", "roadmap", id="projects.roadmap", tooltip="All projects on one time axis"),
    Binding("tab", "table", "table", id="projects.table", tooltip="Back to the table of projects"),
    Binding("plus", "zoom(1)", "zoom in", group=_ZOOM, id="projects.zoom_in", tooltip="Fewer days in more detail"),
    Binding("minus", "zoom(-1)", "zoom out", group=_ZOOM, id="projects.zoom_out", tooltip="More days at once"),
    Binding(
        "equals_sign", "zoom(1)", "zoom in", show=False, id="projects.zoom_in_too", tooltip="Fewer days in more detail"
    ),
    Binding("left", "pan(-1)", "pan back", group=_PAN, id="projects.back_in_time", tooltip="Show earlier days"),
    Binding("right", "pan(1)", "pan on", group=_PAN, id="projects.on_in_time", tooltip="Show later days"),
    Binding("h", "pan(-1)", "pan back", show=False, id="projects.back_in_time_too", tooltip="Show earlier days"),
    Binding("l", "pan(1)", "pan on", show=False, id="projects.on_in_time_too", tooltip="Show later days"),
    Binding("t", "today", "today", id="projects.today", tooltip="Bring today into view"),
    Binding("z", "fit", "fit", show=False, id="projects.fit", tooltip="All projects in the width"),
    Binding("slash", "filter", "filter", id="projects.filter", tooltip="Show only what matches"),
    Binding("s", "sort", "sort", id="projects.sort", tooltip="By health, due date, finish, slip, name or progress"),
    Binding(
        "a",
        "sign",
        "sign off",
        id="projects.sign",
        tooltip="Submit, accept or reject the next milestone; decide a gate",
    ),
    Binding(
        "v", "mark", "mark", show=False, id="projects.mark", tooltip="Mark projects, to act on all of them at once"
    ),
    Binding(
        "V", "mark_range", "mark a range", show=False, id="projects.mark_range", tooltip="From the last mark to here"
    ),
    Binding(
        "asterisk", "mark_all", "mark all", show=False, id="projects.mark_all", tooltip="All that is shown; again: none"
    ),
    Binding(
        "A",
        "archive",
        "archive",
        show=False,
        id="projects.archive",
        tooltip="Archive the project, or unarchive it (is:archived finds it)",
    ),
    Binding(
        "d",
        "delete",
        "delete",
        show=False,
        id="projects.delete",
        tooltip="Delete the project; asks first when it has milestones",
    ),
    Binding(
        "W",
        "move",
        "move the whole project",
        show=False,
        id="projects.move",
        tooltip="What if all that is open of it came earlier or later",
    ),
    Binding(
        "O",
        "days_off",
        "days off",
        show=False,
        id="projects.days_off",
        tooltip="Show days off; add some to all that is marked",
    ),
    Binding(
        "escape",
        "show_all",
        "show all",
        show=False,
        id="projects.show_all",
        tooltip="Clear the marks, the filter; back from the roadmap",
    ),
    Binding("q", "table", "table", show=False, id="projects.leave", tooltip="Back to the table of projects"),
    Binding("q", "app.quit", "quit", show=False, id="projects.quit", tooltip="Leave the program"),
]

UNKEYED = (Unkeyed("drafts", "drafts", "Resume edits that were never saved"),)
"""What only the palette offers."""
