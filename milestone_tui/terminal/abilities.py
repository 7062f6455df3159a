"""What is known of a terminal before anything is sent to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Abilities(NamedTuple):
    """What a terminal is known to do."""

    scrolls: bool = True
    """Inserts and deletes lines, within margins."""
    fills: bool = True
    """Erases in the ground of the current look (terminfo's `bce`)."""


_SCROLLING: Final = Abilities(scrolls=True, fills=True)
_TERMINALS: Final = {
    **dict.fromkeys(
        ("xterm", "tmux", "linux", "rxvt", "alacritty", "foot", "wezterm", "ghostty", "contour"), _SCROLLING
    ),
    **dict.fromkeys(("konsole", "gnome", "vte", "st", "putty", "mintty", "iterm", "iterm2", "kitty"), _SCROLLING),
    "screen": Abilities(scrolls=True, fills=False),
    **dict.fromkeys(("vt100", "vt220", "ansi"), Abilities(scrolls=False, fills=False)),
}
"""What is known of the terminals whose cursor can be moved, by the first word of TERM."""


def abilities(environ: Mapping[str, str]) -> Abilities | None:
    """What the terminal can do according to TERM; None for one that is not known."""
    name = environ.get("TERM", "")
    family = name.split("-", 1)[0]
    if family == "screen" and "TMUX" in environ:
        family = "tmux"  # the name that tmux used to go by
    return _TERMINALS.get(family)
