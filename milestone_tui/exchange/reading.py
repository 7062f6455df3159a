"""Any file that holds a plan, or days off: what it is shows in its first bytes, not in its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.errors import ImportRefused
from milestone_tui.plan.incoming import Incoming

if TYPE_CHECKING:
    from milestone_tui.exchange.days_off import Holidays

MOST_BYTES = 256 << 20
"""What is bigger is no plan, and is not even read: it would take as much memory."""
_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Microsoft's binary files begin with, such as .mpp."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""Byte order marks, that of UTF-8 first."""
_DAYS_OFF = "This file holds holidays and no plan: `milestone-tui holidays PROJECT --from FILE` takes it."


def bytes_of(path: Path) -> bytes:
    """What is in a file that is to be read.

    Raises:
        ImportRefused: it cannot be read, or is bigger than any plan.
    """
    try:
        with path.open("rb") as file:
            too_big = os.fstat(file.fileno()).st_size > MOST_BYTES
            data = b"" if too_big else file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name has a zero byte in it"
        raise ImportRefused(f"{path} cannot be read: {reason}.") from error
    if too_big or len(data) > MOST_BYTES:
        raise ImportRefused(f"Nothing was imported: {path} has more than {MOST_BYTES >> 20} MB, which no plan has.")
    return data


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
    from milestone_tui.exchange.csv_plan import read_csv

    return read_csv(data, fallback_name, dates=dates)


def read_holidays(data: bytes, years: range) -> Holidays:
    """Read a calendar file (.ics) or GanttProject's holidays (.calendar); what returns each year is told for `years`.

    Raises:
        ImportRefused: a sentence that says why nothing of it can be taken.
    """
    if _is_xml(data):
        from milestone_tui.exchange.gan_calendar import read_calendar

        return read_calendar(data, years)
    from milestone_tui.exchange.ics import read_ics

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
        from milestone_tui.exchange.gan import read_gan

        return read_gan(data, fallback_name)
    from milestone_tui.exchange.mspdi_xml import NAMESPACE

    if root == "Project" and (not namespace or namespace.startswith(NAMESPACE)):
        from milestone_tui.exchange.mspdi import read_mspdi

        return read_mspdi(data, fallback_name)
    if root == "calendar":
        raise ImportRefused(_DAYS_OFF)
    named = f"<{root[:40]}>" + (f" of {namespace[:80]}" if namespace else "")
    raise ImportRefused(f"This is XML, but no plan of GanttProject or Microsoft Project: it begins with {named}.")
