"""`milestone-tui export`: write projects for another program, or for another database."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO, join_words
from milestone_tui.cli.output import echo, print_error, writable_file, write_bytes
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.formats import FORMATS, Format, load_function
from milestone_tui.files import replace_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.export import PlanExport, ProjectExport, Written
    from milestone_tui.plan.model import Project
    from milestone_tui.store.reader import Reader

_WRITTEN = tuple(format_ for format_ in FORMATS if format_.is_written)

DESCRIPTION = """\
Write projects in the format that the name of the file ends in, or in that of
--format: csv, ganttproject (.gan), json, mermaid (.mmd), mspdi (Microsoft
Project XML, .xml), taskjuggler (.tjp) or xlsx.

JSON holds whole projects: everything that belongs to them, with its history
and its people, so that `import` brings them into another database. With --all
it holds the whole database but drafts. The other formats hold what their
programs know; what had to be left out is listed. `list --json` is for scripts.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the projects, `--all`, `--format`, `-o` and `--demo`."""
    parser.add_argument("keys", metavar="KEY", nargs="*", help="the keys of the projects")
    parser.add_argument("--all", action="store_true", help="all projects, archived ones too")
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=tuple(sorted(one.typed for one in _WRITTEN)),
        help="the format of the file, by a name above",
    )
    parser.add_argument("-o", dest="file", metavar="FILE", help="write to this file, replacing it (- is the output)")
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Write the projects to the output or to a file.

    Raises InvalidInput if no project or no format is named, if the format holds one project only, and for a file that
    cannot be written; NotFound for an unknown project.
    """
    if bool(arguments.keys) == arguments.all:
        raise InvalidInput("", "`export` needs the keys of projects, or --all. Run `milestone-tui export --help`.")
    format_ = _format(arguments)
    path = None if arguments.file in (None, "-") else writable_file(arguments.file, context.config.db)
    context.require_database()
    with context.open_store() as store:
        found = _projects(store.read, arguments.keys)
        written = _written(store.read, format_, found, context.today, everything=arguments.all)
    if path is None:
        write_bytes(written.data)
    else:
        replace_file(path, written.data)
        if path.is_file():  # the output itself can be named, such as /dev/stdout
            echo(f"Exported {_named(found)} to {path}.")
    for skipped in written.skipped:
        print_error(": ".join(part for part in ("skipped", skipped.where, skipped.what, skipped.reason) if part))


def _format(arguments: Namespace) -> Format:
    """Return the format that `--format` names, else that of the file's ending; raise InvalidInput."""
    if arguments.format is not None:
        return next(format_ for format_ in _WRITTEN if format_.typed == arguments.format)
    choices = join_words(sorted(format_.typed for format_ in _WRITTEN))
    if arguments.file in (None, "-"):
        raise InvalidInput("", f"Name a file with -o, or a format with --format: {choices}.")
    ending = PurePath(arguments.file).suffix.lower()
    for format_ in _WRITTEN:
        if ending == format_.suffixes[0]:
            return format_
    raise InvalidInput("", f'"{arguments.file}" does not end in a known format. Add --format: {choices}.')


def _projects(read: Reader, keys: Sequence[str]) -> list[Project]:
    """Return the projects with these keys, each once and in this order; all of them by key for no keys."""
    if not keys:
        return [*read.all_projects()]
    return [*dict.fromkeys(named_project(read, key) for key in keys)]


def _written(read: Reader, format_: Format, found: Sequence[Project], today: date, *, everything: bool) -> Written:
    """Return the contents of the file; raise InvalidInput if the format cannot hold these projects."""
    from milestone_tui.exchange.export import Written

    if format_.archive_writer:
        archive = read.archive(None if everything else [project.id for project in found])
        return Written(load_function(format_.archive_writer)(archive))
    if len(found) != 1 and not format_.holds_several:
        raise InvalidInput(
            "",
            f"A {format_.name} file holds one project, not {len(found)}. Export them one by one,"
            " or choose csv, json or xlsx.",
        )
    written: Written = load_function(format_.plan_writer)(_export(read, found, today))
    return written


def _export(read: Reader, found: Sequence[Project], today: date) -> PlanExport:
    from milestone_tui.exchange.export import PlanExport

    return PlanExport([_whole(read, project) for project in found], read.people(), today)


def _whole(read: Reader, project: Project) -> ProjectExport:
    """Return a project with what a plan of another program holds of it."""
    from milestone_tui.exchange.export import ProjectExport
    from milestone_tui.plan.people import Role

    manager = next((role.person for role in read.roles(project.id) if role.role is Role.MANAGER), "")
    baselines = tuple((baseline, read.baseline_entries(baseline.id)) for baseline in read.baselines(project.id))
    return ProjectExport(read.plan(project.id), read.holidays(project.id), baselines, manager)


def _named(found: Sequence[Project]) -> str:
    from milestone_tui.plan.language.wording import list_words

    return list_words([project.key for project in found], most=10) if found else "no project"
