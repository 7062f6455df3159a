"""`milestone-tui import`: import the milestones of a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli import import_again, import_table
from milestone_tui.cli.changing import add_json, tell
from milestone_tui.cli.import_history import add_history_arguments, import_history, reported_on
from milestone_tui.cli.import_preview import into_project, print_archive_preview, print_preview
from milestone_tui.cli.import_reading import plan_reader
from milestone_tui.cli.import_summary import print_remarks, print_summary
from milestone_tui.cli.import_writing import ImportWriter
from milestone_tui.cli.options import join_words
from milestone_tui.errors import ImportRefused, InvalidInput

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.archive import Archive, ArchiveReport
    from milestone_tui.plan.imported import ImportedPlan, ImportReport
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Store

_UNNAMED = "imported"
"""The name of the standard input, for a project that has none."""

DESCRIPTION = """\
Import milestones from GanttProject (.gan), Microsoft Project (XML), CSV
(separated by comma, semicolon, tab or |), Excel (.xlsx), GitHub or GitLab (the
JSON that their API returns), and report what to check first, what was changed
on the way and what was skipped, and why. A JSON file that `export` wrote brings
whole projects with their history. Files of other programs (.mpp, .xer, .mpx,
.pod, .pp and more) are converted if Java is there, and mpxj, which
`pip install 'milestone-tui[mpxj]'` installs.

Only what is new is imported. A milestone that its project has already, with the
same id in the file or the same title in the same phase, is kept as it is, and
what differs is reported. --update takes what the file has changed since it was
last imported; what somebody has changed here since then is kept, and reported.
If a project has the name of its file, next month's file needs --into KEY.
--dry-run shows all of it before anything is written. Imports are all or
nothing: a broken file or ctrl+c changes nothing, and one undo removes the whole
import. A table has at most 250,000 rows. Dates go from 1900 to 2199.

With --reported-on a file is the plan of an earlier day: it adds to the
history, and what is newer stays as it is. --history imports all files of a
folder, oldest first, each for its own day and as one change: the day is the
file's status date, or that in its name, such as plan-2026-10.csv,
Status Oktober 2026.csv, Plan KW44 2026.xml or 2026-10-31.gan. The trend (4 in
the dashboard) then shows how the dates moved.

A table (CSV) has a row for each milestone. Its columns are recognised by their
names in eight languages and by their cells, in any order; import says what each
is read as. --map says it for the others, and is remembered for the next table
with the same header:
  --map "due=Ende,owner=Verantwortlich"    --map "due=" for no due dates
Fields: project, phase, title, kind, owner, baseline, due, done, state, notes,
  deadline, progress, value, deliverable, approver, tags, weight, outcome,
  invoiced, invoice number, paid, internal, id; milestone, summary, type,
  duration, outline and level say which rows are milestones or phases
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file, the options of tables, `--into`, `--reported-on`, `--history`, `--dry-run` and `--json`."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="the file to import, - for the standard input")
    import_table.add_arguments(parser)
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
        raise InvalidInput(
            "", "`import` needs a file name, or a folder after --history. Run `milestone-tui import --help`."
        )
    day = reported_on(arguments, context.today)
    path = Path(arguments.file)
    from milestone_tui.exchange.input_files import read_bytes_of
    from milestone_tui.exchange.reading import read_archive

    is_input = arguments.file == "-"
    data, name = (_standard_input(), _UNNAMED) if is_input else (read_bytes_of(path), path.name)
    if (archive := read_archive(data)) is not None:
        _import_archive(archive, arguments, context)
        return
    incoming = plan_reader(arguments)(data, name)._replace(file_name="" if is_input else name)
    if not arguments.json and not arguments.dry_run:
        import_table.tell_columns(incoming)
    _refuse_empty(incoming, "the input" if is_input else str(path))
    if arguments.dry_run:
        taking = import_again.taking(arguments)
        print_preview(incoming, context, taking, into=arguments.into, day=day, as_json=arguments.json)
        return
    _import(incoming, day, arguments, context)


def _refuse_empty(incoming: ImportedPlan, source: str) -> None:
    if not any(project.milestones for project in incoming.projects):
        print_remarks(incoming.remarks)
        raise ImportRefused(f"Nothing was imported: no milestone in {source} can be imported. The reasons are above.")


def _import(incoming: ImportedPlan, day: date | None, arguments: Namespace, context: Context) -> None:
    """Import a plan as one change, and print a report."""
    with context.open_store(warns=True) as store:
        if arguments.into is not None:
            incoming = into_project(store.read, incoming, arguments.into)
        import_again.refuse_another_name(store.read, incoming, arguments)
        try:
            report, made = ImportWriter(store).write(incoming, import_again.taking(arguments), day)
        except KeyboardInterrupt:
            print("Import interrupted; nothing was changed.", file=sys.stderr)
            raise
        import_table.remember_table(incoming, arguments)
        _print_report(store, report, made, incoming, as_json=arguments.json)


def _print_report(
    store: Store, report: ImportReport, made: Change | None, incoming: ImportedPlan, *, as_json: bool
) -> None:
    """Print what was imported, and why the rest was not."""
    if as_json:
        from milestone_tui.exchange.json.import_preview import column_records, report_record

        facts = {**report_record(report), "columns": column_records(incoming.columns)}
        tell(store, made, "", facts, as_json=True)
        return
    print_summary(report)


def _standard_input() -> bytes:
    """Return everything on the standard input. Raises ImportRefused if it is too big, cannot be read or is missing."""
    from milestone_tui.exchange.input_files import read_bytes_from

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
