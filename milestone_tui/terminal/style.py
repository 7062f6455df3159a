"""How a cell looks: the state that SGR sequences and hyperlinks build up, and the shortest way from one to another.

Source of the codes: ECMA-48 8.3.117 (SGR), ITU T.416 (colours with colons), and for 4:n, 53, 58 and OSC 8 what VTE,
kitty and xterm document.
"""

from __future__ import annotations

from typing import Final

_BOLD, _FAINT, _ITALIC, _UNDERLINE, _BLINK, _INVERSE, _CONCEAL, _STRIKE = range(8)
_FONT, _OVERLINE, _FRAME, _SCRIPT, _INK, _GROUND, _UNDERLINE_INK, _LINK = range(8, 16)
_SLOTS: Final = 16

_ON: Final = {
    **dict.fromkeys(("4", "21"), _UNDERLINE),
    **dict.fromkeys(("5", "6"), _BLINK),
    **dict.fromkeys(("3", "20"), _ITALIC),
    **dict.fromkeys(map(str, range(11, 20)), _FONT),
    **dict.fromkeys(("51", "52"), _FRAME),
    **dict.fromkeys(("73", "74"), _SCRIPT),
    **dict.fromkeys(map(str, (*range(30, 38), *range(90, 98))), _INK),
    **dict.fromkeys(map(str, (*range(40, 48), *range(100, 108))), _GROUND),
    "1": _BOLD,
    "2": _FAINT,
    "7": _INVERSE,
    "8": _CONCEAL,
    "9": _STRIKE,
    "53": _OVERLINE,
    "38": _INK,
    "48": _GROUND,
    "58": _UNDERLINE_INK,
}
"""Which slot a code fills."""

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
    "39": (_INK,),
    "49": (_GROUND,),
    "59": (_UNDERLINE_INK,),
}
"""Which slots a code empties."""

_EMPTY: Final = {slot: code for code, slots in _OFF.items() for slot in slots}
"""The code that empties a slot."""

_SHOWN_ON_A_BLANK: Final = (_UNDERLINE, _INVERSE, _STRIKE, _OVERLINE, _FRAME, _LINK)

_COLOURS: Final = ("38", "48", "58")
_COLOUR_LENGTH: Final = {"5": 3, "2": 5}
"""How many codes a colour takes: 38;5;n and 38;2;r;g;b."""


class Style:
    """One look of a cell; there is one object for each look, so that looks are compared by identity."""

    __slots__ = ("_after", "_ways", "erased", "ground", "slots")

    slots: tuple[str, ...]
    """The code in force for each property, empty where it is the terminal's default."""
    erased: Style
    """What erasing with this look leaves behind: nothing but its ground."""
    ground: Style
    """What of this look is seen on a blank: its ground, and lines and boxes where there are any."""

    def __init__(self, slots: tuple[str, ...]) -> None:
        self.slots = slots
        self._after: dict[str, Style] = {}
        self._ways: dict[Style, str] = {}
        bare = (*[""] * _GROUND, slots[_GROUND], *[""] * (_SLOTS - _GROUND - 1))
        self.erased = self if slots == bare else _intern(bare)
        self.ground = self if any(slots[slot] for slot in _SHOWN_ON_A_BLANK) else self.erased

    def erases_to(self, ground: Style) -> bool:
        """Return whether erasing with this look leaves that ground; of an inverse look terminals differ."""
        return self.erased is ground and not self.slots[_INVERSE]

    def after(self, parameters: str) -> Style:
        """The look after `CSI parameters m`."""
        style = self._after.get(parameters)
        if style is None:
            style = self._after[parameters] = _intern(_applied(self.slots, parameters))
        return style

    def linked(self, link: str) -> Style:
        """The look within a hyperlink: `parameters;address`, or empty for none."""
        return _intern((*self.slots[:_LINK], link))

    def way_to(self, other: Style) -> str:
        """The shortest sequence that turns this look into the other; empty when they are the same."""
        way = self._ways.get(other)
        if way is None:
            way = self._ways[other] = _way(self.slots, other.slots)
        return way


_known: dict[tuple[str, ...], Style] = {}


def _intern(slots: tuple[str, ...]) -> Style:
    style = _known.get(slots)
    if style is None:
        style = _known[slots] = Style(slots)
    return style


DEFAULT: Final = _intern(("",) * _SLOTS)
"""The terminal's own look, after `CSI m`."""


def resets(parameters: str) -> bool:
    """Whether `CSI parameters m` leads to a known look from any other."""
    return parameters.split(";", 1)[0].lstrip("0") == "" and ":" not in parameters.split(";", 1)[0]


def _applied(slots: tuple[str, ...], parameters: str) -> tuple[str, ...]:
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
                break  # what follows cannot be told from the colour any more
            new[_ON[code]] = ";".join(codes[at - 1 : at - 1 + length])
            at += length - 1
        else:
            head, _, rest = code.partition(":")
            if head in _ON:
                new[_ON[head]] = "" if code == "4:0" else code if rest else head
    return tuple(new)


def _way(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    link = "" if old[_LINK] == new[_LINK] else f"\x1b]8;{new[_LINK] or ';'}\x1b\\"
    if old[:_LINK] == new[:_LINK]:
        return link
    afresh = ";".join(("0", *filter(None, new[:_LINK])))
    changes: list[str] = []
    for slot in range(_LINK):
        if old[slot] == new[slot]:
            continue
        if new[slot]:
            changes.append(new[slot])
        elif _EMPTY[slot] not in changes:
            changes.insert(0, _EMPTY[slot])  # 22 takes bold and faint: before what stays of them
            twin = {_BOLD: _FAINT, _FAINT: _BOLD}.get(slot)
            if twin is not None and old[twin] == new[twin] != "":
                changes.append(new[twin])
    shortest = min(";".join(changes), "" if afresh == "0" else afresh, key=len)
    return f"\x1b[{shortest}m{link}"
