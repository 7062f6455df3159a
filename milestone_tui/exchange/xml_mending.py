"""Mend XML that other programs write with small mistakes, where the meaning is certain, and say what was mended."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import Enum

from milestone_tui.exchange.xml_encoding import Encoding, is_valid
from milestone_tui.plan.imported import Changed
from milestone_tui.plan.language.wording import count_words

_CHUNK = 1 << 16
_OWN_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NOT_ALLOWED = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_NOT_ALLOWED}]")
_TOKEN = re.compile(
    r"(?P<opens><!\[CDATA\[|<!--|<\?)"
    r"|(?P<close>\]\]>)"
    r"|(?P<less><+(?=<)|<(?![A-Za-z_:/!\x80-\U0010ffff]))"
    r"|(?P<control>(?:&\#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9A-Fa-f]));)+)"
    r"|(?P<halves>&\#(?:x[Dd][89ABab][0-9A-Fa-f]{2}|5[56]\d{3});&\#(?:x[Dd][C-Fc-f][0-9A-Fa-f]{2}|5[67]\d{3});)"
    r"|(?P<number>&\#(?:\d{1,12}|x[0-9A-Fa-f]{1,12});)"
    r"|(?P<name>&[A-Za-z][A-Za-z0-9]{0,32};)"
    r"|(?P<ampersand>&+(?=&)|&)"
    rf"|(?P<raw>[{_NOT_ALLOWED}]+)"
)
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_MAY_CONTINUE = re.compile(r"[&<\]]")
_LONGEST_TOKEN = 40
_BEGINNING = re.compile(rf"([\s\ufeff{_NOT_ALLOWED}]*)(<\?xml\s[^>]*>)?")


class _Mistake(Enum):
    """A kind of mistake: one, several, and what became of them."""

    CONTROL = "character that XML forbids", "characters that XML forbids", "imported as a blank"
    HALVES = "character in two halves", "characters in two halves", "imported as one character"
    LONE = "& or < alone", "& or < alone", "imported as text"
    HTML = "entity of HTML", "entities of HTML", "imported as the character that it names"
    UNKNOWN = "unknown entity", "unknown entities", "imported as text"


class Mender:
    """A reader of a damaged file that mends it piece by piece, in constant memory.

    - Characters that XML forbids, raw or as references, become blanks.
    - A lone `&` or `<` and an unknown entity become text; an entity of HTML becomes its character.
    - Bytes outside the encoding are read as Windows-1252.
    - Blanks before the declaration, the declaration, comments and instructions are omitted.
    """

    def __init__(self, data: bytes, encoding: Encoding) -> None:
        self._data = data
        self._encoding = encoding
        self._until = ""
        """The end of the open CDATA section, comment or instruction."""
        self._line = 1
        self._found: dict[_Mistake, tuple[int, int]] = {}
        """The number of mistakes of each kind, and the line of the first."""
        self._has_blanks = False
        """Blanks come before the declaration."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the mended file as UTF-8."""
        decoder = codecs.getincrementaldecoder(self._encoding.name)(_AS_WINDOWS)
        first, rest = self._encoding.begin, ""
        for begin in range(first, len(self._data), _CHUNK):
            is_last = begin + _CHUNK >= len(self._data)
            text = rest + decoder.decode(self._data[begin : begin + _CHUNK], is_last)
            if begin == first:
                text = self._without_declaration(text)
            mended, rest = self._mend(text, is_last)
            yield mended.encode("utf-8", "replace")

    def remarks(self) -> list[Changed]:
        """Return what was mended, each kind of mistake once."""
        told = [Changed("line 1", "the blanks before the XML", "skipped")] if self._has_blanks else []
        if not is_valid(self._data, self._encoding.name):
            reason = f"not {self._encoding.name.upper()}: imported as Windows-1252, check their letters"
            told.append(Changed("", "some bytes", reason))
        for mistake, (count, line) in self._found.items():
            one, more, reason = mistake.value
            told.append(Changed(f"line {line}", count_words(count, one, more), reason))
        return told

    def _without_declaration(self, text: str) -> str:
        """Return the beginning of the file with its line breaks, but without its declaration and what comes before."""
        found = _BEGINNING.match(text)
        assert found is not None  # it matches an empty text too
        before, declaration = found.groups()
        self._has_blanks = bool(before and declaration)
        return "\n" * found[0].count("\n") + text[found.end() :]

    def _mend(self, text: str, is_last: bool) -> tuple[str, str]:
        """Return a piece of the file mended, and its end that is to be read with the next piece."""
        pieces: list[str] = []
        at, end = 0, len(text)
        if not is_last:
            tail = max(0, end - _LONGEST_TOKEN)
            open_ = _MAY_CONTINUE.search(text, tail)
            end = min(open_.start() if open_ else end, max(0, end - 2))  # two characters of `-->` may be here
        while at < end:
            if self._until:
                at = self._pass_over(text, at, end, pieces)
                continue
            found = _TOKEN.search(text, at, len(text))
            if found is None or found.start() >= end:
                break
            pieces.append(text[at : found.start()])
            pieces.append(self._mended(found, text))
            at = found.end()
        if at < end and not self._until:
            pieces.append(text[at:end])
            at = end
        self._line += text.count("\n", 0, at)
        return "".join(pieces), text[at:]

    def _pass_over(self, text: str, at: int, end: int, pieces: list[str]) -> int:
        """Add what is inside a CDATA section, or only the line breaks of what is omitted; return where that ends."""
        close = text.find(self._until, at)
        stop = end if close < 0 else close
        inside = text[at:stop]
        keeps = self._until == _ENDS["<![CDATA["]
        pieces.append(_FORBIDDEN.sub(" ", inside) if keeps else "\n" * inside.count("\n"))
        if close < 0:
            return end
        pieces.append(self._until if keeps else "")
        stop += len(self._until)
        self._until = ""
        return stop

    def _mended(self, found: re.Match[str], text: str) -> str:
        """Return a token as it should have been written."""
        token, kind = found[0], found.lastgroup
        match kind:
            case "opens":
                self._until = _ENDS[token]
                return token if token == "<![CDATA[" else ""
            case "close":
                return "]]&gt;"
            case "name" | "number":
                return self._reference(found, text)
            case "halves":
                return self._halves(found, text)
            case "less" | "ampersand":
                self._note(_Mistake.LONE, found, text, len(token))
                return ("&lt;" if kind == "less" else "&amp;") * len(token)
            case _:
                count = len(token) if kind == "raw" else token.count("&")
                self._note(_Mistake.CONTROL, found, text, count)
                return " " * count

    def _reference(self, found: re.Match[str], text: str) -> str:
        """Return a reference to one character."""
        name = found[0][1:-1]
        if name.startswith("#"):
            if _is_allowed(_code(name)):
                return found[0]
            self._note(_Mistake.CONTROL, found, text)
            return " "
        if name in _OWN_ENTITIES:
            return found[0]
        from html.entities import html5  # late: hardly any file needs this table

        characters = html5.get(f"{name};", "")
        self._note(_Mistake.HTML if characters else _Mistake.UNKNOWN, found, text)
        return "".join(f"&#{ord(character)};" for character in characters) or f"&amp;{name};"

    def _halves(self, found: re.Match[str], text: str) -> str:
        """Return a character that is written as its two halves in UTF-16."""
        high, low = (_code(half) for half in found[0][1:-1].split(";&"))
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            self._note(_Mistake.HALVES, found, text)
            return f"&#{((high - 0xD800) << 10) + low - 0xDC00 + 0x10000};"
        self._note(_Mistake.CONTROL, found, text, 2)
        return "  "

    def _note(self, mistake: _Mistake, found: re.Match[str], text: str, count: int = 1) -> None:
        """Count a mistake."""
        known = self._found.get(mistake)
        line = known[1] if known else self._line + text.count("\n", 0, found.start())
        self._found[mistake] = (known[0] + count if known else count, line)


_AS_WINDOWS = "milestone_tui.windows"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Return the first wrong byte as a character of Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "ignore") or byte.decode("latin-1"), error.start + 1


codecs.register_error(_AS_WINDOWS, _as_windows)


def _code(number: str) -> int:
    """Return the number in a character reference such as `#xD83D`."""
    return int(number[2:], 16) if number[1] == "x" else int(number[1:])


def _is_allowed(code: int) -> bool:
    """Return whether XML allows the character with this number."""
    return code < 0x110000 and not _FORBIDDEN.match(chr(code))
