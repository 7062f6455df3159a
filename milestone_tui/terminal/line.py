"""The line to a terminal: takes what an application writes, gives what has to be sent."""

from __future__ import annotations

from typing import Final

from milestone_tui.terminal.abilities import Abilities
from milestone_tui.terminal.differ import Differ
from milestone_tui.terminal.effects import CELLS, CURSOR, LOOK, effect_of, is_strange, modes_of
from milestone_tui.terminal.pen import Pen
from milestone_tui.terminal.player import played
from milestone_tui.terminal.screen import Screen
from milestone_tui.terminal.stream import Stream, Token
from milestone_tui.terminal.style import DEFAULT, resets

_BEGIN_FRAME: Final = "\x1b[?2026h"
_END_FRAME: Final = "\x1b[?2026l"

_RESETS: Final = ("\x1bc", "\x1b[!p")

_TEARS: Final = 1_000
"""A frame of more characters may arrive in several pieces: the terminal is asked to show it at once."""


class Line:
    """Between an application and its terminal.

    A frame ends with the written piece, or, where the application marks its frames (synchronized output), with the
    mark. What is not understood is handed over as it is, in order; as long as the cursor, the look or the modes that
    it left behind are not known, all that follows is handed over too.
    """

    def __init__(self, width: int, height: int, *, scrolls: bool = True, fills: bool = True) -> None:
        """For a terminal of this size and with these `Abilities`."""
        self._screen = Screen(width, height)
        self._screen.fills = fills
        self._differ = Differ(width, height, Abilities(scrolls, fills))
        self._pen = Pen(height)
        self._stream = Stream()
        self._modes: dict[str, str] = {}
        """The private modes that the application has set or reset, with the sequence that did."""
        self._strange: set[str] = set()
        """Modes in force in which a terminal no longer does as the model."""
        self._placed = False
        """Whether the place of the application's cursor is known."""
        self._dressed = True
        """Whether the look that the application writes with is known."""
        self._known = False
        """Whether the model does as the terminal: all three of these are as they should be."""
        self._in_frame = False
        self.holds = False
        """Whether frames wait for `release`; of those that do only the last is painted."""
        self._reset = False
        """Whether the terminal's modes have to be set again."""
        self._kept = DEFAULT

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the terminal in cells."""
        return self._screen.width, self._screen.height

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size: what it shows is not known until the application has painted it."""
        self._screen.resize(width, height)
        self._differ.resize(width, height)
        self._pen.resize(height)
        self._placed = False
        self._look_again()

    def forget(self) -> None:
        """The terminal may show anything and be in any mode: the next frame sets the modes and paints every cell."""
        self._differ.forget()
        self._screen.touched = set(range(self._screen.height))
        self._pen.lose_place()
        if self._pen.style is not None:
            self._pen.wear(DEFAULT)  # no other way ends a hyperlink
            self._pen.style = None
        self._reset = True

    def feed(self, data: str) -> str:
        """What the application wrote; what must be sent for it, which may be nothing while a frame is going on."""
        screen = self._screen
        for token in self._stream.tokens(data):
            kind = token.lastgroup
            if kind == "text" and self._known:
                screen.write(token[0])
            elif kind == "sgr" and self._known:
                screen.style = screen.style.after(token["codes"])
            elif kind == "sgr" or (kind == "link" and not self._known):
                self._dress(token)
            elif kind == "place" and not self._strange:
                screen.place(int(token["column"] or 1) - 1, int(token["row"] or 1) - 1)
                self._placed = True
                self._look_again()
            elif token[0] == _BEGIN_FRAME:
                if not self.holds:
                    self._emit()
                self._in_frame = True
            elif token[0] == _END_FRAME:
                self._in_frame = False
                if not self.holds:
                    self._emit_at_once()
            elif not (self._known and played(token, screen)):
                self._hand_over(token)
        if not (self._in_frame or self.holds):
            self._emit()
        return self._pen.taken()

    def release(self) -> str:
        """What must be sent for the frames that had to wait."""
        self.holds = False
        if not self._in_frame:
            self._emit_at_once()
        return self._pen.taken()

    def sent(self, text: str) -> None:
        """The terminal has been sent this by somebody else."""
        self.feed(text)
        self._pen.lose_place()
        self._pen.style = None

    def _look_again(self) -> None:
        self._known = self._placed and self._dressed and not self._strange

    def _dress(self, token: Token) -> None:
        """Another look, when the model does not do as the terminal."""
        screen = self._screen
        if token.lastgroup == "link":
            played(token, screen)
        else:
            screen.style = screen.style.after(token["codes"])
        if self._dressed:
            self._pen.wear(screen.style)
            return
        self._pen.send(token[0])
        self._dressed = token.lastgroup == "sgr" and resets(token["codes"])
        self._pen.style = screen.style if self._dressed else None
        self._look_again()

    def _emit(self) -> None:
        """Bring the terminal up to date."""
        if self._reset:
            self._reset = False
            self._pen.send("".join(self._modes.values()))
        if self._screen.touched and not self._strange:
            self._differ.paint(self._screen, self._pen)
        if self._placed:
            self._pen.go(min(self._screen.x, self._screen.width - 1), self._screen.y)

    def _emit_at_once(self) -> None:
        """The same, in a frame of its own where it may be long enough to be seen in pieces."""
        before = self._pen.taken()
        self._emit()
        frame = self._pen.taken()
        self._pen.send(before + (f"{_BEGIN_FRAME}{frame}{_END_FRAME}" if len(frame) > _TEARS else frame))

    def _hand_over(self, token: Token) -> None:
        """Send a sequence as it is, to a terminal that is where the application believes it to be."""
        self._emit()
        if self._dressed:
            self._pen.wear(self._screen.style)
        self._pen.send(token[0])
        self._note_modes(token)
        effect = effect_of(token)
        if effect & CURSOR:
            self._placed = False
            self._pen.lose_place()
        if effect & LOOK:
            self._dressed = False
            self._pen.style = None
        if effect & CELLS:
            self._screen.forget()
            self._differ.forget()
        self._look_again()

    def _note_modes(self, token: Token) -> None:
        """Remember what changes how the terminal works from now on."""
        set_ = token[0].endswith("h")
        for mode in modes_of(token):
            if mode.startswith("?"):
                self._modes.pop(mode, None)
                self._modes[mode] = f"\x1b[{mode}{token['final']}"
            if mode == "?7":
                self._screen.wraps = set_
            elif is_strange(mode):
                (self._strange.add if set_ else self._strange.discard)(mode)
            elif mode == "?1049":
                self._switch(to_alternate=set_)
        if token[0] in _RESETS:
            self._modes.clear()
            self._strange.clear()
            self._screen.wraps = True
            self._in_frame = False
        elif token.lastgroup == "csi" and token["final"] == "r" and not token["prefix"]:
            (self._strange.add if token["params"] else self._strange.discard)("margins")

    def _switch(self, *, to_alternate: bool) -> None:
        """With this mode a terminal keeps the look for when the normal screen comes back."""
        if to_alternate:
            self._kept = self._screen.style
        else:
            self._screen.style = self._kept
            self._pen.style = self._kept if self._dressed else None
