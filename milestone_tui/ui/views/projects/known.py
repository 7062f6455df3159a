"""The projects of the portfolio, kept up to date; big ones are assessed in a thread."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Iterable

from textual.timer import Timer

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.analysis.portfolio import JudgedMark, judged
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.store_screen import AT_ONCE, REST_SECONDS, StoreScreen
from milestone_tui.ui.workers import start_worker


class KnownProjects:
    """The projects of one screen, ordered by key, with the marks of those in view."""

    def __init__(self, screen: StoreScreen, changed: Callable[[bool], None]) -> None:
        """Take `changed`, called after each read; with False when the projects are the same as before."""
        self._screen = screen
        self._context = screen.context
        self._changed = changed
        self.archived = False
        """Whether archived projects are included."""
        self.all: tuple[ProjectSummary, ...] = ()
        self._marks: dict[int, tuple[JudgedMark, ...]] = {}
        self._unjudged: frozenset[int] = frozenset()
        """The projects whose health is older than their last change."""
        self._reading: BackgroundRead[tuple[ProjectSummary, ...]] = BackgroundRead(screen, self.take_all)
        self._asked = 0
        self._pause: Timer | None = None

    def read(self) -> None:
        """Read all projects, in a thread if they are big."""
        today, archived = self._context.today, self.archived
        self._reading.ask(lambda read: read.projects(today, archived), sum(known.total for known in self.all))

    def take_all(self, projects: tuple[ProjectSummary, ...] | None) -> None:
        """Replace all projects by these."""
        self._marks.clear()
        self._asked += 1
        self._unjudged = frozenset()
        self.all = projects or ()
        self._changed(True)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read the changed projects again; the health of big ones follows when no key is pressed."""
        if self._reading.waits:
            self.read()  # the projects being read may be older than this change
            return
        ids, read, today = news.project_ids, self._context.store.read, self._context.today
        for project_id in ids:
            self._marks.pop(project_id, None)
        known = {s.project.id: s.verdict for s in self.all if s.project.id in ids}
        if read.reach(ids) > AT_ONCE:
            if known:
                self._take(ids, read.unjudged(today, self.archived, known))
            self._judge_soon(ids, is_shown=len(known) == len(ids))
        else:
            self._take(ids, read.projects(today, self.archived, ids))

    def _judge_soon(self, ids: frozenset[int], is_shown: bool) -> None:
        """Assess these projects and those linked with them in a thread, so that keys work at the same time.

        If they are shown already, wait until no key is pressed; a new or restored project does not wait.
        """
        self._asked += 1
        self._unjudged |= ids
        if self._pause is not None:
            self._pause.stop()
        if is_shown:
            self._pause = self._screen.set_timer(
                REST_SECONDS, lambda: start_worker(self._screen, "judging", self._judge)
            )
        else:
            start_worker(self._screen, "judging", self._judge)

    async def _judge(self) -> None:
        asked, ids, today, archived = self._asked, self._unjudged, self._context.today, self.archived
        try:
            found = await to_thread(
                self._context.store.read_in_thread, lambda read: read.projects(today, archived, ids)
            )
        except MilestoneError as error:
            self._screen.show_error(str(error))
        else:
            if asked == self._asked:  # otherwise something has changed again
                self._unjudged = frozenset()
                self._take(ids, found)

    def _take(self, ids: frozenset[int], read: tuple[ProjectSummary, ...]) -> None:
        """Replace these projects by those that were read."""
        others = ids.union(found.project.id for found in read)  # with the linked projects
        kept = [known for known in self.all if known.project.id not in others]
        before, self.all = self.all, tuple(sorted((*kept, *read), key=lambda known: known.project.key))
        self._changed(self.all != before)

    def marks(self, projects: Iterable[ProjectSummary]) -> dict[int, tuple[JudgedMark, ...]]:
        """Return the marks of these projects by id, reading only those not known yet."""
        shown = {s.project.id: s for s in projects}
        missing = [id_ for id_ in shown if id_ not in self._marks]
        found = self._context.store.read.roadmap(sorted(missing)) if missing else {}
        for id_ in missing:
            summary, project = shown[id_], shown[id_].project
            self._marks[id_] = judged(
                found.get(id_, ()),
                self._context.today,
                project.calendar,
                summary.next_id,
                live=project.is_live,
                amber_slip=summary.verdict.limits.amber_slip,
            )
        return {id_: self._marks[id_] for id_ in shown}
