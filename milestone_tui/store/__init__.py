"""The database: one SQLite file, written through the journal only, read through views."""

from typing import TYPE_CHECKING

from milestone_tui.store.reader import Reader
from milestone_tui.store.store import Store
from milestone_tui.store.watch import StoreChanged

if TYPE_CHECKING:
    from milestone_tui.store.backlog import Waiting

    # The commands import the ORM: at run time only the writer thread loads them.
    from milestone_tui.store.commands import Commands

__all__ = ["Commands", "Reader", "Store", "StoreChanged", "Waiting"]
