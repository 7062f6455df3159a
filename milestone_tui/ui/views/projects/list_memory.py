"""The order in which the projects of a big database were listed last. Imports no Textual: the first frame uses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.config import Views
from milestone_tui.plan.analysis.portfolio import ProjectOrder, ProjectRow, arranged, projects_of
from milestone_tui.plan.model import ProjectSummary

if TYPE_CHECKING:
    from milestone_tui.ui.context import Context


class ListMemory:
    """What the first frame of a big database leaves to the screen, and one start to the next."""

    def __init__(self, context: Context, cursor_on: int) -> None:
        """`cursor_on` is the id of the project that the first frame shows under the cursor."""
        self.cursor_on = cursor_on
        self._context = context
        self._is_new = True

    def remember(self, projects: Iterable[ProjectSummary], order: ProjectOrder) -> None:
        """Remember the order of these projects, which are all, for the next start."""
        ids = " ".join(str(s.project.id) for s in arranged(projects, order))
        path = self._context.store.path
        self._context.preferences.remember(listed_in=_named(path), listed_by=order.value, listed=ids)

    def take_cursor(self, first_page: Sequence[ProjectRow]) -> int | None:
        """Return once, for the rows on the first page, the project of the cursor if it is among them."""
        is_new, self._is_new = self._is_new, False
        is_there = is_new and any(s.project.id == self.cursor_on for s in projects_of(first_page))
        return self.cursor_on if is_there else None


def last_ids(views: Views, path: Path, order: ProjectOrder) -> tuple[int, ...]:
    """Return the ids of the projects as they were listed last; empty if that was another database or order."""
    if views.listed_in == _named(path) and views.listed_by == order.value:
        with suppress(ValueError):  # edited by hand
            return tuple(map(int, views.listed.split()))
    return ()


def _named(path: Path) -> str:
    """Return the path as one line."""
    return ascii(str(path))
