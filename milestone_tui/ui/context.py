"""What every screen works with: the store, the clock and the look, made once by the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from milestone_tui.config import Settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.known_names import KnownNames
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.renderer import Renderer


@dataclass(slots=True)
class Context:
    """Handed to each screen when it is made."""

    store: Store
    clock: Clock
    renderer: Renderer
    preferences: Preferences = field(default_factory=Preferences)
    today: date = field(init=False)
    """The person's calendar day, as all screens show it: what they say a word means is what is written, over midnight
    too, since it turns for all of them at once."""

    offered: set[int] = field(default_factory=set)
    """The projects, by id, for which a first baseline was offered since the program started."""

    names: KnownNames = field(init=False)
    """Who is at the keyboard, and the names that a filter may use."""

    def __post_init__(self) -> None:
        self.today = self.clock.today()
        self.names = KnownNames(self.store, self.preferences)

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self.preferences.settings

    def turn_day(self) -> bool:
        """Take over the day that the clock shows; whether it is another one."""
        before, self.today = self.today, self.clock.today()
        return self.today != before
