"""`milestone-tui sync`: sync the database with a folder of text files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, store_to_change
from milestone_tui.errors import InvalidInput, MilestoneError, cause
from milestone_tui.files import replace_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.twin.folder import Folder, Writes
    from milestone_tui.plan.model import Change
    from milestone_tui.plan.twin.outcome import Outcome, Outgoing
    from milestone_tui.store import Commands, Store

DESCRIPTION = """\
Keep one readable text file for each project in a folder, such as a git
repository, and sync both ways. What changed in the files since the last sync
is one change here, for one undo; what changed in the database is written to
the files. What changed on both sides, or would break a rule, is told with
its file and line, and left on both sides until one of them gives way.

Without --project, all projects are written, except those that were archived
before they had a file. A sync deletes no project and no person of the
database; a file that was deleted is told. Exit code with --check: 1 if
something was left.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the folder, `--project`, `--dry-run`, `--check` and `--json`."""
    parser.add_argument("folder", metavar="DIR", help="the folder of the files; it is created if it is missing")
    parser.add_argument("--project", metavar="KEY", action="append", help="only this project (can be repeated)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    parser.add_argument("--check", action="store_true", help="end with exit code 1 if something was left")
    add_json(parser)


class _Cancelled(Exception):
    """A dry run ends here."""


def run(arguments: Namespace, context: Context) -> int:
    """Sync, and print what was done; return the exit code, 1 with `--check` if something was left.

    Raises ImportRefused for a damaged file, and NotFound for an unknown project; then nothing was changed.
    """
    context.refuse_demo("sync")
    from milestone_tui.cli.sync_report import print_outcome
    from milestone_tui.exchange.twin.folder import read_folder

    folder = read_folder(_path(arguments.folder))
    with store_to_change(context, "sync", creates=True) as store:  # a new office starts with the folder
        change, outcome, writes = sync_folder(store, folder, tuple(arguments.project or ()), arguments.dry_run)
    print_outcome(folder, outcome, writes, change, dry_run=arguments.dry_run, as_json=arguments.json)
    return int(arguments.check and bool(outcome.told))


def _path(name: str) -> Path:
    if not name.strip() or "\0" in name:
        raise InvalidInput("", "Name the folder of the files.")
    path = Path(name)
    if path.exists() and not path.is_dir():
        raise InvalidInput("", f"{path} is not a folder. Name a folder.")
    return path


def sync_folder(
    store: Store, folder: Folder, keys: tuple[str, ...], dry_run: bool
) -> tuple[Change | None, Outcome, Writes]:
    """Sync as one change; in a dry run, everything is rolled back."""
    from milestone_tui.exchange.twin.folder import plan_writes

    planned: list[Writes] = []
    outcomes: list[Outcome] = []

    def write(outgoing: Outgoing) -> Mapping[str, str]:
        planned.append(plan_writes(folder, outgoing))
        if not dry_run:
            _write(folder, planned[-1])
        return planned[-1].files

    def command(do: Commands) -> None:
        outcomes.append(do.sync.with_folder(folder.incoming(keys), folder.path.name, write))
        if dry_run:
            raise _Cancelled

    change = None
    with suppress(_Cancelled):
        change = store.change_blocking(command)
    return change, outcomes[-1], planned[-1]


def _write(folder: Folder, writes: Writes) -> None:
    """Write the files that differ; raise MilestoneError if somebody changed one of them since it was read."""
    for name in (*writes.data, *writes.removed):
        path = folder.path / name
        try:
            now = path.read_bytes() if path.exists() else None
        except OSError as error:
            raise InvalidInput("", f"Cannot read {path}: {cause(error)}.") from error
        if now != folder.data.get(name):
            raise MilestoneError(f"{path} was changed during the sync, so nothing was done. Sync again.")
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        for name, data in writes.data.items():
            replace_file(folder.path / name, data)
        for name in writes.removed:
            (folder.path / name).unlink()
    except OSError as error:
        raise InvalidInput("", f"Cannot write to {folder.path}: {cause(error)}. Sync again after that.") from error
