"""The question who is at the keyboard, asked once and remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from milestone_tui.errors import MilestoneError
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context


class Identity:
    """The question who is at the keyboard; the answer goes to the filter names and the settings."""

    def __init__(self, app: App[Any], context: Context, remember: Callable[[str], None] | None) -> None:
        self._app = app
        self._context = context
        self._remember = remember

    def ask(self, go_on: Callable[[], None]) -> None:
        """Open the panel; call `go_on` after an answer."""
        from milestone_tui.ui.panels.identity import IdentityScreen  # late: asked once

        screen = self._app.screen

        def known(name: str | None) -> None:
            if name is None:
                return
            self._context.names.me = name
            self._app.call_later(go_on)  # after the panel has closed
            if self._remember is not None:
                try:
                    self._remember(name)
                except MilestoneError as error:
                    if isinstance(on_top := self._app.screen, StoreScreen):
                        on_top.show_error(str(error))

        if isinstance(screen, StoreScreen):
            screen.ask(lambda: IdentityScreen(self._context), known)
