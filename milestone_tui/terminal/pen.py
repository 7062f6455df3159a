"""Writing to the terminal: where its cursor is, which look is set, and the shortest sequences to change both."""

from __future__ import annotations

from milestone_tui.terminal.style import DEFAULT, Style


class Pen:
    """Collects what is sent, and knows the state in which it leaves the terminal."""

    __slots__ = ("_height", "_parts", "style", "x", "y")

    def __init__(self, height: int) -> None:
        self._height = height
        self._parts: list[str] = []
        self.x = self.y = -1
        """Where the terminal's cursor is; -1 when that is not known."""
        self.style: Style | None = None
        """The look that the terminal writes with, if it is known."""

    def fork(self) -> Pen:
        """A pen in the same state with nothing written yet."""
        pen = Pen(self._height)
        pen.x, pen.y, pen.style = self.x, self.y, self.style
        return pen

    def join(self, fork: Pen) -> None:
        """Take over what a fork has written."""
        self._parts += fork._parts
        self.x, self.y, self.style = fork.x, fork.y, fork.style

    def resize(self, height: int) -> None:
        """The terminal has another height; where its cursor went is not known."""
        self._height = height
        self.lose_place()

    def lose_place(self) -> None:
        """Nothing is known of the cursor until it is set outright."""
        self.x = self.y = -1

    def taken(self) -> str:
        """What was written since the last time."""
        text = "".join(self._parts)
        self._parts.clear()
        return text

    def __len__(self) -> int:
        """Characters written and not taken yet."""
        return sum(map(len, self._parts))

    def send(self, sequence: str) -> None:
        """Send a sequence as it is."""
        self._parts.append(sequence)

    def wear(self, style: Style) -> None:
        """Set the look."""
        if self.style is not style:
            if self.style is None:
                self._parts.append("\x1b[m" + DEFAULT.way_to(style))
            else:
                self._parts.append(self.style.way_to(style))
            self.style = style

    def go(self, x: int, y: int) -> None:
        """Put the cursor there, the shortest way."""
        if self.x == x and self.y == y:
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self.y == y:
            if x == 0:
                ways.append("\r")
            elif x > self.x:
                ways.append(f"\x1b[{x - self.x}C" if x - self.x > 1 else "\x1b[C")
            elif self.x - x < len(ways[0]):
                ways.append("\b" * (self.x - x))
            else:
                ways.append(f"\x1b[{self.x - x}D")
        elif x == 0 and 0 <= self.y < y and y - self.y < len(ways[0]) - 1:
            ways.append("\r" + "\n" * (y - self.y))
        self._parts.append(min(ways, key=len))
        self.x, self.y = x, y

    def text(self, text: str, cells: int, width: int, *, sure: bool) -> None:
        """Write text that takes so many cells; at the right edge and after an unsure width the place is lost."""
        self._parts.append(text)
        self.x += cells
        if not sure or self.x >= width:
            self.lose_place()

    def scroll(self, top: int, bottom: int, by: int) -> None:
        """Move the rows from `top` to `bottom` up by `by` rows, down when it is negative; blank rows come in."""
        margins = bottom < self._height - 1
        if margins:
            self._parts.append(f"\x1b[{top + 1};{bottom + 1}r")
            self.lose_place()  # setting margins takes the cursor home, but not in every terminal
        self.go(0, top)
        rows = abs(by)
        self._parts.append(f"\x1b[{rows if rows > 1 else ''}{'M' if by > 0 else 'L'}")
        if margins:
            self._parts.append("\x1b[r")
            self.lose_place()
