"""The plans of other projects that a plan is linked with; big ones are read in a thread."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Sequence

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.model import Plan
from milestone_tui.store import Reader, StoreChanged
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.workers import start_worker


class LinkedPlans:
    """The other plans that the plan of one screen is linked with, directly or through others."""

    def __init__(self, screen: StoreScreen, arrived: Callable[[], None], others: Sequence[Plan] = ()) -> None:
        """`arrived` is called when plans have been read in a thread.

        `others` are plans that the screen shows too, linked or not.
        """
        self._screen = screen
        self._arrived = arrived
        self._asked = 0
        self._others = tuple(plan.project.id for plan in others)
        self.plans: tuple[Plan, ...] = tuple(others)
        self.waits = False
        """Whether plans are being read; until then `plans` has those of the last read."""

    def remember(self, plans: tuple[Plan, ...]) -> None:
        """Use plans that were just read elsewhere."""
        self.plans, self.waits = plans, False

    def read(self, plan: Plan) -> None:
        """Read the plans that `plan` is linked with; big ones in a thread."""
        read = self._screen.context.store.read
        self._asked += 1
        others = {plan.project.id, *self._others}
        size = read.reach(others) - len(plan.milestones) if self._others else read.linked_size(plan)
        self.waits = size > AT_ONCE
        if self.waits:
            asked = self._asked
            # After the next paint, since the thread would slow it down.
            self._screen.call_after_refresh(lambda: start_worker(self._screen, "linked", self._fetch, plan, asked))
        else:
            self.plans = self._linked(read, plan)

    def _linked(self, read: Reader, plan: Plan) -> tuple[Plan, ...]:
        others = [read.plan(id_) for id_ in read.project_keys(self._others)] if self._others else []
        return (*others, *read.linked_plans(plan, *others))

    def reached_by(self, news: StoreChanged) -> bool:
        """Return True if one of these plans may have changed."""
        return self.waits or not news.project_ids.isdisjoint(plan.project.id for plan in self.plans)

    async def _fetch(self, plan: Plan, asked: int) -> None:
        if asked != self._asked:
            return  # a newer read was requested
        try:
            plans = await to_thread(self._screen.context.store.read_in_thread, lambda read: self._linked(read, plan))
        except MilestoneError as error:
            self._screen.show_error(str(error))
        else:
            if asked == self._asked and self._screen.is_attached:
                self.remember(plans)
                self._arrived()
