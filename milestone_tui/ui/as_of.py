"""Looking back: every view as of an earlier day, read-only, on `T`; and what changed between two days."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from milestone_tui.errors import MilestoneError, NotFound
from milestone_tui.plan.moment import Moment
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import WRITE_KEYS
from milestone_tui.ui.navigation import HOME
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from milestone_tui.store.as_of import Past


class AsOf:
    """The earlier day that the app shows."""

    def __init__(self, app: App[Any], context: Context, renew: Callable[[], None]) -> None:
        """`renew` reads all screens again."""
        self._app = app
        self._context = context
        self._renew = renew

    def toggle(self) -> None:
        """Ask for a day, or return to now."""
        screen = self._app.screen
        if self._context.moment is not None:
            self.leave()
        elif isinstance(screen, StoreScreen) and screen.OPENS_VIEWS:
            from milestone_tui.ui.panels.as_of import AsOfPanel  # late: seldom needed

            self._app.push_screen(AsOfPanel(self._context, screen.place.project_id), self._chosen)

    def compare(self) -> None:
        """Ask for two days, and show what changed between them: in the project on the screen, or in all."""
        screen = self._app.screen
        if not isinstance(screen, StoreScreen):
            return
        from milestone_tui.ui.panels.compare_days import CompareDaysPanel, Days  # late: seldom needed
        from milestone_tui.ui.views.changes.screen import ChangesScreen

        place = screen.place
        one = screen.VIEW != HOME and place.project_id is not None and not place.wide
        project = self._context.store.read.project(place.project_id or 0) if one else None

        def chosen(days: Days | None) -> None:
            if days is not None:
                self._app.push_screen(ChangesScreen(self._context, project, *days))

        self._app.push_screen(CompareDaysPanel(self._context, project), chosen)

    def leave(self) -> None:
        """Return to now."""
        self._context.show_past(None)
        self._renew()
        self._say("You see today again")

    def refuses(self, action: str, node: DOMNode | None) -> bool:
        """Return True, after saying why, if an action changes something while an earlier day is shown."""
        moment, screen = self._context.moment, self._app.screen
        if moment is None or not isinstance(screen, StoreScreen):
            return False
        found = (entry.binding for entry in screen.active_bindings.values() if entry.node is node or node is None)
        if not any(binding.action == action and binding.key in WRITE_KEYS for binding in found):
            return False
        screen.refuse_prompt(moment.refusal)
        return True

    def refuses_screen(self, screen: Screen[Any] | str) -> bool:
        """Return True, after saying why, if a screen may not open while an earlier day is shown."""
        moment, on_top = self._context.moment, self._app.screen
        if moment is None or not isinstance(screen, StatusScreen) or screen.SHOWS_PAST:
            return False
        if isinstance(on_top, StatusScreen):
            on_top.refuse_prompt(moment.refusal)
        return True

    def _chosen(self, moment: Moment | None) -> None:
        if moment is not None:
            start_worker(self._app, WRITES, self._show, moment)

    async def _show(self, moment: Moment) -> None:
        try:
            past = await to_thread(self._context.store.open_past, moment)
            self._check_there(past)
        except MilestoneError as error:
            if isinstance(screen := self._app.screen, StatusScreen):
                screen.show_error(str(error))
            return
        self._context.show_past(past)
        self._renew()

    def _check_there(self, past: Past) -> None:
        """Raise NotFound if the project on the screen did not exist then."""
        for screen in self._app.screen_stack:
            if not isinstance(screen, StoreScreen) or screen.VIEW == HOME:
                continue
            place = screen.place
            if place.project_id is None or place.wide:
                continue
            try:
                past.read.project(place.project_id)
            except NotFound:
                past.close()
                key = self._context.store.read.project(place.project_id).key
                words = f"{key} did not exist on {past.moment}. Choose a later day, or press 1 and then T."
                raise NotFound(words) from None

    def _say(self, sentence: str) -> None:
        if isinstance(screen := self._app.screen, StatusScreen):
            screen.show_status(sentence)
