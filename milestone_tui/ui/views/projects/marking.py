"""Marking of projects, to act on all of them as one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from milestone_tui.plan.model import ProjectSummary
from milestone_tui.plan.selection import Selection
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.rows import ProjectRows


class ProjectMarking:
    """The marked projects of one screen, shared by table and roadmap."""

    def __init__(
        self, views: Sequence[ProjectRows], show_status: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        """Take `changed`, called when the marks change."""
        self._views = views
        self._show_status = show_status
        self._changed = changed
        self._marks = Selection()

    def __bool__(self) -> bool:
        return bool(self._marks.ids)

    def chosen(self, known: Iterable[ProjectSummary]) -> tuple[ProjectSummary, ...]:
        """Return the marked projects; those shown come first, in their order on the screen."""
        places = {s.project.id: place for place, s in enumerate(self._views[0].projects)}
        marked = (s for s in known if s.project.id in self._marks.ids)
        return tuple(sorted(marked, key=lambda s: places.get(s.project.id, len(places))))

    def toggle(self, view: ProjectRows) -> None:
        """Mark or unmark the project under the cursor, then go to the next."""
        first = not self
        if view.current is not None:
            self._take(self._marks.toggled(view.current.project.id))
            view.action_step(1)
            if first:
                self._tell()

    def extend(self, view: ProjectRows) -> None:
        """Mark all from the last mark to the cursor."""
        if view.current is not None:
            self._take(self._marks.ranged(_ids(view), view.current.project.id))
            self._tell()

    def mark_all(self, view: ProjectRows) -> None:
        """Mark every project shown; unmark all if they are marked."""
        self._take(self._marks.all_of(_ids(view)))
        if self:
            self._tell()
        else:
            self._show_status("Marks cleared")

    def clear(self) -> None:
        """Clear the marks."""
        self._take(Selection())

    def only(self, ids: Iterable[int]) -> None:
        """Keep only the marks of these projects."""
        self._take(self._marks.among(ids))

    def keep(self, there: Iterable[ProjectSummary]) -> None:
        """Drop the marks of deleted projects."""
        if self:
            self.only(s.project.id for s in there)

    def title(self) -> Line:
        """Return the number of marked projects for the title."""
        hidden = len(self._marks.ids.difference(_ids(self._views[0])))
        return (
            (f"  {len(self._marks.ids)} marked" if self else "", Ink.BRIGHT),
            (f", {hidden} not shown" if hidden else "", Ink.WARN),
        )

    def _take(self, marks: Selection) -> None:
        if marks != self._marks:
            self._marks = marks
            for view in self._views:
                view.marked = marks.ids
            self._changed()

    def _tell(self) -> None:
        count = len(self._marks.ids)
        self._show_status(f"{count} marked: space tick · W move · O days off · A archive · d delete · esc clear")


def _ids(view: ProjectRows) -> list[int]:
    return [s.project.id for s in view.projects]
