"""The themes for terminals with 256 or 16 colours.

Textual would send the nearest colour that the terminal has, which merges similar shades and turns tinted greys into
bright colours. So these palettes use colours that such terminals have.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.theme import CONTRAST, DARK, LIGHT, PALETTES, TERMINAL, Ink, Palette

# Colours of xterm's palette; some light greys are those that Rich maps to the wanted entry.
_DARK_256 = DARK._replace(
    ink="#121212",
    panel="#1c1c1c",
    row="#303030",
    text="#dadada",
    bright="#ffffff",
    dim="#949494",
    faint="#585858",
    act="#5fafff",
    good="#87d787",
    warn="#ffd75f",
    bad="#ff8787",
)
_LIGHT_256 = LIGHT._replace(
    ink="#ffffff",
    panel="#f2f2f2",
    row="#e8e8e8",
    text="#303030",
    bright="#000000",
    dim="#626262",
    faint="#b5b5b5",
    act="#005fd7",
    good="#005f00",
    warn="#875f00",
    bad="#af0000",
)
_CONTRAST_256 = CONTRAST._replace(
    row="#000087",
    dim="#d0d0d0",
    faint="#8a8a8a",
    act="#87d7ff",
    good="#5fff5f",
    warn="#ffd75f",
    bad="#ffafaf",
    selected="#005faf",
)

# There is no light theme with 16 colours: only three of them are readable on white.
_DARK_16 = DARK._replace(
    ink="black",
    panel="black",
    row="black",
    text="bright_white",
    bright="bright_white",
    dim="white",
    faint="white",
    act="bright_cyan",
    good="bright_green",
    warn="bright_yellow",
    bad="bright_red",
    own_colours=True,
    quiet=frozenset({Ink.FAINT}),
)
_CONTRAST_16 = _DARK_16._replace(name=CONTRAST.name, dim="bright_white")


def _by_name(*palettes: Palette) -> Mapping[str, Palette]:
    return MappingProxyType({palette.name: palette for palette in palettes})


_FEW = _by_name(TERMINAL, _DARK_16, _CONTRAST_16)
_PALETTES: Mapping[Colours, Mapping[str, Palette]] = {
    Colours.FULL: PALETTES,
    Colours.MANY: _by_name(_DARK_256, _LIGHT_256, _CONTRAST_256, TERMINAL),
    Colours.FEW: _FEW,
    Colours.NONE: _by_name(TERMINAL),
}


def palettes(colours: Colours) -> Mapping[str, Palette]:
    """Return the themes for a terminal with so many colours, by name; the first is the default."""
    return _PALETTES[colours]
