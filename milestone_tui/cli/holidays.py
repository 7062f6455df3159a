"""`milestone-tui holidays`: list, add and delete the days off and worked days of a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, tell
from milestone_tui.cli.import_summary import print_remarks, remark_facts
from milestone_tui.cli.naming import named_project
from milestone_tui.cli.output import echo, print_error
from milestone_tui.cli.too_soon import network_around, too_soon_words
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR, LIMITS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.imported import Changed, IncomingHoliday, Skipped
    from milestone_tui.plan.inputs import HolidayInput
    from milestone_tui.plan.model import Change, Holiday, Project
    from milestone_tui.store import Store

DESCRIPTION = """\
Add days off to a project from a calendar file (.ics), a GanttProject
.calendar file or the public holidays of a country. Existing days off are kept.
Type days off with --off, and worked days, such as a worked Saturday, with
--work. One undo removes them all. Without options, list the days off and
worked days of the project.

  holidays ACME --off "24 dec - 2 jan" Shutdown
  holidays ACME --work "12-13 dec" Sprint weekend
"""

_MOST_YEARS = 100
_TYPED = (
    ("--off", "add days off, such as 25 dec or 24-31 dec"),
    ("--work", "make non-working days worked, such as 12 dec or 12-13 dec"),
    ("--delete", "delete the entry of a day or span of days"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the sources of days off, typed days and `--json`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("name", metavar="NAME", nargs="*", help="the name of the typed days; its words are joined")
    parser.add_argument("--from", metavar="FILE", dest="file", help="add the days off in this file")
    parser.add_argument(
        "--country", metavar="CODE", help="add the public holidays of a country or region, such as DE or DE-BY"
    )
    parser.add_argument(
        "--years",
        metavar="YEARS",
        help="limit to these years, such as 2026 or 2026-2028 (default: the years of the project)",
    )
    parser.add_argument("--clear", action="store_true", help="delete the existing days off first")
    for flag, words in _TYPED:
        parser.add_argument(flag, metavar="DAY", action="append", default=[], help=words)
    add_json(parser)


def run(arguments: Namespace, context: Context) -> None:
    """Add days to the list of a project, as one change, and print them; without any, print those it has.

    Raises ImportRefused if the file cannot be read or understood, InvalidInput for an unknown country or wrong years,
    and NotFound for an unknown project.
    """
    from milestone_tui.cli.holidays_typed import has_typed, typed_days, write_typed

    years = None if arguments.years is None else _years(arguments.years)
    data = _bytes(arguments.file)
    typed = has_typed(arguments)
    writes = typed or arguments.clear or data is not None or arguments.country is not None
    context.require_database(where_named=True)
    with context.open_store(warns=writes) as store:
        project = named_project(store.read, arguments.project)
        if not writes:
            _print_list(store, project, as_json=arguments.json)
            return
        network = network_around(store, project)
        found: Sequence[HolidayInput]
        remarks: list[Changed | Skipped] = []
        if typed:
            made, sentence, found = write_typed(store, project, *typed_days(arguments, context.today))
        else:
            from milestone_tui.exchange.days_off.formats import years_of_plan

            years = years or years_of_plan(store.read.plan(project.id), context.today)
            found, remarks = _found(data, arguments.country, years)
            made, sentence = _write(store, project, found, arguments.clear)
        if arguments.json:
            tell(store, made, sentence, {**_facts(project, found), **remark_facts(remarks)}, as_json=True)
            return
        echo(sentence)
        if words := too_soon_words(network, store.read.project(project.id)):
            echo(words)
    if found:
        echo("\n".join(_lines(found)))
    print_remarks(remarks)


def _bytes(file: str | None) -> bytes | None:
    """Return the content of a file of days off; None without one."""
    if file is None:
        return None
    from milestone_tui.exchange.input_files import read_bytes_of  # late: not for the list

    return read_bytes_of(Path(file))


def _print_list(store: Store, project: Project, *, as_json: bool) -> None:
    """Print the days that a project has."""
    there = store.read.holidays(project.id)
    if as_json:
        tell(store, None, "", _facts(project, there), as_json=True)
    elif there:
        echo("\n".join(_lines(there)))
    else:
        print_error(f"{project.key} has no days off.")


def _found(data: bytes | None, country: str | None, years: range) -> tuple[list[HolidayInput], list[Changed | Skipped]]:
    """Return the days of a file and a country in these years, in order, and remarks on those of the file."""
    from milestone_tui.exchange.days_off.formats import merge_by_day
    from milestone_tui.plan.calendar.day_list import entries_words
    from milestone_tui.plan.imported import Skipped, early_days_off
    from milestone_tui.plan.inputs import HolidayInput

    found: list[IncomingHoliday] = []
    worked: dict[date, HolidayInput] = {}
    remarks: list[Changed | Skipped] = []
    if data is not None:
        from milestone_tui.exchange.reading import read_holidays

        read = read_holidays(data, years)
        found = [holiday for holiday in read.holidays if holiday.day.year in years]
        remarks += read.remarks
        worked = {day.day: HolidayInput(day.day, day.name, True) for day in read.worked if day.day.year in years}
        others = len(read.holidays) - len(found), len(read.worked) - len(worked)
        if any(others):
            span = f"{years[0]}-{years[-1]}" if len(years) > 1 else f"{years[0]}"
            reason = f"outside {span}; use --years to include {'it' if sum(others) == 1 else 'them'}"
            remarks.append(Skipped("", entries_words(*others), reason))
        remarks += early_days_off(holiday.day for holiday in found)
    if country is not None:
        from milestone_tui.exchange.days_off.country import country_holidays

        found += country_holidays(country, years)
    off = {holiday.day: HolidayInput(holiday.day, holiday.name) for holiday in merge_by_day(found)}
    return sorted((off | worked).values(), key=lambda entry: entry.day), remarks


def _facts(project: Project, entries: Iterable[HolidayInput | Holiday]) -> dict[str, object]:
    """Return the project with its days off and worked days for JSON: those there are, or those that were found."""
    lists: dict[bool, list[dict[str, str | None]]] = {False: [], True: []}
    for entry in entries:
        lists[entry.is_worked].append({"day": entry.day.isoformat(), "name": entry.name or None})
    return {"project": project.key, "days_off": lists[False], "worked_days": lists[True]}


def _write(store: Store, project: Project, found: Sequence[HolidayInput], clear: bool) -> tuple[Change | None, str]:
    """Write the days to the database, as one change; return it with a sentence that reports it."""
    from milestone_tui.plan.calendar.day_list import count_entries, entries_words

    there = store.read.holidays(project.id)
    if clear:
        made = store.change_blocking(lambda do: do.holidays.set(project.id, found, there))
        worked = sum(entry.is_worked for entry in there)
        existing = entries_words(len(there) - worked, worked)
        if found and there:
            return made, f"Replaced {existing} of {project.key} with {len(found)}."
        if not found and not there:
            return made, f"{project.key} has no days off."
        if not found:
            return made, f"Deleted {existing} from {project.key}."
        return made, f"Added {count_entries(found)} to {project.key}."
    new: list[HolidayInput] = []
    made = store.change_blocking(lambda do: new.extend(do.holidays.add(project.id, found)))
    known = len(found) - len(new)
    were = "was" if known == 1 else "were"
    sentence = f"Added {count_entries(new)} to {project.key}"
    return made, f"{sentence}; {known} {were} already there." if known else f"{sentence}."


def _years(text: str) -> range:
    """Return the years that "2026" or "2026-2028" means. Raises InvalidInput."""
    found = re.fullmatch(r"\s*(\d{4})\s*(?:-\s*(\d{4})\s*)?", text, re.ASCII)
    first = int(found[1]) if found else 0
    last = int(found[2] or first) if found else 0
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or last - first >= _MOST_YEARS:
        raise InvalidInput("years", f'"{text}" is not a year. Use 2026 or a range such as 2026-2028; {LIMITS}.')
    return range(first, last + 1)


def _lines(entries: Iterable[HolidayInput | Holiday]) -> Iterable[str]:
    from milestone_tui.plan.language.text import visible

    for entry in entries:
        word = "worked  " if entry.is_worked else ""
        yield f"  {entry.day.isoformat()}  {word}{visible(entry.name)}".rstrip()
