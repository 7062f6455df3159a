"""GanttProject's files of holidays (.calendar)."""

from __future__ import annotations

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.days_off.formats import Holidays
from milestone_tui.exchange.ganttproject.dates import GanDate, gan_holidays
from milestone_tui.exchange.xml_tree import Shape, read_tree

_SHAPES = {"calendar": Shape(parts=frozenset(("date",))), "date": Shape()}


def read_calendar(data: bytes, years: range) -> Holidays:
    """The days off of a .calendar file; those of every year are told for each of `years`.

    Raises:
        ImportRefused: the file is broken, of another kind or declares entities.
    """
    root = read_tree(data, _SHAPES, "file of holidays")
    if root.tag != "calendar":
        raise ImportRefused(f"This is XML, but no file of holidays: it begins with <{root.tag[:40]}>, not <calendar>.")
    return gan_holidays([GanDate.of(found) for found in root.each("date")], years)
