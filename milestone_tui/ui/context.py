"""The context that the app hands to every screen: store, clock and renderer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.config import Settings
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.known_names import KnownNames
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.renderer import Renderer

if TYPE_CHECKING:
    from milestone_tui.plan.moment import Moment
    from milestone_tui.store.as_of import Past


@dataclass(slots=True)
class Context:
    """Store, clock, renderer and the state that all screens share."""

    store: Store
    clock: Clock
    renderer: Renderer
    preferences: Preferences = field(default_factory=Preferences)
    today: date = field(init=False)
    """The date that all screens show and write; it changes for all of them at once, some time after midnight."""

    offered: set[int] = field(default_factory=set)
    """The ids of the projects for which a first baseline was offered in this session."""

    has_typed: bool = False
    """Whether a key or the mouse was used in this session."""

    names: KnownNames = field(init=False)
    """The names that a filter may use, and who is at the keyboard."""

    _present: Clock = field(init=False)
    """The clock of now, while an earlier day is shown."""

    def __post_init__(self) -> None:
        self.today = self.clock.today()
        self._present = self.clock
        self.judge_by_settings()
        self.names = KnownNames(self.store, self.preferences)

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self.preferences.settings

    def judge_by_settings(self) -> None:
        """Judge health by the thresholds of the settings in force."""
        self.store.thresholds = known_thresholds(self.settings.thresholds)

    @property
    def moment(self) -> Moment | None:
        """Return the moment that is shown, read-only; None for now."""
        return self.store.shown

    def empty_words(self, sentence: str) -> str:
        """Return why nothing is shown; on an earlier day, with the way back in place of keys that change something."""
        return sentence if self.moment is None else f"{sentence.partition('. ')[0]}. Press T to return to today."

    def show_past(self, past: Past | None) -> None:
        """Show everything as of a moment, or now again: every read, and every date that counts as today."""
        self.store.show_past(past)
        self.clock = self._present if past is None else self._present.at_end_of(past.moment.day)
        self.today = self.clock.today()

    def turn_day(self) -> bool:
        """Set `today` by the clock; return True if it has changed."""
        before, self.today = self.today, self.clock.today()
        return self.today != before
