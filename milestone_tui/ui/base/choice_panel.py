"""Panels that ask to choose one of a few lines."""

from __future__ import annotations

from textual import on

from milestone_tui.ui.base.panel import Answer, Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.rows import RowView


class ChoicePanel(Panel[Answer]):
    """Base of the panels with choices, which a subclass fills; a click on the selected one chooses it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._choices = Choices(context.renderer)

    def action_step(self, step: int) -> None:
        """Move the cursor to another choice."""
        self._choices.action_step(step)

    @on(RowView.Opened)
    def _clicked(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Close with the choice under the cursor."""
        raise NotImplementedError
