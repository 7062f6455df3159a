"""Texts in one line: what would break a line, or is not seen, is written as an escape."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    r"[\\\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u2800\u3000\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
    r"|^ | $"
)
_ESCAPE = re.compile(r"\\(?:([\\nrt\"])|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))|\\")
_SHORT = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t", '"': '"'}
_LONG = {value: f"\\{name}" for name, value in _SHORT.items() if name != '"'}


def escaped(text: str) -> str:
    """Return a text without line breaks, invisible characters and blanks at its ends; `unescaped` is the inverse."""
    if text.isascii() and text.isprintable() and "\\" not in text and text == text.strip(" "):
        return text
    return _UNSAFE.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    if character in _LONG:
        return _LONG[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unescaped(text: str) -> str:
    """Return the text that was escaped; raise ValueError for an unknown escape."""
    return text if "\\" not in text else _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    short, *codes = found.groups()
    if short is not None:
        return _SHORT[short]
    digits = next((code for code in codes if code is not None), None)
    if digits is None:
        raise ValueError("unknown escape")
    return chr(int(digits, 16))


def quoted(text: str) -> str:
    """Return a text in quotes, for a name before a colon."""
    return '"' + escaped(text).replace('"', '\\"') + '"'


QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
"""A text in quotes."""
