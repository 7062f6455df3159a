"""What the agenda of one screen is made of, kept up to date; a big portfolio is read and computed in a thread."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable

from textual.timer import Timer

from milestone_tui.plan.analysis.agenda import (
    NO_FIGURES,
    AgendaData,
    AgendaFigures,
    AgendaHead,
    AgendaItem,
    agenda_items,
    figures_of,
    with_changed,
)
from milestone_tui.store import Reader, StoreChanged
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.store_screen import AT_ONCE, REST_SECONDS, StoreScreen
from milestone_tui.ui.workers import start_worker

_HEAD = 60
"""Milestones that are shown while a big agenda is being read."""

_Read = tuple[AgendaData, AgendaFigures]


def _read(reader: Reader) -> _Read:
    data = reader.agenda()
    return data, figures_of(data.plans)


class KnownAgenda:
    """The agenda of all live projects, with the figures that depend on links."""

    def __init__(self, screen: StoreScreen, changed: Callable[[], None]) -> None:
        """Take `changed`, called after each read that found something new, and when figures arrive later."""
        self._screen = screen
        self._context = screen.context
        self._changed = changed
        self._reading: BackgroundRead[_Read] = BackgroundRead(screen, self._take)
        self._pause: Timer | None = None
        self.data: AgendaData | None = None
        """None until it is read."""
        self.head: AgendaHead | None = None
        """The beginning of a big agenda, until all of it is read."""
        self.figures = NO_FIGURES
        """Float and links; after a change those before it, until they are computed again."""
        self.items: tuple[AgendaItem, ...] = ()

    def read(self, begins: bool = False, project_id: int | None = None) -> None:
        """Read everything, in a thread if it is big.

        With `begins`, what is due soonest is shown until then, in all projects or in one.
        """
        self._stop()
        size = self._context.store.read.agenda_size()
        if not begins or size <= AT_ONCE or self.data is not None:
            self._reading.ask(_read, size)
            return
        self.head = self._context.store.read.agenda_head(project_id, _HEAD)
        self._changed()
        # After the paint, which would wait for the thread otherwise.
        self._screen.call_after_refresh(self._reading.ask, _read, size)

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again the milestones that changed, or everything if more did."""
        data = self.data
        if data is None or news.needs_full_reload or self._reading.waits:
            self.read()
            return
        found = {m.id: m for m in self._context.store.read.milestones(tuple(news.milestone_ids))}
        later = with_changed(data, found)
        if later == data:
            return
        self.data = later
        self._stop()
        if sum(len(plan.milestones) for plan in later.plans) <= AT_ONCE:
            self.figures = figures_of(later.plans)
        else:
            self._pause = self._screen.set_timer(
                REST_SECONDS, lambda: start_worker(self._screen, "judging", self._compute, later)
            )
        self.arrange()

    def arrange(self) -> None:
        """Sort the milestones into the sections of today."""
        self.items = agenda_items(self.data, self._context.today) if self.data is not None else ()
        self._changed()

    def _take(self, answer: _Read | None) -> None:
        assert answer is not None  # no project was named that could be missing
        self.data, self.figures = answer
        self.head = None
        self.arrange()

    def _stop(self) -> None:
        """Drop figures that are not ready, since the data has changed."""
        if self._pause is not None:
            self._pause.stop()

    async def _compute(self, data: AgendaData) -> None:
        found = await to_thread(figures_of, data.plans)
        if data is self.data:
            self.figures = found
            self._changed()
