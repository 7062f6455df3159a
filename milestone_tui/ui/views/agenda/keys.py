"""The keys of the agenda, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from textual.binding import Binding

from milestone_tui.ui.keys import Keys, bind, hidden, needs

_MOVE = Binding.Group("move")

AN_ENTRY, A_MILESTONE, ENTRIES = "a selected entry", "a selected milestone", "an entry"

NEEDS = needs({AN_ENTRY: "edit narrow", A_MILESTONE: "tick move sign", ENTRIES: "copy group group_step filter mine"})
"""What the actions of the agenda need."""

AGENDA_KEYS: Keys = [
    bind("agenda.edit", "enter,e", "edit", "Edit this milestone"),
    bind("agenda.tick", "space", "tick", "Tick as done, or untick; decide a gate"),
    bind("agenda.earlier", "comma", "a day earlier", "Try a day earlier; done dates move too", "move(-1)", group=_MOVE),
    bind("agenda.later", "full_stop", "a day later", "Try a day later; done dates move too", "move(1)", group=_MOVE),
    hidden("agenda.week_earlier", "less_than_sign", "a week earlier", "Try a week earlier", "move(0, -1)"),
    hidden("agenda.week_later", "greater_than_sign", "a week later", "Try a week later", "move(0, 1)"),
    hidden("agenda.move", "m", "move to date", "Try another date; nothing is saved yet"),
    bind("agenda.mine", "at", "mine", "Show only what is yours, or everything"),
    bind("agenda.filter", "slash", "filter", "Show only what matches"),
    bind("agenda.group", "o", "group", "Group by due date, project or owner"),
    bind("agenda.copy", "y", "copy", "Copy the list as text"),
    bind("app.undo", "u", "undo", "Undo your last change"),
    hidden("agenda.sign", "a", "sign off", "Submit, accept or reject; decide a gate"),
    hidden("agenda.narrow", "p", "project/all", "Narrow to this project, or show all"),
    hidden("agenda.group_up", "left_square_bracket", "previous group", "Go to the group above", "group_step(-1)"),
    hidden("agenda.group_down", "right_square_bracket", "next group", "Go to the group below", "group_step(1)"),
    hidden("agenda.back", "escape", "back", "Clear the filter, then go back"),
    hidden("agenda.leave", "q", "back", "Go back to Projects"),
]
