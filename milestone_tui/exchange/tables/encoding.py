"""The encoding of a text file: what a person has said, what its first bytes say, or a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.tables.code_pages import CODE_PAGES, likely_code_pages
from milestone_tui.plan.imported import Changed
from milestone_tui.plan.language.text import visible

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The byte order marks; that of UTF-32 begins as that of UTF-16."""
_SEARCHED = 1 << 16
"""Bytes at the beginning of a file that are searched for null bytes, which show UTF-16 without a mark."""
_ASCII_TEXT = re.compile(rb"[\0\t\n\r\x20-\x7e]*")
_EXAMPLES = "windows-1250, windows-1252, iso-8859-2, macroman, cp850 or utf-16"
_NUMBER = re.compile(r"(?:windows|win|ms|cp|ibm|ansi|dos|code ?page)?[ _-]*(\d{3,4})")
_ALIASES = {"mac": "macroman", "mac-os-roman": "macroman", "dos": "cp850", "ansi": "cp1252"}
_WHOLE = 3
"""Whole characters beyond ASCII for each broken one, from which on a file is taken for UTF-8."""
_CHUNK = 1 << 20


class Encoding(NamedTuple):
    """The encoding of a file."""

    name: str
    errors: str = "strict"
    """What becomes of bytes that are no text; "replace" where a few are broken."""
    remarks: tuple[Changed, ...] = ()


def encoding_of(data: bytes, said: str | None = None) -> Encoding:
    """Return the encoding of a text file, with a remark if it was guessed.

    Raises:
        ImportRefused: the file is not text, or not in the encoding that a person has said.
    """
    if said is not None:
        return Encoding(_said(data, said))
    found = _marked(data) or _utf16_without_mark(data)
    if found:
        if not _decodes(data, found):
            raise ImportRefused(f"This file is damaged: it is not whole {found[:6].upper()} text. Save it again.")
        _refuse_null_bytes(data, found)
        return Encoding(found)
    _refuse_null_bytes(data, "ascii")
    if _decodes(data, "utf-8"):
        return Encoding("utf-8")
    return _guessed(data)


def _said(data: bytes, said: str) -> str:
    """Return Python's name of the encoding that a person has said."""
    number = _NUMBER.fullmatch(said.strip().lower())
    name = f"cp{number[1]}" if number else said.strip().lower().replace(" ", "-")
    name = _ALIASES.get(name, name)
    try:
        name = codecs.lookup(name).name
        " ".encode(name)  # also raises LookupError for what encodes no text, such as base64
        known = name not in ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
    except (LookupError, UnicodeError, ValueError):
        known = False
    if not known:
        raise ImportRefused(f'"{visible(said[:40])}" is not an encoding. Try {_EXAMPLES}.')
    if name == "utf-8":
        name = "utf-8-sig"
    elif name == "utf-16" and not _marked(data):
        name = _utf16_without_mark(data) or name
    if not _decodes(data, name):
        raise ImportRefused(
            f"This file is not text in {said.strip()}. Name another encoding, such as {_EXAMPLES},"
            " or leave out --encoding."
        )
    _refuse_null_bytes(data, name)
    return name


def _marked(data: bytes) -> str:
    """Return the encoding that a byte order mark shows; empty without one."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _utf16_without_mark(data: bytes) -> str:
    """Return the encoding of UTF-16 text without a mark, where ASCII has a null byte in every pair; empty for other."""
    start = data[:_SEARCHED]
    first, second = start[::2].count(0), start[1::2].count(0)
    # in a text of ASCII only, all pairs have one
    least = len(start) // 2 if _ASCII_TEXT.fullmatch(start) else len(start) // 20 + 1
    if max(first, second) < least or len(data) % 2:
        return ""
    name = "utf-16-le" if second > first else "utf-16-be"
    return name if min(first, second) == 0 and _decodes(data, name) else ""


def _refuse_null_bytes(data: bytes, encoding: str) -> None:
    """Raise ImportRefused for a text with null characters."""
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    if b"\0" in data and (not is_wide or any("\0" in piece for piece in _pieces(data, encoding))):
        raise ImportRefused("This file is not text: it contains null bytes. Save it as CSV.")


def _guessed(data: bytes) -> Encoding:
    """Return the encoding of a text that is not UTF-8: UTF-8 that is broken in places, or the likeliest code page."""
    broken = whole = 0
    for piece in _pieces(data, "utf-8", "replace"):
        lost = piece.count("\ufffd")
        broken += lost
        whole += len(piece) - len(piece.encode("ascii", "ignore")) - lost
    if whole >= broken * _WHOLE:
        places = "place" if broken == 1 else "places"
        reason = f"UTF-8, but broken in {broken:,} {places}; � is where characters were lost"
        return Encoding("utf-8", "replace", (Changed("file", "its encoding", reason, check=True),))
    page = next((page for page in likely_code_pages(data) if _decodes(data, page)), "")
    if not page:
        raise ImportRefused(
            "This file is not text in UTF-8, UTF-16 or a common code page. Save it as CSV in UTF-8, or name its"
            " encoding, such as --encoding windows-1250."
        )
    reason = f"not UTF-8: read as {CODE_PAGES[page]}; use --encoding NAME if accents look wrong"
    return Encoding(page, remarks=(Changed("file", "its encoding", reason, check=True),))


def _decodes(data: bytes, encoding: str) -> bool:
    """Return whether a file is text in an encoding."""
    try:
        for _ in _pieces(data, encoding):
            pass
    except UnicodeError:
        return False
    return True


def _pieces(data: bytes, encoding: str, errors: str = "strict") -> Iterator[str]:
    """Yield the text of a file in pieces. Raises UnicodeError."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for start in range(0, len(data), _CHUNK):
        yield decoder.decode(data[start : start + _CHUNK])
    yield decoder.decode(b"", True)
