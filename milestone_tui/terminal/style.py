"""The style of a cell, from SGR sequences and hyperlinks, and the shortest sequence from one style to another.

Source of the codes: ECMA-48 8.3.117 (SGR), ITU T.416 (colours with colons), and for 4:n, 53, 58 and OSC 8 what VTE,
kitty and xterm document.
"""

from __future__ import annotations

from typing import Final

_BOLD, _FAINT, _ITALIC, _UNDERLINE, _BLINK, _INVERSE, _CONCEAL, _STRIKE = range(8)
_FONT, _OVERLINE, _FRAME, _SCRIPT, _FOREGROUND, _BACKGROUND, _UNDERLINE_COLOUR, _LINK = range(8, 16)
_SLOTS: Final = 16

_ON: Final = {
    **dict.fromkeys(("4", "21"), _UNDERLINE),
    **dict.fromkeys(("5", "6"), _BLINK),
    **dict.fromkeys(("3", "20"), _ITALIC),
    **dict.fromkeys(map(str, range(11, 20)), _FONT),
    **dict.fromkeys(("51", "52"), _FRAME),
    **dict.fromkeys(("73", "74"), _SCRIPT),
    **dict.fromkeys(map(str, (*range(30, 38), *range(90, 98))), _FOREGROUND),
    **dict.fromkeys(map(str, (*range(40, 48), *range(100, 108))), _BACKGROUND),
    "1": _BOLD,
    "2": _FAINT,
    "7": _INVERSE,
    "8": _CONCEAL,
    "9": _STRIKE,
    "53": _OVERLINE,
    "38": _FOREGROUND,
    "48": _BACKGROUND,
    "58": _UNDERLINE_COLOUR,
}
"""The slot that each code fills."""

_OFF: Final = {
    "22": (_BOLD, _FAINT),
    "23": (_ITALIC,),
    "24": (_UNDERLINE,),
    "25": (_BLINK,),
    "27": (_INVERSE,),
    "28": (_CONCEAL,),
    "29": (_STRIKE,),
    "10": (_FONT,),
    "55": (_OVERLINE,),
    "54": (_FRAME,),
    "75": (_SCRIPT,),
    "39": (_FOREGROUND,),
    "49": (_BACKGROUND,),
    "59": (_UNDERLINE_COLOUR,),
}
"""The slots that each code empties."""

_EMPTY: Final = {slot: code for code, slots in _OFF.items() for slot in slots}
"""The code that empties a slot."""

_VISIBLE_ON_BLANK: Final = (_UNDERLINE, _INVERSE, _STRIKE, _OVERLINE, _FRAME, _LINK)

_COLOURS: Final = ("38", "48", "58")
_COLOUR_LENGTH: Final = {"5": 3, "2": 5}
"""The number of codes of a colour: 38;5;n and 38;2;r;g;b."""


class Style:
    """A style of cells; there is one object for each style, so that styles are compared by identity."""

    __slots__ = ("_after", "_sequences", "erased", "on_blank", "slots")

    slots: tuple[str, ...]
    """The code of each property; empty for the terminal's default."""
    erased: Style
    """The style of cells erased with this style: only its background."""
    on_blank: Style
    """The part of this style that shows on a blank: its background, lines and boxes."""

    def __init__(self, slots: tuple[str, ...]) -> None:
        self.slots = slots
        self._after: dict[str, Style] = {}
        self._sequences: dict[Style, str] = {}
        bare = (*[""] * _BACKGROUND, slots[_BACKGROUND], *[""] * (_SLOTS - _BACKGROUND - 1))
        self.erased = self if slots == bare else _intern(bare)
        self.on_blank = self if any(slots[slot] for slot in _VISIBLE_ON_BLANK) else self.erased

    def erases_to(self, blank: Style) -> bool:
        """Return whether erasing with this style leaves such blanks; never for inverse, as terminals differ."""
        return self.erased is blank and not self.slots[_INVERSE]

    def after(self, parameters: str) -> Style:
        """Return the style after `CSI parameters m`."""
        style = self._after.get(parameters)
        if style is None:
            style = self._after[parameters] = _intern(_applied(self.slots, parameters))
        return style

    def linked(self, link: str) -> Style:
        """Return the style inside a hyperlink, `parameters;address`; outside one for an empty text."""
        return _intern((*self.slots[:_LINK], link))

    def sequence_to(self, other: Style) -> str:
        """Return the shortest sequence from this style to another; an empty text for the same style."""
        sequence = self._sequences.get(other)
        if sequence is None:
            sequence = self._sequences[other] = _shortest_sequence(self.slots, other.slots)
        return sequence


_known: dict[tuple[str, ...], Style] = {}


def _intern(slots: tuple[str, ...]) -> Style:
    style = _known.get(slots)
    if style is None:
        style = _known[slots] = Style(slots)
    return style


DEFAULT: Final = _intern(("",) * _SLOTS)
"""The terminal's default style, after `CSI m`."""


def resets(parameters: str) -> bool:
    """Return whether `CSI parameters m` sets a known style from any other."""
    return parameters.split(";", 1)[0].lstrip("0") == "" and ":" not in parameters.split(";", 1)[0]


def _applied(slots: tuple[str, ...], parameters: str) -> tuple[str, ...]:
    """Return the slots after `CSI parameters m`."""
    new = list(slots)
    codes = parameters.split(";")
    at = 0
    while at < len(codes):
        code = codes[at].lstrip("0") or "0"
        at += 1
        if code == "0":
            new[:_LINK] = [""] * _LINK
        elif code in _OFF:
            for slot in _OFF[code]:
                new[slot] = ""
        elif code in _COLOURS:
            length = _COLOUR_LENGTH.get(codes[at]) if at < len(codes) else None
            if length is None or at - 1 + length > len(codes):
                break  # an invalid colour: the codes after it are ambiguous
            new[_ON[code]] = ";".join(codes[at - 1 : at - 1 + length])
            at += length - 1
        else:
            head, _, rest = code.partition(":")
            if head in _ON:
                new[_ON[head]] = "" if code == "4:0" else code if rest else head
    return tuple(new)


def _shortest_sequence(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Return the shortest sequence from the old slots to the new ones."""
    link = "" if old[_LINK] == new[_LINK] else f"\x1b]8;{new[_LINK] or ';'}\x1b\\"
    if old[:_LINK] == new[:_LINK]:
        return link
    from_default = ";".join(("0", *filter(None, new[:_LINK])))
    changes: list[str] = []
    for slot in range(_LINK):
        if old[slot] == new[slot]:
            continue
        if new[slot]:
            changes.append(new[slot])
        elif _EMPTY[slot] not in changes:
            changes.insert(0, _EMPTY[slot])  # 22 resets both bold and faint, so it comes before the one that stays
            twin = {_BOLD: _FAINT, _FAINT: _BOLD}.get(slot)
            if twin is not None and old[twin] == new[twin] != "":
                changes.append(new[twin])
    shortest = min(";".join(changes), "" if from_default == "0" else from_default, key=len)
    return f"\x1b[{shortest}m{link}"
