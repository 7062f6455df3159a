"""The keys of the timeline, in the order of its key bar; what they do is in the screen."""

from __future__ import annotations

from textual.binding import Binding

from milestone_tui.ui.keys import Keys, axis_keys, bind, hidden

_MOVE = Binding.Group("move")

LOOK_KEYS: Keys = [
    *axis_keys("timeline", "Fit the whole project into the width"),
    hidden("timeline.baselines", "b", "baselines", "Show or hide the baseline dates"),
    hidden("timeline.floats", "f", "float", "Show or hide float and free float"),
]
"""What every screen with a chart has."""

NEEDS_MILESTONE = frozenset(
    {"edit", "tick", "move", "move_phase", "move_project", "mark", "mark_range", "mark_all", "delete", "sign", "copy"}
)
"""Actions that need a milestone under the cursor."""

TIMELINE_KEYS: Keys = [
    bind("timeline.edit", "enter,e", "edit", "Edit this milestone, or all that is marked"),
    bind("timeline.tick", "space", "tick", "Reached: tick it off, a gate by its decision; again to take that back"),
    bind(
        "timeline.earlier",
        "comma",
        "a day earlier",
        "Try it a day earlier; a done date moves too",
        "move(-1)",
        group=_MOVE,
    ),
    bind(
        "timeline.later",
        "full_stop",
        "a day later",
        "Try it a day later; a done date moves too",
        "move(1)",
        group=_MOVE,
    ),
    hidden(
        "timeline.week_earlier", "less_than_sign", "a week earlier", "What if it came a week earlier", "move(0, -1)"
    ),
    hidden("timeline.week_later", "greater_than_sign", "a week later", "What if it came a week later", "move(0, 1)"),
    hidden("timeline.move", "m", "move to a date", "What if it came on a day you type"),
    hidden(
        "timeline.move_phase", "M", "move the phase", "What if all of this phase that is open came earlier or later"
    ),
    hidden("timeline.move_project", "W", "move the whole project", "What if all that is open came earlier or later"),
    bind("timeline.replan", "R", "re-plan", "Push what is too soon to the first day that fits"),
    bind("timeline.add", "n", "new", "Add a milestone in one line", "quick_add"),
    *LOOK_KEYS,
    bind("timeline.filter", "slash", "filter", "Show only what matches"),
    bind("app.undo", "u", "undo", "Take the last change back"),
    hidden("timeline.critical", "c", "critical path", "Only what has no float left"),
    hidden("timeline.mark", "v", "mark", "Mark it, to act upon all that is marked"),
    hidden("timeline.mark_range", "V", "mark a range", "From the last mark to here"),
    hidden("timeline.mark_all", "asterisk", "mark all", "All that is shown; again: none"),
    hidden("timeline.sort", "s", "sort", "By phase, due date, slip, owner or title"),
    hidden("timeline.delete", "d", "delete", "Delete this milestone; u brings it back"),
    hidden("timeline.sign", "a", "sign off", "Submit, accept or reject; decide a gate"),
    hidden("timeline.days_off", "O", "days off", "Holidays of the project, and its working week"),
    hidden("timeline.save_template", "S", "save as template", "Keep the plan to start other projects from"),
    hidden("timeline.copy", "y", "copy", "Copy this milestone as one line"),
    hidden("timeline.edit_project", "E", "edit project", "Edit the project"),
    hidden("timeline.baseline", "B", "take a baseline", "Keep the plan as agreed now"),
    hidden("timeline.compare", "C", "compare baselines", "All baselines, and what differs between them and now"),
    hidden("timeline.phase_up", "left_square_bracket", "previous phase", "To the phase before", "phase(-1)"),
    hidden("timeline.phase_down", "right_square_bracket", "next phase", "To the next phase", "phase(1)"),
    hidden("timeline.back", "escape", "back", "Forget the filter, then back to the projects"),
    hidden("timeline.leave", "q", "back", "Back to the projects"),
]
