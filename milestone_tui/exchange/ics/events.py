"""The events of a calendar file, with the properties that matter for a day off."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.language.text import tidy
from milestone_tui.plan.language.wording import count_words

MOST_DAYS = 20_000
"""Days of one file, and also events."""
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:;\"]+(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", re.DOTALL)
_NAMES = frozenset(
    (
        *("SUMMARY", "STATUS", "UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "RRULE", "DESCRIPTION"),
        *("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY", "X-ALLDAY"),
    )
)
"""The properties of an event that matter for a day off."""
_LISTS = frozenset(("EXDATE", "RDATE", "CATEGORIES"))
"""The properties with several values, which may also be there several times."""
_ESCAPES = {"\\n": "\n", "\\N": "\n"}
_OTHERS = {"VTODO": "task", "VJOURNAL": "note", "VFREEBUSY": "busy time"}
"""What a calendar without events may have."""


@dataclass(slots=True)
class Event:
    """The properties of an event by their names, the first of each; and its lists."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    """The values of the properties with several."""

    @property
    def name(self) -> str:
        """Return its title, without escapes."""
        return tidy(unescaped(self.values.get("SUMMARY", "")))

    def add(self, name: str, value: str) -> None:
        """Add a property, if it matters."""
        if name in _LISTS:
            self.lists.setdefault(name, []).extend(value.split(","))
        elif name in _NAMES:
            self.values.setdefault(name, value)


def unescaped(text: str) -> str:
    """Return a text without its escapes."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[0], found[1]), text)


def unfold(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the unfolded lines of a file, each with the number of its first line.

    Long lines are folded after a number of bytes, perhaps inside a character, so they are joined before decoding.
    """
    first_line, parts = 0, list[bytes]()
    for number, line in enumerate(_lines(_as_utf_8(data)), start=1):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if any(parts):
            yield first_line, _decoded(b"".join(parts))
        first_line, parts = number, [line]
    if any(parts):
        yield first_line, _decoded(b"".join(parts))


def _as_utf_8(data: bytes) -> bytes:
    """Return a file without its byte order mark, and one with two bytes for a character as UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _lines(data: bytes) -> Iterator[bytes]:
    """Yield the lines of a file; a list of them would take far more memory than the file."""
    begin = 0
    for end in re.finditer(rb"\r\n|\n|\r", data):
        yield data[begin : end.start()]
        begin = end.end()
    yield data[begin:]


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def events_of(data: bytes) -> list[Event]:
    """Return the events of a file. Raises ImportRefused if the file is not a calendar file, or is damaged."""
    open_: list[str] = []
    events: list[Event] = []
    others: dict[str, int] = {}
    seen = False
    for number, line in unfold(data):
        found = _LINE.fullmatch(line)
        if not seen and (found is None or (found[1].upper(), found[3].strip().upper()) != ("BEGIN", "VCALENDAR")):
            raise ImportRefused(
                "This is not a calendar file: it does not start with BEGIN:VCALENDAR. Choose an .ics or .calendar file."
            )
        seen = True
        if found is None:
            continue  # an invalid line inside a calendar is ignored
        name, value = found[1].upper(), found[3].strip()
        if name == "BEGIN":
            open_.append(value.upper())
            others[open_[-1]] = others.get(open_[-1], 0) + 1
            if open_[-1] == "VEVENT":
                events.append(Event(number))
                refuse_more(len(events))
        elif name == "END":
            if not open_ or open_.pop() != value.upper():
                raise ImportRefused(
                    f"This calendar file is damaged: line {number} has an END without a BEGIN. Export it again."
                )
        elif open_ and open_[-1] == "VEVENT":
            events[-1].add(name, value)
    if open_ or not seen:
        raise ImportRefused("This calendar file is cut off. Save or copy it again.")
    if not events:
        only = [count_words(others[kind], name) for kind, name in _OTHERS.items() if kind in others]
        raise ImportRefused(
            f"This calendar file has no events{f', only {only[0]}' if only else ''}. Choose a file with days off."
        )
    return events


def refuse_more(count: int) -> None:
    """Raise ImportRefused for more days off or events than any calendar has."""
    if count > MOST_DAYS:
        raise ImportRefused(
            f"Nothing was imported: this file has more than {MOST_DAYS:,} days off or events. Split it."
        )
