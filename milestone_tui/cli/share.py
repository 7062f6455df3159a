"""What `milestone-tui share` does: let a group of people use the database, or take that back."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.cli.commands import say
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import count_words, list_words

if TYPE_CHECKING:
    from milestone_tui.store.group_access import Shared
    from milestone_tui.store.sharing import Unshared


class Wish(NamedTuple):
    """What was asked for on the command line."""

    group: str | None = None
    to: str | None = None
    """The folder to move the database to."""
    off: bool = False


def answer_share(database: Path, wish: Wish) -> None:
    """Share the database or take that back, and say what was done and what others have to type.

    Raises:
        InvalidInput: there is no such group, it cannot reach the database, or the folder holds other files.
        DatabaseUnusable: it is somebody else's, or no database of ours.
        StoreUnavailable: it is to be moved and another program has it open.
    """
    from milestone_tui.store.sharing import share, unshare

    if wish.off:
        if wish.group is not None or wish.to is not None:
            raise InvalidInput("", "--off takes back what was shared: leave out --group and --to.")
        say("\n".join(_unshared_lines(unshare(database))))
        return
    say("\n".join(_shared_lines(share(database, wish.group, _folder(wish.to)))))


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
