"""The filter of the projects: what it searches is read while there is a filter, and again after a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from milestone_tui.plan.language.filter import Filter
from milestone_tui.plan.language.project_filter import ProjectSearch, carried_text
from milestone_tui.plan.model import Project, ProjectSummary
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.store_screen import StoreScreen


class ProjectRowFilter:
    """Filter of one screen's projects; long reads run in a thread while the last result stays."""

    def __init__(self, screen: StoreScreen, found: Callable[[], None]) -> None:
        """Take `found`, called when a result arrives from the thread."""
        self._screen = screen
        self._found = found
        self._search: ProjectSearch | None = None
        self._is_stale = False
        """Whether something has changed since the search was read."""
        self._changes = 0
        self._reading: BackgroundRead[tuple[int, ProjectSearch]] = BackgroundRead(screen, self._arrived)
        self._asked: tuple[bool, bool] | None = None
        """The read under way: with archived projects, with links."""
        self._at_once = False
        self._ids: frozenset[int] | None = None
        self.filter: Filter | None = None

    def forget(self) -> None:
        """Discard the search, to be read again as soon as there is a filter."""
        self._changes += 1
        self._is_stale = True
        self._asked = None
        if self.filter is None:
            self._search = None  # ten thousand milestones are some megabytes

    def shown(self, projects: Sequence[ProjectSummary]) -> Sequence[ProjectSummary]:
        """Return the projects that match; while that is not known, those that matched before."""
        if (wanted := self.filter) is None:
            self._ids = None
            return projects
        if self._search is None or self._is_stale or not self._search.answers(wanted):
            self._read(wanted, sum(known.total for known in projects))
        if self._search is not None and self._search.answers(wanted):
            self._ids = self._search.matching(wanted)
        ids = self._ids
        return [
            s
            for s in projects
            if (ids is None or s.project.id in ids) and (wanted.asks_archived or s.project.archived_at is None)
        ]

    def carried_into(self, project: Project) -> str:
        """Return the filter for the timeline of a project."""
        return "" if self.filter is None else carried_text(self.filter, project)

    def _read(self, wanted: Filter, milestones: int) -> None:
        archived, links, changes = wanted.asks_archived, wanted.needs_network, self._changes
        if self._reading.waits and self._asked == (archived, links):
            return  # under way already

        def ask(read: Reader) -> tuple[int, ProjectSearch]:
            search = read.project_search(wanted.today, archived=archived, links=links)
            search.prepare(wanted)
            return changes, search

        self._asked = (archived, links)
        self._at_once = True
        try:
            self._reading.ask(ask, milestones)
        finally:
            self._at_once = False

    def _arrived(self, answer: tuple[int, ProjectSearch] | None) -> None:
        assert answer is not None  # a search never fails with NotFound
        changes, self._search = answer
        self._is_stale = changes != self._changes
        if not self._at_once:
            self._found()
