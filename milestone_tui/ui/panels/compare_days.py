"""The panel that asks for two days to compare."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.any_day import day_before
from milestone_tui.plan.language.moments import read_moment
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import Project
from milestone_tui.plan.moment import Moment
from milestone_tui.ui.base.field_panel import FIELD_KEYS
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

Days = tuple[Moment, Moment]


class CompareDaysPanel(Panel[Days]):
    """Two fields for days or reviews; answers with their moments, the earlier one first."""

    SHOWS_PAST = True
    HELP_TOPICS = ("dates",)

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the fields would handle enter themselves.
        bind("compare_days.show", "enter", "show", "Show what changed between these days", "submit", priority=True),
        *FIELD_KEYS,
    ]

    def __init__(self, context: Context, project: Project | None) -> None:
        """Ask for one project, whose reviews can be named, or for all."""
        super().__init__(context)
        self._reviews = () if project is None else context.store.read.review_moments(project.id)
        whose = "all projects" if project is None else project.key
        self._title = f"Show what changed in {whose} between two days"
        days = {"From": day_before(context.today, 7), "To": context.today}
        self._fields = [
            PanelField(context.renderer, label.lower(), label, exact_day(day), replace=True)
            for label, day in days.items()
        ]

    def compose_panel(self) -> ComposeResult:
        """Compose the fields."""
        yield TextBlock(self.context.renderer, (((f" {self._title}", Ink.BRIGHT),), ()))
        yield from self._fields
        yield TextBlock(self.context.renderer, (((" From the end of the first day to the end of the last", Ink.DIM),),))

    def on_mount(self) -> None:
        """Put the cursor into the first field."""
        super().on_mount()
        self._fields[0].input.focus()

    def action_submit(self) -> None:
        """Close with the moments, or show what is wrong with a day."""
        found = []
        for field in self._fields:
            try:
                order = self.context.settings.date_order
                found.append(read_moment(field.value, self.context.today, self._reviews, order=order))
            except InvalidInput as error:
                field.complain(error.brief)
                field.input.focus()
                return
        before, after = sorted(found, key=lambda moment: moment.day)
        if before.day == after.day:
            self._fields[1].complain("the same day: enter another one.")
            self._fields[1].input.focus()
        else:
            self.dismiss((before, after))
