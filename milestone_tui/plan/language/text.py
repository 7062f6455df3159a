"""Text from people and files: made safe to show, fit to store, and comparable."""

from __future__ import annotations

import re
from functools import lru_cache

_HIDDEN = (
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Characters that control the terminal or the text direction, break a line, or are invisible."""

_SEEN = (
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\ud800-\udfff]"
)
"""A visible character; Hangul fillers and the empty Braille cell are letters to Unicode, but invisible."""

_BREAKS = r"\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]"

_UNSTORABLE = r"[\x00\ud800-\udfff]"

_UNDECOMPOSED = {
    ord(letter): plain
    for letter, plain in {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}.items()
}
"""Letters that Unicode does not decompose into a letter and a mark."""


def visible(text: str) -> str:
    """Return `text` safe for a screen: without control characters, and with nothing hidden.

    C0 controls become their pictures (␛), other invisible characters their escapes (`\\u202e`). Letters of every
    script, marks and emoji sequences stay. In a text without a visible character every character is replaced.
    Idempotent.
    """
    if text.isascii() and text.isprintable() and (not text or not text.isspace()):
        return text
    if is_blank(text):
        return "".join(map(_picture, text))
    return re.sub(_HIDDEN, lambda found: _picture(found[0]), text)


def tidy(text: str) -> str:
    """Return `text` for a one-line field: line breaks and tabs become spaces, the ends are stripped. Idempotent."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return storable(re.sub(_BREAKS, " ", text)).strip()


def storable(text: str) -> str:
    """Return `text` without characters that a database cannot store: U+FFFD for a lone surrogate, ␀ for a NUL."""
    return re.sub(_UNSTORABLE, lambda found: "␀" if found[0] == "\0" else "\ufffd", text)


def is_blank(text: str) -> bool:
    """Return whether `text` has no visible character."""
    if text.isascii() and text.isprintable():
        return not text.strip(" ")
    return re.search(_SEEN, text) is None


def fold(text: str) -> str:
    """Return `text` for comparisons without case, accents and width ("KOVAČ" and "kovac" are equal)."""
    return text.lower() if text.isascii() else _fold_beyond_ascii(text)


@lru_cache(maxsize=8192)
def _fold_beyond_ascii(text: str) -> str:
    import unicodedata  # late: only needed beyond ASCII

    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in taken_apart if not unicodedata.combining(c)).casefold().translate(_UNDECOMPOSED)


def _picture(character: str) -> str:
    code = ord(character)
    if code <= 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def normalised(text: str) -> str:
    """Return `text` for comparisons without case, accents, width and repeated blanks."""
    return " ".join(fold(text).split())
