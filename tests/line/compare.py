"""Two terminals side by side: one that gets what the program wrote, one that gets what the line made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from line.look import Cell, Look
from line.streams import Event, Resize
from line.vt import Vt


class Sender(Protocol):
    """What stands between the program and its terminal."""

    def feed(self, data: str) -> str:
        """What is to be sent for what was written."""

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size."""

    def forget(self) -> None:
        """The terminal may show anything."""


class Plain:
    """Sends everything as it is."""

    def feed(self, data: str) -> str:
        return data

    def resize(self, width: int, height: int) -> None:
        pass

    def forget(self) -> None:
        pass


def through_tty(data: str) -> str:
    """What arrives at the terminal: a tty sends a return before each newline."""
    return data.replace("\n", "\r\n")


class Pair:
    """The two terminals, and what was sent to either."""

    def __init__(self, size: tuple[int, int], line: Sender, *, joins: bool = True, fills: bool = True) -> None:
        self.stock = Vt(*size, joins=joins, fills=fills)
        self.lean = Vt(*size, joins=joins, fills=fills)
        self._line = line
        self.stock_bytes = self.lean_bytes = 0

    def play(self, events: Iterable[Event]) -> None:
        """Let it all happen; the terminals must be equal after each piece that ends a frame."""
        for event in events:
            self.happen(event)
            if isinstance(event, str) and self.stock.modes.get("?2026") != "h":
                self.check(f"after {event!r}")

    def happen(self, event: Event) -> None:
        """Let one thing happen, without a look at the terminals."""
        if isinstance(event, str):
            sent = self._line.feed(event)
            self.stock.feed(through_tty(event))
            self.lean.feed(through_tty(sent))
            self.stock_bytes += len(through_tty(event).encode())
            self.lean_bytes += len(through_tty(sent).encode())
        elif isinstance(event, Resize):
            self.stock.resize(*event)
            self.lean.resize(*event)
            self._line.resize(*event)
        else:
            self._line.forget()

    def check(self, when: str) -> None:
        """Fail when there is a difference to be seen, or one that will be."""
        stock, lean = self.stock.cells, self.lean.cells
        for y in sorted(stock.touched | lean.touched):
            if stock.rows[y] != lean.rows[y]:
                cells = zip(stock.rows[y], lean.rows[y], strict=True)
                x, wanted, shown = next((x, one, other) for x, (one, other) in enumerate(cells) if one != other)
                where = f"row {y}, column {x} is {told(shown)}, not {told(wanted)}"
                raise AssertionError(f"{when}: {where}\n{self.screens()}")
        stock.touched.clear()
        lean.touched.clear()
        assert (lean.at.x, lean.at.y) == (stock.at.x, stock.at.y), f"{when}: the cursor\n{self.screens()}"
        assert (lean.top, lean.bottom) == (stock.top, stock.bottom), f"{when}: the margins"
        assert settings(self.lean) == settings(self.stock), f"{when}: the modes"

    def screens(self) -> str:
        """Both screens as text, for a failure."""
        return f"--- wanted\n{self.stock.text}\n--- shown\n{self.lean.text}\n---"


def settings(vt: Vt) -> dict[str, object]:
    """The modes that are in force, but for the frames, which are the line's own business."""
    modes = {mode: way for mode, way in vt.modes.items() if mode != "?2026"}
    return {**modes, "keyboard": vt.keyboard}


def told(cell: Cell) -> str:
    """A cell in words."""
    char, look = cell
    return f"{char!r} {worn(look)}"


def worn(look: Look) -> str:
    """What is set of a look."""
    return " ".join(f"{name}={value}" for name, value in look._asdict().items() if value) or "plain"
