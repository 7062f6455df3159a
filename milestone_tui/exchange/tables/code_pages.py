"""Guess the code page of a file that is not UTF-8."""

from __future__ import annotations

import re

from milestone_tui.exchange.tables.letters import fit_of

CODE_PAGES = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "iso8859_15": "ISO-8859-15",
    "iso8859_2": "ISO-8859-2",
    "iso8859_5": "ISO-8859-5",
    "iso8859_7": "ISO-8859-7",
    "iso8859_9": "ISO-8859-9",
    "mac_roman": "Mac Roman",
    "mac_cyrillic": "Mac Cyrillic",
    "cp850": "CP850",
    "cp852": "CP852",
    "cp437": "CP437",
    "cp866": "CP866",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "gb18030": "GB18030",
    "cp932": "Shift JIS",
    "cp950": "Big5",
    "cp949": "EUC-KR",
    "mac_latin2": "Mac Central European",
}
"""The code pages that people have, of equal ones the most common first: Python's names, and those for people."""

_BEYOND_ASCII, _LINE_END = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\r\n]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")
"""Control characters other than white space."""
_MOST_CONTROL = 50
"""Of so many bytes of a text, one may be a control character."""
_RARER = 0.05
"""What the fit of a code page is less than that of the one before it in `CODE_PAGES`."""
_LIBRARY = {"cp932": "cp932", "cp950": "big5", "cp949": "cp949"}
"""The names of charset-normalizer, where they differ from ours."""
_SAMPLE = 6_000
"""Bytes of such lines that are looked at."""
_AROUND = 100
"""Bytes before and after such a character that are looked at."""
_DOUBTED = 0.5
"""The fit of a character below which a language without words here may fit better."""
_NO_TEXT = -2.0
"""The fit of a character below which a file is no text."""


def likely_code_pages(data: bytes) -> list[str]:
    """Return Python's names of the code pages of a text that is not UTF-8, the likeliest first; none if it is no text.

    Not all of them can decode it: only its first lines beyond ASCII are looked at.
    """
    sample = _beyond_ascii(data)
    if len(_CONTROL.findall(sample)) * _MOST_CONTROL > len(sample):
        return []
    count = max(1, sum(byte >= 0x80 for byte in sample))
    fits = {page: _fit(sample, page) - place * _RARER for place, page in enumerate(CODE_PAGES)}
    likely = sorted((page for page in fits if _decodes(sample, page)), key=lambda page: -fits[page])
    if not likely or fits[likely[0]] < _NO_TEXT * count:
        return []
    if fits[likely[0]] < _DOUBTED * count:
        guessed = _guess_of_library(sample)
        if guessed in likely and fits[guessed] >= fits[likely[0]] - count:
            likely.insert(0, guessed)
    return likely


def _beyond_ascii(data: bytes) -> bytes:
    """Return the first lines that have a byte beyond ASCII, each cut to what is around the first such byte."""
    found = b""
    place = 0
    while len(found) < _SAMPLE and (match := _BEYOND_ASCII.search(data, place)):
        at = match.start()
        before = _LINE_END.split(data[max(place, at - _AROUND) : at])[-1]
        after = _LINE_END.split(data[at : at + _AROUND])[0]
        found += before + after + b"\n"
        place = at + len(after)
    return found


def _decodes(sample: bytes, page: str) -> bool:
    try:
        sample.decode(page)
    except UnicodeDecodeError:
        return False
    return True


def _fit(sample: bytes, page: str) -> float:
    return fit_of(sample.decode(page, errors="replace"), page)


def _guess_of_library(sample: bytes) -> str:
    """Return the guess of charset-normalizer; empty if it has none."""
    from charset_normalizer import from_bytes  # late: 25 ms, and only for a language without words here

    pages = {_LIBRARY.get(page, page): page for page in CODE_PAGES}
    best = from_bytes(sample, cp_isolation=list(pages)).best()
    return pages.get(best.encoding, "") if best else ""
