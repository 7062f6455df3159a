"""`milestone-tui holidays`: list, add and delete the days off of a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, tell
from milestone_tui.cli.import_summary import print_remarks, remark_facts
from milestone_tui.cli.output import echo, print_error
from milestone_tui.cli.too_soon import network_around, too_soon_words
from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR, LIMITS
from milestone_tui.plan.imported import Changed, IncomingHoliday, Skipped

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Change, Holiday, Project
    from milestone_tui.store import Store

DESCRIPTION = """\
Add days off to a project from a calendar file (.ics), a GanttProject
.calendar file or the public holidays of a country. Existing days off are kept.
One undo removes them all. Without options, list the days off of the project.
"""

_MOST_YEARS = 100


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the sources of days off and `--json`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
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
    add_json(parser)


def run(arguments: Namespace, context: Context) -> None:
    """Add days off to a project, as one change, and print them; without a source, print those it has.

    Raises ImportRefused if the file cannot be read or understood, InvalidInput for an unknown country or wrong years,
    and NotFound for an unknown project.
    """
    from milestone_tui.exchange.days_off.formats import years_of_plan
    from milestone_tui.exchange.reading import read_bytes_of

    file, country, clear = arguments.file, arguments.country, arguments.clear
    years = None if arguments.years is None else _years(arguments.years)
    data = None if file is None else read_bytes_of(Path(file))
    context.require_database(where_named=True)
    with context.open_store(warns=bool(file or country or clear)) as store:
        project = store.read.project_by_key(arguments.project)
        if project is None:
            raise NotFound(
                f"There is no project {arguments.project}. Run `milestone-tui list --projects` to see your projects."
            )
        if data is None and country is None and not clear:
            there = store.read.holidays(project.id)
            if arguments.json:
                tell(store, None, "", _facts(project, there), as_json=True)
            elif there:
                echo("\n".join(_lines(there)))
            else:
                print_error(f"{project.key} has no days off.")
            return
        found, remarks = _found(data, country, years or years_of_plan(store.read.plan(project.id), context.today))
        network = network_around(store, project)
        made, sentence = _write(store, project, found, clear)
        if arguments.json:
            tell(store, made, sentence, {**_facts(project, found), **remark_facts(remarks)}, as_json=True)
            return
        echo(sentence)
        if words := too_soon_words(network, store.read.project(project.id)):
            echo(words)
    if found:
        echo("\n".join(_lines(found)))
    print_remarks(remarks)


def _found(
    data: bytes | None, country: str | None, years: range
) -> tuple[list[IncomingHoliday], list[Changed | Skipped]]:
    """Return the days off of a file and a country in these years, in order, and remarks on those of the file."""
    from milestone_tui.exchange.days_off.formats import merge_by_day
    from milestone_tui.plan.imported import early_days_off
    from milestone_tui.plan.language.wording import count_words

    found: list[IncomingHoliday] = []
    remarks: list[Changed | Skipped] = []
    if data is not None:
        from milestone_tui.exchange.reading import read_holidays

        read = read_holidays(data, years)
        found = [holiday for holiday in read.holidays if holiday.day.year in years]
        remarks += read.remarks
        others = len(read.holidays) - len(found)
        if others:
            reason = f"outside {years[0]}-{years[-1]}; use --years to include {'it' if others == 1 else 'them'}"
            remarks.append(Skipped("", count_words(others, "day off", "days off"), reason))
        remarks += early_days_off(holiday.day for holiday in found)
    if country is not None:
        from milestone_tui.exchange.days_off.country import country_holidays

        found += country_holidays(country, years)
    return list(merge_by_day(found)), remarks


def _facts(project: Project, holidays: Iterable[IncomingHoliday | Holiday]) -> dict[str, object]:
    """Return the project and its days off for JSON: those there are, or those that were found."""
    days_off = [{"day": holiday.day.isoformat(), "name": holiday.name or None} for holiday in holidays]
    return {"project": project.key, "days_off": days_off}


def _write(store: Store, project: Project, found: Sequence[IncomingHoliday], clear: bool) -> tuple[Change | None, str]:
    """Write the days off to the database, as one change; return it with a sentence that reports it."""
    from milestone_tui.plan.inputs import HolidayInput
    from milestone_tui.plan.language.wording import count_words

    def days_off(count: int) -> str:
        return count_words(count, "day off", "days off")

    inputs = [HolidayInput(holiday.day, holiday.name) for holiday in found]
    existing = store.read.holidays(project.id)
    if clear:
        made = store.change_blocking(lambda do: do.holidays.set(project.id, inputs, existing))
        if found and existing:
            return made, f"Replaced {days_off(len(existing))} of {project.key} with {len(found)}."
        if not found and not existing:
            return made, f"{project.key} has no days off."
        if not found:
            return made, f"Deleted {days_off(len(existing))} from {project.key}."
        return made, f"Added {days_off(len(found))} to {project.key}."
    added: list[int] = []
    made = store.change_blocking(lambda do: added.append(do.holidays.add(project.id, inputs)))
    known = len(found) - added[-1]
    were = "was" if known == 1 else "were"
    sentence = f"Added {days_off(added[-1])} to {project.key}"
    return made, f"{sentence}; {known} {were} already there." if known else f"{sentence}."


def _years(text: str) -> range:
    """Return the years that "2026" or "2026-2028" means. Raises InvalidInput."""
    found = re.fullmatch(r"\s*(\d{4})\s*(?:-\s*(\d{4})\s*)?", text, re.ASCII)
    first = int(found[1]) if found else 0
    last = int(found[2] or first) if found else 0
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or last - first >= _MOST_YEARS:
        raise InvalidInput("years", f'"{text}" is not a year. Use 2026 or a range such as 2026-2028; {LIMITS}.')
    return range(first, last + 1)


def _lines(holidays: Iterable[IncomingHoliday | Holiday]) -> Iterable[str]:
    from milestone_tui.plan.language.text import visible

    return (f"  {holiday.day.isoformat()}  {visible(holiday.name)}".rstrip() for holiday in holidays)
