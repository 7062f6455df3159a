"""The settings in force, and the file that keeps them."""

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
    """What the person has chosen: in the settings, and by the keys that sort and group."""

    settings: Settings = field(default_factory=Settings)
    path: Path | None = None
    """The settings file; None where nothing is kept."""
    keeps_me: bool = True
    """Whether who the person is goes into the file: the people of the demo are made up."""
    views: Views = field(default_factory=Views)

    def reload(self) -> None:
        """Read the file again, which may have been edited by hand; raise InvalidInput where that fails."""
        if self.path is not None:
            me, self.settings = self.settings.me, load_settings(self.path)
            if not self.keeps_me:
                self.settings = self.settings._replace(me=me)

    def change(self, changed: Mapping[str, str | int]) -> None:
        """Put settings in force and write them to the file; raise InvalidInput where that fails."""
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
        """Return the fields of a new project; a setting that makes no sense counts as not there."""
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
