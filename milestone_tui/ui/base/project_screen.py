"""Screens about one project, which close when the project is deleted."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from milestone_tui.plan.model import Project
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.project_ended import show_if_ended
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.navigation import Place

Found = TypeVar("Found")
"""The type of what a screen reads about its project."""

TOO_SOON = "a milestone that is too soon after another"
"""What a re-plan needs."""


class ProjectScreen(StoreScreen, Generic[Found]):
    """Base of the screens about one project; a subclass reads and shows its data."""

    ALWAYS_LISTED = (TOO_SOON,)

    def __init__(self, context: Context, project_id: int) -> None:
        super().__init__(context)
        self.project_id = project_id
        self.project: Project | None = None
        """The project as it was shown last."""
        self.reading: BackgroundRead[Found] = BackgroundRead(self, self._take_answer)

    @property
    def named_view(self) -> str:
        """Return its own view, or the one that it is open above: its number keys work here too."""
        below = self.app.screen_stack[0]
        return super().named_view or (below.VIEW if isinstance(below, StoreScreen) else "")

    @property
    def place(self) -> Place:
        """Return its project."""
        return Place(self.project_id)

    @abstractmethod
    def read(self, reader: Reader) -> Found:
        """Return what this screen shows of its project; raise NotFound."""

    @abstractmethod
    def show(self, found: Found) -> None:
        """Show the result of `read`."""

    def reload(self) -> None:
        """Read the screen again; for a big project in a thread."""
        self.reading.ask(self.read, self.extent())

    def extent(self) -> int:
        """Return about how many milestones there are to read."""
        return self.context.store.read.reach({self.project_id})

    def _take_answer(self, found: Found | None) -> None:
        if found is None:
            self.call_later(self.close_because, f"{self.project.key if self.project else 'The project'} was deleted.")
        else:
            self.show(found)

    def set_project(self, project: Project) -> None:
        """Set the project, and show it if another person archived or cancelled it."""
        show_if_ended(self, self.project, project)
        self.project = project
