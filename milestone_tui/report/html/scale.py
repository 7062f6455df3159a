"""Places on the axes of a picture, in percent, so that a picture fits any width and its texts keep their size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element

from milestone_tui.report.blocks import Tick
from milestone_tui.report.html.elements import element, plain

_LETTER = 8
"""About the width of a letter, in pixels."""
_NARROW, _WIDE = 310, 640
"""About the least widths of a picture on a phone and elsewhere, in pixels."""


class Scale(NamedTuple):
    """An axis from one day (or number) to another."""

    first: int
    last: int

    def at(self, place: date | int) -> float:
        """Return a place in percent of the axis; one beyond its ends is put there, and the only one in the middle."""
        number = place.toordinal() if isinstance(place, date) else place
        if self.last <= self.first:
            return 50.0
        return max(0.0, min(100.0, 100 * (number - self.first) / (self.last - self.first)))


def percent(place: float) -> str:
    """Return a place as a coordinate."""
    return f"{place:.2f}".rstrip("0").rstrip(".") + "%"


def upright(scale: Scale, place: date | int, class_: str = "") -> Element:
    """Return a line from top to bottom."""
    x = percent(scale.at(place))
    return element("line", x1=x, x2=x, y1="0%", y2="100%", class_=class_)


def tick_labels(scale: Scale, ticks: Iterable[Tick]) -> Iterator[Element]:
    """Yield the labels that have room beside the one before; those without room on a phone have the class `roomy`."""
    free = {_NARROW: 0.0, _WIDE: 0.0}
    for tick in ticks:
        if not scale.first <= tick.at <= scale.last:
            continue
        place, label = scale.at(tick.at), plain(tick.label)
        fits = {width: _fits(place, label, width, free) for width in free}
        if fits[_WIDE]:
            yield element("text", label, x=percent(place), class_="" if fits[_NARROW] else "roomy")


def _fits(place: float, label: str, width: int, free: dict[int, float]) -> bool:
    """Return whether a label has room on a picture of a width, and take that room."""
    begins = place * width / 100
    ends = begins + _LETTER * (len(label) + 1)
    if begins < free[width] or ends > width + 2 * _LETTER:
        return False
    free[width] = ends
    return True
