"""Write to the terminal: track its cursor and style, and choose the shortest sequences to change them."""

from __future__ import annotations

from milestone_tui.terminal.style import DEFAULT, Style


class Pen:
    """A collector of output that tracks the cursor and the style of the terminal."""

    __slots__ = ("_height", "_parts", "style", "x", "y")

    def __init__(self, height: int) -> None:
        self._height = height
        self._parts: list[str] = []
        self.x = self.y = -1
        """The position of the terminal's cursor; -1 if unknown."""
        self.style: Style | None = None
        """The current style of the terminal; None if unknown."""

    def fork(self) -> Pen:
        """Return a pen in the same state without output."""
        pen = Pen(self._height)
        pen.x, pen.y, pen.style = self.x, self.y, self.style
        return pen

    def join(self, fork: Pen) -> None:
        """Append the output of a fork, and take its state."""
        self._parts += fork._parts
        self.x, self.y, self.style = fork.x, fork.y, fork.style

    def resize(self, height: int) -> None:
        """Change the height; the position of the cursor becomes unknown."""
        self._height = height
        self.lose_place()

    def lose_place(self) -> None:
        """Mark the position of the cursor as unknown."""
        self.x = self.y = -1

    def take(self) -> str:
        """Return the output since the last call, and clear it."""
        text = "".join(self._parts)
        self._parts.clear()
        return text

    def __len__(self) -> int:
        """Return the number of characters not taken yet."""
        return sum(map(len, self._parts))

    def send(self, sequence: str) -> None:
        """Add a sequence as it is."""
        self._parts.append(sequence)

    def set_style(self, style: Style) -> None:
        """Change the style."""
        if self.style is not style:
            if self.style is None:
                self._parts.append("\x1b[m" + DEFAULT.sequence_to(style))
            else:
                self._parts.append(self.style.sequence_to(style))
            self.style = style

    def go(self, x: int, y: int) -> None:
        """Move the cursor with the shortest sequence."""
        if self.x == x and self.y == y:
            return
        sequences = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self.y == y:
            if x == 0:
                sequences.append("\r")
            elif x > self.x:
                sequences.append(f"\x1b[{x - self.x}C" if x - self.x > 1 else "\x1b[C")
            elif self.x - x < len(sequences[0]):
                sequences.append("\b" * (self.x - x))
            else:
                sequences.append(f"\x1b[{self.x - x}D")
        elif x == 0 and 0 <= self.y < y and y - self.y < len(sequences[0]) - 1:
            sequences.append("\r" + "\n" * (y - self.y))
        self._parts.append(min(sequences, key=len))
        self.x, self.y = x, y

    def text(self, text: str, cells: int, width: int, *, sure: bool) -> None:
        """Write text that takes so many cells; after an unsure width or at the right edge, lose the position."""
        self._parts.append(text)
        self.x += cells
        if not sure or self.x >= width:
            self.lose_place()

    def scroll(self, top: int, bottom: int, by: int) -> None:
        """Scroll the rows from `top` to `bottom` up by `by` rows, or down if it is negative; new rows are blank."""
        margins = bottom < self._height - 1
        if margins:
            self._parts.append(f"\x1b[{top + 1};{bottom + 1}r")
            self.lose_place()  # most terminals move the cursor home after setting margins, but not all
        self.go(0, top)
        rows = abs(by)
        self._parts.append(f"\x1b[{rows if rows > 1 else ''}{'M' if by > 0 else 'L'}")
        if margins:
            self._parts.append("\x1b[r")
            self.lose_place()
