"""A project whose dates moved over eight weeks: with most trend classes, reasons, baselines and a done milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import ChangeReason
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
_START = date(2026, 9, 28)


class MovingClock:
    """A clock whose day a test sets."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._seconds = 0.0

    @property
    def clock(self) -> Clock:
        """Return the clock of the program."""

        def seconds() -> float:
            self._seconds += 1
            return self._seconds

        return Clock(lambda: self.day, lambda: datetime.combine(self.day, time(12), UTC), seconds)


_S, _E, _C = ChangeReason.SCOPE, ChangeReason.ESTIMATE, ChangeReason.CLIENT

Moves = Sequence[tuple[str, int, int, ChangeReason | None]]
"""Title, day of the move after the start, days to move, reason."""

_PLAN: Mapping[str, tuple[str, date]] = {
    "Prototype accepted": ("Build", date(2026, 11, 10)),
    "Beta release": ("Build", date(2026, 11, 19)),
    "Load test passed": ("Build", date(2026, 12, 1)),
    "Acceptance test": ("Acceptance", date(2027, 1, 4)),
    "Client sign-off": ("Acceptance", date(2027, 1, 6)),
    "Go-live": ("Launch", date(2027, 1, 28)),
}
_MOVES: Moves = (
    ("Beta release", 14, 5, _S),
    ("Go-live", 21, -4, None),
    ("Beta release", 30, -3, _E),
    ("Load test passed", 33, 3, _E),
    ("Go-live", 36, -4, None),
    ("Beta release", 44, 7, _C),
    ("Load test passed", 45, 3, None),
    ("Acceptance test", 46, 4, _S),
    ("Go-live", 47, -3, None),
    ("Client sign-off", 50, 8, _C),
)


def write_history(store: Store, moving: MovingClock, later: timedelta = timedelta()) -> int:
    """Write the plan and its moves day by day, all dates so much later; return the id of the project."""

    moving.day = _START + later
    made: dict[str, int] = {}

    def create(do: Commands) -> None:
        acme = made[""] = do.projects.create({"key": "ACME", "name": "Customer portal", "client": "Acme Corp"})
        before: list[LinkInput] = []
        for title, (phase, due_on) in _PLAN.items():
            made[title] = do.milestones.create(
                acme, {"title": title, "phase": phase, "due_on": due_on + later}, predecessors=before
            )
            before = [LinkInput(made[title], 0)] if title == "Client sign-off" else []

    store.change_blocking(create)
    store.change_blocking(lambda do: do.baselines.take(made[""], "Signed plan"))
    held = {title: due_on + later for title, (_, due_on) in _PLAN.items()}
    moves = sorted(_MOVES, key=lambda move: move[1])
    ticked = date(2026, 11, 9) + later
    for title, after, days, reason in moves:
        day = _START + later + timedelta(after)
        if moving.day < ticked <= day:
            moving.day = ticked
            store.change_blocking(lambda do: do.milestones.tick(made["Prototype accepted"], ticked))
        moving.day = day
        seen, held[title] = held[title], held[title] + timedelta(days)
        id_, to = made[title], held[title]
        store.change_blocking(partial(_move, id_, seen, to, reason))
        if after == 36:
            store.change_blocking(lambda do: do.baselines.take(made[""], "After the workshop"))
    moving.day = TODAY + later
    return made[""]


def _move(id_: int, seen: date, to: date, reason: ChangeReason | None, do: Commands) -> None:
    do.milestones.move_all({id_: to}, {id_: seen}, reason)


def moving_store(path: Path, today: date = TODAY) -> Store:
    """Return a store at `path` with eight weeks of history up to `today`."""
    moving = MovingClock(_START)
    store = Store.open(path, moving.clock, "ana")
    write_history(store, moving, today - TODAY)
    return store
