"""Panels with fields, which write them as one change."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.fields import panel_word
from milestone_tui.plan.language.text import is_blank
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.base.panel import Answer
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField

FIELD_KEYS = (
    bind("fields.next", "tab,down", "next field", "Go to the next field", "app.focus_next"),
    hidden("fields.previous", "shift+tab,up", "previous field", "Go back a field", "app.focus_previous"),
)
"""The keys that go from field to field, for the end of a panel's bindings."""


def field_keys(id: str, does: str, tooltip: str) -> Keys:
    """Return the keys of a panel with fields; the first one submits them."""
    # Priority, since the fields would handle enter themselves.
    return [bind(id, "enter,ctrl+s", does, tooltip, "submit", priority=True), *FIELD_KEYS]


class FieldPanel(KeptPanel[Answer]):
    """Base of the panels with fields, which a subclass creates."""

    def __init__(self, context: Context, kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        self._fields: dict[str, PanelField] = {}
        """The fields by the names that errors use."""
        self._kept = kept

    @abstractmethod
    def about(self) -> Unfinished:
        """Return the draft without the texts of the fields."""

    def field_meanings(self) -> Sequence[tuple[str, str]]:
        """Return the labels of the fields that need explaining, each with its meaning."""
        return [(field.label, field.hint) for field in self._fields.values() if field.hint]

    def focused_label(self) -> str:
        """Return the label of the field that has the focus."""
        return next((field.label for field in self._fields.values() if field.input.has_focus), "")

    @abstractmethod
    def submit(self) -> None:
        """Write the fields; raise InvalidInput."""

    def action_submit(self) -> None:
        """Write the fields once, or show what is wrong with them."""
        if not self.busy:
            try:
                self.submit()
            except MilestoneError as error:
                self.complain(error)

    def unfinished(self) -> Unfinished | None:
        """Return the edited fields as a draft, None if all of these are empty."""
        if self._kept is not None:
            return self._kept  # not in the fields yet
        texts = {name: field.input.value for name, field in self._fields.items() if field.typed}
        return None if all(map(is_blank, texts.values())) else replace(self.about(), texts=texts)

    def resume(self, kept: Unfinished) -> None:
        """Fill the fields from a draft; show texts that have no field any more."""
        for name, text in kept.texts.items():
            if name in self._fields:
                self._fields[name].input.value = text
        lost = [f"{panel_word(name)} {text}" for name, text in kept.texts.items() if name not in self._fields]
        if lost:
            self.show_status(f"No longer a field here: {', '.join(lost)}", Ink.WARN)

    def on_mount(self) -> None:
        """Fill the fields from the draft."""
        super().on_mount()
        kept, self._kept = self._kept, None
        if kept is not None:
            self.resume(kept)

    def complain(self, error: MilestoneError) -> None:
        """Show what is wrong beside its field, which gets the focus, or else in the key bar."""
        self.busy = False
        self.key_bar.clear_status()
        if isinstance(error, InvalidInput) and (field := self._fields.get(error.field)):
            field.complain(error.brief)
            field.input.focus()
        else:
            self.show_error(str(error))
