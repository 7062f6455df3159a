"""Turn what the dashboard shows into a PNG: strips -> SVG of placed glyphs -> resvg, with a font that pip brings."""

from __future__ import annotations

from html import escape
from pathlib import Path

import resvg_py
from fontpkg_jetbrains_mono import __file__ as font_package
from rich.cells import cell_len
from rich.color import Color
from textual.strip import Strip

CELL = 10
LINE = 24
SIZE = 16.6
FONT = "JetBrains Mono"


def _colour(colour: Color | None, default: str) -> str:
    return default if colour is None or colour.is_default else colour.get_truecolor().hex


def svg(strips: list[Strip], ink: str = "#d5dbe6", ground: str = "#10141b") -> str:
    """The lines of a screen as an SVG document, every grapheme in its own cell."""
    width = max(strip.cell_length for strip in strips) * CELL
    height = len(strips) * LINE
    boxes, texts = [], []
    for row, strip in enumerate(strips):
        x = 0
        for text, style, _ in strip:
            cells = cell_len(text)
            if style is not None and style.bgcolor is not None:
                fill = _colour(style.bgcolor, ground)
                boxes.append(
                    f'<rect x="{x}" y="{row * LINE}" width="{cells * CELL + 0.4}" height="{LINE + 0.4}" fill="{fill}"/>'
                )
            fill = _colour(style.color if style else None, ink)
            weight = "bold" if style is not None and style.bold else "normal"
            for character in text:
                if not character.isspace():
                    texts.append(
                        f'<text x="{x}" y="{row * LINE + 17.5}" fill="{fill}" font-weight="{weight}">'
                        f"{escape(character)}</text>"
                    )
                x += cell_len(character) * CELL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FONT}" '
        f'font-size="{SIZE}"><rect width="100%" height="100%" fill="{ground}"/>{"".join(boxes)}{"".join(texts)}</svg>'
    )


def png(strips: list[Strip]) -> bytes:
    """The lines of a screen as a picture."""
    fonts = [str(path) for path in Path(font_package).parent.rglob("*.ttf")]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(strips), font_files=fonts, font_family=FONT))
