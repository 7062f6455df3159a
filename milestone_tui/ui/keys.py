"""Names of keys, and the choice and order of bindings in key bar, help and palette."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from textual.binding import ActiveBinding, Binding, BindingType
from textual.dom import DOMNode

from milestone_tui.ui.navigation import VIEWS

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "enter": "↵",
        "escape": "esc",
        "comma": ",",
        "full_stop": ".",
        "less_than_sign": "<",
        "greater_than_sign": ">",
        "plus": "+",
        "minus": "-",
        "equals_sign": "=",
        "slash": "/",
        "question_mark": "?",
        "colon": ":",
        "left": "←",
        "right": "→",
        "up": "↑",
        "down": "↓",
        "pageup": "pgup",
        "pagedown": "pgdn",
        "at": "@",
        "asterisk": "*",
        "percent_sign": "%",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
    }
)

_KEYS = {name: key for key, name in _NAMES.items()}

_FUNCTION = re.compile(r"f\d+")

_PLAIN = str.maketrans({"↵": "enter", "←": "left", "→": "right", "↑": "up", "↓": "down"})

Keys: TypeAlias = list[BindingType]
"""The keys of a widget or a screen, in the order of its key bar."""


def bind(
    id: str,
    keys: str,
    does: str,
    tooltip: str = "",
    action: str = "",
    *,
    display: str | None = None,
    priority: bool = False,
    group: Binding.Group | None = None,
) -> Binding:
    """Return a binding that key bars show; `action` defaults to the second part of the id."""
    action = action or id.partition(".")[2]
    return Binding(keys, action, does, True, display, priority, tooltip, id, group=group)


def hidden(id: str, keys: str, does: str, tooltip: str = "", action: str = "", *, priority: bool = False) -> Binding:
    """Return a binding that only help and the palette show."""
    return replace(bind(id, keys, does, tooltip, action, priority=priority), show=False)


def needs(actions: Mapping[str, str]) -> Mapping[str, str]:
    """Return what each action needs, from the actions of each need, separated by blanks."""
    return MappingProxyType({action: need for need, names in actions.items() for action in names.split()})


def time_axis_keys(area: str, fit: str) -> list[Binding]:
    """Return the keys of every time axis; `fit` says what `z` fits into the width."""
    zoom, pan = Binding.Group("zoom"), Binding.Group("pan")
    return [
        bind(f"{area}.zoom_in", "plus", "zoom in", "Show fewer days, with more detail", "zoom(1)", group=zoom),
        bind(f"{area}.zoom_out", "minus", "zoom out", "Show more days at once", "zoom(-1)", group=zoom),
        hidden(f"{area}.zoom_in_too", "equals_sign", "zoom in", "Show fewer days, with more detail", "zoom(1)"),
        bind(f"{area}.back_in_time", "left", "pan left", "Show earlier dates", "pan(-1)", group=pan),
        bind(f"{area}.on_in_time", "right", "pan right", "Show later dates", "pan(1)", group=pan),
        hidden(f"{area}.back_in_time_too", "h", "pan left", "Show earlier dates", "pan(-1)"),
        hidden(f"{area}.on_in_time_too", "l", "pan right", "Show later dates", "pan(1)"),
        bind(f"{area}.today", "t", "today", "Scroll to today"),
        hidden(f"{area}.fit", "z", "fit", fit),
    ]


APP_KEYS = (
    hidden("app.repaint", "ctrl+l", "redraw", "Redraw a screen that looks wrong", "app.repaint"),
    hidden("app.suspend", "ctrl+z", "suspend", "Suspend to the shell; `fg` resumes", "app.suspend_process"),
    hidden("app.quit", "ctrl+q", "quit", "Quit milestone-tui", "app.quit"),
)
"""The keys that work on every screen, also while a text is typed."""

RETURN = "return to today"
"""What `T` does while an earlier day is shown."""

WRITE_KEYS = frozenset(
    (
        *("n", "e", "d", "space", "a", "A", "comma", "full_stop", "less_than_sign", "greater_than_sign", "m", "M", "W"),
        *("R", "r", "B", "E", "N", "S", "I", "u", "U", "ctrl+r"),
    )
)
"""The keys that change something in every view, since one letter means one thing."""

VIEW_KEYS = tuple(
    hidden(f"app.{view.id}", view.key, view.title.lower(), view.tooltip, f"switch_view({view.id!r})") for view in VIEWS
)
"""The keys that switch between the views."""


def key_name(key: str) -> str:
    """Return how a key is written: `↵` for enter, `,` for comma."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    return "+".join([*modifiers, last.upper() if _FUNCTION.fullmatch(last) else _NAMES.get(last, last)])


