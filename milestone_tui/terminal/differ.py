"""Change what a terminal shows into what it should show, with as few characters as possible."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestone_tui.terminal.abilities import Abilities
from milestone_tui.terminal.cells import REST, UNKNOWN, is_sure
from milestone_tui.terminal.pen import Pen
from milestone_tui.terminal.screen import CellRow, Screen
from milestone_tui.terminal.style import DEFAULT, Style

_COMPARED_AT_ONCE = 10
"""Cells to compare at once, as most of a row is unchanged."""

_WORTH_ERASING = 10
"""More blanks than this in a row are cheaper to erase and skip than to write."""

_WORTH_WRITING = 4
"""Up to so many unchanged cells in the current style are cheaper to write again than to skip."""

_WORTH_ERASING_ROW = 24
"""With so many changed cells, erasing the row first may be cheaper."""

_WORTH_SORTING = 4
"""With so many stretches, writing those of the same style together may be cheaper."""

_WORTH_SCROLLING = 4
"""The fewest rows to scroll as a block."""


class Stretch(NamedTuple):
    """Cells of a row from `start` to before `end` that are written in one style, or erased."""

    start: int
    end: int
    style: Style
    erases: bool


class Differ:
    """A painter that remembers what the terminal shows, and sends only the changes."""

    def __init__(self, width: int, height: int, abilities: Abilities) -> None:
        self._abilities = abilities
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Change the size; the contents of the terminal become unknown."""
        self._width, self._height = width, height
        self.forget()

    def forget(self) -> None:
        """Mark the contents of the terminal as unknown."""
        self._shown = [CellRow(self._width, UNKNOWN, DEFAULT) for _ in range(self._height)]

    def paint(self, screen: Screen, pen: Pen) -> None:
        """Write the changes that make the terminal show the screen."""
        rows = screen.rows
        if screen.scrolled:
            self._move_up(min(screen.scrolled, self._height), pen)
            screen.scrolled = 0
        changed = [y for y in sorted(screen.touched) if not _same(rows[y], self._shown[y])]
        screen.touched = set()
        if not changed:
            return
        if len(changed) == self._height and self._worth_clearing(rows):
            self._clear(rows, pen)
        elif self._abilities.scrolls and len(changed) >= _WORTH_SCROLLING:
            changed = self._scrolled(rows, changed, pen)
        background = pen.style.erased if pen.style is not None else DEFAULT
        for y in sorted(changed, key=lambda y: rows[y].styles[-1].erased is not background):
            self._paint_row(y, rows[y], pen)

    # Whole screens -----------------------------------------------------------------------------------------

    def _move_up(self, by: int, pen: Pen) -> None:
        pen.set_style(DEFAULT)
        pen.go(0, self._height - 1)
        pen.send("\n" * by)
        self._shown = [*self._shown[by:], *(CellRow(self._width, UNKNOWN, DEFAULT) for _ in range(by))]

    def _worth_clearing(self, rows: Sequence[CellRow]) -> bool:
        """Return whether nothing that the terminal shows is known, and all rows to paint are."""
        return all(UNKNOWN in shown.chars for shown in self._shown) and not any(UNKNOWN in row.chars for row in rows)

    def _clear(self, rows: Sequence[CellRow], pen: Pen) -> None:
        blank = _commonest_background(rows) if self._abilities.fills else DEFAULT
        pen.set_style(blank)
        pen.send("\x1b[2J")
        self._shown = [CellRow(self._width, " ", blank) for _ in rows]

    def _scrolled(self, rows: Sequence[CellRow], changed: list[int], pen: Pen) -> list[int]:
        """Scroll a block of rows in the terminal if one has moved as a whole; return the rows left to paint."""
        move = _moved_block(rows, self._shown, changed)
        if move is None:
            return changed
        top, bottom, by = move
        if any(UNKNOWN in row.chars for row in rows[top : bottom + 1]):
            return changed  # unknown cells would move too, and could not be painted again
        blank = pen.style.erased if pen.style is not None and self._abilities.fills else DEFAULT
        pen.set_style(blank)
        pen.scroll(top, bottom, by)
        blanks = [CellRow(self._width, " ", blank) for _ in range(abs(by))]
        block = self._shown[top : bottom + 1]
        self._shown[top : bottom + 1] = block[by:] + blanks if by > 0 else blanks + block[:by]
        return [y for y in sorted({*changed, *range(top, bottom + 1)}) if not _same(rows[y], self._shown[y])]

    # One row -----------------------------------------------------------------------------------------------

    def _paint_row(self, y: int, want: CellRow, pen: Pen) -> None:
        shown = self._shown[y]
        if want.unsure:
            want.unsure = not all(map(is_sure, want.chars))
        if want.unsure or shown.unsure:
            # a terminal may have drawn a wider character over cells that seem unchanged
            differing = [x for x, char in enumerate(want.chars) if char != UNKNOWN]
        else:
            differing = _differing(want, shown)
        if differing:
            pen.join(min(self._versions(y, want, differing, pen), key=len))
        self._shown[y] = want.copy()

    def _versions(self, y: int, want: CellRow, differing: Sequence[int], pen: Pen) -> Iterable[Pen]:
        """Yield pens that paint a row in different ways, one of which is probably the shortest."""
        # a character that may be wider must be written before the ones after it
        in_order = want.unsure
        for start in (None, *(() if in_order else self._erasures(want, differing))):
            erased = pen.fork()
            rest = differing if start is None else self._erase(y, want, differing, start, erased)
            stretches = list(self._stretches(want, rest, erased.style))
            in_sequence = erased.fork()
            in_sequence.join(erased)
            self._write(y, want, stretches, in_sequence)
            yield in_sequence
            if len(stretches) >= _WORTH_SORTING and not in_order:
                self._write(y, want, _by_style(stretches, erased.style), erased)
                yield erased

    def _erasures(self, want: CellRow, differing: Sequence[int]) -> Iterable[int]:
        """Yield the columns from which erasing the rest of the row first may be cheaper."""
        blank = want.styles[-1].on_blank
        if want.chars[-1] != " " or not self._can_erase(blank):
            return
        tail = self._width
        while tail > 0 and want.chars[tail - 1] == " " and want.styles[tail - 1].on_blank is blank:
            tail -= 1
        tail = max(tail, differing[0])
        if differing[-1] - tail >= _WORTH_WRITING:
            yield tail
        if len(differing) >= _WORTH_ERASING_ROW and differing[0] < tail and UNKNOWN not in want.chars[differing[0] :]:
            yield differing[0]

    def _erase(self, y: int, want: CellRow, differing: Sequence[int], start: int, pen: Pen) -> list[int]:
        """Erase the row from `start` on; return the cells that still have to be written."""
        blank = want.styles[-1].on_blank
        if pen.style is None or not pen.style.erases_to(blank):
            pen.set_style(blank)
        pen.go(start, y)
        pen.send("\x1b[K")
        return [x for x in differing if x < start] + [
            x
            for x, char, style in zip(range(start, self._width), want.chars[start:], want.styles[start:], strict=True)
            if not (char == " " and style.on_blank is blank)
        ]

    def _stretches(self, want: CellRow, differing: Sequence[int], current: Style | None) -> Iterable[Stretch]:
        """Yield the cells to write, split into stretches of one style."""
        styles = want.styles
        for start, end in _runs(want, differing):
            x = start
            while x < end:
                blanks = _blanks(want, x, end)
                if blanks > _WORTH_ERASING and self._can_erase(styles[x].on_blank):
                    if current is None or not current.erases_to(styles[x].on_blank):
                        current = styles[x].on_blank
                    yield Stretch(x, x + blanks, current, erases=True)
                    x += blanks
                    continue
                current = _next_style(want, x, end, current)
                stop = _end_of_style(want, x, end, current)
                yield Stretch(x, stop, current, erases=False)
                x = stop

    def _write(self, y: int, want: CellRow, stretches: Iterable[Stretch], pen: Pen) -> None:
        """Write or erase stretches of a row."""
        for start, end, style, erases in stretches:
            pen.set_style(style)
            pen.go(start, y)
            if erases:
                pen.send(f"\x1b[{end - start}X")
            else:
                self._write_text(want.chars[start:end], want.unsure, pen)

    def _write_text(self, cells: Sequence[str], unsure: bool, pen: Pen) -> None:
        """Write cells; one by one if their widths differ or are unsure."""
        text = "".join(cells)
        if not unsure and len(text) == len(cells):
            pen.text(text, len(cells), self._width, sure=True)
            return
        x, y = pen.x, pen.y
        for at, char in enumerate(cells):
            if char != REST:
                pen.go(x + at, y)
                size = 2 if cells[at + 1 : at + 2] == [REST] else 1
                pen.text(char, size, self._width, sure=is_sure(char))
        pen.lose_place()

    def _can_erase(self, blank: Style) -> bool:
        """Return whether erasing can make blanks of this style."""
        return blank is blank.erased and (self._abilities.fills or blank is DEFAULT)


