"""A model of the screen on which an application's output is played: the wanted contents of each cell."""

from __future__ import annotations

from milestone_tui.terminal.cells import REST, UNKNOWN, layout
from milestone_tui.terminal.style import DEFAULT, Style


class CellRow:
    """A row of cells, each with a character and a style."""

    __slots__ = ("chars", "styles", "unsure")

    def __init__(self, width: int, char: str, style: Style) -> None:
        self.chars = [char] * width
        self.styles = [style] * width
        self.unsure = False
        """It may contain characters whose width differs between terminals."""

    def copy(self) -> CellRow:
        """Return a new row with the same cells."""
        row = CellRow(0, " ", DEFAULT)
        row.chars, row.styles, row.unsure = self.chars[:], self.styles[:], self.unsure
        return row


class Screen:
    """Cells, a cursor and the current style.

    The methods have the effects of a terminal's sequences; sequences without a method are sent to the terminal as they
    are.
    """

    def __init__(self, width: int, height: int) -> None:
        self.resize(width, height)
        self.style = DEFAULT
        self._last = ""
        """The text written last."""
        self.wraps = True
        """Text continues in the next row at the end of one (DECAWM)."""
        self.fills = True
        """Erased cells get the current background, not the terminal's default."""

    def resize(self, width: int, height: int) -> None:
        """Change the size; all cells become unknown."""
        self.width, self.height = width, height
        self.x = self.y = 0
        """The cursor; `x` is `width` directly after the last cell of a row was written."""
        self.forget()

    def forget(self) -> None:
        """Mark all cells as unknown."""
        self.scrolled = 0
        """Rows by which the terminal itself has to scroll up its unknown cells."""
        self.rows = [CellRow(self.width, UNKNOWN, DEFAULT) for _ in range(self.height)]
        self.touched = set(range(self.height))
        """Rows that may have changed since the last frame."""

    def place(self, x: int, y: int) -> None:
        """Move the cursor, within the screen."""
        self.x, self.y = max(0, min(x, self.width - 1)), max(0, min(y, self.height - 1))

    def line_feed(self) -> None:
        """Move the cursor to the start of the next row, as a tty does; on the last row, scroll up."""
        self.x = 0
        self._down()

    def write(self, text: str) -> None:
        """Write text at the cursor."""
        self._last = text
        leading, cells, unsure = layout(text)
        if leading:
            self._join(leading)
        x, n = self.x, len(cells)
        if x + n > self.width:
            self._write_at_edge(cells, unsure)
            return
        row = self.rows[self.y]
        self._split_wide(row, x, x + n)
        row.chars[x : x + n] = cells
        row.styles[x : x + n] = [self.style.on_blank if text.isspace() else self.style] * n
        row.unsure = row.unsure or unsure
        self.touched.add(self.y)
        self.x = x + n

    def repeat(self, count: int) -> None:
        """Write the last character again, `count` times."""
        cells = [cell for cell in layout(self._last).cells if cell != REST] if self._last else []
        self.write("".join(cells[-1:]) * min(count, self.width * self.height))

    def erase(self, y: int, start: int, end: int) -> None:
        """Erase the cells of a row from `start` to before `end`."""
        row = self.rows[y]
        start, end = min(start, self.width), min(end, self.width)
        self._split_wide(row, start, end)
        row.chars[start:end] = [" "] * (end - start)
        row.styles[start:end] = [self.style.erased if self.fills else DEFAULT] * (end - start)
        self.touched.add(y)

    def erase_rows(self, start: int, end: int) -> None:
        """Erase whole rows."""
        for y in range(start, end):
            self.erase(y, 0, self.width)

    def _write_at_edge(self, cells: str | tuple[str, ...], unsure: bool) -> None:
        """Write cells that pass the right edge: wrap them, or overwrite the last cell."""
        at = 0
        while at < len(cells):
            size = 2 if cells[at + 1 : at + 2] == (REST,) else 1
            if self.x + size > self.width:
                if self.wraps:
                    self.line_feed()
                else:
                    self.x = self.width - size
            row = self.rows[self.y]
            self._split_wide(row, self.x, self.x + size)
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
        blank = CellRow(self.width, " ", self.style.erased if self.fills else DEFAULT)
        self.rows = [*self.rows[1:], blank]
        self.touched = set(range(self.height))

    def _split_wide(self, row: CellRow, start: int, end: int) -> None:
        """Blank the remaining half of each wide character that is partly overwritten from `start` to before `end`."""
        if 0 < start < self.width and row.chars[start] == REST:
            row.chars[start - 1] = " "
        if end < self.width and row.chars[end] == REST:
            row.chars[end] = " "

    def _join(self, marks: str) -> None:
        """Add combining marks to the character before the cursor."""
        row, x = self.rows[self.y], self.x - 1
        while x > 0 and row.chars[x] == REST:
            x -= 1
        if x >= 0 and row.chars[x] != UNKNOWN:
            row.chars[x] += marks
            row.unsure = True
            self.touched.add(self.y)
