"""Deleting a project: at once while it has no milestones, else after one question."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Project
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

_NAME_CELLS = 40


class ConfirmDelete(Panel[bool]):
    """Names the project and its milestones; answers True to delete it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "delete", "delete", id="delete.confirm", tooltip="Delete the project and its milestones"),
        Binding("escape", "leave", "cancel", id="delete.leave", tooltip="Keep the project"),
    ]

    def __init__(self, context: Context, project: Project, milestones: int) -> None:
        super().__init__(context)
        self._project = project
        self._milestones = milestones

    def compose_panel(self) -> ComposeResult:
        """The question, then what goes with the project."""
        width = self.app.size.width - 2
        name = f"{self._project.key} {fit(self._project.called, _NAME_CELLS).rstrip()}".rstrip()
        count = count_words(self._milestones, "milestone")
        yield TextBlock(
            self.context.renderer,
            (
                *indented(paragraph(f"Delete {name}?", width, Ink.BRIGHT)),
                *indented(paragraph(f"Its {count} will be deleted too. Undo (u) restores them.", width, Ink.TEXT)),
            ),
        )

    def action_delete(self) -> None:
        """Close with yes."""
        self.dismiss(True)


def delete_or_ask(screen: StoreScreen, project: Project) -> None:
    """Delete a project; ask once where it has milestones. Raises MilestoneError where that cannot be read."""
    count = screen.context.store.read.milestone_count(project.id)
    if not count:
        _delete(screen, project, count)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            _delete(screen, project, count)

    screen.app.push_screen(ConfirmDelete(screen.context, project, count), answered)


def _delete(screen: StoreScreen, project: Project, count: int) -> None:
    what = f"{project.key} with {count_words(count, 'milestone')}"
    if count > AT_ONCE:
        screen.show_status(f"Deleting {what}")  # which takes a moment
    screen.run_command(
        lambda do: do.projects.delete(project.id), lambda _: screen.show_status(f"Deleted {what} · u brings it back")
    )
