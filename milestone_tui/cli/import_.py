"""`milestone-tui import`: import the milestones of a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import milestone_tui.cli.import_again as import_again
from milestone_tui.cli.changing import add_json, tell
from milestone_tui.cli.import_history import add_history_arguments, import_history, reported_on
from milestone_tui.cli.import_preview import into_project, print_archive_preview, print_preview
from milestone_tui.cli.import_writing import ImportWriter
from milestone_tui.cli.options import join_words
from milestone_tui.cli.output import echo, print_remarks
from milestone_tui.errors import ImportRefused, InvalidInput

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.archive import Archive, ArchiveReport
    from milestone_tui.plan.imported import ImportReport
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Store

_UNNAMED = "imported"
"""The name of the standard input, for a project that has none."""

DESCRIPTION = """\
Import milestones from GanttProject (.gan), Microsoft Project (XML), CSV
(separated by comma, semicolon, tab or |), GitHub or GitLab (the JSON that their
API returns), and report what was changed or skipped, and why. A JSON file that
`export` wrote brings whole projects with their history.

Only what is new is imported. A milestone that its project has already, with the
same id in the file or the same title in the same phase, is kept as it is, and
what differs is reported. --update takes what the file has changed since it was
last imported; what somebody has changed here since then is kept, and reported.
--dry-run shows all of it before anything is written. Imports are all or
nothing: a broken file or ctrl+c changes nothing, and one undo removes the whole
import. A CSV file has at most 250,000 rows. Dates go from 1900 to 2199.

With --reported-on a file is the plan of an earlier day: it adds to the
history, and what is newer stays as it is. --history imports all files of a
folder, oldest first, each for its own day and as one change: the day is the
file's status date, or that in its name, such as plan-2026-10.csv,
Status Oktober 2026.csv, Plan KW44 2026.xml or 2026-10-31.gan. The trend (4 in
the dashboard) then shows how the dates moved.

CSV columns, in any order (common synonyms are recognised):
  project, phase, title, kind, owner, baseline, due, done, state, notes
  (only the title is required; the default project is named after the file)
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file, `--dates`, `--into`, `--reported-on`, `--history`, `--dry-run` and `--json`."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="the file to import, - for the standard input")
    parser.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="how to read dates such as 03/04/2026")
    parser.add_argument("--into", metavar="KEY", help="import into this project")
    add_history_arguments(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="print what is new, differs or is skipped; write nothing"
    )
    import_again.add_arguments(parser)
    add_json(parser)


def run(arguments: Namespace, context: Context) -> None:
    """Import what is new in a file, all or nothing, and print a report; with `--dry-run`, only compare.

    The file `-` is the standard input. Raises ImportRefused if the file cannot be read or understood, or none of it can
    be imported, and NotFound if the project given with `--into` does not exist.
    """
    if arguments.history is not None:
        import_history(arguments, context)
        return
    if arguments.file is None:
        raise InvalidInput("", "import needs a FILE, or a folder with --history DIR.")
    day = reported_on(arguments, context.today)
    path = Path(arguments.file)
    from milestone_tui.exchange.reading import read_archive, read_bytes_of, read_plan

    is_input = arguments.file == "-"
    data, name = (_standard_input(), _UNNAMED) if is_input else (read_bytes_of(path), path.name)
    if (archive := read_archive(data)) is not None:
        _import_archive(archive, arguments, context)
        return
    incoming = read_plan(data, name, dates=arguments.dates)
    incoming = incoming._replace(file_name="" if is_input else name)
    if not any(project.milestones for project in incoming.projects):
        print_remarks(incoming.remarks)
        source = "the input" if is_input else path
        raise ImportRefused(f"Nothing was imported: no milestone in {source} can be imported. The reasons are above.")
    if arguments.dry_run:
        taking = import_again.taking(arguments)
        print_preview(incoming, context, taking, into=arguments.into, day=day, as_json=arguments.json)
        return
    with context.open_store(warns=True) as store:
        if arguments.into is not None:
            incoming = into_project(store.read, incoming, arguments.into)
        import_again.refuse_another_name(store.read, incoming, arguments)
        try:
            report, made = ImportWriter(store).write(incoming, import_again.taking(arguments), day)
        except KeyboardInterrupt:
            print("Import interrupted; nothing was changed.", file=sys.stderr)
            raise
        _print_report(store, report, made, as_json=arguments.json)


def _print_report(store: Store, report: ImportReport, made: Change | None, *, as_json: bool) -> None:
    """Print what was imported, and why the rest was not."""
    if as_json:
        from milestone_tui.exchange.json.import_preview import report_record

        tell(store, made, "", report_record(report), as_json=True)
        return
    echo(import_again.summary(report) or _summary(report))
    if report.undecided:
        gates = "1 gate is done but has no decision. Open it and press ctrl+g to record one."
        if report.undecided > 1:
            gates = (
                f"{report.undecided:,} gates are done but have no decision. Open each and press ctrl+g to record one."
            )
        echo(gates)
    import_again.print_taken(report)
    print_remarks(report.remarks)
    import_again.print_left(report)


def _standard_input() -> bytes:
    """Return everything on the standard input. Raises ImportRefused if it is too big, cannot be read or is missing."""
    from milestone_tui.exchange.reading import read_bytes_from

    if sys.stdin is None or not hasattr(sys.stdin, "buffer"):
        raise ImportRefused("There is no standard input to import. Name a file.")
    return read_bytes_from(sys.stdin.buffer)


def _import_archive(archive: Archive, arguments: Namespace, context: Context) -> None:
    """Import whole projects with their history, all or nothing, and print a sentence."""
    if arguments.into is not None:
        raise ImportRefused("This file has whole projects, which keep their own keys. Leave out --into.")
    if arguments.dry_run:
        print_archive_preview(archive, context, as_json=arguments.json)
        return
    with context.open_store(warns=True) as store:
        reports: list[ArchiveReport] = []
        made = store.change_blocking(lambda do: reports.append(do.archives.add(archive)))
        facts = {"dry_run": False, **reports[-1]._asdict()}
        tell(store, made, _archive_summary(reports[-1]), facts, as_json=arguments.json)


def _archive_summary(report: ArchiveReport) -> str:
    """Return a sentence with the counts that are not 0."""
    from milestone_tui.plan.importing.words import keys_words
    from milestone_tui.plan.language.wording import count_words

    counts = (
        (report.milestones, "milestone", "milestones"),
        (report.changes, "change in the history", "changes in the history"),
        (report.people, "person", "people"),
        (report.templates, "template", "templates"),
    )
    imported = [count_words(*counted) for counted in counts if counted[0]]
    if not imported and not report.projects:
        return "Nothing was imported: the file has nothing that is not here already."
    return f"Imported {keys_words(report.projects)}{' with ' if imported else ''}{join_words(imported, 'and')}."


def _summary(report: ImportReport) -> str:
    """Return a sentence with the counts that are not 0, and the projects."""
    from milestone_tui.plan.importing.words import imported_words, keys_words

    imported, projects = imported_words(report), keys_words(report.projects)
    if not imported:
        return f"Nothing was imported into {projects}. The reasons are below."
    return f"Imported {imported} into {projects}."
