"""The database: one SQLite file, written through the journal only, read through views."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestone_tui.store.backlog import Waiting

    # The commands import the ORM: at run time only the writer thread loads them.
    from milestone_tui.store.commands import Commands
    from milestone_tui.store.reader import Reader
    from milestone_tui.store.store import Store
    from milestone_tui.store.watch import StoreChanged

__all__ = ["Commands", "Reader", "Store", "StoreChanged", "Waiting"]

_HOMES = {"Reader": "reader", "Store": "store", "StoreChanged": "watch"}
"""The modules of what is imported from here at run time; each is loaded when it is asked for."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
