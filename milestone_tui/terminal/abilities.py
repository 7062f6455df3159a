"""The abilities of a terminal, from its name in TERM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Abilities(NamedTuple):
    """The abilities that the driver uses."""

    scrolls: bool = True
    """It inserts and deletes lines, within margins."""
    fills: bool = True
    """It erases with the current background (terminfo's `bce`)."""


_SCROLLING: Final = Abilities(scrolls=True, fills=True)
_TERMINALS: Final = {
    **dict.fromkeys(
        ("xterm", "tmux", "linux", "rxvt", "alacritty", "foot", "wezterm", "ghostty", "contour"), _SCROLLING
    ),
    **dict.fromkeys(("konsole", "gnome", "vte", "st", "putty", "mintty", "iterm", "iterm2", "kitty"), _SCROLLING),
    "screen": Abilities(scrolls=True, fills=False),
    **dict.fromkeys(("vt100", "vt220", "ansi"), Abilities(scrolls=False, fills=False)),
}
"""The abilities of known terminals, by the first word of TERM."""


def abilities(environ: Mapping[str, str]) -> Abilities | None:
    """Return the abilities of the terminal in TERM; None for an unknown one."""
    name = environ.get("TERM", "")
    family = name.split("-", 1)[0]
    if family == "screen" and "TMUX" in environ:
        family = "tmux"  # the former name of tmux
    return _TERMINALS.get(family)
