"""`milestone-tui import`: take the milestones of a file."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo, print_skipped
from milestone_tui.errors import ImportRefused, NotFound

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.imported import ImportedPlan, ImportReport
    from milestone_tui.store import Commands, Store

_BAR_CELLS = 30
_LOOK_SECONDS = 0.1
"""How often it is looked whether an import that was interrupted waits for a lock."""
_NAMED = 10
"""Projects that are named one by one after an import."""

DESCRIPTION = """\
Take the milestones of a GanttProject file (.gan), of Microsoft Project's XML
or of a table (CSV; separated by comma, semicolon, tab or |), and say what was
left out and why. A broken file changes nothing, nor does an import that is
interrupted by ctrl+c; one undo in the dashboard takes the whole import back.
A table has at most 250,000 rows, dates go from 1900 to 2199.

columns of a table, in any order, under these or their usual other names:
  project, phase, title, kind, owner, baseline, due, done, state, notes
  (only the title is needed; without a project the file's name is taken)
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the file, `--dates` and `--into`."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="how dates such as 03/04/2026 are meant")
    parser.add_argument("--into", metavar="KEY", help="add everything to this project")


def run(arguments: Namespace, context: Context) -> None:
    """Take the milestones of a file, all or nothing, and print what was taken and what was left out.

    Raises ImportRefused where the file cannot be read or understood, or nothing of it can be taken, and NotFound where
    there is no project `--into`.
    """
    from milestone_tui.exchange.reading import bytes_of, read_plan
    from milestone_tui.plan.language.wording import count_words, list_words

    path = Path(arguments.file)
    incoming = read_plan(bytes_of(path), path.stem, dates=arguments.dates)
    if not any(project.milestones for project in incoming.projects):
        print_skipped(incoming.left_out)
        raise ImportRefused(f"Nothing of {path} can be taken.")
    with context.open_store(warns=True) as store:
        if arguments.into is not None:
            incoming = _into(store, incoming, arguments.into)
        try:
            report = _add(store, incoming)
        except KeyboardInterrupt:
            print(f"Interrupted: nothing of {path} was taken.", file=sys.stderr)
            raise
    milestones = count_words(report.milestones, "milestone")
    phases, links = count_words(report.phases, "new phase"), count_words(report.links, "link")
    echo(f"Took {milestones}, {phases} and {links} into {list_words(list(report.projects), most=_NAMED)}.")
    besides = (
        count_words(report.baselines, "baseline"),
        count_words(report.holidays, "day off", "days off"),
        count_words(report.people, "new person", "new people"),
    )
    counted = [words for words in besides if not words.startswith("0 ")]
    if counted:
        echo(f"Also {list_words(counted)}.")
    if report.undecided:
        done = "gate is done without its" if report.undecided == 1 else "gates are done without their"
        echo(f"{report.undecided} {done} decision; in the editor ctrl+g records it.")
    print_skipped(report.left_out)


def _add(store: Store, incoming: ImportedPlan) -> ImportReport:
    """Write what was read, as one change, with a bar where somebody watches; ctrl+c takes all of it back."""
    reports: list[ImportReport] = []
    bar = _Bar()
    interrupted = Event()

    def go_on(done: int, total: int) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        bar.show(done, total)

    def write(do: Commands) -> None:
        reports.append(do.imports.add(incoming, go_on))
        go_on(1, 1)

    writing = store.submit(write)
    try:
        writing.result()
    except KeyboardInterrupt:
        interrupted.set()
        while store.give_up() is None:  # else it has not begun: another program has the database
            with suppress(TimeoutError):
                writing.result(_LOOK_SECONDS)  # raises it again, unless all was written already
                break
        else:
            raise
    finally:
        bar.wipe()
    return reports[-1]


def _into(store: Store, incoming: ImportedPlan, key: str) -> ImportedPlan:
    """The same, with everything belonging to one existing project."""
    project = store.read.project_by_key(key)
    if project is None:
        raise NotFound(f"There is no project {key}; `milestone-tui list` shows the projects that there are.")
    if len(incoming.projects) > 1:
        names = ", ".join(found.name for found in incoming.projects)
        raise ImportRefused(f"This file holds several projects ({names}); --into takes a file of one.")
    return incoming._replace(projects=(incoming.projects[0]._replace(name=project.key),))


class _Bar:
    """A progress bar on stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._seen = sys.stderr is not None and sys.stderr.isatty()
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        """Draw how far it is, when the percentage has changed."""
        percent = 100 * done // total if total else 100
        if self._seen and percent != self._percent:
            self._percent = percent
            filled = "#" * (percent * _BAR_CELLS // 100)
            print(f"\rimporting [{filled:.<{_BAR_CELLS}}] {percent:3} %", end="", file=sys.stderr, flush=True)

    def wipe(self) -> None:
        """Leave the line as it was."""
        if self._percent >= 0:
            print("\r" + " " * (_BAR_CELLS + 20) + "\r", end="", file=sys.stderr, flush=True)
