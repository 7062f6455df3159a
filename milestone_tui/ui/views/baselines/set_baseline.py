"""The panel that sets a baseline, with a name, a reason and who approved it."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.baseline_names import suggested_name
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock


class BaselineScreen(FieldPanel[int]):
    """Panel that sets a baseline and answers with its id."""

    BINDINGS: ClassVar[Keys] = field_keys("baseline.set", "set", "Record today's plan as a baseline")

    def __init__(self, context: Context, project_id: int, kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        read, renderer = context.store.read, context.renderer
        self._project = read.project(project_id)
        name = suggested_name([baseline.name for baseline in read.baselines(project_id)])
        self._fields = {
            "name": PanelField(renderer, "name", "Name", name),
            "reason": PanelField(renderer, "reason", "Reason", placeholder="why this baseline is needed"),
            "approved_by": PanelField(renderer, "approved_by", "Approved by", placeholder="who approved the plan"),
        }

    def compose_panel(self) -> ComposeResult:
        """Yield the title and the three fields."""
        project = self._project
        title = fit(f"{project.key} {project.called}", 40).rstrip()
        about = "slip is measured from it"
        line = ((" Set a baseline for ", Ink.TEXT), (title, Ink.BRIGHT), (f"  {about}", Ink.DIM))
        yield TextBlock(self.context.renderer, (line, ()))
        yield from self._fields.values()

    def on_mount(self) -> None:
        """Select the suggested name, so that typing replaces it."""
        super().on_mount()
        if self.unfinished() is None:
            self._fields["name"].input.select_all()

    def about(self) -> Unfinished:
        """Return a draft without the texts of the fields."""
        title = f'Baseline "{self._fields["name"].value.strip()}"'
        return Unfinished(UnfinishedKind.BASELINE, self._project.id, title)

    def submit(self) -> None:
        """Set the baseline."""
        name, reason, approved_by = (self._fields[key].value.strip() for key in ("name", "reason", "approved_by"))
        if not name:
            raise InvalidInput("name", "Enter a name for the baseline.")
        with suppress(MilestoneError):  # a busy database has its own message
            if self.context.store.read.reach({self._project.id}) > AT_ONCE:
                self.show_status("Setting the baseline")  # since it takes a moment
        self.write_and_answer(
            lambda do: do.baselines.take(self._project.id, name, reason, approved_by),
            f'Set baseline "{fit(name, 40).rstrip()}" · u to undo',
        )
