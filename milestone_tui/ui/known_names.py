"""The names that a filter may use: of the person at the keyboard, and of people, phases, clients and projects."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from milestone_tui.errors import MilestoneError

if TYPE_CHECKING:
    from milestone_tui.plan.language.filter_terms import Names
    from milestone_tui.store import Store, StoreChanged
    from milestone_tui.ui.preferences import Preferences


class KnownNames:
    """A cache of the names, read on demand and again after a change."""

    def __init__(self, store: Store, preferences: Preferences) -> None:
        self._store = store
        self._preferences = preferences
        self._known: Mapping[str, tuple[str, ...]] = {}
        self._is_read = False
        store.subscribe(self._on_store_changed)

    def __call__(self) -> Names:
        """Return the present names; if they cannot be read, those of the last read."""
        from milestone_tui.plan.language.filter_terms import Names  # late: the first frame is not filtered

        if not self._is_read:
            with suppress(MilestoneError):  # the screen shows what is wrong with the file
                self._known, self._is_read = self._store.read.names(), True
        return Names(self.me, self._known, self._preferences.settings.date_order)

    @property
    def me(self) -> str:
        """The name under which the person at the keyboard owns milestones; empty while unknown."""
        return self._preferences.settings.me

    def _on_store_changed(self, news: StoreChanged) -> None:
        self._is_read = False
