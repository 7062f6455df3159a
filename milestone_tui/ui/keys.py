"""How keys are written for a person, and which of the active bindings a screen shows; help and the key bar agree by this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.binding import Binding
from textual.screen import ActiveBinding

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
        "f1": "F1",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
    }
)


def key_name(key: str) -> str:
    """How a key is written: `↵` for enter, `,` for comma."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    return "+".join([*modifiers, _NAMES.get(last, last)])


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
            place = groups.get(binding.group)
            if place is not None:
                if name not in hints[place].keys.split():
                    hints[place] = KeyHint(f"{hints[place].keys} {name}", hints[place].does, entry.enabled)
                continue
            groups[binding.group] = len(hints)
            hints.append(KeyHint(name, binding.group.description, entry.enabled))
        elif binding.action not in seen:
            seen.add(binding.action)
            hints.append(KeyHint(name, binding.description, entry.enabled))
    return tuple(hints)
