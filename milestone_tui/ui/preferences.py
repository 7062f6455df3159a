"""The current settings, and the file that they are saved in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milestone_tui.config import Settings, Views, load_settings, save_settings
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder

if TYPE_CHECKING:
    from milestone_tui.plan.form_state import Values


@dataclass(slots=True)
class Preferences:
    """The settings of the person, and the sort orders and grouping chosen with keys."""

    settings: Settings = field(default_factory=Settings)
    path: Path | None = None
    """The settings file; None if nothing is saved."""
    keeps_me: bool = True
    """Whether the person's name is saved; not in the demo, whose people are made up."""
    views: Views = field(default_factory=Views)

    def reload(self) -> None:
        """Read the file again, which may have been edited by hand; raise InvalidInput if that fails."""
        if self.path is not None:
            me, self.settings = self.settings.me, load_settings(self.path)
            if not self.keeps_me:
                self.settings = self.settings._replace(me=me)

    def change(self, changed: Mapping[str, str | int]) -> None:
        """Apply settings and write them to the file; raise InvalidInput if that fails."""
        texts: dict[str, Any] = {name: str(value) for name, value in changed.items()}
        if "date_order" in texts:
            texts["date_order"] = DateOrder(texts["date_order"])
        self.settings = self.settings._replace(**texts)
        kept = {name: value for name, value in changed.items() if name != "me" or self.keeps_me}
        if self.path is not None and kept:
            save_settings(self.path, kept)

    def remember(self, **views: str) -> None:
        """Keep how views are sorted and grouped, to be saved for the next start."""
        self.views = self.views._replace(**views)

    def new_project(self) -> Values:
        """Return the fields of a new project; an invalid setting is ignored."""
        from milestone_tui.plan.form_state import FieldContext, FieldState, read_field  # late: not for the first frame
        from milestone_tui.plan.rules import NEW_PROJECT

        fields = dict(NEW_PROJECT)
        for name in ("working_days", "currency", "acceptance_days"):
            if text := getattr(self.settings, name):
                try:
                    fields[name] = read_field(name, FieldState(None, "", text), FieldContext(date.min))
                except InvalidInput:
                    continue
        return fields
