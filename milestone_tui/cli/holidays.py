"""`milestone-tui holidays`: show, add and clear the days off of a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo, print_skipped
from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.date_limits import FIRST_YEAR, LAST_YEAR, LIMITS
from milestone_tui.plan.imported import IncomingHoliday, Skipped

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Holiday, Project
    from milestone_tui.plan.network.network import Network
    from milestone_tui.store import Store

DESCRIPTION = """\
Add days off to a project, and print them: those of a calendar file (.ics), of
GanttProject's holidays (.calendar) or of a country. Days that it has already
stay as they are; one undo in the dashboard takes all of it back. Without
--from, --country and --clear it prints the days off that the project has.
"""

_MOST_YEARS = 100


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, and where its days off come from."""
    parser.add_argument("project", metavar="PROJECT", help="its key")
    parser.add_argument("--from", metavar="FILE", dest="file", help="take those of a file")
    parser.add_argument("--country", metavar="CODE", help="take the public ones of a country, or a part: DE, DE-BY")
    parser.add_argument(
        "--years", metavar="YEARS", help="of these only, as 2026 or 2026-2028 (default: those that the project needs)"
    )
    parser.add_argument("--clear", action="store_true", help="take away those that it has, first")


def run(arguments: Namespace, context: Context) -> None:
    """Add days off to a project, as one change, and print them; or print what it has.

    Raises ImportRefused where the file cannot be read or understood, InvalidInput where there is no such country or the
    years are none, and NotFound where there is no such project.
    """
    from milestone_tui.exchange.days_off.formats import years_of_plan
    from milestone_tui.exchange.reading import bytes_of

    file, country, clear = arguments.file, arguments.country, arguments.clear
    years = None if arguments.years is None else _years(arguments.years)
    data = None if file is None else bytes_of(Path(file))
    context.require_database(where_named=True)
    with context.open_store(warns=bool(file or country or clear)) as store:
        project = store.read.project_by_key(arguments.project)
        if project is None:
            raise NotFound(
                f"There is no project {arguments.project}; `milestone-tui list` shows the projects that there are."
            )
        if data is None and country is None and not clear:
            there = store.read.holidays(project.id)
            echo("\n".join(_lines(there)) if there else f"{project.key} has no holidays.")
            return
        found, skipped = _found(data, country, years or years_of_plan(store.read.plan(project.id), context.today))
        network = _network(store, project)
        echo(_write(store, project, found, clear))
        _print_too_soon(network, store.read.project(project.id))
    if found:
        echo("\n".join(_lines(found)))
    print_skipped(skipped)


def _found(data: bytes | None, country: str | None, years: range) -> tuple[list[IncomingHoliday], list[Skipped]]:
    """The days off of a file and a country in these years, in their order, and what was left out."""
    from milestone_tui.exchange.days_off.formats import each_once
    from milestone_tui.plan.imported import early_days_off
    from milestone_tui.plan.language.wording import count_words

    found: list[IncomingHoliday] = []
    left_out: list[Skipped] = []
    if data is not None:
        from milestone_tui.exchange.reading import read_holidays

        read = read_holidays(data, years)
        found = [holiday for holiday in read.holidays if holiday.day.year in years]
        left_out = list(read.left_out)
        others = len(read.holidays) - len(found)
        if others:
            reason = f"only {years[0]}-{years[-1]} was asked for; --years names others"
            left_out.append(Skipped("", count_words(others, "day off", "days off"), reason))
        left_out += early_days_off(holiday.day for holiday in found)
    if country is not None:
        from milestone_tui.exchange.days_off.country import country_holidays

        found += country_holidays(country, years)
    return list(each_once(found)), left_out


def _write(store: Store, project: Project, found: Sequence[IncomingHoliday], clear: bool) -> str:
    """Keep the days off, as one change, and say what was done."""
    from milestone_tui.plan.inputs import HolidayInput
    from milestone_tui.plan.language.wording import count_words

    drafts = [HolidayInput(holiday.day, holiday.name) for holiday in found]
    there = store.read.holidays(project.id)
    taken = count_words(len(found), "holiday")
    if clear:
        store.change_blocking(lambda do: do.holidays.set(project.id, drafts, there))
        cleared = count_words(len(there), "holiday")
        return f"Took {taken} into {project.key} in place of {cleared}." if found else f"Cleared {cleared}."
    new: list[int] = []
    store.change_blocking(lambda do: new.append(do.holidays.add(project.id, drafts)))
    known = len(found) - new[-1]
    return f"Took {count_words(new[-1], 'holiday')} into {project.key}" + (f"; {known} were there." if known else ".")


def _network(store: Store, project: Project) -> Network:
    """Return the network of a project and those it is linked with, as it stands before anything is written."""
    from milestone_tui.plan.network.network import Network

    plan = store.read.plan(project.id)
    return Network.of([plan, *store.read.linked_plans(plan)])


def _print_too_soon(before: Network, project: Project) -> None:
    """Print how many links the days off of a project have broken, where they have."""
    from milestone_tui.plan.network.too_soon import newly_too_soon, now_too_soon

    if count := newly_too_soon(before, project):
        echo(f"{now_too_soon(count)}. Press R in the timeline of {project.key} to re-plan.")


def _years(text: str) -> range:
    """Read "2026" or "2026-2028"."""
    found = re.fullmatch(r"\s*(\d{4})\s*(?:-\s*(\d{4})\s*)?", text, re.ASCII)
    first = int(found[1]) if found else 0
    last = int(found[2] or first) if found else 0
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or last - first >= _MOST_YEARS:
        raise InvalidInput("years", f"“{text}” is no year and no span of years, as 2026 or 2026-2028; {LIMITS}.")
    return range(first, last + 1)


def _lines(holidays: Iterable[IncomingHoliday | Holiday]) -> Iterable[str]:
    from milestone_tui.plan.language.text import visible

    return (f"  {holiday.day.isoformat()}  {visible(holiday.name)}".rstrip() for holiday in holidays)
