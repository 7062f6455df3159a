"""The cells and the cursor of the terminal of these tests: what each of its functions does to them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from line.look import PLAIN, Cell, Look
from rich.cells import split_graphemes
from wcwidth import wcwidth

_DRAWN = {
    ord(plain): drawn for plain, drawn in zip("`afgjklmnopqrstuvwxyz{|}~", "◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·", strict=True)
}
"""DEC's line drawing set."""


class Place(NamedTuple):
    """A cursor and what is kept with it: the look, the origin mode and the character sets."""

    x: int = 0
    y: int = 0
    pending: bool = False
    """The last column was written: where text wraps, the next character goes to the next row."""
    look: Look = PLAIN
    origin: bool = False
    sets: tuple[str, str] = ("B", "B")
    shifted: int = 0


@lru_cache(maxsize=4096)  # programs write the same words over and over
def _clusters(text: str, joins: bool) -> tuple[tuple[str, int], ...]:
    """What belongs together in a text, with the cells that it takes."""
    if joins:
        found: list[tuple[str, int]] = []
        for start, end, size in split_graphemes(text)[0]:
            cluster = text[start:end]
            if found and _is_half_a_flag(cluster) and _is_half_a_flag(found[-1][0]):
                found[-1] = (found[-1][0] + cluster, found[-1][1] + size)
            else:
                found.append((cluster, size))
        return tuple(found)
    return tuple((char, max(wcwidth(char), 0)) for char in text)


def _is_half_a_flag(cluster: str) -> bool:
    """A letter of a country's code: Rich counts each by itself, who draws flags draws two as one."""
    return len(cluster) == 1 and "REGIONAL INDICATOR" in unicodedata.name(cluster, "")


def _is_narrow(cluster: tuple[str, int]) -> bool:
    return cluster[1] == 1


