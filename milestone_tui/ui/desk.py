"""What every screen works with: the store, the clock and the look, made once by the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.look import Look


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to each screen when it is made."""

    store: Store
    clock: Clock
    look: Look

    @property
    def today(self) -> date:
        """The person's calendar day."""
        return self.clock.today()
