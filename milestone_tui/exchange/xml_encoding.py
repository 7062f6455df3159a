"""Find the encoding of an XML file, whatever it declares."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_CHUNK = 1 << 16
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32LE"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_WIDE = ((re.compile(rb"(?:\s\0)*<\0"), "UTF-16LE"), (re.compile(rb"(?:\0\s)*\0<"), "UTF-16BE"))
"""How a file with two bytes for a character begins, without a byte order mark."""
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z][\w.:-]{0,39})["']""")
_WITHIN = 512
"""Bytes in which the declaration is looked for."""
_WIDE_NAMES = re.compile(r"(?:utf-?(?:16|32)|ucs-?[24]|unicode|iso-10646).*", re.IGNORECASE)
_ONE_BYTE = re.compile(r"(?:iso-?8859|latin|windows-?125|cp125|us-?ascii|ascii|macroman|macintosh).*", re.IGNORECASE)
"""Encodings with one byte for a character: hardly any text in them is valid UTF-8 by chance."""
_ASCII = bytes(range(32, 127)) + b".xn--zo-jka"
"""All characters of ASCII, and what the codec for names of hosts reads as others."""


class Encoding(NamedTuple):
    """How the bytes of a file become text."""

    name: str
    """A name that Python knows; empty if the declared one is unknown."""
    told: str = ""
    """What to tell a person; empty if the declaration is right."""
    begin: int = 0
    """Length of the byte order mark."""


def encoding_of(data: bytes) -> Encoding:
    """Return the encoding of a file: a byte order mark wins, then the pattern of its bytes, then its declaration."""
    start = data[:_WITHIN]
    found = _DECLARED.search(start.replace(b"\0", b""))
    declared = found[1].decode("ascii") if found else ""
    for mark, name in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return Encoding(name, _told(declared, name, "byte order mark says"), len(mark))
    wide = next((name for begin, name in _WIDE if begin.match(start)), "")
    if not wide and declared and (_WIDE_NAMES.fullmatch(declared) or (_ONE_BYTE.fullmatch(declared) and _mixes(data))):
        wide = "UTF-8"
    if wide:
        return Encoding(wide, _told(declared, wide, "bytes are"))
    name = _codec_for_files(declared or "UTF-8")
    if not name and is_valid(data, "utf-8"):
        return Encoding("UTF-8", _told(declared, "UTF-8", "bytes are"))
    return Encoding(name)


def is_valid(data: bytes, name: str) -> bool:
    """Return whether all bytes belong to this encoding."""
    decode = codecs.getincrementaldecoder(name)().decode
    try:
        for begin in range(0, len(data), _CHUNK):
            decode(data[begin : begin + _CHUNK])
        decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _told(declared: str, name: str, source: str) -> str:
    """Return what to tell about an encoding that is not the declared one; an empty text if it is."""
    plain = declared.upper().replace("-", "")
    if not plain or name.replace("-", "").startswith(plain):
        return ""
    return f"the file declares {declared}, its {source} {name}: imported as {name}"


def _mixes(data: bytes) -> bool:
    """Return whether a file has more than ASCII and is valid UTF-8."""
    return not data.isascii() and is_valid(data, "utf-8")


def _codec_for_files(name: str) -> str:
    """Return Python's name of a declared encoding if ASCII is the same in it, else an empty text."""
    try:
        return codecs.lookup(name).name if _ASCII.decode(name) == _ASCII.decode() else ""
    except (LookupError, UnicodeError):
        return ""
