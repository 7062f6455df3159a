"""A model of the screen on which an application's output is played: what each cell should show."""

from __future__ import annotations

from milestone_tui.terminal.cells import REST, UNKNOWN, layout
from milestone_tui.terminal.style import DEFAULT, Style


class Row:
    """One line of cells: a character and a look for each."""

    __slots__ = ("chars", "styles", "unsure")

    def __init__(self, width: int, char: str, style: Style) -> None:
        self.chars = [char] * width
        self.styles = [style] * width
        self.unsure = False
        """It may hold characters about whose width terminals disagree."""

    def copy(self) -> Row:
        """Another row with the same cells."""
        row = Row(0, " ", DEFAULT)
        row.chars, row.styles, row.unsure = self.chars[:], self.styles[:], self.unsure
        return row


class Screen:
    """Cells, a cursor and the look that it writes with.

    A terminal does as the methods here do; what they do not cover is not played but handed over to it.
    """

    def __init__(self, width: int, height: int) -> None:
        self.resize(width, height)
        self.style = DEFAULT
        self._last = ""
        """The last text written."""
        self.wraps = True
        """Text goes on in the next row where one ends (DECAWM)."""
        self.fills = True
        """Erasing leaves the ground of the current look behind, not the terminal's own."""

    def resize(self, width: int, height: int) -> None:
        """Another size; nothing is known of what stands there."""
        self.width, self.height = width, height
        self.x = self.y = 0
        """The cursor; `x` is `width` when the last cell was written and nothing after it."""
        self.forget()

    def forget(self) -> None:
        """Nothing is known of any cell."""
        self.scrolled = 0
        """By how many rows the terminal itself has to move up what is not known."""
        self.rows = [Row(self.width, UNKNOWN, DEFAULT) for _ in range(self.height)]
        self.touched = set(range(self.height))
        """Rows that may have changed since the last frame."""

    def place(self, x: int, y: int) -> None:
        """Put the cursor there, as far as there is a screen."""
        self.x, self.y = max(0, min(x, self.width - 1)), max(0, min(y, self.height - 1))

    def line_feed(self) -> None:
        """To the beginning of the next row, as a tty passes a newline on; at the last one all rows move up."""
        self.x = 0
        self._down()

    def write(self, text: str) -> None:
        """Text from the cursor on."""
        self._last = text
        leading, cells, unsure = layout(text)
        if leading:
            self._join(leading)
        x, n = self.x, len(cells)
        if x + n > self.width:
            self._write_at_edge(cells, unsure)
            return
        row = self.rows[self.y]
        self._free(row, x, x + n)
        row.chars[x : x + n] = cells
        row.styles[x : x + n] = [self.style.ground if text.isspace() else self.style] * n
        row.unsure = row.unsure or unsure
        self.touched.add(self.y)
        self.x = x + n

    def repeat(self, count: int) -> None:
        """The last character written, again."""
        cells = [cell for cell in layout(self._last).cells if cell != REST] if self._last else []
        self.write("".join(cells[-1:]) * min(count, self.width * self.height))

    def erase(self, y: int, start: int, end: int) -> None:
        """Blank the cells of a row from `start` to before `end`."""
        row = self.rows[y]
        start, end = min(start, self.width), min(end, self.width)
        self._free(row, start, end)
        row.chars[start:end] = [" "] * (end - start)
        row.styles[start:end] = [self.style.erased if self.fills else DEFAULT] * (end - start)
        self.touched.add(y)

    def erase_rows(self, start: int, end: int) -> None:
        """Blank whole rows."""
        for y in range(start, end):
            self.erase(y, 0, self.width)

    def _write_at_edge(self, cells: str | tuple[str, ...], unsure: bool) -> None:
        at = 0
        while at < len(cells):
            size = 2 if cells[at + 1 : at + 2] == (REST,) else 1
            if self.x + size > self.width:
                if self.wraps:
                    self.line_feed()
                else:
                    self.x = self.width - size
            row = self.rows[self.y]
            self._free(row, self.x, self.x + size)
            row.chars[self.x : self.x + size] = cells[at : at + size]
            row.styles[self.x : self.x + size] = [self.style] * size
            row.unsure = row.unsure or unsure
            self.touched.add(self.y)
            self.x += size
            at += size

    def _down(self) -> None:
        if self.y < self.height - 1:
            self.y += 1
            return
        if any(UNKNOWN in row.chars for row in self.rows):
            self.scrolled += 1
        blank = Row(self.width, " ", self.style.erased if self.fills else DEFAULT)
        self.rows = [*self.rows[1:], blank]
        self.touched = set(range(self.height))

    def _free(self, row: Row, start: int, end: int) -> None:
        """Make a blank of what is left when the other half of a wide character is written over."""
        if 0 < start < self.width and row.chars[start] == REST:
            row.chars[start - 1] = " "
        if end < self.width and row.chars[end] == REST:
            row.chars[end] = " "

    def _join(self, marks: str) -> None:
        """Put marks on the character before the cursor."""
        row, x = self.rows[self.y], self.x - 1
        while x > 0 and row.chars[x] == REST:
            x -= 1
        if x >= 0 and row.chars[x] != UNKNOWN:
            row.chars[x] += marks
            row.unsure = True
            self.touched.add(self.y)
