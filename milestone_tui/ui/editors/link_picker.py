"""Picks a predecessor, with a lag typed behind its title: `Wireframes +3wd`."""

from __future__ import annotations

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.lags import read_lag, split_lag
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import AddingPicker, Choice, offered


class LinkPicker(AddingPicker):
    """The picker of a list of links; what looks like a lag and is part of a title stays that."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer, "predecessor", "after", optional=False, indent=9)
        self.lag: int | None = None
        """The lag that was typed with what was picked; None without one."""

    @property
    def rows(self) -> list[Choice]:
        """What is listed now: what has the whole text, else what has the title before the lag."""
        name, lag = split_lag(self._filter)
        found = super().rows
        return found if found or not lag else offered(self.choices, name, "", optional=False)

    def settle(self) -> None:
        """Take the marked choice and its lag; a lag that is none is told below, and nothing is picked."""
        if self.active and self.is_open and self.rows:
            lag = "" if super().rows else split_lag(self._filter)[1]
            try:
                self.lag = read_lag(lag) if lag else None
            except InvalidInput as error:
                self.is_open = False
                self.note = (str(error), Ink.BAD)
                return
        super().settle()
