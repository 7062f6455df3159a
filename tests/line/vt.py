"""A terminal for tests, quick and exact: what is seen after a stream of output, as xterm would show it.

Where terminals are known to disagree, the differences are the caller's to avoid. Two kinds can be had: one that draws
what belongs together (a family, a flag) in the cells that Rich counts, and one that draws character by character.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from line.cells import Cells, Place
from line.look import Cell, dressed

_SEQUENCE = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f]+)"
    r"|\x1b\[(?P<prefix>[<-?]*)(?P<parameters>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<system>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b[PX^_](?P<string>[^\x1b]*)\x1b\\"
    r"|\x1b(?P<between_set>[ -/]+)(?P<set>[0-~])"
    r"|\x1b(?P<escape>[0-OQ-WYZ\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    # begun here, ended by a later piece
    r"|(?P<begun>\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)\Z)"
    # a sequence that another one cuts short
    r"|(?P<broken>\x1b(?:\[[0-?]*[ -/]*)?(?=\x1b))"
)


class Vt:
    """One terminal."""

    def __init__(self, width: int, height: int, *, joins: bool = True, fills: bool = True) -> None:
        """`joins`: draws what belongs together in one place; `fills`: erases in the ground of the current look."""
        self._joins, self._fills = joins, fills
        self._begun = ""
        self._power_on(width, height)

    def _power_on(self, width: int, height: int) -> None:
        self.cells = Cells(width, height, joins=self._joins, fills=self._fills)
        self.modes: dict[str, str] = {"?7": "h", "?25": "h"}
        """What was set last of each mode and setting."""
        self.keyboard: list[str] = []
        """What was pushed of the keyboard protocol."""
        self._saved = Place()
        self._main: tuple[list[list[Cell]], Place] | None = None
        """The main screen and its saved cursor while the alternate one is shown."""

    def resize(self, width: int, height: int) -> None:
        """Another size; what is out of sight now stays, as far as there is room."""
        self.cells.resize(width, height, *([self._main[0]] if self._main else []))

    def feed(self, data: str) -> None:
        """Show a piece of output."""
        if self._begun:
            data, self._begun = self._begun + data, ""
        for found in _SEQUENCE.finditer(data):
            kind = found.lastgroup
            if kind == "text":
                self.cells.write(found["text"])
            elif kind == "final":
                self._sequence(found["prefix"], found["parameters"], found["between"], found["final"])
            elif kind == "system":
                self._system(found["system"])
            elif kind == "set":
                self._designate(found["between_set"], found["set"])
            elif kind == "escape":
                self._escape(found["escape"])
            elif kind == "control":
                self._control(found["control"])
            elif kind == "begun":
                self._begun = found["begun"]

    @property
    def text(self) -> str:
        """The characters of the screen."""
        return "\n".join("".join(char for char, _ in row).rstrip() for row in self.cells.rows)

    def _control(self, char: str) -> None:
        cells = self.cells
        if char in "\n\v\f":
            cells.index()
        elif char == "\r":
            cells.go(0, cells.at.y)
        elif char == "\b":
            cells.go(cells.at.x - 1, cells.at.y)
        elif char == "\t":
            cells.tab(1)
        elif char in "\x0e\x0f":
            cells.at = cells.at._replace(shifted=int(char == "\x0e"))

    def _escape(self, char: str) -> None:
        cells = self.cells
        does: dict[str, Callable[[], object]] = {
            "7": self._save,
            "8": self._restore,
            "D": cells.index,
            "E": lambda: self.feed("\r\n"),
            "M": cells.reverse_index,
            "H": lambda: cells.tabs.add(cells.at.x),
            "c": lambda: self._power_on(cells.width, cells.height),
        }
        if char in does:
            does[char]()

    def _save(self) -> None:
        self._saved = self.cells.at

    def _restore(self) -> None:
        self.cells.at = self._saved
        x, y, pending = self._saved.x, self._saved.y, self._saved.pending
        self.cells.go(x, y)
        self.cells.at = self.cells.at._replace(pending=pending and x == self.cells.width - 1)

    def _designate(self, between: str, name: str) -> None:
        cells = self.cells
        if between in ("(", ")"):
            g0, g1 = cells.at.sets
            cells.at = cells.at._replace(sets=(name, g1) if between == "(" else (g0, name))
        elif between == "#" and name == "8":
            cells.fill("E")
            cells.top, cells.bottom = 0, cells.height - 1
            cells.go(0, 0)

    def _system(self, text: str) -> None:
        if text.startswith("8;"):
            link = "" if text.endswith(";") else text[2:]
            self.cells.at = self.cells.at._replace(look=self.cells.at.look._replace(link=link))

    def _sequence(self, prefix: str, parameters: str, between: str, final: str) -> None:
        if final in "hl" and prefix in ("", "?") and not between:
            for number in parameters.split(";"):
                self._switch(prefix + number, final)
        elif final == "u" and prefix in (">", "<"):
            self.keyboard = [*self.keyboard, parameters] if prefix == ">" else self.keyboard[: -int(parameters or 1)]
        elif final == "q" and between == " ":
            self.modes["cursor shape"] = parameters
        elif final == "m" and not prefix and not between:
            self.cells.at = self.cells.at._replace(look=dressed(self.cells.at.look, parameters))
        elif not prefix and not between and ":" not in parameters:
            numbers = [int(number) if number else None for number in (parameters + ";").split(";")]
            self._move(final, numbers[0], numbers[1])
            self._change(final, numbers[0], numbers[1])

    def _move(self, final: str, first: int | None, second: int | None) -> None:
        cells, count = self.cells, first or 1
        x, y = cells.at.x, cells.at.y
        if final in "AF":
            cells.go_by_rows(-count, 0 if final == "F" else x)
        elif final in "BEe":
            cells.go_by_rows(count, 0 if final == "E" else x)
        elif final in "CDa":
            cells.go(x - count if final == "D" else x + count, y)
        elif final in "G`":
            cells.go(count - 1, y)
        elif final in "Hfd":
            column = x if final == "d" else (second or 1) - 1
            cells.go(column, count - 1 + (cells.top if cells.at.origin else 0))
        elif final in "IZ":
            cells.tab(count if final == "I" else -count)
        elif final == "s":
            self._save()
        elif final == "u":
            self._restore()

    def _change(self, final: str, first: int | None, second: int | None) -> None:
        cells, count = self.cells, first or 1
        x, y = cells.at.x, cells.at.y
        if final == "J":
            cells.erase_display(first or 0)
        elif final == "K":
            cells.erase_line(first or 0)
        elif final == "X":
            cells.erase(y, x, x + count)
        elif final in "@P":
            cells.shift(count if final == "@" else -count)
        elif final in "LM" and cells.top <= y <= cells.bottom:
            cells.scroll(y, cells.bottom, count if final == "M" else -count)
            cells.go(0, y)
        elif final in "ST" and (final == "S" or second is None):
            cells.scroll(cells.top, cells.bottom, count if final == "S" else -count)
        elif final == "b":
            cells.repeat(count)
        elif final == "g":
            cells.tabs -= {x} if not first else cells.tabs if first == 3 else set()
        elif final == "r":
            cells.margin(count - 1, min(second or cells.height, cells.height) - 1)

    def _switch(self, mode: str, way: str) -> None:
        on = way == "h"
        if mode == "?6":
            self.cells.at = self.cells.at._replace(origin=on)
            self.cells.go(0, self.cells.top if on else 0)
        elif mode == "?7":
            self.cells.wraps = on
        elif mode == "4":
            self.cells.inserts = on
        elif mode in ("?47", "?1047", "?1049"):
            self._alternate(on, keeps_cursor=mode == "?1049")
        elif mode == "?1048":
            (self._save if on else self._restore)()
        self.modes[mode] = way

    def _alternate(self, on: bool, *, keeps_cursor: bool) -> None:
        """Show the other screen; each has a saved cursor of its own."""
        cells = self.cells
        if on and self._main is None:
            self._main = (cells.rows, cells.at if keeps_cursor else self._saved)
            self._saved = Place()
            cells.rows = cells.blank_rows(cells.height)
        elif not on and self._main is not None:
            cells.rows, self._saved = self._main
            self._main = None
            if keeps_cursor:
                self._restore()
        cells.touched = set(range(cells.height))
