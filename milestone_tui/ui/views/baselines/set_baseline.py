"""Taking a baseline: the plan as it is agreed now, with a name, a reason and who approved it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

_FIRST = "Kick-off plan"


def suggested_name(taken: Collection[str]) -> str:
    """What the next baseline is called when nobody says otherwise."""
    if not taken:
        return _FIRST
    number = len(taken) + 1
    while f"Baseline {number}" in taken:
        number += 1
    return f"Baseline {number}"


class BaselineScreen(FieldPanel[int]):
    """Asks for the words of a new baseline and takes it; answers with its id."""

    BINDINGS: ClassVar[Keys] = field_keys("baseline.take", "take it", "Keep the plan as it is")

    def __init__(self, context: Context, project_id: int, kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        read, renderer = context.store.read, context.renderer
        self._project = read.project(project_id)
        name = suggested_name([baseline.name for baseline in read.baselines(project_id)])
        self._fields = {
            "name": PanelField(renderer, "name", "Name", name),
            "reason": PanelField(renderer, "reason", "Reason", placeholder="why the plan is agreed anew"),
            "approved_by": PanelField(renderer, "approved_by", "Approved by", placeholder="who agreed"),
        }

    def compose_panel(self) -> ComposeResult:
        """What a baseline is, and the three fields."""
        project = self._project
        title = fit(f"{project.key} {project.called}", 40).rstrip()
        about = "slip is measured against it from now on"
        yield TextBlock(
            self.context.renderer, (((" Baseline of ", Ink.TEXT), (title, Ink.BRIGHT), (f"  {about}", Ink.DIM)), ())
        )
        yield from self._fields.values()

    def on_mount(self) -> None:
        """What is typed takes the place of the suggested name."""
        super().on_mount()
        if self.unfinished() is None:
            self._fields["name"].input.select_all()

    def about(self) -> Unfinished:
        """The project."""
        title = f'Baseline "{self._fields["name"].value.strip()}"'
        return Unfinished(UnfinishedKind.BASELINE, self._project.id, title)

    def submit(self) -> None:
        """Take the baseline with these words."""
        name, reason, approved_by = (self._fields[key].value.strip() for key in ("name", "reason", "approved_by"))
        if not name:
            raise InvalidInput("name", "A baseline needs a name.")
        with suppress(MilestoneError):  # where nothing can be read, what is told of waiting stands there
            if self.context.store.read.reach({self._project.id}) > AT_ONCE:
                self.show_status("Setting the baseline")  # which takes a moment
        self.write_and_answer(
            lambda do: do.baselines.take(self._project.id, name, reason, approved_by),
            f'Took baseline "{fit(name, 40).rstrip()}" · u undoes',
        )
