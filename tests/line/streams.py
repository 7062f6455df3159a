"""Streams of terminal output as no program would write them, for hypothesis to draw.

What terminals disagree about is left out, or made certain by setting the cursor outright: what a control does between
the last column and the next row (`tamed` sees to that), characters that belong together but take other widths in
other terminals (`painted_row` puts the cursor behind each), wide characters in the last column of a terminal that does
not wrap, and parameters that no document describes.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from hypothesis import strategies as st
from line.vt import Vt

_LEAST_WIDTH = 24
_WIDEST = 8
_END_FRAME = "\x1b[?2026l"


class Resize(NamedTuple):
    """The terminal gets another size."""

    width: int
    height: int


class Word(Enum):
    """What else happens to a line."""

    FORGET = "the terminal may show anything"


Event = str | Resize | Word
"""A piece of output, or what happens between two."""

WIDER = ("👨‍👩‍👧‍👦", "🇩🇪", "👍🏽")
"""What belongs together in two cells, and takes up to eight where it is drawn character by character."""

NARROWER = ("❤️", "1️⃣", "🏳️‍🌈", "☎︎")
"""What may take one cell instead of two, and leave the other as it was."""

_NARROW = "abcXYZ  .|─│◆✔▌·éßЖ"
_WIDE = "漢字発売한글、"
_MARKS = ("e\u0301", "o\u0308\u0323", "x\u20d7")

_texts = st.text(_NARROW, min_size=1, max_size=12)
_wide_texts = st.lists(st.sampled_from([*_NARROW, *_WIDE, *_MARKS]), min_size=1, max_size=8).map("".join)
_numbers = st.sampled_from(["", "0", "1", "2", "3", "5", "11", "99"])


_KEEPING = ("\x1b7", "\x1b8", "\x1b[s", "\x1b[u")
_SCREENS = ("\x1b[?1049h", "\x1b[?1049l", "\x1b[?47h", "\x1b[?47l")


def _csi(parameters: st.SearchStrategy[str], finals: str) -> st.SearchStrategy[str]:
    return st.builds(lambda p, final: f"\x1b[{p}{final}", parameters, st.sampled_from(list(finals)))


_channel = st.sampled_from(["0", "7", "30", "128", "255"])
_three = st.tuples(_channel, _channel, _channel)
_colours = st.one_of(
    st.sampled_from([f"{base}{n}" for base in (3, 4, 9, 10) for n in range(8)]),
    st.sampled_from(["38;5;1", "48;5;200", "38:5:17", "48:5:255", "58;5;9", "58:5:9"]),
    st.builds(lambda code, rgb: f"{code};2;{';'.join(rgb)}", st.sampled_from(["38", "48", "58"]), _three),
    st.builds(lambda code, rgb: f"{code}:2::{':'.join(rgb)}", st.sampled_from(["38", "48", "58"]), _three),
)
_attributes = st.sampled_from([*"123457890", "", "4:1", "4:3", "4:5", "4:0", "21", "53", "01"])
_ends = st.sampled_from(["22", "23", "24", "25", "27", "28", "29", "39", "49", "55", "59"])
looks = st.lists(st.one_of(_colours, _attributes, _ends), max_size=5).map(lambda codes: f"\x1b[{';'.join(codes)}m")
places = st.builds(lambda row, column: f"\x1b[{row};{column}H", st.integers(1, 9), st.integers(1, 26))
moves = st.one_of(
    places,
    st.sampled_from(["\r", "\n", "\r\n", "\b", "\x1b[H", "\x1b[f", "\x1b[3H", "\x1b[;4H"]),
    _csi(_numbers, "ABCDEFGad`e"),
)
erasures = st.one_of(_csi(st.sampled_from(["", "0", "1", "2"]), "JK"), _csi(_numbers, "X"))
rare = st.one_of(
    _csi(_numbers, "@PLMS"),
    st.sampled_from(["\t", "\v", "\f", "\x1b[2I", "\x1b[Z", "\x1bH", "\x1b[g", "\x1b[3g"]),
    st.sampled_from([*_KEEPING, "\x1bD", "\x1bM", "\x1bE"]),
    st.sampled_from(["\x1b[2;4r", "\x1b[3r", "\x1b[;3r", "\x1b[r"]),
    st.sampled_from(["\x1b[?6h", "\x1b[?6l", "\x1b[4h", "\x1b[4l", "\x1b[?7h", "\x1b[?7l"]),
    st.sampled_from(_SCREENS),
    st.sampled_from(["\x1bc", "\x1b#8", "\x1b(0", "\x1b(B", "\x1b)0", "\x0e", "\x0f"]),
    st.builds("{}\x1b[{}b".format, st.sampled_from("ab ─"), st.integers(1, 30)),
)
unknown = st.sampled_from(
    [
        *("\x1b[?25l", "\x1b[?25h", "\x1b[?2004h", "\x1b[?1006h", "\x1b[?1000l", "\x1b[4 q", "\x1b[ q", "\x07"),
        *("\x1b[?2026$p", "\x1b[?2048$p", "\x1b[>31u", "\x1b[<u", "\x1b[>4;1m", "\x1b[c", "\x1b[6n", "\x1b[?1$w"),
        *("\x1b[99z", "\x1b[1;2'~", "\x1b[=5;7y", "\x1b=", "\x1b>", "\x1b%G", "\x1b[22;0;0t", "\x1b\\"),
        *("\x1b]0;a title\x07", "\x1b]52;c;aGk=\x1b\\", "\x1b]22;text\x07", "\x1b]11;?\x1b\\", "\x1b]133;A\x07"),
        *("\x1bP+q544e\x1b\\", "\x1b_Ga=d\x1b\\", "\x1b_app\x1b\\", "\x1b^private\x1b\\", "\x1bXold\x1b\\", "\x00"),
    ]
)
links = st.builds(
    "{}{}{}".format,
    st.sampled_from(["\x1b]8;;https://a.example\x1b\\", "\x1b]8;id=1;https://b.example/?q=1;2\x07"]),
    st.one_of(_texts, looks),
    st.sampled_from(["\x1b]8;;\x1b\\", "\x1b]8;;\x07"]),  # always closed: who saves a link with the cursor differs
)
frames = st.sampled_from(["\x1b[?2026h", "\x1b[?2026l", "\x1b[?2026l"])
edges = st.builds(
    lambda row, text, after: f"\x1b[{row};21H{text}{after}",
    st.integers(1, 9),
    st.one_of(_texts, _wide_texts),
    st.sampled_from(["\r", "\r\n", "\x1b[2;2H", "ab", "\x1b[7mab"]),
)


@st.composite
def painted_row(draw: st.DrawFn, clusters: Sequence[str]) -> str:
    """A row from its first cell to its end, as Textual paints one; the cursor is set behind what may be wider."""
    row = draw(st.integers(1, 5))
    column = 1
    parts = [f"\x1b[{row};1H"]
    for _ in range(draw(st.integers(1, 4))):
        parts.append(draw(looks))
        if clusters and column < _LEAST_WIDTH - _WIDEST and draw(st.booleans()):
            cluster = draw(st.sampled_from(clusters))
            probe = Vt(_LEAST_WIDTH, 1)
            probe.feed(cluster)
            column += probe.cells.at.x
            parts.append(f"{cluster}\x1b[{row};{column}H")
        text = draw(_texts)[: _LEAST_WIDTH - column]
        column += len(text)
        parts.append(text)
    return "".join([*parts, "\x1b[K"])


def elements(*, rarely: bool = True, clusters: Sequence[str] = WIDER + NARROWER) -> st.SearchStrategy[str]:
    """One thing that a program may write; `rarely` also what hardly any writes."""
    common = [_texts, _texts, looks, looks, places, moves, erasures, painted_row(clusters), edges]
    return st.one_of(*common, *([_wide_texts, rare, unknown, links, frames] if rarely else []))


def tamed(parts: Sequence[str], probe: Vt) -> list[str]:
    """The same, but the cursor leaves the last column before anything else than text, a return or a look comes."""
    certain = []
    for part in parts:
        if part in _SCREENS:
            shown = next((mode for mode in ("?1049", "?47") if probe.modes.get(mode) == "h"), None)
            if (shown is None) == part.endswith("l") or (shown and shown not in part):
                continue  # to leave what was not entered, or by another door, differs
        if part in _KEEPING and probe.cells.at.origin:
            continue  # whether the origin mode is kept differs
        at_edge = probe.cells.at.pending and not (part[0] >= " " or part[0] in "\r\n" or part.endswith(("m", "H")))
        dropped = not probe.cells.wraps and part[0] >= " " and not part.isascii()
        certain.append("\r" + part if at_edge or dropped else part)
        probe.feed(certain[-1].replace("\n", "\r\n"))
    return certain


def _cuts(length: int) -> st.SearchStrategy[set[int]]:
    return st.sets(st.integers(0, length), max_size=6)


def _before_ascii(text: str, at: int) -> int:
    """The next place that is not within what belongs together."""
    while at < len(text) and not text[at].isascii():
        at += 1
    return at


sizes = st.tuples(st.integers(_LEAST_WIDTH, 32), st.integers(5, 9))


@st.composite
def streams(
    draw: st.DrawFn, *, rarely: bool = True, clusters: Sequence[str] = WIDER + NARROWER, cut_anywhere: bool = True
) -> tuple[tuple[int, int], list[Event]]:
    """The size of a terminal and what happens to it: pieces of output, cut anywhere, and changes in between.

    Where the line is told to forget what it knows of the terminal, the program clears it next: nobody else could know
    what stood there before the line came to know it.
    """
    size = draw(sizes)
    probe = Vt(*size)
    events: list[Event] = []
    for part in range(draw(st.integers(1, 3))):
        parts = draw(st.lists(elements(rarely=rarely, clusters=clusters), max_size=25))
        if part and "?47" not in probe.modes and draw(st.booleans()):  # who uses both ways leaves by the one
            events += [Word.FORGET, *tamed(["\x1b[m\x1b[2J\x1b[H"], probe)]
        elif part:
            other = Resize(*draw(sizes))
            probe.feed(_END_FRAME)
            probe.resize(*other)
            events += [_END_FRAME, other]
        pieces = tamed(parts, probe)
        if cut_anywhere:
            written = "".join(pieces)
            cuts = sorted({_before_ascii(written, cut) for cut in draw(_cuts(len(written)))})
            pieces = [written[start:end] for start, end in itertools.pairwise([0, *cuts, len(written)]) if end > start]
        events += pieces
    return size, events


@st.composite
def scrolled(draw: st.DrawFn) -> tuple[tuple[int, int], list[Event]]:
    """A list between a head and a foot, painted again and again as it stands a few rows higher or lower."""
    width, height = draw(st.tuples(st.integers(_LEAST_WIDTH, 40), st.integers(8, 16)))
    top, bottom = draw(st.integers(1, 3)), height - draw(st.integers(0, 2))
    worn = draw(st.lists(looks, min_size=1, max_size=3))
    events: list[Event] = ["\x1b[2J"]
    probe = Vt(width, height)
    for first in draw(st.lists(st.integers(0, 12), min_size=2, max_size=8)):
        rows = (
            f"\x1b[{y};1H{worn[(first + y) % len(worn)]}Milestone {first + y}\x1b[K" for y in range(top, bottom + 1)
        )
        events += tamed(["".join(rows), *draw(st.lists(elements(), max_size=2))], probe)
    return (width, height), events
