"""Write the sample projects to a temporary database: for `--demo`, the tests and the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.demo.author import Author
from milestone_tui.demo.events import PLANNER
from milestone_tui.demo.portfolio import portfolio
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store.past import past_of

if TYPE_CHECKING:
    from milestone_tui.store import Store

__all__ = ["PLANNER", "demo_store", "fill_demo"]


@contextmanager
def demo_store(clock: Clock, actor: Actor | str) -> Iterator[Store]:
    """Yield a store with the sample projects as of today, with their past; delete its database afterwards."""
    import tempfile  # late: only the demo needs it

    from milestone_tui.store import Store

    # Errors are ignored, as the writer may be opening the file just when it is removed.
    with tempfile.TemporaryDirectory(prefix="milestone-tui-demo-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "demo.db"
        fill_demo(path, clock.today())
        store = Store(path, clock, actor, keeps_copies=False)
        try:
            yield store
        finally:
            store.close()


def fill_demo(path: Path, today: date) -> None:
    """Write the sample projects, as of `today`, to a new database: each change on its day, all in one transaction."""
    demo = portfolio()
    with past_of(path) as past:
        Author(past, today - demo.drawn_on, demo).write()
