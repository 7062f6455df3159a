"""Any file that holds a plan, or days off: what it is shows in its first bytes, not in its name."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.formats import FORMATS, Head, format_of, load_function
from milestone_tui.plan.imported import ImportedPlan

if TYPE_CHECKING:
    from milestone_tui.exchange.days_off.formats import Holidays

MOST_BYTES = 256 << 20
"""What is bigger is no plan, and is not even read: it would take as much memory."""
_NEAREST_DAYS_OFF = {True: "ganttproject.xml:read_calendar", False: "ics.reader:read_ics"}
"""Which reader of days off refuses XML, and which all else."""
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


def read_plan(data: bytes, fallback_name: str, *, dates: str | None = None) -> ImportedPlan:
    """Return the plan of a file in any of the `FORMATS` that hold one.

    `fallback_name` is the project's where the file has none. `dates` is the order of the dates of a table ("dmy",
    "mdy", "ymd"). Raises ImportRefused with a sentence that says why nothing of it can be taken.
    """
    head = Head(data)
    if head.is_office_file:
        raise ImportRefused("This is a binary file of Microsoft Office: in Microsoft Project save it as XML first.")
    found = format_of(head)
    if found is None:
        namespace, root = head.root
        named = f"<{root[:40]}>" + (f" of {namespace[:80]}" if namespace else "")
        raise ImportRefused(f"This is XML, but no plan of GanttProject or Microsoft Project: it begins with {named}.")
    if not found.plan_reader:
        raise ImportRefused(_DAYS_OFF)
    options = {"dates": dates} if found.takes_dates else {}
    incoming: ImportedPlan = load_function(found.plan_reader)(data, fallback_name, **options)
    return incoming


def read_holidays(data: bytes, years: range) -> Holidays:
    """Return the days off of a file in any of the `FORMATS` that hold some; what returns each year for `years`.

    Raises ImportRefused with a sentence that says why nothing of it can be taken.
    """
    head = Head(data)
    found = next((known for known in FORMATS if known.days_off_reader and known.sniff(head)), None)
    # Of any other file the reader that is nearest says what is wrong with it.
    reader = found.days_off_reader if found else _NEAREST_DAYS_OFF[head.is_xml]
    holidays: Holidays = load_function(reader)(data, years)
    return holidays
