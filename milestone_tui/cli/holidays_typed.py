"""`milestone-tui holidays PROJECT --work, --off, --delete`: typed days of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from milestone_tui.plan.calendar.day_list import Placed
    from milestone_tui.plan.inputs import HolidayInput
    from milestone_tui.plan.model import Change, Holiday, Project
    from milestone_tui.store import Commands, Store

_OTHERS = ("file", "country", "years", "clear")


def has_typed(arguments: Namespace) -> bool:
    """Return whether days are typed; raise InvalidInput for a name without them, and for a file or country as well."""
    typed = bool(arguments.work or arguments.off or arguments.delete)
    if typed and any(getattr(arguments, other) for other in _OTHERS):
        raise InvalidInput(
            "",
            "Use --work, --off and --delete without --from, --country, --years and --clear, in a command of their own.",
        )
    if arguments.name and not (arguments.work or arguments.off):
        raise InvalidInput(
            "", f'"{" ".join(arguments.name)}" names no days. Add --work or --off, such as --off "25 dec".'
        )
    return typed


def typed_days(arguments: Namespace, today: date) -> tuple[list[HolidayInput], list[HolidayInput]]:
    """Return the typed days off and worked days, and the days to delete; raise InvalidInput."""
    from dataclasses import replace  # late, all: not for the list

    from milestone_tui.cli.values import settings
    from milestone_tui.plan.language.days_off import parse_days_off, parse_worked_days

    name, order = " ".join(arguments.name), settings().date_order
    days = [day for text in arguments.off for day in parse_days_off(text, today, order)]
    days += [day for text in arguments.work for day in parse_worked_days(text, today, order)]
    twice = {day.day for day in days if not day.is_worked} & {day.day for day in days if day.is_worked}
    if twice:
        raise InvalidInput("", f"{min(twice).isoformat()} cannot be both a day off and a worked day.")
    deleted = [day for text in arguments.delete for day in parse_days_off(text, today, order)]
    return [replace(day, name=day.name or name) for day in days], deleted


def write_typed(
    store: Store, project: Project, days: Sequence[HolidayInput], deleted: Sequence[HolidayInput]
) -> tuple[Change | None, str, tuple[HolidayInput, ...]]:
    """Write typed days as one change; return it, a sentence that reports it, and the days that are new in the list.

    Raises InvalidInput if none of the days can be worked, and NotFound if none of those to delete are in the list.
    """
    from milestone_tui.plan.calendar.day_list import aside_words, count_entries, place
    from milestone_tui.plan.language.days_off import days_off_words

    there = store.read.holidays(project.id)
    gone = {day.day for day in deleted}
    missing = deleted and not any(entry.day in gone for entry in there)
    if missing:
        raise NotFound(
            f"{project.key} has no day off or worked day on {days_off_words(deleted)}. "
            f"Run `milestone-tui holidays {project.key}` to see its list."
        )
    kept = [entry for entry in there if entry.day not in gone]
    off = [entry.day for entry in kept if not entry.is_worked]
    placed = place(days, project.working_days, off, [entry.day for entry in kept if entry.is_worked])
    _refuse_nothing(placed, days)

    def write(do: Commands) -> None:
        if gone:
            do.holidays.set(project.id, [_input(entry) for entry in kept], there)
        if days:
            do.holidays.put_all([project.id], days)

    made = store.change_blocking(write)
    told = [f"Deleted {count_entries([_input(entry) for entry in there if entry.day in gone])} from"] if gone else []
    if days:
        none = "0 worked days" if days[0].is_worked else "0 days off"
        told.append(f"Added {count_entries(placed.written) if placed.written else none} to")
    aside = aside_words(placed)
    sentences = ". ".join(f"{what} {project.key}" for what in told)
    return made, f"{sentences}; {aside}." if aside else f"{sentences}.", placed.written


def _refuse_nothing(placed: Placed, days: Sequence[HolidayInput]) -> None:
    from milestone_tui.plan.calendar.day_list import working_words

    if days and len(placed.working) == len({day.day for day in days}):
        raise InvalidInput("", f"{working_words(placed.working)}, so nothing was added. Choose a non-working day.")


def _input(entry: Holiday) -> HolidayInput:
    from milestone_tui.plan.inputs import HolidayInput

    return HolidayInput(entry.day, entry.name, entry.is_worked)
