"""The keys of a what-if, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from textual.binding import Binding

from milestone_tui.ui.keys import KeyHint, Keys, bind
from milestone_tui.ui.views.timeline.keys import LOOK_KEYS

_DAY = Binding.Group("day")
_WEEK = Binding.Group("week")

_KEYS = ("day", "week", "push/drag/only", "date", "reason", "apply", "cancel")
_KEYS_BY_NEED = ("day", "week", "apply", "cancel", "push/drag/only", "reason", "date")
"""The order where there is no room for all: the last ones are left out."""
_ALL_KEYS = 100
"""Cells from which the key bar has room for all its keys."""
_BRIEF = {"push/drag/only": "push/drag"}
"""Shorter names of keys below that width."""

WHAT_IF_KEYS: Keys = [
    bind("what_if.earlier", "comma", "a day earlier", "Try a day earlier", "later(-1, 0)", group=_DAY),
    bind("what_if.later", "full_stop", "a day later", "Try a day later", "later(1, 0)", group=_DAY),
    bind("what_if.week_earlier", "less_than_sign", "a week earlier", "Try a week earlier", "later(0, -1)", group=_WEEK),
    bind("what_if.week_later", "greater_than_sign", "a week later", "Try a week later", "later(0, 1)", group=_WEEK),
    bind("what_if.date", "m", "date", "Type the new date, such as fri", "type_date"),
    bind(
        "what_if.mode",
        "tab",
        "push/drag/only",
        "Push, drag every successor, or move only this",
    ),
    bind("what_if.reason", "w", "reason", "Record why the dates move"),
    bind("what_if.apply", "enter", "apply", "Save all these moves as one change"),
    bind("what_if.cancel", "escape,q", "cancel", "Change nothing and go back"),
    *LOOK_KEYS,
    Binding("1,2,3,4,5,6,7,8,9", "switch_view('')", show=False),  # refused: meant for a view or for a date
]


def arranged_hints(hints: Iterable[KeyHint], width: int, left_out: Collection[str]) -> tuple[KeyHint, ...]:
    """Return the keys that move, then those that end; in little room the ones needed most first. Some are left out."""
    order, brief = (_KEYS, {}) if width >= _ALL_KEYS else (_KEYS_BY_NEED, _BRIEF)
    places = {does: place for place, does in enumerate(order)}
    found = sorted(hints, key=lambda hint: places.get(hint.does, len(places)))
    return tuple(replace(hint, does=brief.get(hint.does, hint.does)) for hint in found if hint.does not in left_out)
