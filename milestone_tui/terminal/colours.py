"""How many colours the terminal shows, as far as the environment says; knows neither Textual nor the themes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from enum import StrEnum

_ASKED = "TEXTUAL_COLOR_SYSTEM"
"""The variable by which Textual is told; who sets it knows better than we do."""


class Colours(StrEnum):
    """What can be shown, by the names that Textual has for it."""

    FULL = "truecolor"
    MANY = "256"
    """The palette of xterm: 6x6x6 colours and 24 greys."""
    FEW = "standard"
    """The terminal's own 8 or 16."""
    NONE = "none"
    """Bold, underlined and reversed."""


# Terminals that tell by their name that they show all colours: ssh passes TERM on, but not COLORTERM.
_FULL = frozenset({"alacritty", "contour", "foot", "ghostty", "kitty", "wezterm"})


def colours_of(environment: Mapping[str, str], platform: str = sys.platform) -> Colours:
    """What the terminal of this environment shows; where nothing is known, what any terminal can."""
    if environment.get("NO_COLOR"):  # no-color.org: set, and not empty
        return Colours.NONE
    if environment.get(_ASKED) in (Colours.FULL, Colours.MANY, Colours.FEW):
        return Colours(environment[_ASKED])
    if platform == "win32":
        return Colours.FULL
    terminal = environment.get("TERM", "").lower()
    if terminal.endswith(("-m", "-mono")) or (terminal.startswith("vt") and terminal[2:3].isdigit()):
        return Colours.NONE
    # GNU screen and the Linux console leave COLORTERM as the shell of another terminal set it.
    foreign = terminal == "linux" or (terminal.startswith("screen") and "STY" in environment)
    named = environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    family = terminal.removeprefix("xterm-").split("-")[0]
    if family in _FULL or terminal.endswith("-direct") or (named and not foreign):
        return Colours.FULL
    return Colours.MANY if "256color" in terminal else Colours.FEW


def tell_textual(colours: Colours, environment: MutableMapping[str, str]) -> None:
    """Have Textual, which reads the environment when it is imported, see what we see."""
    if colours is Colours.NONE:
        environment["NO_COLOR"] = "1"
        return
    environment.pop("NO_COLOR", None)  # Textual takes an empty one for a set one
    environment[_ASKED] = colours
