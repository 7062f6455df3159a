"""The colours of the four themes: dark, light, high contrast, and the terminal's own.

Nothing else in the program names a colour. Our widgets ask a `Palette` for the style of an `Ink`; Textual's widgets
get the same colours from the theme that `Palette.theme` returns. Imports neither Rich nor Textual: the first frame is
painted with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.style import Style
    from textual.theme import Theme


class Ink(StrEnum):
    """The meaning of a piece of text, for which a palette has the style."""

    TEXT = "text"
    BRIGHT = "bright"
    """Names and totals."""
    DIM = "dim"
    """What is done or secondary."""
    FAINT = "faint"
    """Lines, empty bars and disabled keys; never text to read."""
    ACT = "act"
    """What you act on: keys, due dates, progress."""
    GOOD = "good"
    """What is done or early."""
    WARN = "warn"
    """What is slipping or needs attention."""
    BAD = "bad"
    """What is late."""
    KEY = "key"
    """A key to press: like ACT, bold."""
    MARK = "mark"
    """A mistake in typed text: like BAD, underlined."""


class Ground(StrEnum):
    """The background of a piece of text."""

    INK = "ink"
    PANEL = "panel"
    """Of header and footer lines, and of panels."""
    ROW = "row"
    """Of the cursor's row."""


_BOLD = frozenset({Ink.BRIGHT, Ink.KEY})


class Face(NamedTuple):
    """The look of a piece of text, as plain values."""

    colour: str
    ground: str
    bold: bool
    dim: bool
    underline: bool


class Palette(NamedTuple):
    """A set of colours in Rich's notation (`#rrggbb`, or a name of a terminal colour)."""

    name: str
    dark: bool
    ink: str
    panel: str
    row: str
    text: str
    bright: str
    dim: str
    faint: str
    act: str
    good: str
    warn: str
    bad: str
    selected: str = ""
    """The background of selected text; empty for that of lines."""
    own_colours: bool = False
    """Whether these are the terminal's own 16 colours, with one background: the cursor row is bold, not shaded."""
    quiet: frozenset[Ink] = frozenset()
    """The inks that get the terminal's dim attribute; a terminal without it shows them as normal text."""

    def colour(self, ink: Ink) -> str:
        """Return the foreground colour of an ink."""
        if ink is Ink.KEY:
            return self.act
        if ink is Ink.MARK:
            return self.bad
        return str(getattr(self, ink.value))

    @lru_cache(maxsize=128)  # noqa: B019 - a handful of palettes live as long as the program
    def style(self, ink: Ink, ground: Ground = Ground.INK) -> Style:
        """Return the Rich style of an ink on a ground."""
        from rich.style import Style

        face = self.face(ink, ground)
        return Style(
            color=face.colour,
            bgcolor=face.ground,
            bold=face.bold or None,
            dim=face.dim or None,
            underline=face.underline or None,
        )

    def face(self, ink: Ink, ground: Ground = Ground.INK) -> Face:
        """Return the look of an ink on a ground."""
        # Where the cursor row has no shade its text is bold; lines and bars are not.
        loud = self.own_colours and ground is Ground.ROW and ink is not Ink.FAINT
        return Face(
            self.colour(ink),
            str(getattr(self, ground.value)),
            bold=ink in _BOLD or loud,
            dim=ink in self.quiet and not loud,
            underline=ink is Ink.MARK,
        )

    def theme(self) -> Theme:
        """Return the Textual theme with these colours."""
        from textual.theme import Theme

        return Theme(
            name=self.name,
            dark=self.dark,
            ansi=self.own_colours,
            primary=_css(self.act),
            secondary=_css(self.dim),
            accent=_css(self.act),
            foreground=_css(self.text),
            background=_css(self.ink),
            surface=_css(self.ink),
            panel=_css(self.panel),
            success=_css(self.good),
            warning=_css(self.warn),
            error=_css(self.bad),
            variables={name: _css(getattr(self, field)) for name, field in _VARIABLES.items()} | self._styles(),
        )

    def _styles(self) -> dict[str, str]:
        """Return the stylesheet variables for text styles."""
        return {
            "block-cursor-text-style": "bold",
            "selection": _css(self.ink if self.own_colours else self.selected or self.faint),
            "selection-style": "reverse" if self.own_colours else "none",
            "faint-style": "dim" if Ink.FAINT in self.quiet else "none",
            "dim-style": "dim" if Ink.DIM in self.quiet else "none",
        }


_VARIABLES = {
    "ink": "ink",
    "row": "row",
    "bright": "bright",
    "dim": "dim",
    "faint": "faint",
    "act": "act",
    "bad": "bad",
    "block-cursor-background": "row",
    "block-cursor-foreground": "bright",
    "input-cursor-background": "act",
    "input-cursor-foreground": "ink",
    "input-selection-background": "row",
    "input-selection-foreground": "bright",
    "scrollbar": "faint",
    "scrollbar-background": "ink",
    "panel": "panel",  # Textual gives an ANSI theme none
    # Textual's stylesheets use these two, but an ANSI theme must define them.
    "ansi-background": "ink",
    "ansi-foreground": "text",
}
"""The stylesheet variables, with the palette field of each."""


def _css(colour: str) -> str:
    return colour if colour.startswith("#") else f"ansi_{colour}"


DARK = Palette(
    name="milestone-dark",
    dark=True,
    ink="#10141b",
    panel="#161c26",
    row="#1e2a3d",
    text="#d5dbe6",
    bright="#ffffff",
    dim="#7b8699",
    faint="#3b4557",
    act="#6cb6ff",
    good="#7bd88f",
    warn="#f0c36d",
    bad="#ff7b72",
)
LIGHT = Palette(
    name="milestone-light",
    dark=False,
    ink="#fbfaf7",
    panel="#efece5",
    row="#dfe8f5",
    text="#2b313b",
    bright="#05070a",
    dim="#5f6672",
    faint="#c3c7ce",
    act="#0b62c4",
    good="#17722f",
    warn="#8a5b00",
    bad="#c4281c",
)
CONTRAST = Palette(
    name="milestone-contrast",
    dark=True,
    ink="#000000",
    panel="#000000",
    row="#002b57",
    text="#ffffff",
    bright="#ffffff",
    dim="#d0d0d0",
    faint="#8a8a8a",
    act="#7cc4ff",
    good="#5dff7f",
    warn="#ffd75f",
    bad="#ffa39c",
    selected="#005a9e",
)
TERMINAL = Palette(
    name="milestone-terminal",
    dark=True,
    ink="default",
    panel="default",
    row="default",
    text="default",
    bright="default",
    dim="default",  # bright black is the ground itself in some schemes
    faint="default",
    act="bright_blue",  # plain blue and red can hardly be read on most dark terminals
    good="green",
    warn="yellow",
    bad="bright_red",
    own_colours=True,
    quiet=frozenset({Ink.DIM, Ink.FAINT}),
)

PALETTES: Mapping[str, Palette] = MappingProxyType({p.name: p for p in (DARK, LIGHT, CONTRAST, TERMINAL)})
"""All themes by name."""

SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {"dark": DARK.name, "light": LIGHT.name, "contrast": CONTRAST.name, "terminal": TERMINAL.name}
)
"""The names of the themes on the command line and in the settings, with their full names."""

THEME_WORDS: Mapping[str, str] = MappingProxyType(
    {DARK.name: "dark", LIGHT.name: "light", CONTRAST.name: "high contrast", TERMINAL.name: "terminal colours"}
)
"""The names of the themes on the screen, by full name."""
