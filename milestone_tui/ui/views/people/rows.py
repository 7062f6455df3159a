"""The rows of the workload grid: what each person has to do in the weeks shown, all together, and the days off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from milestone_tui.plan.analysis.overload import runs, span_words, work_words
from milestone_tui.plan.analysis.workload import Workload
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.language.wording import DASH, days_of_work_words, list_words
from milestone_tui.plan.people import WorkPlan
from milestone_tui.ui.renderer import DAY_OFF, Line
from milestone_tui.ui.theme import Ink

WEEK_CELLS = 9
"""Cells of a week: the mark of the cursor, the bar, a blank or the sign of an absence, the figure."""
_BAR, _FIGURE = 2, 6
_LEVELS, _FULL = "▁▂▃▄▅▆▇", "█"
_ASCII_LEVELS, _ASCII_FULL = "..::==%", "#"
OVER = "!"
"""The end of the bar of a week with more work than can be done."""
_MOST_KEYS = 2
"""Projects named beside their own days off."""


def workload_legend(*, ascii_only: bool) -> tuple[tuple[str, str], ...]:
    """Return the glyphs and heads of the grid, each with its meaning."""
    levels, full = (_ASCII_LEVELS, _ASCII_FULL) if ascii_only else (_LEVELS, _FULL)
    return (
        ("".join(dict.fromkeys(levels)), "work of a week, against capacity"),
        (full * _BAR, "as much as can be done"),
        (full * (_BAR - 1) + OVER, "more than can be done"),
        (DAY_OFF, "absent for a part of the week"),
        ("away", "absent on working days"),
        ("DAYS/WK", "days a week for project work"),
        ("LATER", "after these weeks, or without a due date"),
    )


class Kind(Enum):
    """What a row is."""

    PERSON = auto()
    TOTAL = auto()
    DAYS_OFF = auto()
    BLANK = auto()


class Cell(NamedTuple):
    """A week of a person."""

    load: int = 0
    """Hundredths of a day, as the others."""
    capacity: int = 0
    is_over: bool = False
    is_full: bool = False
    away: int = 0
    """Days on which the person is absent and would work otherwise."""


class GridRow(NamedTuple):
    """A row of the grid."""

    kind: Kind
    person_id: int = 0
    name: str = ""
    open: str = ""
    """How many open milestones a person owns or works on."""
    capacity: str = ""
    """Days a week."""
    cells: tuple[Cell, ...] = ()
    later: int = 0
    """The work after the weeks shown, and without a due date."""
    note: Line = ()


def grid_rows(work: WorkPlan, people: Sequence[int], weeks: Sequence[date], *, roomy: bool) -> list[GridRow]:
    """Return the rows of these people, their total and the days off; `roomy`: with a blank line after each person."""
    rows: list[GridRow] = []
    persons = [_person(work, id_, weeks) for id_ in people]
    for row in persons:
        rows += (row, GridRow(Kind.BLANK)) if roomy else (row,)
    if persons:
        rows.append(_total(work, persons))
        note = days_off_line(work.workload, weeks)
        rows += [GridRow(Kind.DAYS_OFF, note=note)] if note else []
    return rows


def _person(work: WorkPlan, id_: int, weeks: Sequence[date]) -> GridRow:
    workload = work.workload
    person = workload.people[id_]
    busy = work.busy(id_)
    return GridRow(
        Kind.PERSON,
        id_,
        person.name,
        str(busy or DASH),
        days_of_work_words(person.capacity) if person.capacity else DASH,
        tuple(_cell(workload, id_, monday) for monday in weeks),
        workload.after(id_, day_after(weeks[-1], 7)),
    )


def _cell(workload: Workload, id_: int, monday: date) -> Cell:
    return Cell(
        workload.load(id_, monday),
        workload.capacity(id_, monday),
        workload.overload(id_, monday) is not None,
        workload.is_full(id_, monday),
        workload.away_days(id_, monday),
    )


def _total(work: WorkPlan, persons: Sequence[GridRow]) -> GridRow:
    """Return the row of all people together."""
    columns = zip(*(row.cells for row in persons), strict=True)
    busy = work.busy(*(row.person_id for row in persons))
    capacity = sum(work.workload.people[row.person_id].capacity for row in persons)
    return GridRow(
        Kind.TOTAL,
        name="All",
        open=str(busy or DASH),
        capacity=days_of_work_words(capacity) if capacity else DASH,
        cells=tuple(Cell(sum(cell.load for cell in column)) for column in columns),
        later=sum(row.later for row in persons),
    )


def work_figure(hundredths: int) -> str:
    """Return an amount of work with its unit; a dash for none."""
    return f"{work_words(hundredths)} d" if hundredths else DASH


def cell_line(cell: Cell, *, ascii_only: bool) -> Line:
    """Return the bar and the figure of a week."""
    if not cell.load:
        words = DASH
        if cell.away:
            words = f"away {cell.away} d" if cell.capacity else "away"
        return ((words.rjust(_BAR + _FIGURE), Ink.DIM),)
    figure = (DAY_OFF if cell.away else " ") + work_figure(cell.load).rjust(_FIGURE - 1)
    full = _ASCII_FULL if ascii_only else _FULL
    if cell.is_over:
        return ((full * (_BAR - 1) + OVER + figure, Ink.BAD),)
    if cell.is_full:
        return ((full * _BAR + figure, Ink.WARN),)
    levels = _ASCII_LEVELS if ascii_only else _LEVELS
    level = levels[min(len(levels) - 1, cell.load * len(levels) // max(1, cell.capacity))]
    return ((level * _BAR, Ink.ACT), (figure, Ink.TEXT))


def total_line(cell: Cell) -> Line:
    """Return the work of all people in a week."""
    return ((work_figure(cell.load).rjust(_BAR + _FIGURE), Ink.DIM),)


def days_off_line(workload: Workload, weeks: Sequence[date]) -> Line:
    """Return the days off below the weeks in which they begin, as far as they fit side by side; empty without any."""
    text, room = "", len(weeks) * WEEK_CELLS
    for first, last, whose in _days_off(workload, weeks):
        place = (first - weeks[0]).days // 7 * WEEK_CELLS + 1
        words = f"{span_words(first, last)} {'day off' if first == last else 'days off'}{whose}"
        place = max(place, len(text) + 2) if text else max(0, min(place, room - len(words)))
        if place + len(words) <= room:
            text = text.ljust(place) + words
    return ((text, Ink.DIM),) if text else ()


def _days_off(workload: Workload, weeks: Sequence[date]) -> Iterable[tuple[date, date, str]]:
    """Return the spans of days off that are working days otherwise, with the projects if only some have them."""
    start, end = max(weeks[0], workload.today), day_after(weeks[-1], 6)
    whose: dict[date, list[str]] = {}
    would: dict[date, int] = {}
    for project in workload.projects.values():
        week = project.working_days
        for day in project.holidays:
            if start <= day <= end and week >> day.weekday() & 1:
                whose.setdefault(day, []).append(project.key)
    for day in whose:
        would[day] = sum(project.working_days >> day.weekday() & 1 for project in workload.projects.values())
    by_keys: dict[str, list[date]] = {}
    for day, keys in whose.items():
        words = "" if len(keys) == would[day] else f" in {list_words(sorted(keys), _MOST_KEYS)}"
        by_keys.setdefault(words, []).append(day)
    found = [(first, last, words) for words, days in by_keys.items() for first, last in runs(days)]
    return sorted(found)


ORDERS: Mapping[str, str] = {"name": "from A to Z", "load": "the most overloaded first"}
"""The orders of the people, each with what comes first."""


def arranged(work: WorkPlan, people: Iterable[int], order: str) -> list[int]:
    """Return people in an order; people of the same load by name."""
    known = work.workload.people
    by_name = sorted(people, key=lambda id_: (known[id_].name.casefold(), id_))
    if order != "load":
        return by_name
    worst: dict[int, int] = {}
    for overload in work.workload.overloads(by_name):
        worst[overload.person_id] = worst.get(overload.person_id, 0) + overload.over
    return sorted(by_name, key=lambda id_: (-worst.get(id_, 0), -work.workload.after(id_, date.min)))
