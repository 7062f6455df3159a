"""The float of the milestones behind the workload, read when the pane first needs it; much of it in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from milestone_tui.plan.people import WorkPlan
from milestone_tui.store import Reader
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen


class WorkFloats:
    """The total floats for one screen."""

    def __init__(self, screen: StoreScreen, arrived: Callable[[], None]) -> None:
        """`arrived` is called when floats have been read in a thread."""
        self._screen = screen
        self._arrived = arrived
        self._known: Mapping[int, int] | None = None
        self._reading: BackgroundRead[Mapping[int, int]] = BackgroundRead(screen, self._remember)

    def forget(self, work: WorkPlan) -> None:
        """Discard the floats, since the work was read again; much of it is read ahead, after the paint."""
        self._known = None
        if work.size > AT_ONCE:
            self._screen.call_after_refresh(lambda: self._reading.ask(Reader.work_floats, work.size))

    def of(self, work: WorkPlan) -> Mapping[int, int] | None:
        """Return the floats by milestone id; None while a thread reads them."""
        if self._known is None and work.size <= AT_ONCE:
            self._known = self._screen.context.store.read.work_floats()
        return self._known

    def _remember(self, floats: Mapping[int, int] | None) -> None:
        self._known = floats
        self._arrived()
