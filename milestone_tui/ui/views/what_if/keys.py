"""The keys of a what-if, in the order of its key bar; what they do is in the screen."""

from __future__ import annotations

from textual.binding import Binding

from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.views.timeline.keys import LOOK_KEYS

_DAY = Binding.Group("a day")
_WEEK = Binding.Group("a week")

WHAT_IF_KEYS: Keys = [
    bind("what_if.earlier", "comma", "a day earlier", "A day earlier", "later(-1, 0)", group=_DAY),
    bind("what_if.later", "full_stop", "a day later", "A day later", "later(1, 0)", group=_DAY),
    bind("what_if.week_earlier", "less_than_sign", "a week earlier", "A week earlier", "later(0, -1)", group=_WEEK),
    bind("what_if.week_later", "greater_than_sign", "a week later", "A week later", "later(0, 1)", group=_WEEK),
    bind("what_if.date", "m", "date", "Type the date in any words", "type_date"),
    bind(
        "what_if.way",
        "tab",
        "push/drag/only",
        "Push what comes too soon, drag all that depends on it along, or move only this",
    ),
    bind("what_if.reason", "w", "reason", "Say why the dates are moved"),
    bind("what_if.commit", "enter", "commit", "Move all that is shown, as one change; u undoes it"),
    bind("what_if.forget", "escape,q", "forget", "Leave everything where it is"),
    *LOOK_KEYS,
    Binding("1,2,3,4,5,6,7,8,9", "switch_view('')", show=False),  # of no view yet, but meant for one, or for a date
]
