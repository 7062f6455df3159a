"""The number of colours of the terminal, from the environment; independent of Textual and of the themes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from enum import StrEnum

_VARIABLE = "TEXTUAL_COLOR_SYSTEM"
"""The variable that Textual reads; a person who sets it overrides the detection."""


class Colours(StrEnum):
    """The colours a terminal has, with Textual's names."""

    FULL = "truecolor"
    MANY = "256"
    """xterm's palette: 6x6x6 colours and 24 greys."""
    FEW = "standard"
    """The terminal's own 8 or 16."""
    NONE = "none"
    """Only bold, underlined and reversed."""


# Names of terminals with all colours: ssh passes TERM on, but not COLORTERM.
_FULL = frozenset({"alacritty", "contour", "foot", "ghostty", "kitty", "wezterm"})


def colours_of(environment: Mapping[str, str], platform: str = sys.platform) -> Colours:
    """Return the colours of the terminal in this environment; of an unknown one, those that any terminal has."""
    if environment.get("NO_COLOR"):  # no-color.org: set, and not empty
        return Colours.NONE
    if environment.get(_VARIABLE) in (Colours.FULL, Colours.MANY, Colours.FEW):
        return Colours(environment[_VARIABLE])
    if platform == "win32":
        return Colours.FULL
    terminal = environment.get("TERM", "").lower()
    is_old = terminal.startswith("vt") and terminal[2:3].isdigit()
    if is_old or terminal == "dumb" or terminal.endswith(("-m", "-mono")):
        return Colours.NONE
    # In GNU screen and on the Linux console, COLORTERM may come from another terminal.
    foreign = terminal == "linux" or (terminal.startswith("screen") and "STY" in environment)
    named = environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    family = terminal.removeprefix("xterm-").split("-")[0]
    if family in _FULL or terminal.endswith("-direct") or (named and not foreign):
        return Colours.FULL
    return Colours.MANY if "256color" in terminal else Colours.FEW


def configure_textual(colours: Colours, environment: MutableMapping[str, str]) -> None:
    """Set the environment so that Textual, which reads it on import, uses these colours."""
    if colours is Colours.NONE:
        environment["NO_COLOR"] = "1"
        return
    environment.pop("NO_COLOR", None)  # for Textual, an empty one is set
    environment[_VARIABLE] = colours