def _same(want: CellRow, shown: CellRow) -> bool:
    return want.chars == shown.chars and want.styles == shown.styles


def _differing(want: CellRow, shown: CellRow) -> list[int]:
    """Return the cells that look different; unknown cells of `want` can stay as they are."""
    differing: list[int] = []
    for start in range(0, len(want.chars), _COMPARED_AT_ONCE):
        end = start + _COMPARED_AT_ONCE
        chars, olds = want.chars[start:end], shown.chars[start:end]
        styles, old_styles = want.styles[start:end], shown.styles[start:end]
        if chars == olds and styles == old_styles:
            continue
        differing += [
            x
            for x, char, old, style, was in zip(range(start, end), chars, olds, styles, old_styles, strict=False)
            if (char != old or (style is not was and not (char == " " and style.on_blank is was.on_blank)))
            and char != UNKNOWN
        ]
    return differing


def _runs(want: CellRow, differing: Sequence[int]) -> list[tuple[int, int]]:
    """Return the ranges of cells to write, joining those with only few cells between them."""
    chars = want.chars
    width = len(chars)
    runs: list[tuple[int, int]] = []
    start = end = -1
    for x in differing:
        if end >= 0 and (x == end or (x - end <= _WORTH_WRITING and _has_style_before(want, end, x))):
            end = x + 1
            continue
        if end >= 0:
            runs.append((start, end))
        start, end = x, x + 1
        while start > 0 and chars[start] == REST:
            start -= 1
        while end < width and chars[end] == REST:
            end += 1
    if end >= 0:
        runs.append((start, end))
    return runs


