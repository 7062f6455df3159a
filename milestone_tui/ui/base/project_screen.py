"""Screens about one project: what is read of it is shown, and a project that is deleted closes them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from milestone_tui.plan.model import Project
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.aside import Aside
from milestone_tui.ui.base.project_ended import tell_if_ended
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.navigation import Place

Found = TypeVar("Found")
"""What a screen reads of its project."""


class ProjectScreen(StoreScreen, Generic[Found]):
    """Base of the screens about one project: subclasses say what they read of it, and show that."""

    def __init__(self, context: Context, project_id: int) -> None:
        super().__init__(context)
        self.project_id = project_id
        self.project: Project | None = None
        """The project as it was shown last."""
        self.offers_replan = False
        """A link of the project is violated."""
        self.reading: Aside[Found] = Aside(self, self._take_answer)

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
        """Read what this screen shows of its project; raises NotFound."""

    @abstractmethod
    def show(self, found: Found) -> None:
        """Show what was read."""

    def reload(self) -> None:
        """Read all that this screen shows; of a big project while keys are taken."""
        self.reading.ask(self.read, self.extent())

    def extent(self) -> int:
        """Return about how many milestones there are to read."""
        return self.context.store.read.reach({self.project_id})

    def _take_answer(self, found: Found | None) -> None:
        if found is None:
            self.call_later(self.give_way, "That project was deleted.")
        else:
            self.show(found)

    def take_project(self, project: Project) -> None:
        """Take the project as it is now; say which other person archived or cancelled it meanwhile."""
        tell_if_ended(self, self.project, project)
        self.project = project

    def offer_replan(self, offered: bool) -> None:
        """Name the key that re-plans, or do not."""
        if offered != self.offers_replan:
            self.offers_replan = offered
            self.show_keys()

    def show_keys(self) -> None:
        """Show the keys; re-planning only where something is too soon."""
        super().show_keys()
        if not self.offers_replan:
            self.key_bar.hints = tuple(hint for hint in self.key_bar.hints if hint.does != "re-plan")
