"""The keys of the timeline, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from textual.binding import Binding

from milestone_tui.ui.base.project_screen import TOO_SOON
from milestone_tui.ui.keys import Keys, bind, hidden, needs, time_axis_keys

_MOVE = Binding.Group("move")

LOOK_KEYS: Keys = [
    *time_axis_keys("timeline", "Fit the whole project into the width"),
    hidden("timeline.baselines", "b", "baselines", "Show or hide the baseline dates"),
    hidden("timeline.floats", "f", "float", "Show or hide float and last due dates"),
]
"""Keys of every screen with a chart."""

A_MILESTONE, MILESTONES, NO_MILESTONES_YET = "a selected milestone", "a milestone", "a project without milestones"

NEEDS = needs(
    {
        A_MILESTONE: "edit tick move move_phase sign delete copy phase mark mark_range mark_all",
        MILESTONES: "move_project filter mine sort critical save_template baseline zoom pan today fit baselines floats",
        NO_MILESTONES_YET: "fill",
        TOO_SOON: "replan",
    }
)
"""What the actions of the timeline need."""

TIMELINE_KEYS: Keys = [
    bind("timeline.edit", "enter,e", "edit", "Edit this milestone, or all marked ones"),
    bind("timeline.tick", "space", "tick", "Tick as done, or untick; decide a gate"),
    bind(
        "timeline.earlier",
        "comma",
        "a day earlier",
        "Try a day earlier; done dates move too",
        "move(-1)",
        group=_MOVE,
    ),
    bind(
        "timeline.later",
        "full_stop",
        "a day later",
        "Try a day later; done dates move too",
        "move(1)",
        group=_MOVE,
    ),
    hidden("timeline.week_earlier", "less_than_sign", "a week earlier", "Try a week earlier", "move(0, -1)"),
    hidden("timeline.week_later", "greater_than_sign", "a week later", "Try a week later", "move(0, 1)"),
    hidden("timeline.move", "m", "move to date", "Try another date; nothing is saved yet"),
    hidden("timeline.move_phase", "M", "move phase", "Try moving every open milestone in the phase"),
    hidden("timeline.move_project", "W", "move project", "Try moving every open milestone in the project"),
    hidden("timeline.replan", "R", "re-plan", "Push every milestone that is too soon"),
    bind("timeline.add", "n", "new", "Add a milestone in one line", "quick_add"),
    hidden("timeline.fill", "N", "new from template", "Add the milestones of a template"),
    bind("timeline.filter", "slash", "filter", "Show only milestones that match"),
    hidden("timeline.mine", "at", "mine", "Show only what is yours, or everything"),
    bind("timeline.critical", "c", "critical path", "Show only milestones without float"),
    hidden("timeline.baseline", "B", "set baseline", "Record today's plan as the agreed one"),
    *LOOK_KEYS,
    bind("app.undo", "u", "undo", "Undo your last change"),
    hidden("timeline.mark", "v", "mark", "Mark several, to act on them at once"),
    hidden("timeline.mark_range", "V", "mark a range", "Mark all from the last mark to here"),
    hidden("timeline.mark_all", "asterisk", "mark all", "Mark every milestone shown, or none"),
    hidden("timeline.sort", "s", "sort", "Sort by phase, due, slip, owner or title"),
    hidden("timeline.delete", "d", "delete", "Delete this milestone, or all marked ones"),
    hidden("timeline.sign", "a", "sign off", "Accept, decide a gate, or invoice a payment"),
    hidden("timeline.days_off", "O", "days off", "Show days off and the working week"),
    hidden("timeline.save_template", "S", "save as template", "Save this plan for new projects"),
    hidden("timeline.copy", "y", "copy", "Copy this milestone as one line of text"),
    hidden("timeline.edit_project", "E", "edit project", "Edit its name, dates, phases and people"),
    hidden("timeline.compare", "C", "compare baselines", "Show what changed since each baseline"),
    hidden("timeline.phase_up", "left_square_bracket", "previous phase", "Go to the phase above", "phase(-1)"),
    hidden("timeline.phase_down", "right_square_bracket", "next phase", "Go to the phase below", "phase(1)"),
    hidden("timeline.back", "escape", "back", "Clear marks and filter, then go back"),
    hidden("timeline.leave", "q", "back", "Go back to Projects"),
]
