"""Play sequences that move the cursor, erase or link on the model of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from milestone_tui.terminal.screen import Screen
from milestone_tui.terminal.stream import Token


def play(token: Token, screen: Screen) -> bool:
    """Play a sequence on the model; return False if the model cannot."""
    match token.lastgroup:
        case "control":
            return _control(token[0], screen)
        case "link":
            parameters, _, address = token["target"].partition(";")
            screen.style = screen.style.linked(f"{parameters};{address}" if address else "")
            return True
        case "csi" if not token["between"] and not token["prefix"]:
            params = token["params"]
            return (params == "" or params.isdecimal()) and _csi(token["final"], params, screen)
        case _:
            return False


def _control(char: str, screen: Screen) -> bool:
    match char:
        case "\r":
            screen.x = 0
        case "\n":
            screen.line_feed()
        case "\b":
            screen.place(min(screen.x, screen.width - 1) - 1, screen.y)
        case _:
            return False
    return True


def _csi(final: str, params: str, screen: Screen) -> bool:
    if final in _ERASERS:
        which = int(params or 0)
        return which <= 2 and _ERASERS[final](screen, min(screen.x, screen.width - 1), which)
    count = max(1, int(params or 1))
    x, y = min(screen.x, screen.width - 1), screen.y
    match final:
        case "A":
            screen.place(x, y - count)
        case "B" | "e":
            screen.place(x, y + count)
        case "C" | "a":
            screen.place(x + count, y)
        case "D":
            screen.place(x - count, y)
        case "E":
            screen.place(0, y + count)
        case "F":
            screen.place(0, y - count)
        case "G" | "`":
            screen.place(count - 1, y)
        case "d":
            screen.place(x, count - 1)
        case "X":
            screen.erase(y, x, x + count)
        case "b":
            screen.repeat(count)
        case _:
            return False
    return True


def _erase_in_row(screen: Screen, x: int, which: int) -> bool:
    start, end = ((x, screen.width), (0, x + 1), (0, screen.width))[which]
    screen.erase(screen.y, start, end)
    return True


def _erase_in_screen(screen: Screen, x: int, which: int) -> bool:
    start, end = ((screen.y + 1, screen.height), (0, screen.y), (0, screen.height))[which]
    screen.erase_rows(start, end)
    return which == 2 or _erase_in_row(screen, x, which)


_ERASERS: Final[dict[str, Callable[[Screen, int, int], bool]]] = {"J": _erase_in_screen, "K": _erase_in_row}
