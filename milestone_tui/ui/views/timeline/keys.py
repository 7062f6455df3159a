"""The keys of the timeline, in the order of its key bar; what they do is in the screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

_MOVE = Binding.Group("move")
_ZOOM = Binding.Group("zoom")
_PAN = Binding.Group("pan")

LOOK_KEYS: list[BindingType] = [
    Binding("plus", "zoom(1)", "zoom in", group=_ZOOM, id="timeline.zoom_in", tooltip="Fewer days in more detail"),
    Binding("minus", "zoom(-1)", "zoom out", group=_ZOOM, id="timeline.zoom_out", tooltip="More days at once"),
    Binding(
        "equals_sign",
        "zoom(1)",
        "zoom in",
        show=False,
        id="timeline.zoom_in_too",
        tooltip="Fewer days in more detail",
    ),
    Binding("left", "pan(-1)", "pan back", group=_PAN, id="timeline.back_in_time", tooltip="Show earlier days"),
    Binding("right", "pan(1)", "pan on", group=_PAN, id="timeline.on_in_time", tooltip="Show later days"),
    Binding("h", "pan(-1)", "pan back", show=False, id="timeline.back_in_time_too", tooltip="Show earlier days"),
    Binding("l", "pan(1)", "pan on", show=False, id="timeline.on_in_time_too", tooltip="Show later days"),
    Binding("t", "today", "today", id="timeline.today", tooltip="Bring today into view"),
    Binding("z", "fit", "fit", show=False, id="timeline.fit", tooltip="Fit the whole project into the width"),
    Binding(
        "b",
        "baselines",
        "baselines",
        show=False,
        id="timeline.baselines",
        tooltip="Show or hide the baseline dates",
    ),
    Binding("f", "floats", "float", show=False, id="timeline.floats", tooltip="Show or hide float and free float"),
]
"""What every screen with a chart has."""

TIMELINE_KEYS: list[BindingType] = [
    Binding("enter,e", "edit", "edit", id="timeline.edit", tooltip="Edit this milestone, or all that is marked"),
    Binding(
        "space",
        "tick",
        "tick",
        id="timeline.tick",
        tooltip="Reached: tick it off, a gate by its decision; again to take that back",
    ),
    Binding(
        "comma",
        "move(-1)",
        "a day earlier",
        group=_MOVE,
        id="timeline.earlier",
        tooltip="Try it a day earlier; a done date moves too",
    ),
    Binding(
        "full_stop",
        "move(1)",
        "a day later",
        group=_MOVE,
        id="timeline.later",
        tooltip="Try it a day later; a done date moves too",
    ),
    Binding(
        "less_than_sign",
        "move(0, -1)",
        "a week earlier",
        show=False,
        id="timeline.week_earlier",
        tooltip="What if it came a week earlier",
    ),
    Binding(
        "greater_than_sign",
        "move(0, 1)",
        "a week later",
        show=False,
        id="timeline.week_later",
        tooltip="What if it came a week later",
    ),
    Binding("m", "move", "move to a date", show=False, id="timeline.move", tooltip="What if it came on a day you type"),
    Binding(
        "M",
        "move_phase",
        "move the phase",
        show=False,
        id="timeline.move_phase",
        tooltip="What if all of this phase that is open came earlier or later",
    ),
    Binding(
        "W",
        "move_project",
        "move the whole project",
        show=False,
        id="timeline.move_project",
        tooltip="What if all that is open came earlier or later",
    ),
    Binding(
        "R",
        "replan",
        "re-plan",
        id="timeline.replan",
        tooltip="Push what is too soon to the first day that fits",
    ),
    Binding("n", "quick_add", "new", id="timeline.add", tooltip="Add a milestone in one line"),
    *LOOK_KEYS,
    Binding("slash", "filter", "filter", id="timeline.filter", tooltip="Show only what matches"),
    Binding("u", "undo", "undo", id="app.undo", tooltip="Take the last change back"),
    Binding(
        "c", "critical", "critical path", show=False, id="timeline.critical", tooltip="Only what has no float left"
    ),
    Binding("v", "mark", "mark", show=False, id="timeline.mark", tooltip="Mark it, to act upon all that is marked"),
    Binding(
        "V", "mark_range", "mark a range", show=False, id="timeline.mark_range", tooltip="From the last mark to here"
    ),
    Binding(
        "asterisk", "mark_all", "mark all", show=False, id="timeline.mark_all", tooltip="All that is shown; again: none"
    ),
    Binding("s", "sort", "sort", show=False, id="timeline.sort", tooltip="By phase, due date, slip, owner or title"),
    Binding(
        "d", "delete", "delete", show=False, id="timeline.delete", tooltip="Delete this milestone; u brings it back"
    ),
    Binding(
        "a",
        "sign",
        "sign off",
        show=False,
        id="timeline.sign",
        tooltip="Submit, accept or reject; decide a gate",
    ),
    Binding(
        "O",
        "days_off",
        "days off",
        show=False,
        id="timeline.days_off",
        tooltip="Holidays of the project, and its working week",
    ),
    Binding(
        "S",
        "save_template",
        "save as template",
        show=False,
        id="timeline.save_template",
        tooltip="Keep the plan to start other projects from",
    ),
    Binding("y", "copy", "copy", show=False, id="timeline.copy", tooltip="Copy this milestone as one line"),
    Binding("E", "edit_project", "edit project", show=False, id="timeline.edit_project", tooltip="Edit the project"),
    Binding(
        "B",
        "baseline",
        "take a baseline",
        show=False,
        id="timeline.baseline",
        tooltip="Keep the plan as agreed now",
    ),
    Binding(
        "C",
        "compare",
        "compare baselines",
        show=False,
        id="timeline.compare",
        tooltip="All baselines, and what differs between them and now",
    ),
    Binding(
        "left_square_bracket",
        "phase(-1)",
        "previous phase",
        show=False,
        id="timeline.phase_up",
        tooltip="To the phase before",
    ),
    Binding(
        "right_square_bracket",
        "phase(1)",
        "next phase",
        show=False,
        id="timeline.phase_down",
        tooltip="To the next phase",
    ),
    Binding(
        "escape",
        "back",
        "back",
        show=False,
        id="timeline.back",
        tooltip="Forget the filter, then back to the projects",
    ),
    Binding("q", "leave", "back", show=False, id="timeline.leave", tooltip="Back to the projects"),
]
