"""The themes on terminals that show 256 or 16 colours.

Textual sends the nearest colour that the terminal has. Of shades that lie close together it makes one, and of greys
with a hint of a colour something bright; so that the colours for such a terminal are chosen here among those it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.theme import CONTRAST, DARK, LIGHT, PALETTES, TERMINAL, Ink, Palette

# Entries of the palette of xterm, or what Rich makes them of: for a light grey it takes the entry below.
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

# A light theme cannot be had of 16 colours: on white only three of them are read.
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
    """The themes that such a terminal can show, by name; the first is taken where none was chosen."""
    return _PALETTES[colours]
