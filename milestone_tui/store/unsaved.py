"""Changes that could not be written before the program ended, each in its own file in the person's state folder.

They cannot be kept in the database, which another program had locked. A file belongs to one database and one person,
and its name identifies the process that wrote it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from milestone_tui.errors import NotFound
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.pending import Call, NotPlain, PendingChange, from_json, to_json
from milestone_tui.store.processes import has_ended, this_process

_NUMBERS = itertools.count(1)


class Claim(NamedTuple):
    """A change left by an earlier session, while this process writes it."""

    file: Path
    change: PendingChange
    left_as: Path


class UnsavedChanges:
    """The files of one person's unsaved changes to one database."""

    def __init__(self, state: Path, database: Path, actor: Actor) -> None:
        """`state` is the person's state folder; nothing is created there before a change must be kept."""
        self._whose = {"database": os.fspath(database), "actor": str(actor)}
        named = hashlib.sha256("\0".join(self._whose.values()).encode(errors="surrogateescape")).hexdigest()
        self._folder = state / "unsaved" / named[:20]
        self._ids: dict[Path, int] = {}
        """A file keeps its id while this process runs; negative, since drafts in the database have positive ids."""
        self._offered: dict[int, tuple[Path, PendingChange]] = {}

    def keep(self, label: str, calls: Sequence[Call], at: datetime) -> Path:
        """Write a change of this process to a file and return its path. Raises NotPlain and OSError."""
        text = json.dumps({**self._whose, "change": to_json(label, calls, at)}, ensure_ascii=True)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._new()
        scratch = path.with_suffix(".part")
        try:
            descriptor = os.open(scratch, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        return path

    def all(self, now: datetime) -> tuple[PendingChange, ...]:
        """Return the changes left by processes that have ended, in the order in which they were requested."""
        found = []
        self._offered.clear()
        for path in sorted(self._folder.glob("*.json")):
            change = self._read(path)
            if change is not None and has_ended(change.process, change.kept_at, now):
                self._offered[change.id] = path, change
                found.append(change)
        found.sort(key=lambda change: change.kept_at)  # stable: equal times stay in the order of their numbers
        return tuple(found)

    def claim(self, id_: int) -> Claim:
        """Take over a change returned by `all` for this process. Raises NotFound."""
        claimed = self._new()
        try:
            path, change = self._offered[id_]
            path.rename(claimed)
        except (KeyError, OSError) as error:
            raise NotFound("This change is no longer there: it was discarded or resumed in another window.") from error
        return Claim(claimed, change, path)

    def give_back(self, claim: Claim) -> None:
        """Release a claimed change again, unless it has been written or given up."""
        with suppress(FileNotFoundError):
            claim.file.replace(claim.left_as)

    def discard(self, ids: Iterable[int]) -> None:
        """Delete changes returned by `all`; ids that no longer exist are skipped."""
        for id_ in ids:
            with suppress(NotFound):
                self.claim(id_).file.unlink()

    def _new(self) -> Path:
        return self._folder / f"{quote(this_process(), safe='')}.{next(_NUMBERS):06}.json"

    def _read(self, path: Path) -> PendingChange | None:
        """Return the change in a file; None if it holds none or another person's."""
        try:
            record = json.loads(path.read_bytes())
            label, calls, at = from_json(record.pop("change"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, NotPlain):
            return None
        if record != self._whose:
            return None
        id_ = self._ids.setdefault(path, -1 - len(self._ids))
        return PendingChange(id_, label, calls, at, unquote(path.name.rsplit(".", 2)[0]))