def _has_style_before(want: CellRow, start: int, end: int) -> bool:
    """Return whether the cells from `start` to before `end` can be written in the style of the cell before them."""
    style = want.styles[start - 1]
    return all(
        char not in (UNKNOWN, REST) and (other is style or (char == " " and other.on_blank is style.on_blank))
        for char, other in zip(want.chars[start:end], want.styles[start:end], strict=True)
    )


def _next_style(want: CellRow, start: int, end: int, current: Style | None) -> Style:
    """Return the style for the next cells; for a blank, one that also suits the cells after it."""
    style = want.styles[start]
    if want.chars[start] != " ":
        return style
    blank = style.on_blank
    if current is not None and current.on_blank is blank:
        return current
    for x in range(start + 1, end):
        if want.styles[x].on_blank is not blank:
            break
        if want.chars[x] != " ":
            return want.styles[x]
    return blank


def _blanks(want: CellRow, start: int, end: int) -> int:
    """Return the number of blanks with one background from `start` on."""
    chars, styles = want.chars, want.styles
    blank = styles[start].on_blank
    x = start
    while x < end and chars[x] == " " and styles[x].on_blank is blank:
        x += 1
    return x - start


def _by_style(stretches: Iterable[Stretch], current: Style | None) -> Iterable[Stretch]:
    """Yield the stretches grouped by style, each time those with the cheapest change of style next."""
    by_style: dict[Style, list[Stretch]] = {}
    for stretch in stretches:
        by_style.setdefault(stretch.style, []).append(stretch)
    while by_style:
        last = current or DEFAULT
        current = min(by_style, key=lambda style: len(last.sequence_to(style)))
        yield from by_style.pop(current)


def _end_of_style(want: CellRow, start: int, end: int, style: Style) -> int:
    """Return the first cell after `start` that needs another style, or is better erased."""
    chars, styles, blank = want.chars, want.styles, style.on_blank
    x = start + 1
    blanks = int(chars[start] == " ")
    while x < end and (styles[x] is style or (chars[x] == " " and styles[x].on_blank is blank)):
        blanks = blanks + 1 if chars[x] == " " else 0
        x += 1
        if blanks > _WORTH_ERASING and x - blanks > start:
            return x - blanks
    return x


def _commonest_background(rows: Iterable[CellRow]) -> Style:
    """Return the most common background at the right edge."""
    counted = Counter(row.styles[-1].erased for row in rows)
    return counted.most_common(1)[0][0]


def _moved_block(
    rows: Sequence[CellRow], shown: Sequence[CellRow], changed: Sequence[int]
) -> tuple[int, int, int] | None:
    """Return the first and last row of a block that moved up by `by` rows, old and new place together, and `by`."""
    top, bottom = changed[0], changed[-1]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for y in range(top, bottom + 1):
        places["".join(shown[y].chars)].append(y)
    votes: Counter[int] = Counter()
    for y in changed:
        votes.update(at - y for at in places.get("".join(rows[y].chars), ())[:_WORTH_SCROLLING] if at != y)
    if not votes:
        return None
    by, moved = votes.most_common(1)[0]
    if moved < _WORTH_SCROLLING:
        return None
    kept = [y for y in range(top, bottom + 1) if top <= y + by <= bottom and _same(rows[y], shown[y + by])]
    if len(kept) < max(_WORTH_SCROLLING, (bottom - top + 1) * 0.4):
        return None
    first, last = kept[0], kept[-1]
    return min(first, first + by), max(last, last + by), by
