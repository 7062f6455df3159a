"""What asks for words: a panel with fields, which writes them as one change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.binding import Binding

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.model import Change
from milestone_tui.ui.desk import Desk
from milestone_tui.ui.screens.panel import Answer, Panel
from milestone_tui.ui.widgets.panel_field import PanelField

if TYPE_CHECKING:
    from milestone_tui.store import Commands

FIELD_KEYS = (
    Binding("tab,down", "app.focus_next", "next field", id="fields.next", tooltip="Go to the next field"),
    Binding(
        "shift+tab,up",
        "app.focus_previous",
        "previous field",
        show=False,
        id="fields.previous",
        tooltip="Go back a field",
    ),
)
"""From field to field: for the keys of a panel, behind its own."""


class FieldPanel(Panel[Answer]):
    """Base of the panels that ask for words in fields, which a subclass makes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._fields: dict[str, PanelField] = {}
        """By the words that errors name them with."""
        self.busy = False
        """What stands here is being written."""

    def carry_out(self, command: Callable[[Commands], object], done: Callable[[Change | None], None]) -> None:
        """Write one change, then `done` is called; a mistake is told where it stands."""
        self.busy = True
        self.attempt(command, done, self.complain)

    def complain(self, error: MilestoneError) -> None:
        """Say what is wrong, beside the field that it is about, where the cursor goes, too."""
        self.busy = False
        self.key_bar.hush()
        if isinstance(error, InvalidInput) and (field := self._fields.get(error.field)):
            field.complain(error.brief)
            field.input.focus()
        else:
            self.refuse(str(error))
