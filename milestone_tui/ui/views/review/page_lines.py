"""Lines that the pages of the walk are made of: a date, a key, a labelled text, the health."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Health
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.ui.keys import plain_keys
from milestone_tui.ui.renderer import HEALTH_MARKS, Line, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.review.scene import Scene
from milestone_tui.ui.widgets.text_block import flow, indented, paragraph

_LABEL, _DAY, _KEYS, _DOES = 23, 9, 6, 16
"""Cells of the columns of dates and of keys."""
NARROW = 60
"""Cells from which labels are written in full."""
_NARROW_LABEL, _NARROW_DAY, _NARROW_DOES = 13, 8, 14
_BEHIND, _CLOSE = 18, 44
"""Cells before what stands behind a label, and the width from which it stands there and not below."""
_GAP = ("   ", Ink.TEXT)


def date_line(label: str, day: date | None, ink: Ink, facts: Sequence[str], width: int, today: date) -> Line:
    """Return a date behind its label, with as many of the facts about it as fit."""
    label_cells, day_cells = (_LABEL, _DAY) if width >= NARROW else (_NARROW_LABEL, _NARROW_DAY)
    plain = Ink.DIM if ink is Ink.DIM else Ink.TEXT
    said = fitting(facts, ", ", width - 2 - label_cells - day_cells)
    return (
        (fit(label, label_cells), plain),
        (fit(date_words(day, today), day_cells), ink),
        (said, ink if ink is not Ink.BRIGHT else Ink.DIM),
    )


def fitting(facts: Sequence[str], between: str, width: int) -> str:
    """Return the first facts, joined, that fit into `width` cells."""
    said = ""
    for fact in map(visible, filter(None, facts)):
        longer = f"{said}{between}{fact}" if said else fact
        if cells(longer) > width:
            break
        said = longer
    return said


def key_line(scene: Scene, keys: str, does: str, said: str, width: int) -> Line:
    """Return what a key answers, and what that means where there is room for it."""
    room = _DOES if width >= NARROW else _NARROW_DOES
    shown = plain_keys(keys) if scene.ascii_only else keys
    meaning = fitting((said,), "", width - _KEYS - 2 - room)
    return ((fit(shown, _KEYS, right=True), Ink.KEY), ("  " + fit(does, room), Ink.TEXT), (meaning, Ink.DIM))


def labelled(label: str, text: str, width: int, ink: Ink = Ink.TEXT) -> Sequence[Line]:
    """Return a text behind its label, wrapped."""
    first, *rest = paragraph(visible(text), max(10, width - cells(label) - 2), ink) or ((),)
    return (((f"{label}  ", Ink.DIM), *first), *indented(rest, cells(label) + 2))


def row(label: str, lines_in: Callable[[int], Iterable[Line]], width: int) -> Sequence[Line]:
    """Return lines, given the cells that they have, behind their label, or below it where there is less room."""
    if width < _CLOSE:
        return (*([((f"  {label}", Ink.DIM),)] if label else []), *indented(tuple(lines_in(width - 4)), 4))
    first, *rest = tuple(lines_in(width - _BEHIND)) or ((),)
    return ((("  " + fit(label, _BEHIND - 2), Ink.DIM), *first), *indented(rest, _BEHIND))


def wrapped(text: str, width: int, ink: Ink = Ink.TEXT) -> list[Line]:
    """Return a text of several lines, each wrapped at words."""
    lines: list[Line] = []
    for line in text.split("\n"):
        lines += paragraph(visible(line), max(10, width), ink) or [()]
    return lines


def beside(pieces: Iterable[Line], width: int) -> tuple[Line, ...]:
    """Return pieces with a gap between them, in as many lines as they need."""
    return flow((piece for piece in pieces if any(text for text, _ in piece)), width, _GAP)


def health_lines(scene: Scene, width: int) -> tuple[Line, ...]:
    """Return `Health  ▲ computed at risk   judged so far ● on track   better than computed`."""
    computed, judged = scene.computed, scene.judged
    if scene.analysis is None:
        return ((("Health  calculating…", Ink.DIM),),)
    pieces: list[Line] = [(("Health  ", Ink.DIM), *computed_mark(computed, "computed "))]
    if judged is not None:
        pieces.append((("judged so far ", Ink.DIM), *mark(judged)))
    if judged_better(judged, computed):
        pieces.append((("better than computed", Ink.WARN),))
    return beside(pieces, width)


def computed_mark(computed: Health | None, word: str = "") -> Line:
    """Return the glyph of the computed health, and its word; without a health, why there is none."""
    return mark(computed, word) if computed is not None else (("no milestones to judge", Ink.DIM),)


def mark(health: Health, word: str = "") -> Line:
    """Return the glyph of a health, and its word."""
    glyph, ink = HEALTH_MARKS[health]
    return ((f"{glyph} {word}{health.value}", ink),)


def after(label: str, text: str, width: int, ink: Ink) -> tuple[Line, ...]:
    """Return a text that begins behind its label and goes on below it."""
    words: Iterable[Line] = (((word, ink),) for word in text.split())
    return flow((((label, Ink.DIM),), *words), width, (" ", Ink.TEXT))
