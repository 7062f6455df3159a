"""How well a colour is read on another."""

from __future__ import annotations

Rgb = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


def rgb(colour: str) -> Rgb:
    """The colour that `#rrggbb` (or `rrggbb`) stands for."""
    number = int(colour.removeprefix("#"), 16)
    return number >> 16, number >> 8 & 255, number & 255


def luminance(colour: Rgb) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (n / 255 for n in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of WCAG 2: 1 not at all, 21 black on white."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)
