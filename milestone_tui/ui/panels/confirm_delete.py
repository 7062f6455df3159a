"""Deleting projects; if any has milestones, after one question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.language.wording import count_words, list_words
from milestone_tui.plan.model import Project
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

_NAME_CELLS = 40
_MOST_NAMED = 6
"""The most projects that are named; the others are counted."""


class ConfirmDelete(Panel[bool]):
    """Question before projects with milestones are deleted; answers True to delete them."""

    BINDINGS: ClassVar[Keys] = [
        bind("delete.confirm", "enter,y", "delete", "Delete projects and milestones", "delete"),
        bind("delete.leave", "escape", "cancel", "Delete nothing"),
    ]

    def __init__(self, context: Context, projects: Sequence[Project], milestones: int) -> None:
        super().__init__(context)
        self._projects = projects
        self._milestones = milestones

    def compose_panel(self) -> ComposeResult:
        """Compose the question and the number of milestones."""
        width = self.app.size.width - 2
        keys = list_words([project.key for project in self._projects], most=_MOST_NAMED)
        name, whose = f"{count_words(len(self._projects), 'project')}: {keys}", "Their"
        if len(self._projects) == 1:
            (project,) = self._projects
            name, whose = f"{project.key} {fit(project.called, _NAME_CELLS).rstrip()}".rstrip(), "Its"
        count = count_words(self._milestones, "milestone")
        yield TextBlock(
            self.context.renderer,
            (
                *indented(paragraph(f"Delete {name}?", width, Ink.BRIGHT)),
                *indented(paragraph(f"{whose} {count} will be deleted too. Undo (u) restores them.", width, Ink.TEXT)),
            ),
        )

    def action_delete(self) -> None:
        """Close with yes."""
        self.dismiss(True)


def delete_or_ask(screen: StoreScreen, projects: Sequence[Project]) -> None:
    """Delete projects as one change, after a question if any has milestones; raise MilestoneError."""
    count = screen.context.store.read.milestone_count([project.id for project in projects])
    if not count:
        _delete(screen, projects, count)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            _delete(screen, projects, count)

    screen.app.push_screen(ConfirmDelete(screen.context, projects, count), answered)


def _delete(screen: StoreScreen, projects: Sequence[Project], count: int) -> None:
    several = len(projects) > 1
    name = count_words(len(projects), "project") if several else projects[0].key
    what = f"{name} and {'their' if several else 'its'} {count_words(count, 'milestone')}" if count else name
    if count > AT_ONCE:
        screen.show_status(f"Deleting {what}")  # which takes a moment
    ids = [project.id for project in projects]
    said = f"Deleted {what} · u to undo"
    screen.run_command(lambda do: do.projects.delete_all(ids), lambda _: screen.show_status(said))
