"""Drawing of the links of the milestone under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.plan.network.neighbours import Neighbours
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets import chart_paint as paint
from milestone_tui.ui.widgets.chart_paint import Canvas


class End(NamedTuple):
    """The far end of a link from the milestone under the cursor."""

    place: int
    """The row."""
    column: int
    violated: bool


def draw_links(canvas: Canvas, index: int, cursor: int, at: int, ends: Sequence[End]) -> None:
    """Draw in row `index` its part of the links from the cursor's milestone, whose mark is in cell `at`.

    Links are drawn only over blank cells; those to a successor that is too soon are red.
    """
    trunk = at + 1
    # the links that end in this row or pass it
    above = [end for end in ends if end.place <= index <= cursor and end.place != cursor]
    below = [end for end in ends if end.place >= index >= cursor and end.place != cursor]
    if not above and not below:
        return
    ink = _ink(end.violated for end in (*above, *below))
    here = next((end for end in ends if end.place == index), None)
    if index == cursor:
        canvas.put_blank(trunk, "┤" if above and below else "╯" if above else "╮", ink)
    elif here is None:
        canvas.put_blank(trunk, "│", ink)
    else:
        is_last = len(above) + len(below) == 1
        later = here.column > trunk
        start, stop = (trunk + 1, here.column) if later else (here.column + 1, trunk)
        corner = ("╰╭" if later else "╯╮")[0 if below else 1] if is_last else "├" if later else "┤"
        paint.draw_link(canvas, start, stop, _ink([here.violated]))
        canvas.put_blank(trunk, corner, ink)


def _ink(violated: Iterable[bool]) -> Ink:
    return Ink.BAD if any(violated) else Ink.FAINT


def draw_abroad(
    canvas: Canvas,
    milestone_id: int,
    at: int,
    neighbours: Neighbours,
    abroad: Mapping[int, str],
    violated: frozenset[tuple[int, int]],
) -> None:
    """Write beside the mark in cell `at` the other projects that its links come from and lead to."""
    before = [(other, (other, milestone_id)) for other in neighbours.before(milestone_id) if other in abroad]
    after = [(other, (milestone_id, other)) for other in neighbours.after(milestone_id) if other in abroad]
    for ends, later in ((before, False), (after, True)):
        if ends:
            keys = ", ".join(dict.fromkeys(abroad[other] for other, _ in ends))
            ink = Ink.BAD if any(link in violated for _, link in ends) else Ink.DIM
            paint.draw_abroad(canvas, keys, at, later, ink)