class Cells:
    """Rows of cells, margins, tabs and a cursor."""

    def __init__(self, width: int, height: int, *, joins: bool, fills: bool) -> None:
        self.width, self.height = width, height
        self._joins, self._fills = joins, fills
        self._palette: dict[Look, dict[str, Cell]] = {}
        self.wraps, self.inserts = True, False
        self.at = Place()
        self.top, self.bottom = 0, height - 1
        self.tabs = set(range(8, width, 8))
        self._last = ""
        self.rows = self.blank_rows(height)
        """The cells as they are seen: a blank has nothing of the ink that it was written with."""
        self.touched = set(range(height))
        """Rows that may have changed since somebody emptied this."""

    def blank_rows(self, count: int) -> list[list[Cell]]:
        """New rows, as erasing leaves them."""
        return [[self._blank] * self.width for _ in range(count)]

    @property
    def _blank(self) -> Cell:
        return (" ", self.at.look.erased if self._fills else PLAIN)

    def resize(self, width: int, height: int, *others: list[list[Cell]]) -> None:
        """Another size: cut or filled at the right and at the bottom, also rows that are not shown now."""
        for rows in (self.rows, *others):
            del rows[height:]
            for row in rows:
                if width < len(row) and not row[width][0]:
                    row[width - 1] = (" ", row[width - 1][1].on_blank)  # its other half is gone
                del row[width:]
                row += [(" ", PLAIN)] * (width - len(row))
            rows += [[(" ", PLAIN)] * width for _ in range(height - len(rows))]
        self.width, self.height = width, height
        self.top, self.bottom = 0, height - 1
        self.tabs = set(range(8, width, 8))
        self.touched = set(range(height))
        self.go(self.at.x, self.at.y)

    # Writing -----------------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Put text where the cursor is."""
        if self.at.sets[self.at.shifted] == "0":
            text = text.translate(_DRAWN)
        clusters = _clusters(text, self._joins)
        end = self.at.x + len(clusters)
        if all(map(_is_narrow, clusters)) and end <= self.width and not self.at.pending and not self.inserts:
            self._put(self.at.x, [self._cell(cluster) for cluster, _ in clusters])
            self.at = self.at._replace(x=min(end, self.width - 1), pending=end == self.width)
            self._last = clusters[-1][0]
            return
        for cluster, size in clusters:
            if size == 0:
                self._join(cluster)
            else:
                self._advance(cluster, size)
                self._last = cluster

    def repeat(self, count: int) -> None:
        """Write the last character again."""
        for _ in range(min(count, self.width * self.height)):
            self.write(self._last)

    def _advance(self, cluster: str, size: int) -> None:
        if self.wraps and (self.at.pending or self.at.x + size > self.width):
            self.go(0, self.at.y)
            self.index()
        x = min(self.at.x, self.width - size)
        if self.inserts:
            self.at = self.at._replace(x=x)
            self.shift(size)
        self._put(x, [self._cell(cluster), *[self._cell("")] * (size - 1)])
        end = x + size
        self.at = self.at._replace(x=min(end, self.width - 1), pending=end == self.width)

    def _join(self, mark: str) -> None:
        row = self.rows[self.at.y]
        x = self.at.x if self.at.pending else self.at.x - 1
        while x > 0 and not row[x][0]:
            x -= 1
        if x >= 0:
            row[x] = (row[x][0] + mark, row[x][1])
            self.touched.add(self.at.y)

    def _cell(self, char: str) -> Cell:
        look = self.at.look
        cells = self._palette.get(look)
        if cells is None:
            cells = self._palette[look] = {" ": (" ", look.on_blank)}
        cell = cells.get(char)
        if cell is None:
            cell = cells[char] = (char, look)
        return cell

    def _put(self, x: int, cells: list[Cell]) -> None:
        self._split(self.at.y, x)
        self._split(self.at.y, x + len(cells))
        self.rows[self.at.y][x : x + len(cells)] = cells
        self.touched.add(self.at.y)

    def _split(self, y: int, x: int) -> None:
        """When a wide character stands across the left edge of this cell, blanks take its place."""
        row = self.rows[y]
        if 0 < x < self.width and not row[x][0]:
            row[x - 1] = row[x] = (" ", row[x][1].on_blank)

    # Erasing and moving what is there ----------------------------------------------------------------------

    def erase(self, y: int, start: int, end: int) -> None:
        """Blank the cells of a row from `start` to before `end`."""
        end = min(end, self.width)
        self._split(y, start)
        self._split(y, end)
        self.rows[y][start:end] = [self._blank] * (end - start)
        self.touched.add(y)

    def erase_display(self, how: int) -> None:
        """0: from the cursor on; 1: up to it; 2: all."""
        y = self.at.y
        if how in (0, 1):
            self.erase_line(how)
        for other in {0: range(y + 1, self.height), 1: range(y), 2: range(self.height)}.get(how, ()):
            self.erase(other, 0, self.width)

    def erase_line(self, how: int) -> None:
        """0: from the cursor on; 1: up to it; 2: all."""
        x = self.at.x
        start, end = {0: (x, self.width), 1: (0, x + 1), 2: (0, self.width)}.get(how, (0, 0))
        self.erase(self.at.y, start, end)

    def scroll(self, top: int, bottom: int, by: int) -> None:
        """Move the rows from `top` to `bottom` up by `by`, down when it is negative."""
        count = min(abs(by), bottom - top + 1)
        block, blanks = self.rows[top : bottom + 1], self.blank_rows(count)
        self.rows[top : bottom + 1] = block[count:] + blanks if by > 0 else blanks + block[: len(block) - count]
        self.touched.update(range(top, bottom + 1))

    def shift(self, by: int) -> None:
        """Move what stands from the cursor on to the right, to the left when it is negative."""
        x, y = self.at.x, self.at.y
        row = self.rows[y]
        count = min(abs(by), self.width - x)
        blanks = [self._blank] * count
        self._split(y, x)
        if by > 0:
            self._split(y, self.width - count)
            row[x:] = blanks + row[x : self.width - count]
        else:
            self._split(y, x + count)
            row[x:] = row[x + count :] + blanks
        self.touched.add(y)

    def fill(self, char: str) -> None:
        """The same character everywhere, without a look."""
        self.rows = [[(char, PLAIN)] * self.width for _ in range(self.height)]
        self.touched = set(range(self.height))

    # The cursor --------------------------------------------------------------------------------------------

    def go(self, x: int, y: int) -> None:
        """Put the cursor there, as far as there is a screen."""
        low, high = (self.top, self.bottom) if self.at.origin else (0, self.height - 1)
        self.at = self.at._replace(x=max(0, min(x, self.width - 1)), y=max(low, min(y, high)), pending=False)

    def go_by_rows(self, by: int, x: int) -> None:
        """Up or down as far as the margin, when the cursor is within."""
        y = self.at.y
        if by < 0:
            self.go(x, max(y + by, self.top if y >= self.top else 0))
        else:
            self.go(x, min(y + by, self.bottom if y <= self.bottom else self.height - 1))

    def tab(self, by: int) -> None:
        """So many tab stops on, or back."""
        x = self.at.x
        for _ in range(abs(by)):
            beyond = [stop for stop in self.tabs if (stop > x if by > 0 else stop < x)]
            x = min(beyond, default=self.width - 1) if by > 0 else max(beyond, default=0)
        self.at = self.at._replace(x=x, pending=self.at.pending and by > 0)

    def index(self) -> None:
        """To the next row; at the bottom margin all within the margins move up."""
        if self.at.y == self.bottom:
            self.scroll(self.top, self.bottom, 1)
        elif self.at.y < self.height - 1:
            self.at = self.at._replace(y=self.at.y + 1)

    def reverse_index(self) -> None:
        """To the row above; at the top margin all within the margins move down."""
        if self.at.y == self.top:
            self.scroll(self.top, self.bottom, -1)
        elif self.at.y > 0:
            self.at = self.at._replace(y=self.at.y - 1)

    def margin(self, top: int, bottom: int) -> None:
        """Scroll only these rows from now on; the cursor goes home."""
        if top < bottom:
            self.top, self.bottom = top, bottom
            self.go(0, top if self.at.origin else 0)
