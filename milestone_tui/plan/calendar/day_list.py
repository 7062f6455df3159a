"""What typed days off and worked days do to the list of a project, which has one entry a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.wording import count_words, long_day
from milestone_tui.plan.model import Holiday, Project


class Placed(NamedTuple):
    """Typed days by what becomes of them, each part in the order of the days."""

    new: tuple[HolidayInput, ...] = ()
    replacing: tuple[HolidayInput, ...] = ()
    """Worked days that were days off, and days off that were worked days."""
    known: tuple[HolidayInput, ...] = ()
    """Days that are in the list already, as what they are typed."""
    working: tuple[HolidayInput, ...] = ()
    """Worked days that are working days anyway."""

    @property
    def written(self) -> tuple[HolidayInput, ...]:
        """The days that change the list, in order."""
        return tuple(sorted((*self.new, *self.replacing), key=lambda entry: entry.day))


def place(entries: Iterable[HolidayInput], week: int, off: Collection[date], worked: Collection[date]) -> Placed:
    """Return what becomes of typed days in a list with these days off and worked days; a repeated day counts once."""
    calendar = WorkCalendar(week, off, worked)
    parts: tuple[list[HolidayInput], ...] = ([], [], [], [])
    new, replacing, known, working = parts
    first = {entry.day: entry for entry in reversed([*entries])}
    for entry in sorted(first.values(), key=lambda entry: entry.day):
        if entry.day in (worked if entry.is_worked else off):
            known.append(entry)
        elif entry.is_worked and calendar.is_working(entry.day):
            working.append(entry)
        elif entry.day in (off if entry.is_worked else worked):
            replacing.append(entry)
        else:
            new.append(entry)
    return Placed(*map(tuple, parts))


def place_in(project: Project, entries: Iterable[HolidayInput]) -> Placed:
    """Return what becomes of typed days in the list of a project."""
    return place(entries, project.working_days, project.holidays, project.worked)


def with_placed(project: Project, placed: Placed) -> Project:
    """Return the project with these days in its list."""
    off = {*project.holidays} | {entry.day for entry in placed.written if not entry.is_worked}
    worked = {*project.worked} | {entry.day for entry in placed.written if entry.is_worked}
    changed = {entry.day: entry.is_worked for entry in placed.replacing}
    return project._replace(
        holidays=tuple(sorted(day for day in off if not changed.get(day, False))),
        worked=tuple(sorted(day for day in worked if changed.get(day, True))),
    )


def entries_words(days_off: int, worked: int) -> str:
    """Return `2 days off`, `1 worked day` or `2 days off and 1 worked day`."""
    parts = [count_words(days_off, "day off", "days off")] if days_off or not worked else []
    parts += [count_words(worked, "worked day")] if worked else []
    return " and ".join(parts)


def count_entries(entries: Sequence[HolidayInput | Holiday]) -> str:
    """Return how many days off and worked days these are, in words."""
    worked = sum(entry.is_worked for entry in entries)
    return entries_words(len(entries) - worked, worked)


def aside_words(placed: Placed) -> str:
    """Return what else is to be told of typed days, such as `Mon 14 Dec 2026 is a working day anyway`; else empty."""
    told = []
    if placed.replacing:
        was = {"a day off" if entry.is_worked else "a worked day" for entry in placed.replacing}
        days = placed.replacing
        what = long_day(days[0].day) if len(days) == 1 else count_words(len(days), "day")
        told.append(f"{what} {'is' if len(days) == 1 else 'are'} no longer {' or '.join(sorted(was))}")
    if placed.known:
        told.append(f"{len(placed.known)} already there")
    if placed.working:
        told.append(working_words(placed.working))
    return ", ".join(told)


def working_words(working: Sequence[HolidayInput]) -> str:
    """Return `Mon 14 Dec 2026 is a working day anyway`; an empty text without days."""
    if len(working) == 1:
        return f"{long_day(working[0].day)} is a working day anyway"
    return f"{count_words(len(working), 'day')} are working days anyway" if working else ""
