"""Any file that holds a plan, or days off: what it is shows in its first bytes, not in its name."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.imported import Incoming

if TYPE_CHECKING:
    from milestone_tui.exchange.days_off.formats import Holidays

MOST_BYTES = 256 << 20
"""What is bigger is no plan, and is not even read: it would take as much memory."""
_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Microsoft's binary files begin with, such as .mpp."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""Byte order marks, that of UTF-8 first."""
_DAYS_OFF = "This file holds holidays and no plan: `milestone-tui holidays PROJECT --from FILE` takes it."


def bytes_of(path: Path, database: Path | None = None) -> bytes:
    """What is in a file that is to be read, which is not the database that this process has open.

    Raises:
        ImportRefused: it cannot be read, is no ordinary file, or is bigger than any plan.
    """
    try:
        status = path.stat()  # before it is opened: that alone has some devices do something
        _refuse_special(path, status)
        if database is not None and _is_same(status, database):
            # Whoever closes a file loses the locks that SQLite has on it in the same process.
            raise ImportRefused("This is the database itself. Name another file.")
        with open(path, "rb", opener=_at_once) as file:
            _refuse_special(path, os.fstat(file.fileno()))
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name has a zero byte in it"
        raise ImportRefused(f"{path} cannot be read: {reason}.") from error
    if len(data) > MOST_BYTES:
        raise _too_big(path)
    return data


def typed_path(text: str) -> Path:
    """The path that a person has typed, perhaps in quotes, with `~` for their home folder.

    Raises:
        ImportRefused: it begins with somebody's home folder that there is not.
    """
    bare = text.strip().strip("'\"")
    try:
        return Path(bare).expanduser()
    except (RuntimeError, ValueError) as error:
        whom = bare.split("/", 1)[0]
        raise ImportRefused(
            f'"{whom}" is no home folder: this system knows nobody of that name. Write ~/ for your own.'
        ) from error


def _is_same(status: os.stat_result, database: Path) -> bool:
    try:
        return os.path.samestat(status, database.stat())
    except OSError:
        return False  # the database is gone


def _refuse_special(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise ImportRefused(f"{path} is {_kind(status.st_mode)}. Name an ordinary file.")
    if status.st_size > MOST_BYTES:
        raise _too_big(path)


def _too_big(path: Path) -> ImportRefused:
    return ImportRefused(f"Nothing was imported: {path} has more than {MOST_BYTES >> 20} MB, which no plan has.")


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for whoever might write to a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def read_plan(data: bytes, fallback_name: str, *, dates: str | None = None) -> Incoming:
    """Read a GanttProject file, XML of Microsoft Project, or a table (CSV).

    `dates` is the order of the dates of a table ("dmy", "mdy", "ymd").

    Raises:
        ImportRefused: a sentence that says why nothing of it can be taken.
    """
    if data.startswith(_OFFICE_97):
        raise ImportRefused("This is a binary file of Microsoft Office: in Microsoft Project save it as XML first.")
    if _is_xml(data):
        return _read_xml(data, fallback_name)
    if data[:200].removeprefix(_MARKS[0]).lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        raise ImportRefused(_DAYS_OFF)
    from milestone_tui.exchange.csv.reader import read_csv

    return read_csv(data, fallback_name, dates=dates)


def read_holidays(data: bytes, years: range) -> Holidays:
    """Read a calendar file (.ics) or GanttProject's holidays (.calendar); what returns each year is told for `years`.

    Raises:
        ImportRefused: a sentence that says why nothing of it can be taken.
    """
    if _is_xml(data):
        from milestone_tui.exchange.ganttproject.calendar import read_calendar

        return read_calendar(data, years)
    from milestone_tui.exchange.ics.reader import read_ics

    return read_ics(data, years)


def _is_xml(data: bytes) -> bool:
    """Does a file begin as XML does?"""
    start = data[:200]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")


def _read_xml(data: bytes, fallback_name: str) -> Incoming:
    from milestone_tui.exchange.xml_tree import root_of

    namespace, root = root_of(data)
    if root == "project" and not namespace:
        from milestone_tui.exchange.ganttproject.reader import read_gan

        return read_gan(data, fallback_name)
    from milestone_tui.exchange.mspdi.xml import NAMESPACE

    if root == "Project" and (not namespace or namespace.startswith(NAMESPACE)):
        from milestone_tui.exchange.mspdi.reader import read_mspdi

        return read_mspdi(data, fallback_name)
    if root == "calendar":
        raise ImportRefused(_DAYS_OFF)
    named = f"<{root[:40]}>" + (f" of {namespace[:80]}" if namespace else "")
    raise ImportRefused(f"This is XML, but no plan of GanttProject or Microsoft Project: it begins with {named}.")
