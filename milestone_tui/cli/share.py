"""`milestone-tui share`: share the database with a group of people, or make it private again."""

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
Share the database with a group of people on this computer, each with their
own login: the group can read and write the database, its backups and its
folder. A database is private until you share it. The group must be able to
enter every folder above it, which home folders seldom allow; --to moves the
database elsewhere. Drafts are part of the database: the group can read them.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--group`, `--to` and `--off`."""
    parser.add_argument(
        "--group", metavar="GROUP", help="share with this group (default: your own, if others are in it)"
    )
    parser.add_argument("--to", metavar="DIR", help="move the database with its backups to this folder first")
    parser.add_argument("--off", action="store_true", help="make the database private again")


def run(arguments: Namespace, context: Context) -> None:
    """Share the database or make it private, and print what was changed and how others open it.

    Raises InvalidInput if the group does not exist or cannot reach the database, or the folder contains other files;
    DatabaseUnusable if the database belongs to somebody else or is not one of ours; StoreUnavailable if it has to move
    while another program has it open.
    """
    context.refuse_demo("share")
    context.require_database()
    from milestone_tui.store.sharing import share, unshare

    database = context.config.db
    if arguments.off:
        if arguments.group is not None or arguments.to is not None:
            raise InvalidInput("", "--off makes the database private again. Leave out --group and --to.")
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
        raise InvalidInput("", f'"{to}": there is no user with this home folder. Write ~/ for your own.') from error


def _shared_lines(done: Shared) -> list[str]:
    path = shlex.quote(str(done.path))
    lines = [f"Shared {done.path} with the group {done.group.name}."]
    if done.moved_from is not None:
        with_them = f" with {count_words(done.backups, 'backup')}" if done.backups else ""
        lines.append(f"Moved it{with_them} from {done.moved_from.parent}. A note in the old folder says where it is.")
    lines += [
        f"You and the others open it with `milestone-tui --db {path}`, or set MILESTONE_TUI_DB={path}.",
        "The file contains drafts: the group can read what anybody typed and has not saved.",
    ]
    if done.left:
        why = "Not removed from the old folder" if done.moved_from else "Owned by somebody else, so not changed"
        lines.append(f"{why}: {_names(done.left)}.")
    if done.warning:
        lines.append(done.warning)
    return lines


def _unshared_lines(done: Unshared) -> list[str]:
    lines = [f"{done.path} is private again: only {done.owner} can open it."]
    if done.in_use:
        lines.append("Programs that have it open can use it until they end.")
    if done.folder_group:
        lines.append(f"Its folder stays open to the group {done.folder_group}, because it contains other files.")
    if done.left:
        lines.append(f"Owned by somebody else, so not changed: {_names(done.left)}.")
    return lines


def _names(files: tuple[Path, ...]) -> str:
    return list_words([str(file) for file in files])
