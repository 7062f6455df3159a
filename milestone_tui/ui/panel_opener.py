"""Opens the panels above any screen: help, explanations, a new risk, identity, settings and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

from milestone_tui.errors import MilestoneError
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.identity import Identity
from milestone_tui.ui.messages import (
    ExplainRequested,
    HelpRequested,
    IdentityRequested,
    MilestoneEditRequested,
    PanelRequested,
    RiskRequested,
)
from milestone_tui.ui.navigator import Navigator
from milestone_tui.ui.theme import SHORT_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from milestone_tui.plan.explanation import Behind
    from milestone_tui.ui.panels.settings import Changes


class PanelOpener:
    """Opener of panels, each of which is loaded when it opens, and what their answers change in the app."""

    def __init__(self, app: App[Any], context: Context, navigator: Navigator, renew: Callable[[], None]) -> None:
        """`renew` reads all screens again."""
        self._app = app
        self._context = context
        self._navigator = navigator
        self._renew = renew
        self._identity = Identity(app, context)

    def open(self, request: PanelRequested) -> None:
        """Open the panel that a screen asks for."""
        match request:
            case RiskRequested():
                self._raise_risk(request)
            case HelpRequested():
                self._open_help(request)
            case ExplainRequested():
                self._explain(request)
            case IdentityRequested():
                self._identity.ask(request.on_answer)

    def _raise_risk(self, request: RiskRequested) -> None:
        from milestone_tui.ui.panels.raise_risk import RaiseRiskScreen  # late: seldom needed

        try:
            panel = RaiseRiskScreen(self._context, request.project_id, request.milestone_id)
        except MilestoneError as error:
            self._navigator.refuse_prompt(str(error))
        else:
            self._app.push_screen(panel)

    def _open_help(self, request: HelpRequested) -> None:
        """Show the keys of the screen on top."""
        from milestone_tui.ui.panels.help import HelpScreen  # late: seldom needed

        titled = (screen for screen in reversed(self._app.screen_stack) if isinstance(screen, StoreScreen))
        where = next((screen.title_bar.left for screen in titled), ())
        self._app.push_screen(HelpScreen(self._context, self._app.screen, request, where))

    def _explain(self, request: ExplainRequested) -> None:
        """Explain figures above the screen on top; one of their milestones may be opened from there."""
        from milestone_tui.ui.panels.explain import ExplainPanel  # late: seldom needed

        def open_milestone(chosen: Behind | None) -> None:
            if chosen is not None:
                self._app.post_message(MilestoneEditRequested(chosen.milestone_id))

        on_top = self._navigator.on_top
        opens = isinstance(on_top, StoreScreen) and bool(on_top.VIEW)  # an editor above a what-if would be too deep
        self._app.push_screen(ExplainPanel(self._context, request.about, request.figures, opens=opens), open_milestone)

    def choose_identity(self) -> None:
        """Ask again who is at the keyboard, and apply filters with `@me` to the new answer."""
        from milestone_tui.ui.widgets.filter_bar import FilterBar  # late: seldom needed

        def on_answer() -> None:
            for screen in self._navigator.screens:
                for bar in screen.query(FilterBar):
                    bar.parse_again()

        self._identity.ask(on_answer)

    def open_settings(self) -> None:
        """Open the settings panel; saved changes apply to all open screens immediately."""
        from milestone_tui.ui.panels.settings import SettingsScreen  # late: seldom needed

        def saved(changed: Changes | None) -> None:
            if not changed:
                return
            self._app.theme = str(changed.get("theme", self._app.theme))
            self._context.judge_by_settings()
            self._renew()  # what was typed may mean another day

        try:
            self._context.preferences.reload()
        except MilestoneError as error:
            self._navigator.refuse_prompt(str(error))
            return
        known = () if self._app.no_color else self._app.available_themes
        themes = {word: name for word, name in SHORT_NAMES.items() if name in known}
        self._app.push_screen(SettingsScreen(self._context, self._app.theme, themes), saved)

    def choose_theme(self) -> None:
        """Open the theme panel and use the chosen theme."""
        if self._app.no_color:
            self._navigator.refuse_prompt("No themes: colours are off (NO_COLOR is set, or TERM has none).")
            return
        from milestone_tui.ui.panels.themes import ThemePicker  # late: seldom needed

        def chosen(name: str | None) -> None:
            if name is not None:
                self.use_theme(name)

        self._app.push_screen(ThemePicker(self._context), chosen)

    def use_theme(self, name: str) -> None:
        """Use a theme and remember it."""
        if self._app.no_color:
            self.choose_theme()
            return
        self._app.theme = name
        try:
            self._context.preferences.change({"theme": name})
        except MilestoneError as error:
            self._navigator.show_error(str(error))
