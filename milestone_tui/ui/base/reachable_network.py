"""The network that a moved milestone can reach: read on demand, a big one in a thread."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.what_if import prepared
from milestone_tui.store import Reader
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.workers import start_worker

_NOTHING = Network((), (), ())
"""The network while it is being read."""


class ReachableNetwork:
    """The network of a project and its linked projects, for one screen."""

    def __init__(self, screen: StoreScreen, arrived: Callable[[], None]) -> None:
        """`arrived` is called when a network has been read in a thread."""
        self._screen = screen
        self._arrived = arrived
        self._asked = 0
        self._network: Network | None = None

    def forget(self) -> None:
        """Drop the network, since something has changed; it is read again on demand."""
        self._asked += 1
        self._network = None

    def of(self, project_id: int) -> Network:
        """Return the network of a project and its linked projects; an empty one while it is being read."""
        if self._network is None:
            store = self._screen.context.store
            if store.read.reach({project_id}) <= AT_ONCE:
                self._network = _network_of(store.read, project_id)
            else:
                self._network = _NOTHING
                start_worker(self._screen, "reach", self._fetch, project_id, self._asked)
        return self._network

    async def _fetch(self, project_id: int, asked: int) -> None:
        try:
            ask = self._screen.context.store.read_in_thread
            network = await to_thread(ask, lambda read: _network_of(read, project_id))
        except MilestoneError as error:
            self._screen.show_error(str(error))
        else:
            if asked == self._asked and self._screen.is_attached:
                self._network = network
                self._arrived()


def _network_of(read: Reader, project_id: int) -> Network:
    plan = read.plan(project_id)
    return prepared([plan, *read.linked_plans(plan)])
