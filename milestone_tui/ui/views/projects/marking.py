"""Marking projects, to act on all of them at once: one change, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from milestone_tui.plan.model import ProjectSummary
from milestone_tui.plan.selection import Selection
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.rows import ProjectRows


class ProjectMarking:
    """The marks of one screen, the same in the table and in the roadmap."""

    def __init__(
        self, views: Sequence[ProjectRows], show_status: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        """`changed` is called when others are marked than before."""
        self._views = views
        self._say = show_status
        self._changed = changed
        self._marks = Selection()

    def __bool__(self) -> bool:
        return bool(self._marks.ids)

    def chosen(self, known: Iterable[ProjectSummary]) -> tuple[ProjectSummary, ...]:
        """Return the marked projects, those that are shown first, in their order there."""
        places = {s.project.id: place for place, s in enumerate(self._views[0].projects)}
        marked = (s for s in known if s.project.id in self._marks.ids)
        return tuple(sorted(marked, key=lambda s: places.get(s.project.id, len(places))))

    def toggle(self, view: ProjectRows) -> None:
        """Mark the project under the cursor, or unmark it; then go to the next."""
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
        """Mark all that is shown; where all of it is marked, unmark it."""
        self._take(self._marks.all_of(_ids(view)))
        if self:
            self._tell()
        else:
            self._say("Nothing is marked any more")

    def clear(self) -> None:
        """Unmark all."""
        self._take(Selection())

    def only(self, ids: Iterable[int]) -> None:
        """Leave no others marked than these."""
        self._take(self._marks.among(ids))

    def keep(self, there: Iterable[ProjectSummary]) -> None:
        """Unmark what is gone."""
        if self:
            self.only(s.project.id for s in there)

    def title(self) -> Line:
        """Return how many are marked, for the title."""
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
        self._say(f"{count} marked: space ticks, W moves, O days off, A archives, d deletes · esc clears")


def _ids(view: ProjectRows) -> list[int]:
    return [s.project.id for s in view.projects]
