"""How a cell looks in the terminal of these tests: what SGR sequences and hyperlinks build up.

Written from ECMA-48 8.3.117, ITU T.416 and the documents of xterm, VTE and kitty, and from nothing in the program.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Look(NamedTuple):
    """Each property by the name that it has here; empty is the terminal's own."""

    bold: str = ""
    faint: str = ""
    italic: str = ""
    underline: str = ""
    blink: str = ""
    reverse: str = ""
    conceal: str = ""
    strike: str = ""
    overline: str = ""
    frame: str = ""
    script: str = ""
    font: str = ""
    fg: str = ""
    bg: str = ""
    line_colour: str = ""
    link: str = ""

    @property
    def erased(self) -> Look:
        """What erasing leaves behind: the ground."""
        return _erased(self.bg)

    @property
    def on_blank(self) -> Look:
        """What of it is seen where no character stands."""
        drawn = self.underline or self.reverse or self.strike or self.overline or self.frame or self.link
        return self if drawn else self.erased


PLAIN = Look()
Cell = tuple[str, Look]
"""A character (empty in the second half of a wide one) and its look."""

_SET = {
    1: {"bold": "1"},
    2: {"faint": "1"},
    3: {"italic": "1"},
    4: {"underline": "1"},
    5: {"blink": "slow"},
    6: {"blink": "fast"},
    7: {"reverse": "1"},
    8: {"conceal": "1"},
    9: {"strike": "1"},
    20: {"italic": "fraktur"},
    21: {"underline": "2"},
    22: {"bold": "", "faint": ""},
    23: {"italic": ""},
    24: {"underline": ""},
    25: {"blink": ""},
    27: {"reverse": ""},
    28: {"conceal": ""},
    29: {"strike": ""},
    39: {"fg": ""},
    49: {"bg": ""},
    51: {"frame": "framed"},
    52: {"frame": "encircled"},
    53: {"overline": "1"},
    54: {"frame": ""},
    55: {"overline": ""},
    59: {"line_colour": ""},
    73: {"script": "super"},
    74: {"script": "sub"},
    75: {"script": ""},
    **{10 + n: {"font": str(n) if n else ""} for n in range(10)},
    **{base + n: {"fg": f"{base}+{n}"} for base in (30, 90) for n in range(8)},
    **{base + n: {"bg": f"{base}+{n}"} for base in (40, 100) for n in range(8)},
}
_COLOURED = {38: "fg", 48: "bg", 58: "line_colour"}


@lru_cache(maxsize=256)
def _erased(ground: str) -> Look:
    return Look(bg=ground)


@lru_cache(maxsize=4096)
def dressed(look: Look, parameters: str) -> Look:
    """The look after `CSI parameters m`."""
    codes = parameters.split(";")
    while codes:
        code, *parts = codes.pop(0).split(":")
        number = int(code or 0)
        if number == 0:
            look = Look(link=look.link)
        elif number in _COLOURED:
            if not parts:
                parts = _separate_parts(codes)
            colour = _colour(parts)
            if colour:
                look = look._replace(**{_COLOURED[number]: colour})
        elif number == 4 and parts:
            look = look._replace(underline=parts[0].removeprefix("0"))
        else:
            look = look._replace(**_SET.get(number, {}))
    return look


def _separate_parts(codes: list[str]) -> list[str]:
    """Take the parts of a colour that are written as codes of their own."""
    kind = codes[0] if codes else ""
    length = {"5": 2, "2": 4}.get(kind, len(codes))
    parts = codes[:length]
    del codes[:length]
    return parts


def _colour(parts: list[str]) -> str:
    if parts[:1] == ["5"] and len(parts) == 2:
        return f"palette {int(parts[1] or 0)}"
    if parts[:1] == ["2"] and len(parts) >= 4:
        channels = parts[2:5] if len(parts) > 4 else parts[1:4]  # with colons a colour space may stand first
        return "#{:02x}{:02x}{:02x}".format(*(int(channel or 0) for channel in channels))
    return ""
