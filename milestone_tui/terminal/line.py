"""The filter between an application and its terminal: output in, changes out."""

from __future__ import annotations

from typing import Final

from milestone_tui.terminal.abilities import Abilities
from milestone_tui.terminal.differ import Differ
from milestone_tui.terminal.effects import CELLS, CURSOR, STYLE, effect_of, is_unsupported, modes_of
from milestone_tui.terminal.pen import Pen
from milestone_tui.terminal.player import play
from milestone_tui.terminal.screen import Screen
from milestone_tui.terminal.stream import Stream, Token
from milestone_tui.terminal.style import DEFAULT, resets

_BEGIN_FRAME: Final = "\x1b[?2026h"
_END_FRAME: Final = "\x1b[?2026l"

_RESETS: Final = ("\x1bc", "\x1b[!p")

_TEARS: Final = 1_000
"""A frame of more characters may arrive in pieces, so the terminal is asked to show it at once."""


class TerminalLine:
    """A filter that turns an application's output into the changes to send to its terminal.

    A frame ends with the written piece or, if the application marks its frames (synchronized output), with the mark.
    Unknown sequences pass through in order; while the cursor, the style or the modes after them are unknown, all other
    output passes through too.
    """

    def __init__(self, width: int, height: int, *, scrolls: bool = True, fills: bool = True) -> None:
        """Create a filter for a terminal of this size with these `Abilities`."""
        self._screen = Screen(width, height)
        self._screen.fills = fills
        self._differ = Differ(width, height, Abilities(scrolls, fills))
        self._pen = Pen(height)
        self._stream = Stream()
        self._modes: dict[str, str] = {}
        """The sequences that set or reset private modes, by mode."""
        self._unsupported: set[str] = set()
        """Active modes that the model lacks."""
        self._placed = False
        """The position of the application's cursor is known."""
        self._styled = True
        """The current style of the application is known."""
        self._known = False
        """The model matches the terminal: cursor and style are known, and no unsupported mode is active."""
        self._in_frame = False
        self.holds = False
        """Frames wait for `release`; only the last of them is painted."""
        self._reset = False
        """The modes of the terminal must be set again."""
        self._saved_style = DEFAULT

    @property
    def size(self) -> tuple[int, int]:
        """Return the width and height of the terminal in cells."""
        return self._screen.width, self._screen.height

    def resize(self, width: int, height: int) -> None:
        """Change the size; the contents of the terminal become unknown until the application paints it."""
        self._screen.resize(width, height)
        self._differ.resize(width, height)
        self._pen.resize(height)
        self._placed = False
        self._update_known()

    def forget(self) -> None:
        """Distrust the terminal's contents and modes: the next frame sets the modes and paints every cell."""
        self._differ.forget()
        self._screen.touched = set(range(self._screen.height))
        self._pen.lose_place()
        if self._pen.style is not None:
            self._pen.set_style(DEFAULT)  # the only way to end a hyperlink
            self._pen.style = None
        self._reset = True

    def feed(self, data: str) -> str:
        """Play output of the application; return what to send, which may be nothing inside a frame."""
        screen = self._screen
        for token in self._stream.tokens(data):
            kind = token.lastgroup
            if kind == "text" and self._known:
                screen.write(token[0])
            elif kind == "sgr" and self._known:
                screen.style = screen.style.after(token["codes"])
            elif kind == "sgr" or (kind == "link" and not self._known):
                self._change_style(token)
            elif kind == "place" and not self._unsupported:
                screen.place(int(token["column"] or 1) - 1, int(token["row"] or 1) - 1)
                self._placed = True
                self._update_known()
            elif token[0] == _BEGIN_FRAME:
                if not self.holds:
                    self._emit()
                self._in_frame = True
            elif token[0] == _END_FRAME:
                self._in_frame = False
                if not self.holds:
                    self._emit_at_once()
            elif not (self._known and play(token, screen)):
                self._pass_through(token)
        if not (self._in_frame or self.holds):
            self._emit()
        return self._pen.take()

    def release(self) -> str:
        """Stop holding frames; return what to send for the held ones."""
        self.holds = False
        if not self._in_frame:
            self._emit_at_once()
        return self._pen.take()

    def on_sent(self, text: str) -> None:
        """Play text that was sent to the terminal from elsewhere."""
        self.feed(text)
        self._pen.lose_place()
        self._pen.style = None

    def _update_known(self) -> None:
        """Check again whether the model matches the terminal."""
        self._known = self._placed and self._styled and not self._unsupported

    def _change_style(self, token: Token) -> None:
        """Play a change of style while the model does not match the terminal."""
        screen = self._screen
        if token.lastgroup == "link":
            play(token, screen)
        else:
            screen.style = screen.style.after(token["codes"])
        if self._styled:
            self._pen.set_style(screen.style)
            return
        self._pen.send(token[0])
        self._styled = token.lastgroup == "sgr" and resets(token["codes"])
        self._pen.style = screen.style if self._styled else None
        self._update_known()

    def _emit(self) -> None:
        """Send the changes since the last frame."""
        if self._reset:
            self._reset = False
            self._pen.send("".join(self._modes.values()))
        if self._screen.touched and not self._unsupported:
            self._differ.paint(self._screen, self._pen)
        if self._placed:
            self._pen.go(min(self._screen.x, self._screen.width - 1), self._screen.y)

    def _emit_at_once(self) -> None:
        """Send the changes, as one synchronized frame if there are many."""
        before = self._pen.take()
        self._emit()
        frame = self._pen.take()
        self._pen.send(before + (f"{_BEGIN_FRAME}{frame}{_END_FRAME}" if len(frame) > _TEARS else frame))

    def _pass_through(self, token: Token) -> None:
        """Send a sequence as it is, after bringing the terminal to the state that the application expects."""
        self._emit()
        if self._styled:
            self._pen.set_style(self._screen.style)
        self._pen.send(token[0])
        self._note_modes(token)
        effect = effect_of(token)
        if effect & CURSOR:
            self._placed = False
            self._pen.lose_place()
        if effect & STYLE:
            self._styled = False
            self._pen.style = None
        if effect & CELLS:
            self._screen.forget()
            self._differ.forget()
        self._update_known()

    def _note_modes(self, token: Token) -> None:
        """Remember the modes that a sequence changes."""
        is_set = token[0].endswith("h")
        for mode in modes_of(token):
            if mode.startswith("?"):
                self._modes.pop(mode, None)
                self._modes[mode] = f"\x1b[{mode}{token['final']}"
            if mode == "?7":
                self._screen.wraps = is_set
            elif is_unsupported(mode):
                (self._unsupported.add if is_set else self._unsupported.discard)(mode)
            elif mode == "?1049":
                self._switch_screen(to_alternate=is_set)
        if token[0] in _RESETS:
            self._modes.clear()
            self._unsupported.clear()
            self._screen.wraps = True
            self._in_frame = False
        elif token.lastgroup == "csi" and token["final"] == "r" and not token["prefix"]:
            (self._unsupported.add if token["params"] else self._unsupported.discard)("margins")

    def _switch_screen(self, *, to_alternate: bool) -> None:
        """Save the style when the alternate screen begins, and restore it at its end, as a terminal does."""
        if to_alternate:
            self._saved_style = self._screen.style
        else:
            self._screen.style = self._saved_style
            self._pen.style = self._saved_style if self._styled else None
