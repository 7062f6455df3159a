"""Undo and redo for tests that have no screen: the store is waited for."""

from __future__ import annotations

import asyncio

from milestone_tui.plan.model import Change
from milestone_tui.store import Store


def undo(store: Store) -> Change:
    """Take back the actor's last change."""
    return asyncio.run(store.undo())


def redo(store: Store) -> Change:
    """Take back the actor's last undo."""
    return asyncio.run(store.redo())
