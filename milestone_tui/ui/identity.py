"""The question who is at the keyboard, asked once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from milestone_tui.errors import MilestoneError
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.context import Context


class Identity:
    """The question who is at the keyboard; the answer goes to the filter names and the settings."""

    def __init__(self, app: App[Any], context: Context) -> None:
        self._app = app
        self._context = context

    def ask(self, on_answer: Callable[[], None]) -> None:
        """Open the panel; call `on_answer` after an answer."""
        from milestone_tui.ui.panels.identity import IdentityScreen  # late: asked once

        screen = self._app.screen

        def known(name: str | None) -> None:
            if name is None:
                return
            self._app.call_later(on_answer)  # after the panel has closed
            try:
                self._context.preferences.change({"me": name})
            except MilestoneError as error:
                if isinstance(on_top := self._app.screen, StatusScreen):
                    on_top.show_error(str(error))

        try:
            panel = IdentityScreen(self._context)
        except MilestoneError as error:
            if isinstance(screen, StatusScreen):
                screen.refuse_prompt(str(error))
        else:
            self._app.push_screen(panel, known)
