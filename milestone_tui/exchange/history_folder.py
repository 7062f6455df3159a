"""The plans in a folder of files of different days, such as last year's monthly files of one project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from milestone_tui.errors import AmbiguousDates, ImportRefused, cause
from milestone_tui.exchange.input_files import read_bytes_of
from milestone_tui.exchange.reading import read_archive
from milestone_tui.plan.imported import ImportedPlan
from milestone_tui.plan.importing.day_of_name import NamedDays, common_name, days_of_name, days_of_names, reported_day
from milestone_tui.plan.language.wording import exact_day, list_words

_NOTHING = "no milestone in it can be imported"
_ARCHIVE = "it has whole projects with their history: import it by itself"
_NOT_FILES = (".", "~$")
"""How the names of files begin that are hidden, or that an office program keeps beside an open one."""
_MOST_NAMED = 4


class DatedPlan(NamedTuple):
    """A file with a plan, and the day that it speaks for."""

    name: str
    day: date
    plan: ImportedPlan


class SkippedFile(NamedTuple):
    """A file that cannot be imported, and why."""

    name: str
    reason: str


class HistoryFolder(NamedTuple):
    """What is in a folder."""

    plans: tuple[DatedPlan, ...]
    """By day; no two of one day."""
    skipped: tuple[SkippedFile, ...]


def by_reason(skipped: Sequence[SkippedFile]) -> Mapping[str, str]:
    """Return the names of files that cannot be imported, in words, by the reason."""
    found: dict[str, list[str]] = {}
    for name, reason in skipped:
        found.setdefault(reason, []).append(name)
    return {reason: list_words(names, _MOST_NAMED) for reason, names in found.items()}


ReadPlan = Callable[[bytes, str], ImportedPlan]


def read_folder(folder: Path, today: date, read: ReadPlan, *, order: str | None, database: Path) -> HistoryFolder:
    """Return the plans of a folder, oldest first, with the files that cannot be imported.

    `read` returns the plan in the bytes of a file with this name; `order` is that of day, month and year in the names.
    A file speaks for the day that it names, such as its status date, else for that of its name. Hidden files, folders
    and the `database` are not looked at. Raises ImportRefused if nothing can be imported, if no day of a file is known
    or it is in the future, and for two files of one day; AmbiguousDates as `read` does.
    """
    plans: dict[str, ImportedPlan] = {}
    skipped: list[SkippedFile] = []
    for path in _files(folder, database):
        try:
            plans[path.name] = _plan(path, read)
        except AmbiguousDates as error:
            raise ImportRefused(f"Nothing was imported: {path.name}: {error}") from error
        except ImportRefused as error:
            skipped.append(SkippedFile(path.name, str(error)))
    if not plans:
        reasons = "".join(f"\n  {names}: {reason}" for reason, names in by_reason(skipped).items())
        raise ImportRefused(f"Nothing was imported: no file in {folder} can be imported.{reasons}")
    stems = days_of_names([_stem(name) for name in plans], order)
    named = {name: stems[_stem(name)] for name in plans}
    days = _days(plans, named, today)
    called = common_name([found.rest if (found := named[name]) else _stem(name) for name in plans])
    dated = (
        DatedPlan(name, days[name], _called(plan, Path(name).stem, called or folder.resolve().name))
        for name, plan in plans.items()
    )
    return HistoryFolder(tuple(sorted(dated, key=lambda one: one.day)), tuple(skipped))


def _stem(name: str) -> str:
    """Return the name of a file without its ending, which is none if it is a part of its day."""
    return name if Path(name).suffix[1:2].isdigit() else Path(name).stem


def _files(folder: Path, database: Path) -> list[Path]:
    """Return the files of a folder by name; raise ImportRefused."""
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith(_NOT_FILES) and path.is_file())
    except NotADirectoryError as error:
        raise ImportRefused(f"{folder} is a file. Import it without --history, or name its folder.") from error
    except (OSError, ValueError) as error:
        reason = cause(error) if isinstance(error, OSError) else "its name contains a null byte"
        raise ImportRefused(f"Cannot read {folder}: {reason}.") from error
    if not (found := [path for path in found if not _is_of(database, path)]):
        raise ImportRefused(f"Nothing was imported: there is no file in {folder}.")
    return found


def _is_of(database: Path, path: Path) -> bool:
    """Return whether a file is the database, or a file that belongs to it."""
    return path.parent.resolve() == database.parent.resolve() and path.name.startswith(database.name)


def _plan(path: Path, read: ReadPlan) -> ImportedPlan:
    """Return the plan of a file; raise ImportRefused if there is none."""
    data = read_bytes_of(path)
    if read_archive(data) is not None:
        raise ImportRefused(_ARCHIVE)
    plan = read(data, path.name)
    if not any(project.milestones for project in plan.projects):
        raise ImportRefused(_NOTHING)
    return plan


def _called(plan: ImportedPlan, stem: str, called: str) -> ImportedPlan:
    """Return the plan with the project called so that is named after its file."""
    return plan._replace(
        projects=tuple(project._replace(name=called) if project.name == stem else project for project in plan.projects)
    )


# Days ------------------------------------------------------------------------------------------------------


def _days(plans: Mapping[str, ImportedPlan], named: Mapping[str, NamedDays | None], today: date) -> Mapping[str, date]:
    """Return the day of each file; raise ImportRefused."""
    days: dict[str, date] = {}
    for name, plan in plans.items():
        if plan.reported_on is not None:
            days[name] = plan.reported_on
        elif (found := named[name]) is not None:
            days[name] = reported_day(found, today)
    if unknown := [name for name in plans if name not in days]:
        raise _unknown(unknown)
    if future := [name for name in days if days[name] > today]:
        told = f"{future[0]} is of {exact_day(days[future[0]])}, which is in the future"
        raise ImportRefused(f"Nothing was imported: {told}. Correct its name, or move it out of the folder.")
    by_day: dict[date, list[str]] = {}
    for name, day in days.items():
        by_day.setdefault(day, []).append(name)
    for day, names in sorted(by_day.items()):
        if len(names) > 1:
            raise _of_one_day(day, names, named_so=all(plans[name].reported_on is None for name in names))
    return days


def _of_one_day(day: date, names: Sequence[str], *, named_so: bool) -> ImportRefused:
    """Return the refusal for files of one day; `named_so`: their names say so."""
    told = f"Nothing was imported: {' and '.join(names)} are of one day, {exact_day(day)}"
    if named_so:
        return ImportRefused(f"{told}. Leave one of them in the folder, or put different days into their names.")
    return ImportRefused(
        f"{told}, by their status dates. Leave one of them in the folder, or import each by itself with --reported-on."
    )


def _unknown(names: Sequence[str]) -> ImportRefused:
    """Return the refusal for files whose days are not known."""
    whole = f"Nothing was imported: no day is known of {list_words([*names], _MOST_NAMED)}."
    if any(days_of_name(_stem(name)) is not None for name in names):
        return ImportRefused(f"{whole} Add --dates dmy or --dates mdy to say the order of day and month in the names.")
    stem, suffix = Path(names[0]).stem, Path(names[0]).suffix
    return ImportRefused(
        f"{whole} Put it into the name, such as {stem}-2026-10-31{suffix} or {stem}-2026-10{suffix}, or import "
        f"{'the file' if len(names) == 1 else 'each file'} by itself with --reported-on 2026-10-31."
    )
