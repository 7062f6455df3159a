"""The effects of sequences that the model cannot play and that are sent as they are.

Sources: ECMA-48, xterm's list of control sequences, kitty's keyboard and graphics protocols.
"""

from __future__ import annotations

from typing import Final

from milestone_tui.terminal.stream import Token

NOTHING: Final = 0
CURSOR: Final = 1
"""The cursor may have moved."""
STYLE: Final = 2
"""The current style may have changed."""
CELLS: Final = 4
"""Cells may have changed."""
ANYTHING: Final = CURSOR | STYLE | CELLS

_UNSUPPORTED_MODES: Final = {"?3", "?6", "?45", "?69", "4", "20"}
"""Modes that the model lacks: 132 columns, origin, reverse wrap, side margins, inserting, newline."""

_ALTERNATE: Final = {"?47", "?1047", "?1049"}

_HARMLESS_FINALS: Final = set("cinqst")
"""Reports, printing, keyboard lights, saving the cursor, window titles and sizes."""

_EDITING_FINALS: Final = set("@LMPSTb")
"""Inserting, deleting, scrolling, repeating."""

_ESCAPES: Final = {"\x1b7": NOTHING, "\x1b8": CURSOR | STYLE, "\x1b=": NOTHING, "\x1b>": NOTHING, "\x1b\\": NOTHING}
_CONTROLS: Final = {"\x07": NOTHING, "\x00": NOTHING, "\x7f": NOTHING, "\t": CURSOR}


def effect_of(token: Token) -> int:
    """Return what a sequence may change, as a sum of `CURSOR`, `STYLE` and `CELLS`."""
    sequence = token[0]
    match token.lastgroup:
        case "text":
            return CURSOR | CELLS
        case "csi":
            return _effect_of_csi(token)
        case "string" | "link":
            return _effect_of_string(sequence)
        case "escape":
            return _ESCAPES.get(sequence, ANYTHING)
        case "control":
            return _CONTROLS.get(sequence, ANYTHING)
        case _:
            return ANYTHING


def modes_of(token: Token) -> list[str]:
    """Return the modes that a sequence sets (`h`) or resets (`l`): `?25`, `4`; none for any other sequence."""
    if token.lastgroup != "csi" or token["final"] not in "hl" or token["between"] or token["prefix"] not in ("", "?"):
        return []
    return [token["prefix"] + number.lstrip("0") for number in token["params"].split(";")]


def is_unsupported(mode: str) -> bool:
    """Return whether the model lacks a mode, so that a terminal behaves differently in it."""
    return mode in _UNSUPPORTED_MODES


def _effect_of_csi(token: Token) -> int:
    prefix, between, final = token["prefix"], token["between"], token["final"]
    modes = modes_of(token)
    if modes:
        if _ALTERNATE.intersection(modes) or "?3" in modes:
            return CURSOR | CELLS
        return (
            CURSOR | STYLE
            if "?1048" in modes and final == "l"
            else CURSOR
            if any(map(is_unsupported, modes))
            else NOTHING
        )
    if prefix in ("<", "=", ">") and not between:
        return NOTHING
    if between in (" ", "$") and final in ("q", "p"):
        return NOTHING  # the shape of the cursor, a query of a mode
    if between or prefix:
        return NOTHING if not between and final in "cnrs" else ANYTHING
    if final == "u":
        return CURSOR | STYLE
    if final == "r":
        return CURSOR
    if final in _EDITING_FINALS:
        return CURSOR | CELLS
    return NOTHING if final in _HARMLESS_FINALS else ANYTHING


def _effect_of_string(sequence: str) -> int:
    """Return what a string sequence (device control, title, graphics) may change."""
    introducer, body = sequence[1], sequence[2:]
    if introducer == "P":  # device control: queries and synchronized output change no cells, pictures do
        return NOTHING if body.lstrip("01")[:1] in ("$", "+", "=", ">") else ANYTHING
    return ANYTHING if introducer == "_" and body.startswith("G") else NOTHING
