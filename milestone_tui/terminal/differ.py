"""From what the terminal shows to what it should show, with as few characters as can be found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestone_tui.terminal.abilities import Abilities
from milestone_tui.terminal.cells import REST, UNKNOWN, is_sure
from milestone_tui.terminal.pen import Pen
from milestone_tui.terminal.screen import Row, Screen
from milestone_tui.terminal.style import DEFAULT, Style

_COMPARED_AT_ONCE = 10
"""Cells: most of a row is as it was."""

_WORTH_ERASING = 10
"""So many blanks in a row are cheaper erased and jumped over than written."""

_WORTH_WRITING = 4
"""So many cells that need no other look are cheaper written again than jumped over."""

_WORTH_WIPING = 24
"""With so many differing cells, erasing the row first may be cheaper."""

_WORTH_SORTING = 4
"""With so many stretches, writing those of one look together may be cheaper."""

_WORTH_SCROLLING = 4
"""So many rows must have moved together."""


class Stretch(NamedTuple):
    """Cells of a row from `start` to before `end` that are written in one look, or erased."""

    start: int
    end: int
    style: Style
    erases: bool


class Differ:
    """Keeps what the terminal shows and brings it up to date."""

    def __init__(self, width: int, height: int, abilities: Abilities) -> None:
        self._abilities = abilities
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Another size; nothing is known of what the terminal shows."""
        self._width, self._height = width, height
        self.forget()

    def forget(self) -> None:
        """Nothing is known of what the terminal shows."""
        self._shown = [Row(self._width, UNKNOWN, DEFAULT) for _ in range(self._height)]

    def paint(self, screen: Screen, pen: Pen) -> None:
        """Write what makes the terminal show the screen."""
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
        at_hand = pen.style.erased if pen.style is not None else DEFAULT
        for y in sorted(changed, key=lambda y: rows[y].styles[-1].erased is not at_hand):
            self._paint_row(y, rows[y], pen)

    # Whole screens -----------------------------------------------------------------------------------------

    def _move_up(self, by: int, pen: Pen) -> None:
        pen.wear(DEFAULT)
        pen.go(0, self._height - 1)
        pen.send("\n" * by)
        self._shown = [*self._shown[by:], *(Row(self._width, UNKNOWN, DEFAULT) for _ in range(by))]

    def _worth_clearing(self, rows: Sequence[Row]) -> bool:
        return all(UNKNOWN in shown.chars for shown in self._shown) and not any(UNKNOWN in row.chars for row in rows)

    def _clear(self, rows: Sequence[Row], pen: Pen) -> None:
        ground = _commonest_ground(rows) if self._abilities.fills else DEFAULT
        pen.wear(ground)
        pen.send("\x1b[2J")
        self._shown = [Row(self._width, " ", ground) for _ in rows]

    def _scrolled(self, rows: Sequence[Row], changed: list[int], pen: Pen) -> list[int]:
        """Let the terminal move a block of rows, when one moved as a whole; what then is left to paint."""
        move = _moved_block(rows, self._shown, changed)
        if move is None:
            return changed
        top, bottom, by = move
        if any(UNKNOWN in row.chars for row in rows[top : bottom + 1]):
            return changed  # what nobody knows would be moved as well, and could not be painted again
        ground = pen.style.erased if pen.style is not None and self._abilities.fills else DEFAULT
        pen.wear(ground)
        pen.scroll(top, bottom, by)
        blanks = [Row(self._width, " ", ground) for _ in range(abs(by))]
        block = self._shown[top : bottom + 1]
        self._shown[top : bottom + 1] = block[by:] + blanks if by > 0 else blanks + block[:by]
        return [y for y in sorted({*changed, *range(top, bottom + 1)}) if not _same(rows[y], self._shown[y])]

    # One row -----------------------------------------------------------------------------------------------

    def _paint_row(self, y: int, want: Row, pen: Pen) -> None:
        shown = self._shown[y]
        if want.unsure:
            want.unsure = not all(map(is_sure, want.chars))
        if want.unsure or shown.unsure:
            # a terminal may have drawn a character wider than we think, over cells that we believe are right
            differing = [x for x, char in enumerate(want.chars) if char != UNKNOWN]
        else:
            differing = _differing(want, shown)
        if differing:
            pen.join(min(self._versions(y, want, differing, pen), key=len))
        self._shown[y] = want.copy()

    def _versions(self, y: int, want: Row, differing: Sequence[int], pen: Pen) -> Iterable[Pen]:
        """The ways to paint a row that may be the shortest."""
        # what may reach over its cells has to be written before what stands behind it
        in_order = want.unsure
        for start in (None, *(() if in_order else self._erasures(want, differing))):
            wiped = pen.fork()
            rest = differing if start is None else self._erase(y, want, differing, start, wiped)
            stretches = list(self._stretches(want, rest, wiped.style))
            straight = wiped.fork()
            straight.join(wiped)
            self._write(y, want, stretches, straight)
            yield straight
            if len(stretches) >= _WORTH_SORTING and not in_order:
                self._write(y, want, _by_look(stretches, wiped.style), wiped)
                yield wiped

    def _erasures(self, want: Row, differing: Sequence[int]) -> Iterable[int]:
        """From where it may pay to erase the rest of the row first."""
        ground = want.styles[-1].ground
        if want.chars[-1] != " " or not self._can_erase(ground):
            return
        tail = self._width
        while tail > 0 and want.chars[tail - 1] == " " and want.styles[tail - 1].ground is ground:
            tail -= 1
        tail = max(tail, differing[0])
        if differing[-1] - tail >= _WORTH_WRITING:
            yield tail
        if len(differing) >= _WORTH_WIPING and differing[0] < tail and UNKNOWN not in want.chars[differing[0] :]:
            yield differing[0]

    def _erase(self, y: int, want: Row, differing: Sequence[int], start: int, pen: Pen) -> list[int]:
        """Erase the row from there on; which cells are still to be written."""
        ground = want.styles[-1].ground
        if pen.style is None or not pen.style.erases_to(ground):
            pen.wear(ground)
        pen.go(start, y)
        pen.send("\x1b[K")
        return [x for x in differing if x < start] + [
            x
            for x, char, style in zip(range(start, self._width), want.chars[start:], want.styles[start:], strict=True)
            if not (char == " " and style.ground is ground)
        ]

    def _stretches(self, want: Row, differing: Sequence[int], worn: Style | None) -> Iterable[Stretch]:
        """The cells to write, in pieces of one look."""
        styles = want.styles
        for start, end in _runs(want, differing):
            x = start
            while x < end:
                blanks = _blanks(want, x, end)
                if blanks > _WORTH_ERASING and self._can_erase(styles[x].ground):
                    worn = worn if worn is not None and worn.erases_to(styles[x].ground) else styles[x].ground
                    yield Stretch(x, x + blanks, worn, erases=True)
                    x += blanks
                    continue
                worn = _next_style(want, x, end, worn)
                stop = _same_look(want, x, end, worn)
                yield Stretch(x, stop, worn, erases=False)
                x = stop

    def _write(self, y: int, want: Row, stretches: Iterable[Stretch], pen: Pen) -> None:
        for start, end, style, erases in stretches:
            pen.wear(style)
            pen.go(start, y)
            if erases:
                pen.send(f"\x1b[{end - start}X")
            else:
                self._write_text(want.chars[start:end], want.unsure, pen)

    def _write_text(self, cells: Sequence[str], unsure: bool, pen: Pen) -> None:
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

    def _can_erase(self, ground: Style) -> bool:
        return ground is ground.erased and (self._abilities.fills or ground is DEFAULT)


