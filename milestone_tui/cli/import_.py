"""`milestone-tui import`: import the milestones of a file."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, tell
from milestone_tui.cli.options import join_words
from milestone_tui.cli.output import echo, print_remarks, remark_facts
from milestone_tui.errors import ImportRefused, NotFound

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.imported import ImportedPlan, ImportReport
    from milestone_tui.plan.model import Change
    from milestone_tui.store import Commands, Store

_BAR_CELLS = 30
_LOCK_CHECK_SECONDS = 0.1
"""How often an interrupted import checks whether it still waits for a lock."""
_MOST_NAMED = 10
"""Projects named one by one after an import."""

DESCRIPTION = """\
Import milestones from GanttProject (.gan), Microsoft Project (XML) or CSV
(separated by comma, semicolon, tab or |), and report what was changed or
skipped, and why. Imports are all or nothing: a broken file or ctrl+c changes
nothing, and one undo in the dashboard removes the whole import. A CSV file has
at most 250,000 rows. Dates go from 1900 to 2199.

CSV columns, in any order (common synonyms are recognised):
  project, phase, title, kind, owner, baseline, due, done, state, notes
  (only the title is required; the default project is named after the file)
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file, `--dates`, `--into` and `--json`."""
    parser.add_argument("file", metavar="FILE", help="the file to import")
    parser.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="how to read dates such as 03/04/2026")
    parser.add_argument("--into", metavar="KEY", help="import into this project")
    add_json(parser)


def run(arguments: Namespace, context: Context) -> None:
    """Import the milestones of a file, all or nothing, and print a report.

    Raises ImportRefused if the file cannot be read or understood, or none of it can be imported, and NotFound if the
    project given with `--into` does not exist.
    """
    from milestone_tui.exchange.reading import read_bytes_of, read_plan

    path = Path(arguments.file)
    incoming = read_plan(read_bytes_of(path), path.name, dates=arguments.dates)
    if not any(project.milestones for project in incoming.projects):
        print_remarks(incoming.remarks)
        raise ImportRefused(f"Nothing was imported: no milestone in {path} can be imported. The reasons are above.")
    with context.open_store(warns=True) as store:
        if arguments.into is not None:
            incoming = _into(store, incoming, arguments.into)
        try:
            made, report = _add(store, incoming)
        except KeyboardInterrupt:
            print("Import interrupted; nothing was changed.", file=sys.stderr)
            raise
        if arguments.json:
            tell(store, made, "", {**_facts(report), **remark_facts(report.remarks)}, as_json=True)
            return
    echo(_summary(report))
    if report.undecided:
        gates = "1 gate is done but has no decision. Open it and press ctrl+g to record one."
        if report.undecided > 1:
            gates = (
                f"{report.undecided:,} gates are done but have no decision. Open each and press ctrl+g to record one."
            )
        echo(gates)
    print_remarks(report.remarks)


def _facts(report: ImportReport) -> dict[str, object]:
    """Return the counts for JSON."""
    counted = ("milestones", "phases", "links", "baselines", "holidays", "people")
    counts = {name: getattr(report, name) for name in counted}
    return {"projects": [*report.projects], **counts, "undecided_gates": report.undecided}


def _summary(report: ImportReport) -> str:
    """Return a sentence with the counts that are not 0, and the projects."""
    from milestone_tui.plan.language.wording import count_words, list_words

    counts = (
        (report.milestones, "milestone", "milestones"),
        (report.phases, "phase", "phases"),
        (report.links, "link", "links"),
        (report.baselines, "baseline", "baselines"),
        (report.holidays, "day off", "days off"),
        (report.people, "person", "people"),
    )
    imported = [count_words(*counted) for counted in counts if counted[0]]
    keys = list(report.projects)
    projects = join_words(keys, "and") if len(keys) <= _MOST_NAMED else list_words(keys, most=_MOST_NAMED)
    if not imported:
        return f"Nothing was imported into {projects}. The reasons are below."
    return f"Imported {join_words(imported, 'and')} into {projects}."


def _add(store: Store, incoming: ImportedPlan) -> tuple[Change | None, ImportReport]:
    """Write a plan to the database as one change, with a progress bar on a terminal; ctrl+c rolls it back."""
    reports: list[ImportReport] = []
    bar = _Bar()
    interrupted = Event()

    def report_progress(done: int, total: int) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        bar.show(done, total)

    def write(do: Commands) -> None:
        reports.append(do.imports.add(incoming, report_progress))
        report_progress(1, 1)

    writing = store.submit(write)
    try:
        made = writing.result()
    except KeyboardInterrupt:
        interrupted.set()
        while store.give_up() is None:  # else it has not begun: another program has locked the database
            with suppress(TimeoutError):
                made = writing.result(_LOCK_CHECK_SECONDS)  # raises KeyboardInterrupt, unless all was written already
                break
        else:
            raise
    finally:
        bar.clear()
    return made, reports[-1]


def _into(store: Store, incoming: ImportedPlan, key: str) -> ImportedPlan:
    """Return the plan with all of it in one existing project. Raises ImportRefused if the plan has several projects."""
    project = store.read.project_by_key(key)
    if project is None:
        raise NotFound(f"There is no project {key}. Run `milestone-tui list` to see your projects.")
    if len(incoming.projects) > 1:
        names = ", ".join(found.name for found in incoming.projects)
        raise ImportRefused(f"--into needs a file with one project; this one has several ({names}).")
    return incoming._replace(projects=(incoming.projects[0]._replace(name=project.key),))


class _Bar:
    """A progress bar on stderr; nothing if that is not a terminal."""

    def __init__(self) -> None:
        self._is_visible = sys.stderr is not None and sys.stderr.isatty()
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        """Draw the bar if the percentage has changed."""
        percent = 100 * done // total if total else 100
        if self._is_visible and percent != self._percent:
            self._percent = percent
            filled = "#" * (percent * _BAR_CELLS // 100)
            print(f"\rimporting [{filled:.<{_BAR_CELLS}}] {percent:3}%", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Clear the line of the bar."""
        if self._percent >= 0:
            print("\r" + " " * (_BAR_CELLS + 20) + "\r", end="", file=sys.stderr, flush=True)
