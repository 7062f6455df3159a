"""How it is kept: one SQLite file, written through the journal only, read through its views."""

from milestone_tui.store.reads import Reader
from milestone_tui.store.store import Store
from milestone_tui.store.watch import Announcement

__all__ = ["Announcement", "Reader", "Store"]
