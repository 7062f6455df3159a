"""Picks a predecessor, with a lag typed behind its title: `Wireframes +3wd`."""

from __future__ import annotations

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.lags import read_lag, split_lag
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, Choice, offered


class LinkPicker(AddingPicker):
    """Picker of a predecessor; a title that ends like a lag is matched as a whole first."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer, "predecessor", "after", optional=False, indent=9)
        self.lag: int | None = None
        """The lag that was typed behind the title, None without one."""

    @property
    def rows(self) -> list[Choice]:
        """Return the matches of the whole text, else those of the title before the lag."""
        name, lag = split_lag(self._filter)
        found = super().rows
        return found if found or not lag else offered(self.choices, name, "", optional=False)

    def settle(self) -> None:
        """Pick the highlighted choice with its lag; show a mistake in the lag and pick nothing."""
        if self.active and self.is_open and self.rows:
            lag = "" if super().rows else split_lag(self._filter)[1]
            try:
                self.lag = read_lag(lag) if lag else None
            except InvalidInput as error:
                self.is_open = False
                self.note = (str(error), Ink.BAD)
                return
        super().settle()
