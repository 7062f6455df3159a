"""Commands as data: a stand-in records the calls of a command, and they are replayed later."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

import milestone_tui.store.journal as journal
from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.pending import Call, NotPlain, PendingChange, Result

if TYPE_CHECKING:
    from milestone_tui.plan.model import Change
    from milestone_tui.store.commands import Commands
    from milestone_tui.store.writer import Writer

Command = Callable[["Commands"], object]


class Recorder:
    """Stand-in for `Commands` that records calls; each returns a `Result` that later calls may use."""

    is_recording = True

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> _Noun:
        return _Noun(self, name)


class _Noun:
    """One group of commands, or one command."""

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder = recorder
        self._name = name

    def __getattr__(self, name: str) -> _Noun:
        return _Noun(self._recorder, f"{self._name}.{name}")

    def __call__(self, *args: object, **options: object) -> Result:
        values = tuple(_listed(arg) for arg in args)
        calls = self._recorder.calls
        calls.append(Call(self._name, values, {name: _listed(value) for name, value in options.items()}))
        return Result(len(calls) - 1)


def record(command: Command) -> tuple[Call, ...] | None:
    """Return the calls of a command; None if it needs a real result to continue."""
    recorder = Recorder()
    try:
        command(cast("Commands", recorder))
    except (MilestoneError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return None  # the command used a stand-in like a real value, so it must be run
    return tuple(recorder.calls)


def resumption(left: PendingChange) -> Callable[[Writer], Change | None]:
    """Return the work that writes a change left by an earlier session, as one change."""
    turn = left.calls[0] if left.calls[0].name in ("undo", "redo") else None
    command = replay(left.calls, left.process)

    def work(writer: Writer) -> Change | None:
        if turn is None:
            return writer.change(command)
        expected = turn.args[0] if isinstance(turn.args[0], int) else None
        return writer.undo(expected) if turn.name == "undo" else writer.redo(expected)

    return work


def replay(calls: Sequence[Call], process: str) -> Command:
    """Return the command recorded in `process`; it raises InvalidInput if one of its calls no longer exists."""

    def run(do: Commands) -> None:
        results: list[object] = []
        for call in calls:
            args = [_resolved(arg, results) for arg in call.args]
            options = {name: _resolved(value, results) for name, value in call.options.items()}
            if call.name in ("drafts.keep", "drafts.drop"):
                options["process"] = process  # the owner of the draft
            results.append(_found(do, call.name)(*args, **options))

    return run


def _listed(value: object) -> object:
    """Return the value; an iterator becomes a list."""
    return list(value) if isinstance(value, Iterator) else value


def _resolved(value: object, results: Sequence[object]) -> object:
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return [_resolved(part, results) for part in value]
    if not isinstance(value, Result):
        return value
    if not 0 <= value.call < len(results):
        raise NotPlain("a result that nothing returns")
    return results[value.call]


def _found(do: Commands, name: str) -> Callable[..., object]:
    found: object = do
    for part in name.split("."):
        found = None if part.startswith("_") else getattr(found, part, None)
    if not callable(found):
        raise InvalidInput(
            "", f"This change was made by another version: {name} is unknown. Discard it and make the change again."
        )
    return cast("Callable[..., object]", found)


def undo_calls(db: sqlite3.Connection, actor: Actor, name: str) -> tuple[Call] | None:
    """Return the call that undoes or redoes, with the change it would revert; None if that is unknown."""
    try:
        found = (journal.undoable if name == "undo" else journal.redoable)(db, actor)
    except sqlite3.Error:
        return None
    return None if found is None else (Call(name, (found.id, found.label)),)
