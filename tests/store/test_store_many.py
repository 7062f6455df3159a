"""What is done with a thousand rows is done in a few statements: each one costs more than a row does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from taking_back import redo, undo

from milestone_tui.plan.imported import ImportedPlan, IncomingLink, IncomingMilestone, IncomingProject
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
SIZE = 1_000
FEW = 60
IDS = range(1, SIZE + 1)


@pytest.fixture
def asked(store: Store) -> list[str]:
    """What is asked of the database by who writes, but for the rows that are handed over one by one."""
    rows = tuple(IncomingMilestone(str(n), "", f"M {n}", due_on=TODAY + timedelta(n)) for n in range(SIZE))
    links = tuple(IncomingLink(str(n), str(n + 1), 1) for n in range(0, SIZE - 1, 2))
    asked: list[str] = []

    def keep(sql: str) -> None:
        # For each of its triggers a statement is told once more.
        if "INTO temp.waiting" not in sql and not sql.startswith("--") and sql not in asked[-1:]:
            asked.append(sql)

    def listen(do: Commands) -> None:
        do.imports.add(ImportedPlan((IncomingProject("BIG", (), rows, links),)))
        do._transaction.connection.set_trace_callback(keep)

    store.change_blocking(listen)
    asked.clear()
    return asked


def move_all(do: Commands) -> None:
    do.milestones.move_all({id_: TODAY + timedelta(2 * SIZE + id_) for id_ in IDS}, {})


@pytest.mark.parametrize(
    "command",
    [
        move_all,
        lambda do: do.milestones.tick_all(IDS, TODAY),
        lambda do: do.milestones.delete(IDS),
        lambda do: do.baselines.take(1, "Kick-off"),
        lambda do: do.projects.delete(1),
    ],
    ids=["move", "tick", "delete", "baseline", "delete the project"],
)
def test_with_all_of_them(store: Store, asked: list[str], command: object) -> None:
    assert callable(command)
    store.change_blocking(command)
    for again in (lambda: None, lambda: undo(store), lambda: redo(store)):
        again()
        assert 0 < len(asked) < FEW, "\n".join(asked)
        asked.clear()
