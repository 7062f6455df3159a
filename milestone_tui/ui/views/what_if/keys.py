"""The keys of a what-if, in the order of its key bar; what they do is in the screen."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from milestone_tui.ui.views.timeline.keys import LOOK_KEYS

_DAY = Binding.Group("a day")
_WEEK = Binding.Group("a week")

WHAT_IF_KEYS: list[BindingType] = [
    Binding("comma", "later(-1, 0)", "a day earlier", group=_DAY, id="what_if.earlier", tooltip="A day earlier"),
    Binding("full_stop", "later(1, 0)", "a day later", group=_DAY, id="what_if.later", tooltip="A day later"),
    Binding(
        "less_than_sign",
        "later(0, -1)",
        "a week earlier",
        group=_WEEK,
        id="what_if.week_earlier",
        tooltip="A week earlier",
    ),
    Binding(
        "greater_than_sign", "later(0, 1)", "a week later", group=_WEEK, id="what_if.week_later", tooltip="A week later"
    ),
    Binding(
        "m",
        "type_date",
        "date",
        id="what_if.date",
        tooltip="Type the date in any words",
    ),
    Binding(
        "tab",
        "way",
        "push/drag/only",
        id="what_if.way",
        tooltip="Push what comes too soon, drag all that depends on it along, or move only this",
    ),
    Binding("w", "reason", "reason", id="what_if.reason", tooltip="Say why the dates are moved"),
    Binding(
        "enter", "commit", "commit", id="what_if.commit", tooltip="Move all that is shown, as one change; u undoes it"
    ),
    Binding("escape,q", "forget", "forget", id="what_if.forget", tooltip="Leave everything where it is"),
    *LOOK_KEYS,
    Binding("1,2,3,4,5,6,7,8,9", "switch_view('')", show=False),  # of no view yet, but meant for one, or for a date
]