def key_of(name: str) -> str:
    """Return the key that is written so: `enter` for ↵, `comma` for `,`."""
    *modifiers, last = name.split("+") if name != "+" else [name]
    return "+".join([*modifiers, last.lower() if re.fullmatch(r"F\d+", last) else _KEYS.get(last, last)])


def plain_keys(keys: str) -> str:
    """Return key names without signs, for ASCII: `up` for `↑`, since a `^` would look like another key."""
    return keys.translate(_PLAIN)


def pressed_name(key: str, character: str | None) -> str:
    """Return how a pressed key is written: as the character that it types, else by its name."""
    return character if character and character.isprintable() and character != " " and "+" not in key else key_name(key)


class KeylessAction(NamedTuple):
    """An action without a key, for the palette only."""

    does: str
    action: str
    tooltip: str


@dataclass(frozen=True, slots=True)
class KeyHint:
    """The keys of one action in a key bar, and the name of the action."""

    keys: str
    does: str
    enabled: bool = True


def shown_hints(active: Iterable[ActiveBinding], also: Collection[str] = ()) -> tuple[KeyHint, ...]:
    """Return the hints of a key bar in the order of the bindings; keys of one group share a hint.

    `also` are the ids of hidden bindings that are shown as well.
    """
    hints: list[KeyHint] = []
    seen: set[str] = set()
    groups: dict[Binding.Group, int] = {}
    for entry in active:
        binding = entry.binding
        if not (binding.show or binding.id in also) or not binding.description:
            continue
        name = binding.key_display or key_name(binding.key)
        if binding.group is not None:
            if (place := groups.get(binding.group)) is not None:
                if name not in hints[place].keys.split():
                    hints[place] = KeyHint(f"{hints[place].keys} {name}", hints[place].does, entry.enabled)
                continue
            groups[binding.group] = len(hints)
            hints.append(KeyHint(name, binding.group.description, entry.enabled))
        elif binding.action not in seen:
            seen.add(binding.action)
            hints.append(KeyHint(name, binding.description, entry.enabled))
    return tuple(hints)


class Group(StrEnum):
    """Where a key works, in the order of help."""

    SCREEN = "this screen"
    MOVING = "moving"
    EVERYWHERE = "everywhere"


_AREAS: Mapping[str, Group] = MappingProxyType({"rows": Group.MOVING, "app": Group.EVERYWHERE})
"""The groups of binding ids that do not belong to one screen, by the first part of the id."""


@dataclass(frozen=True, slots=True)
class HelpRow:
    """An action as help and the command palette show it."""

    keys: tuple[str, ...]
    does: str
    tooltip: str
    group: Group
    action: str
    node: DOMNode
    """The screen or widget that runs the action."""
    enabled: bool
    area: str
    """The first part of the binding's id."""

    @property
    def explanation(self) -> str:
        """Return what the action does, in a few words."""
        return self.tooltip or self.does[:1].upper() + self.does[1:]


def help_rows(active: Iterable[ActiveBinding]) -> tuple[HelpRow, ...]:
    """Return all actions that have an id and a description, each with all its keys, by group.

    Keys without an id are Textual's own in its widgets, such as those that move in a line of text.
    """
    rows: dict[tuple[DOMNode, str], HelpRow] = {}
    for entry in active:
        binding = entry.binding
        if not binding.id or not binding.description:
            continue
        name = binding.key_display or key_name(binding.key)
        area = binding.id.partition(".")[0]
        group = _AREAS.get(area, Group.SCREEN)
        if (row := rows.get((entry.node, binding.action))) is None:
            row = HelpRow(
                (), binding.description, entry.tooltip, group, binding.action, entry.node, entry.enabled, area
            )
        elif group is Group.EVERYWHERE:
            row = replace(row, group=group)  # a screen may bind such a key again, to show it in its key bar
        rows[entry.node, binding.action] = replace(row, keys=(*row.keys, name))
    order = list(Group)
    return tuple(sorted(rows.values(), key=lambda row: order.index(row.group)))
