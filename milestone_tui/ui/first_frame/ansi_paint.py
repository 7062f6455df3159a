"""Painting of lines with escape sequences, as Rich does it for Textual."""

from __future__ import annotations

from collections.abc import Iterable

from milestone_tui.plan.language.text import visible
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.renderer import Line, cells, fit, in_ascii
from milestone_tui.ui.theme import Face, Ground, Ink, Palette

_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_BRIGHT = "bright_"


def painted(
    lines: Iterable[tuple[Line, Ground]],
    width: int,
    palette: Palette,
    colours: Colours,
    *,
    fills: bool,
    ascii_only: bool = False,
) -> str:
    """Return the text that paints lines from the upper left corner; with `fills`, erasing uses the current ground."""
    pen = _Pen(palette, colours)
    pieces = ["\x1b[H", pen.to(Ink.TEXT, Ground.INK), "\x1b[2J" if fills else ""]
    for number, (line, ground) in enumerate(lines, start=1):
        if fills and not line and ground is Ground.INK:
            continue
        pieces.append(f"\x1b[{number};1H")
        at = 0
        for span, ink in line:
            text = span if span.isprintable() else visible(span)
            text = in_ascii(text) if ascii_only else text
            taken = cells(text)
            if at + taken > width:
                text, taken = fit(text, width - at), width - at
            if not text:
                continue
            pieces += (pen.to(None if text.isspace() else ink, ground), text)
            at += taken
            if len(text) != taken or not text.isprintable():
                pieces.append(f"\x1b[{number};{at + 1}H")  # terminals disagree on how wide such characters are
        if at < width and (ground is not Ground.INK or not fills):
            pieces += (pen.to(None, ground), "\x1b[K" if fills else " " * (width - at))
    return "".join((*pieces, "\x1b[m"))


class _Pen:
    """Pen that knows its style and returns the sequence that changes it."""

    def __init__(self, palette: Palette, colours: Colours) -> None:
        self._palette = palette
        self._colours = colours
        self._parts: dict[str, str] = {"reset": "0"}
        """The current SGR parameters by kind."""

    def to(self, ink: Ink | None, ground: Ground) -> str:
        """Return the sequence for an ink on a ground; None is a blank, which needs only the ground."""
        face = self._palette.face(ink or Ink.TEXT, ground)
        wanted = parameters(face, self._colours)
        if ink is None:
            wanted = {**self._parts, **{part: wanted[part] for part in ("ground",) if part in wanted}}
            wanted.pop("underline", None)
            wanted.pop("reset", None)
        if wanted == self._parts:
            return ""
        before, self._parts = self._parts, wanted
        if before.keys() - wanted.keys():
            return f"\x1b[{';'.join(('0', *wanted.values()))}m"
        return f"\x1b[{';'.join(code for part, code in wanted.items() if before.get(part) != code)}m"


def parameters(face: Face, colours: Colours) -> dict[str, str]:
    """Return the SGR parameters of a face by kind."""
    parts = {"bold": "1" * face.bold, "dim": "2" * face.dim, "underline": "4" * face.underline}
    if colours is not Colours.NONE:
        parts |= {"colour": _code(face.colour, 30, colours), "ground": _code(face.ground, 40, colours)}
    return {part: code for part, code in parts.items() if code}


def _code(colour: str, first: int, colours: Colours) -> str:
    """Return the SGR parameter of a colour; `first` is that of black: 30 for text, 40 for the ground."""
    if colour.startswith("#"):
        red, green, blue = bytes.fromhex(colour[1:])
        if colours is Colours.FULL:
            return f"{first + 8};2;{red};{green};{blue}"
        return f"{first + 8};5;{nearest(red, green, blue)}"
    if colour == "default":
        return str(first + 9)
    bright = colour.startswith(_BRIGHT)
    return str(first + 60 * bright + _NAMES.index(colour.removeprefix(_BRIGHT)))


def nearest(red: int, green: int, blue: int) -> int:
    """Return the nearest colour of xterm's palette, as Rich chooses it: a grey for a weak colour."""
    least, most = min(red, green, blue), max(red, green, blue)
    light = (least + most) / 510
    spread = (most - least) / 255
    if spread < 0.15 * (2 * light if light <= 0.5 else 2 - 2 * light) or not spread:
        grey = round(light * 25)
        return 16 if grey == 0 else 231 if grey == 25 else 231 + grey

    def step(part: int) -> int:
        return round(part / 95 if part < 95 else 1 + (part - 95) / 40)

    return 16 + 36 * step(red) + 6 * step(green) + step(blue)
