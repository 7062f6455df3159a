"""The reason for a figure: its formula, the numbers that went in, and the milestones behind it."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from typing import NamedTuple


class Behind(NamedTuple):
    """A milestone behind a figure."""

    milestone_id: int
    project_id: int
    title: str
    note: str = ""
    """What it contributes, such as `40,000` or `3 of 5 criteria met`."""


class Explanation(NamedTuple):
    """Why a figure is what it is."""

    figure: str
    """Name of the figure, such as `SPI`."""
    value: str
    """The figure as the screen shows it; `–` if it is undefined."""
    formula: str
    """The formula in words, such as `earned value / planned value`."""
    numbers: str = ""
    """The formula with its numbers, such as `86,000 / 126,000 = 0.68`."""
    notes: tuple[str, ...] = ()
    """Further sentences, such as why it is undefined."""
    behind: tuple[Behind, ...] = ()