def _same(want: Row, shown: Row) -> bool:
    return want.chars == shown.chars and want.styles == shown.styles


def _differing(want: Row, shown: Row) -> list[int]:
    """The cells that look different; what is not known of `want` may stay as it is."""
    differing: list[int] = []
    for start in range(0, len(want.chars), _COMPARED_AT_ONCE):
        end = start + _COMPARED_AT_ONCE
        chars, olds = want.chars[start:end], shown.chars[start:end]
        styles, worn = want.styles[start:end], shown.styles[start:end]
        if chars == olds and styles == worn:
            continue
        differing += [
            x
            for x, char, old, style, was in zip(range(start, end), chars, olds, styles, worn, strict=False)
            if (char != old or (style is not was and not (char == " " and style.ground is was.ground)))
            and char != UNKNOWN
        ]
    return differing


def _runs(want: Row, differing: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches to write: neighbours, and those with so little between them that it is written again."""
    chars = want.chars
    width = len(chars)
    runs: list[tuple[int, int]] = []
    start = end = -1
    for x in differing:
        if end >= 0 and (x == end or (x - end <= _WORTH_WRITING and _fits(want, end, x))):
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


def _fits(want: Row, start: int, end: int) -> bool:
    """Whether the cells from `start` to before `end` can be written in the look of the one before them."""
    style = want.styles[start - 1]
    return all(
        char not in (UNKNOWN, REST) and (other is style or (char == " " and other.ground is style.ground))
        for char, other in zip(want.chars[start:end], want.styles[start:end], strict=True)
    )


def _next_style(want: Row, start: int, end: int, worn: Style | None) -> Style:
    """The look to write the cell with: for a blank the one that serves longest."""
    style = want.styles[start]
    if want.chars[start] != " ":
        return style
    ground = style.ground
    if worn is not None and worn.ground is ground:
        return worn
    for x in range(start + 1, end):
        if want.styles[x].ground is not ground:
            break
        if want.chars[x] != " ":
            return want.styles[x]
    return ground


def _blanks(want: Row, start: int, end: int) -> int:
    """How many blanks of one ground stand from `start` on."""
    chars, styles = want.chars, want.styles
    ground = styles[start].ground
    x = start
    while x < end and chars[x] == " " and styles[x].ground is ground:
        x += 1
    return x - start


def _by_look(stretches: Iterable[Stretch], worn: Style | None) -> Iterable[Stretch]:
    """Those of one look together, always going on with the look that is nearest."""
    by_style: dict[Style, list[Stretch]] = {}
    for stretch in stretches:
        by_style.setdefault(stretch.style, []).append(stretch)
    while by_style:
        here = worn or DEFAULT
        worn = min(by_style, key=lambda style: len(here.way_to(style)))
        yield from by_style.pop(worn)


def _same_look(want: Row, start: int, end: int, style: Style) -> int:
    """Before which cell another look is needed."""
    chars, styles, ground = want.chars, want.styles, style.ground
    x = start + 1
    blanks = int(chars[start] == " ")
    while x < end and (styles[x] is style or (chars[x] == " " and styles[x].ground is ground)):
        blanks = blanks + 1 if chars[x] == " " else 0
        x += 1
        if blanks > _WORTH_ERASING and x - blanks > start:
            return x - blanks
    return x


def _commonest_ground(rows: Iterable[Row]) -> Style:
    counted = Counter(row.styles[-1].erased for row in rows)
    return counted.most_common(1)[0][0]


def _moved_block(rows: Sequence[Row], shown: Sequence[Row], changed: Sequence[int]) -> tuple[int, int, int] | None:
    """The block of rows that stands `by` rows further up than it is shown: its edges before and after, and `by`."""
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
