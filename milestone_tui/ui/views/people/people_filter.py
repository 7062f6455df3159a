"""The filter of People: by a person's name, or by the open milestones that they have to do with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from milestone_tui.plan.language.filter import Facts, Filter
from milestone_tui.plan.language.project_filter import ProjectSearch
from milestone_tui.plan.people import WorkPlan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.store_screen import StoreScreen

_Found = tuple[ProjectSearch, Mapping[int, Collection[int]]]
"""What the filter is applied to, and the open milestones of each person."""


class PeopleFilter:
    """Filter of one screen's people; a long read runs in a thread while the last result stays."""

    def __init__(self, screen: StoreScreen, found: Callable[[], None]) -> None:
        """`found` is called when a result arrives from the thread."""
        self._found = found
        self._search: ProjectSearch | None = None
        self._involved: Mapping[int, Collection[int]] = {}
        self._reading: BackgroundRead[_Found] = BackgroundRead(screen, self._arrived)
        self._is_asking = False
        self._matching: frozenset[int] = frozenset()
        self.filter: Filter | None = None

    def forget(self) -> None:
        """Discard what was read, since something has changed."""
        self._search = None

    def matches(self, work: WorkPlan) -> Callable[[int], bool]:
        """Return a test of person ids; a person matches by name, organisation, or one of their open milestones."""
        wanted = self.filter
        if wanted is None:
            return lambda _: True
        if self._search is None or not self._search.answers(wanted):
            self._read(wanted, work.size)
        if self._search is not None and self._search.answers(wanted):
            self._matching = self._search.matching_milestones(wanted)

        def is_matching(person_id: int) -> bool:
            person = work.workload.people[person_id]
            own = Facts(words=f"{person.name}\n{person.organisation}")
            return wanted.names(own) or not self._matching.isdisjoint(self._involved.get(person_id, ()))

        return is_matching

    def _read(self, wanted: Filter, size: int) -> None:
        if self._reading.waits:
            return  # under way already

        def ask(read: Reader) -> _Found:
            search = read.project_search(wanted.today, archived=False, links=wanted.needs_network)
            search.prepare(wanted)
            return search, read.involved()

        self._is_asking = True
        self._reading.ask(ask, size)
        self._is_asking = False

    def _arrived(self, found: _Found | None) -> None:
        self._search, self._involved = found or (None, {})
        if not self._is_asking:
            self._found()
