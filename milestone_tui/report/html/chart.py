"""A chart as a picture: lines over reporting dates, each with dashes, points and an end of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from milestone_tui.report.blocks import Chart, Line
from milestone_tui.report.html.elements import classes, element, plain, toned
from milestone_tui.report.html.scale import Scale, percent, tick_labels, upright

_DASHES = ("", "dash-1", "dash-2", "dash-3")
_SHAPES = ("M-3.5-3.5h7v7h-7z", "M0-5 5 0 0 5-5 0z", "M0-4.5 4.5 3.5h-9z")
"""Of the points of a line, by turns with a circle: filled and then hollow."""
_MOST_POINTS = 120
"""More points than these are not drawn one by one."""
_APART = 4.6
"""How far the texts at the ends of two lines have to be from each other, in percent of the height."""
_CLOSE = 14
"""How far from each other along the other axis two texts may meet, in percent of the width."""
_NEAR_THE_END = 85
"""From which percent on there is no room for a word to the right."""
_SIDE = 1000
"""The width and height of the drawing of the lines, which is stretched to the picture."""


class _Axes(NamedTuple):
    across: Scale
    up: Scale

    def y(self, place: int) -> float:
        """Return how far a place is from the top, in percent."""
        return 100 - self.up.at(place)


def chart(of: Chart) -> Element:
    """Return the picture, with its description."""
    axes = _axes(of)
    grid = [upright(axes.across, tick.at) for tick in of.months if axes.across.first <= tick.at <= axes.across.last]
    made = element("svg", *grid, *_heights(of, axes), *_today(of, axes), _drawing(of, axes), class_="plot")
    made.extend(_points(of, axes))
    made.extend(_ends(of.lines, axes))
    months = element("svg", *tick_labels(axes.across, of.months), class_="months")
    return element("div", made, months, class_="chart", role="img", aria_label=of.description)


def _axes(of: Chart) -> _Axes:
    places = [tick.at for tick in of.heights] or [y for line in of.lines for _, y in line.points] or [0]
    return _Axes(Scale(of.first.toordinal(), of.last.toordinal()), Scale(min(places), max(places)))


def _heights(of: Chart, axes: _Axes) -> Iterator[Element]:
    for tick in of.heights:
        y = percent(axes.y(tick.at))
        yield element("line", x1="0%", x2="100%", y1=y, y2=y)
        yield element("text", tick.label, x="0%", y=y, class_="height")


def _today(of: Chart, axes: _Axes) -> Iterator[Element]:
    place = axes.across.at(of.today)
    yield upright(axes.across, of.today, "today")
    yield element(
        "text", of.today_label, x=percent(place), y="100%", class_="now before" if place > _NEAR_THE_END else "now"
    )


# Lines ------------------------------------------------------------------------------------------------------


def _drawing(of: Chart, axes: _Axes) -> Element:
    made = element("svg", viewBox=f"0 0 {_SIDE} {_SIDE}", preserveAspectRatio="none", class_="lines")
    if of.has_diagonal:
        first, last = max(axes.across.first, axes.up.first), min(axes.across.last, axes.up.last)
        if first < last:
            made.append(element("path", d=_path([(first, first), (last, last)], axes), class_="diagonal"))
    for place, line in enumerate(of.lines):
        if len(line.points) > 1:
            points = [*_stepped(line.points)] if line.is_stepped else line.points
            dash = "main" if line.is_main else _DASHES[place % len(_DASHES)]
            made.append(element("path", d=_path(points, axes), class_=classes(dash, toned(line.tone))))
    return made


def _stepped(points: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the points with the corners between them."""
    level = points[0][1]
    for x, y in points:
        yield x, level
        yield x, y
        level = y


def _path(points: Sequence[tuple[int, int]], axes: _Axes) -> str:
    places = (f"{axes.across.at(x) * _SIDE / 100:.0f} {axes.y(y) * _SIDE / 100:.0f}" for x, y in points)
    return f"M{'L'.join(places)}"


def _points(of: Chart, axes: _Axes) -> Iterator[Element]:
    are_few = sum(len(line.points) for line in of.lines) <= _MOST_POINTS
    for place, line in enumerate(of.lines):
        drawn = line.points if are_few and not line.is_stepped else line.points[-1:]
        for x, y in drawn:
            yield _point(place, line, percent(axes.across.at(x)), percent(axes.y(y)))


def _point(place: int, line: Line, x: str, y: str) -> Element:
    """Return a point in the shape of its line."""
    turn, shape = divmod(place, len(_SHAPES) + 1)
    look = classes("hollow" if turn % 2 else "", "main" if line.is_main else "", toned(line.tone))
    if not shape:
        return element("circle", cx=x, cy=y, r="3.5", class_=look)
    return element("svg", element("path", d=_SHAPES[shape - 1], class_=look), x=x, y=y)


# The texts at the ends --------------------------------------------------------------------------------------


def _ends(lines: Sequence[Line], axes: _Axes) -> Iterator[Element]:
    """Yield what stands at the ends of the lines, moved apart where it would overlap."""
    placed: list[tuple[float, float]] = []
    ending = [(axes.y(line.points[-1][1]), axes.across.at(line.points[-1][0]), line) for line in lines if line.points]
    for y, x, line in sorted(ending, key=lambda end: end[:2]):
        if not plain(line.ends_in):
            continue
        for other_x, other_y in placed:
            if abs(other_x - x) < _CLOSE and y - other_y < _APART:
                y = other_y + _APART
        placed.append((x, y))
        look = classes("end", "main" if line.is_main else "", toned(line.tone))
        yield element("text", line.ends_in, x=percent(x), y=percent(min(y, 100.0)), class_=look)
