"""The panel that asks for an earlier day to show."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.moments import explain_moment, read_moment
from milestone_tui.plan.moment import Moment
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

_TITLE = "Show every view as of an earlier day"
_ABOUT = "Nothing can be changed there. T returns to today."


class AsOfPanel(Panel[Moment]):
    """Field for a day or a review; answers with the moment."""

    HELP_TOPICS = ("dates",)

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the field would handle enter itself.
        bind("as_of.show", "enter", "show", "Show every view as of this day", "submit", priority=True),
    ]

    def __init__(self, context: Context, project_id: int | None) -> None:
        """With a project, its reviews can be named."""
        super().__init__(context)
        self._reviews = () if project_id is None else context.store.read.review_moments(project_id)
        example = "1 nov · -2w · last review" if self._reviews else "1 nov · -2w · 2026-11-01"
        self._field = PanelField(context.renderer, "day", "Day", placeholder=example)
        self._echo = TextBlock(context.renderer, (((f" {_ABOUT}", Ink.DIM),),))

    def compose_panel(self) -> ComposeResult:
        """Compose the field and its echo."""
        yield TextBlock(self.context.renderer, (((f" {_TITLE}", Ink.BRIGHT),), ()))
        yield self._field
        yield self._echo

    def on_mount(self) -> None:
        """Put the cursor into the field."""
        super().on_mount()
        self._field.input.focus()

    def on_input_changed(self) -> None:
        """Show how the text is understood."""
        words = _ABOUT
        if self._field.value.strip():
            try:
                order = self.context.settings.date_order
                words = explain_moment(self._field.value, self.context.today, self._reviews, order=order)
            except InvalidInput:
                words = ""  # told on enter: half a word is no mistake
        self._echo.lines = (((f" {words}", Ink.DIM),),)

    def _read(self) -> Moment:
        order = self.context.settings.date_order
        return read_moment(self._field.value, self.context.today, self._reviews, order=order)

    def action_submit(self) -> None:
        """Close with the moment, or show what is wrong with the text."""
        try:
            self.dismiss(self._read())
        except InvalidInput as error:
            self._field.complain(error.brief)
