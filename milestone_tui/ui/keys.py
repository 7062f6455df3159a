"""How keys are written, and which of the active bindings are shown where: key bar, help and palette agree by this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
    """Return a binding that key bars show; without an `action` it carries out the one that its id names."""
    action = action or id.partition(".")[2]
    return Binding(keys, action, does, True, display, priority, tooltip, id, group=group)


def hidden(id: str, keys: str, does: str, tooltip: str = "", action: str = "", *, priority: bool = False) -> Binding:
    """Return a binding that only help and the palette show."""
    return replace(bind(id, keys, does, tooltip, action, priority=priority), show=False)


def axis_keys(area: str, fit: str) -> list[Binding]:
    """Return the keys of every time axis; `fit` says what `z` fits into the width."""
    zoom, pan = Binding.Group("zoom"), Binding.Group("pan")
    return [
        bind(f"{area}.zoom_in", "plus", "zoom in", "Fewer days in more detail", "zoom(1)", group=zoom),
        bind(f"{area}.zoom_out", "minus", "zoom out", "More days at once", "zoom(-1)", group=zoom),
        hidden(f"{area}.zoom_in_too", "equals_sign", "zoom in", "Fewer days in more detail", "zoom(1)"),
        bind(f"{area}.back_in_time", "left", "pan back", "Show earlier days", "pan(-1)", group=pan),
        bind(f"{area}.on_in_time", "right", "pan on", "Show later days", "pan(1)", group=pan),
        hidden(f"{area}.back_in_time_too", "h", "pan back", "Show earlier days", "pan(-1)"),
        hidden(f"{area}.on_in_time_too", "l", "pan on", "Show later days", "pan(1)"),
        bind(f"{area}.today", "t", "today", "Bring today into view"),
        hidden(f"{area}.fit", "z", "fit", fit),
    ]


APP_KEYS = (
    hidden("app.repaint", "ctrl+l", "repaint", "Draw the screen again", "app.repaint"),
    hidden("app.suspend", "ctrl+z", "suspend", "To the shell; fg returns", "app.suspend_process"),
    hidden("app.quit", "ctrl+q", "quit", "Leave the program", "app.quit"),
)
"""What can be done wherever one is, whatever is being typed."""

VIEW_KEYS = tuple(
    hidden(f"app.{view.id}", view.key, view.title.lower(), view.tooltip, f"switch_view({view.id!r})") for view in VIEWS
)
"""What switches between the views."""


def key_name(key: str) -> str:
    """How a key is written: `↵` for enter, `,` for comma."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    return "+".join([*modifiers, last.upper() if _FUNCTION.fullmatch(last) else _NAMES.get(last, last)])


def key_of(name: str) -> str:
    """Return the key that is written so: `enter` for ↵, `comma` for `,`."""
    *modifiers, last = name.split("+") if name != "+" else [name]
    return "+".join([*modifiers, last.lower() if re.fullmatch(r"F\d+", last) else _KEYS.get(last, last)])


def plain_keys(keys: str) -> str:
    """The same keys in words where they are written with signs: `<` and `v` in place of arrows would be other keys."""
    return keys.translate(_PLAIN)


def pressed_name(key: str, character: str | None) -> str:
    """How a key that was pressed is written: by what it types where it types something, `space` but for a blank."""
    return character if character and character.isprintable() and character != " " and "+" not in key else key_name(key)


class Unkeyed(NamedTuple):
    """An action that no key carries out: the palette offers it."""

    does: str
    action: str
    tooltip: str


@dataclass(frozen=True, slots=True)
class KeyHint:
    """Some keys and what they do."""

    keys: str
    does: str
    enabled: bool = True


def shown_hints(active: Iterable[ActiveBinding]) -> tuple[KeyHint, ...]:
    """The hints of a key bar, in the order of the bindings; a group's keys stand together under its description."""
    hints: list[KeyHint] = []
    seen: set[str] = set()
    groups: dict[Binding.Group, int] = {}
    for entry in active:
        binding = entry.binding
        if not binding.show or not binding.description:
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
    """Where a key works, in the order help shows them."""

    SCREEN = "this screen"
    MOVING = "moving"
    EVERYWHERE = "everywhere"


_AREAS: Mapping[str, Group] = MappingProxyType({"rows": Group.MOVING, "app": Group.EVERYWHERE})
"""The areas of binding ids that are not the screen's own."""


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One action as help and the command palette show it."""

    keys: tuple[str, ...]
    does: str
    tooltip: str
    group: Group
    action: str
    node: DOMNode
    """Who carries the action out."""
    enabled: bool
    area: str
    """The first part of the binding's id."""

    @property
    def explanation(self) -> str:
        """Return what the action does, in a few words."""
        return self.tooltip or self.does[:1].upper() + self.does[1:]


def help_rows(active: Iterable[ActiveBinding]) -> tuple[HelpRow, ...]:
    """Every action with an id and a description, shown in the key bar or not, with all its keys, by group.

    Keys without an id are the stock ones of Textual's widgets: everybody knows how to move in a line of text.
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
            row = replace(row, group=group)  # a screen may bind what works everywhere once more, for its key bar
        rows[entry.node, binding.action] = replace(row, keys=(*row.keys, name))
    order = list(Group)
    return tuple(sorted(rows.values(), key=lambda row: order.index(row.group)))
