"""`milestone-tui share`: let a group of people use the database, or take that back."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.output import echo
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import count_words, list_words

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.store.group_access import Shared
    from milestone_tui.store.sharing import Unshared

DESCRIPTION = """\
Let a group of people on this computer use the database, each with their own
login: the database, its backups and its folder become readable and writable
for the group. Until then a database is private. The group must be able to
enter every folder above it, which home folders seldom allow; --to moves the
database. What people type and have not saved is in the file too.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--group`, `--to` and `--off`."""
    parser.add_argument("--group", metavar="NAME", help="the group (default: your own, where others are in it)")
    parser.add_argument("--to", metavar="DIR", help="move the database with its backups to this folder first")
    parser.add_argument("--off", action="store_true", help="make the database private again")


def run(arguments: Namespace, context: Context) -> None:
    """Share the database or take that back, and say what was done and what others have to type.

    Raises InvalidInput where there is no such group, it cannot reach the database, or the folder holds other files;
    DatabaseUnusable where it is somebody else's, or no database of ours; StoreUnavailable where it is to be moved and
    another program has it open.
    """
    context.refuse_demo("The demo's projects are thrown away when it ends: there is nothing to share.")
    context.require_database()
    from milestone_tui.store.sharing import share, unshare

    database = context.config.db
    if arguments.off:
        if arguments.group is not None or arguments.to is not None:
            raise InvalidInput("", "--off takes back what was shared: leave out --group and --to.")
        echo("\n".join(_unshared_lines(unshare(database))))
        return
    echo("\n".join(_shared_lines(share(database, arguments.group, _folder(arguments.to)))))


def _folder(to: str | None) -> Path | None:
    if to is None:
        return None
    if not to.strip() or "\0" in to:
        raise InvalidInput("", "--to needs the path of a folder.")
    try:
        return Path(to).expanduser().absolute()
    except RuntimeError as error:
        raise InvalidInput("", f'"{to}" begins with a person this system does not know.') from error


def _shared_lines(done: Shared) -> list[str]:
    path = shlex.quote(str(done.path))
    lines = [f"Shared {done.path} with the group {done.group.name}."]
    if done.moved_from is not None:
        with_them = f" with {count_words(done.backups, 'backup')}" if done.backups else ""
        lines.append(f"Moved it{with_them} from {done.moved_from.parent}. The old place keeps a note of that.")
    lines += [
        f"You and the others open it with `milestone-tui --db {path}`, or set MILESTONE_TUI_DB={path}.",
        "What anybody types and has not saved yet is kept in the file: the group can read drafts too.",
    ]
    if done.left:
        why = "Could not be removed from the old place" if done.moved_from else "Not changed, as somebody else owns it"
        lines.append(f"{why}: {_names(done.left)}.")
    if done.warning:
        lines.append(done.warning)
    return lines


def _unshared_lines(done: Unshared) -> list[str]:
    lines = [f"{done.path} is private again: only {done.owner} can open it."]
    if done.in_use:
        lines.append("Programs that have it open keep it until they end.")
    if done.folder_group:
        lines.append(f"Its folder stays open to the group {done.folder_group}, as it holds other files.")
    if done.left:
        lines.append(f"Not changed, as somebody else owns it: {_names(done.left)}.")
    return lines


def _names(files: tuple[Path, ...]) -> str:
    return list_words([str(file) for file in files])
