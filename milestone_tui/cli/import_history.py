"""`import --reported-on` and `--history`: files of earlier days, which become the history of their project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from milestone_tui.cli.import_again import refuse_another_name, taking
from milestone_tui.cli.import_preview import copied_store, into_project
from milestone_tui.cli.import_reading import plan_reader
from milestone_tui.cli.import_summary import print_remarks
from milestone_tui.cli.import_table import remember_table, tell_columns
from milestone_tui.cli.import_writing import ImportWriter
from milestone_tui.cli.output import echo
from milestone_tui.cli.values import typed_day
from milestone_tui.errors import ImportRefused, InvalidInput

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.history_folder import DatedPlan, HistoryFolder, SkippedFile
    from milestone_tui.plan.imported import Changed, ImportReport, ReadColumn, Skipped
    from milestone_tui.plan.importing.comparison import Taking
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Store


def add_history_arguments(parser: ArgumentParser) -> None:
    """Add `--reported-on` and `--history`."""
    parser.add_argument(
        "--reported-on", metavar="DAY", help="import the file as the plan of an earlier day, such as 2026-10-31"
    )
    parser.add_argument(
        "--history", metavar="DIR", help="import all files of a folder, each as the plan of its day, oldest first"
    )


def reported_on(arguments: Namespace, today: date) -> date | None:
    """Return the day of `--reported-on`, None for today. Raises InvalidInput for a later day, or none."""
    if arguments.reported_on is None:
        return None
    from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
    from milestone_tui.plan.language.wording import exact_day

    day = typed_day("--reported-on", arguments.reported_on, today, OFFICE_DAYS, past=True)
    if day > today:
        raise InvalidInput("", f"--reported-on: {exact_day(day)} is in the future. Name today or an earlier day.")
    return None if day == today else day


class _Imported(NamedTuple):
    """A file that was imported."""

    file: DatedPlan
    report: ImportReport
    made: Change | None
    """None if nothing in it was new."""


def import_history(arguments: Namespace, context: Context) -> None:
    """Import the files of a folder, each for its day, and print a line for each; with `--dry-run`, write nothing.

    Ctrl+c leaves the files before as they are imported. Raises ImportRefused if nothing can be imported, InvalidInput
    for options that do not go together, NotFound for an unknown project after `--into`.
    """
    for given, name in ((arguments.file, "FILE"), (arguments.reported_on, "--reported-on")):
        if given is not None:
            raise InvalidInput("", f"--history takes a whole folder, each file for its own day. Leave out {name}.")
    from milestone_tui.exchange.history_folder import read_folder

    folder = read_folder(
        Path(arguments.history),
        context.today,
        plan_reader(arguments),
        order=arguments.dates,
        database=context.config.db,
    )
    newest = folder.plans[-1].plan
    if not arguments.json:
        _tell_columns(folder.plans)
    with copied_store(context) if arguments.dry_run else context.open_store(warns=True) as store:
        plans = _of_one_project(store, folder.plans, arguments.into)
        refuse_another_name(store.read, plans[-1].plan, arguments)
        imported: list[_Imported] = []
        try:
            for one in _imports(store, plans, taking(arguments)):
                imported.append(one)
                if not arguments.json:
                    _print_line(one)
        except KeyboardInterrupt:
            _print_interrupted(imported, len(plans))
            raise
        if not arguments.dry_run:
            remember_table(newest, arguments)
        if arguments.json:
            _print_json(imported, folder.skipped, is_dry=arguments.dry_run)
        else:
            _print_rest(imported, folder, is_dry=arguments.dry_run)


def _of_one_project(store: Store, plans: Sequence[DatedPlan], into: str | None) -> list[DatedPlan]:
    """Return the plans with one project for all of them; raise ImportRefused if they name several, NotFound."""
    from milestone_tui.plan.importing.day_of_name import common_name, days_of_name
    from milestone_tui.plan.language.wording import list_words

    if into is not None:
        return [one._replace(plan=into_project(store.read, one.plan, into)) for one in plans]
    names = list(dict.fromkeys(project.name for one in plans for project in one.plan.projects))
    if len(names) == 1 or any(len(one.plan.projects) > 1 for one in plans):
        return list(plans)
    # A program may name the plan after the file, with its day.
    rests = {common_name([days.rest]) for name in names if (days := days_of_name(name)) is not None}
    if len(rests) != 1 or any(days_of_name(name) is None for name in names) or not (called := rests.pop()):
        told = list_words([f'"{name}"' for name in names])
        raise ImportRefused(
            f"Nothing was imported: these files name several projects, {told}. "
            "Add --into KEY to import all of them into one project."
        )
    return [
        one._replace(plan=one.plan._replace(projects=(one.plan.projects[0]._replace(name=called),))) for one in plans
    ]


def _imports(store: Store, plans: Sequence[DatedPlan], what: Taking) -> Iterator[_Imported]:
    """Import one file after another, each for its day; raise KeyboardInterrupt between them."""
    writer = ImportWriter(store, len(plans))
    for one in plans:
        yield _Imported(one, *writer.write(one.plan, what, one.day))
        if writer.is_interrupted:
            raise KeyboardInterrupt


# Telling ---------------------------------------------------------------------------------------------------


def _tell_columns(plans: Sequence[DatedPlan]) -> None:
    """Print what the columns are read as: of the newest file all, of those before what is otherwise there."""
    told: set[ReadColumn] = set()
    for one in reversed(plans):
        others = tuple(column for column in one.plan.columns if column not in told)
        tell_columns(one.plan._replace(columns=others), one.name if told else "")
        told.update(others)


def _print_line(one: _Imported) -> None:
    from milestone_tui.plan.language.text import visible
    from milestone_tui.plan.language.wording import exact_day

    echo(visible(f"{exact_day(one.file.day)} {one.file.name}: {_counts(one)}"))


def _counts(one: _Imported) -> str:
    """Return what a file brought, such as `3 changed, 1 new`."""
    from milestone_tui.plan.importing.words import updated_words

    report = one.report
    taken = updated_words(report) or ("nothing new" if one.made is None else "nothing changed")
    counts = (
        taken,
        f"{report.kept:,} kept as it is here" if report.kept else "",
        f"{len(report.gone):,} gone" if report.gone else "",
    )
    return ", ".join(filter(None, counts))


def _print_interrupted(imported: Sequence[_Imported], count: int) -> None:
    """Print which files are imported, after ctrl+c."""
    if not imported:
        print("Import interrupted; nothing was changed.", file=sys.stderr)
        return
    names = ", ".join(one.file.name for one in imported)
    print(f"Import interrupted after {len(imported)} of {count} files: {names}.", file=sys.stderr)


def _print_rest(imported: Sequence[_Imported], folder: HistoryFolder, *, is_dry: bool) -> None:
    """Print the sum, what was changed on the way, and the files that were skipped."""
    from milestone_tui.exchange.history_folder import by_reason
    from milestone_tui.plan.importing.words import keys_words
    from milestone_tui.plan.language.wording import count_words

    keys = keys_words(tuple(dict.fromkeys(key for one in imported for key in one.report.projects)))
    written = sum(one.made is not None for one in imported)
    files = count_words(len(imported), "file")
    if is_dry:
        echo(f"{written} of {files} would change {keys}. Nothing was written.")
    elif written:
        echo(f"Imported {written} of {files} into {keys}, each as one change.")
    else:
        echo(f"Nothing is new in {files}: {keys} has all of it.")
    print_remarks(_remarks(imported))
    for reason, names in by_reason(folder.skipped).items():
        echo(f"Skipped {names}: {reason}")


def _remarks(imported: Sequence[_Imported]) -> Iterator[Changed | Skipped]:
    """Yield what was read with a change or not at all, each once, with the first file in which it was."""
    seen = set[tuple[str, str]]()
    for one in imported:
        for remark in one.file.plan.remarks:
            if (remark.what, remark.reason) not in seen:
                seen.add((remark.what, remark.reason))
                yield remark._replace(where=f"{one.file.name} {remark.where}".rstrip())


def _print_json(imported: Sequence[_Imported], skipped: Sequence[SkippedFile], *, is_dry: bool) -> None:
    import json

    from milestone_tui.exchange.json.import_preview import report_record

    files: list[dict[str, Any]] = [
        {
            "file": one.file.name,
            "reported_on": one.file.day.isoformat(),
            "change": None if one.made is None or is_dry else one.made.id,
            "label": one.made and one.made.label,
            **report_record(one.report),
            "dry_run": is_dry,
        }
        for one in imported
    ]
    facts = {
        "dry_run": is_dry,
        "projects": list(dict.fromkeys(key for one in imported for key in one.report.projects)),
        "files": files,
        "skipped_files": [{"file": one.name, "reason": one.reason} for one in skipped],
    }
    echo(json.dumps(facts, indent=1))
