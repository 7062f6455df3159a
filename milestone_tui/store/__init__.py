"""The database: one SQLite file, written through the journal only, read through views."""

from typing import TYPE_CHECKING

from milestone_tui.store.reader import Reader
from milestone_tui.store.store import Store
from milestone_tui.store.watch import StoreChanged

if TYPE_CHECKING:
    from milestone_tui.store.backlog import Waiting

    # The commands bring the ORM with them: for the types only, the writer's thread imports them when it starts.
    from milestone_tui.store.commands import Commands

__all__ = ["Commands", "Reader", "Store", "StoreChanged", "Waiting"]
