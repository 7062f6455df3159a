"""The application: opens the first screen, goes where screens ask to go, follows the store, the clock and the theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from milestone_tui.plan.clock import Clock
from milestone_tui.store import Announcement, Store
from milestone_tui.ui.desk import Desk
from milestone_tui.ui.look import Look
from milestone_tui.ui.routes import HelpRequested, MilestoneEditRequested, ProjectEditRequested, TimelineRequested
from milestone_tui.ui.screens.base import StoreScreen
from milestone_tui.ui.screens.projects import ProjectsScreen
from milestone_tui.ui.theme import DARK, PALETTES

WATCH_SECONDS = 0.5
"""How often the store is asked whether another process wrote: somebody else's tick is seen within a second."""


class MilestoneApp(App[None]):
    """The dashboard on one store."""

    TITLE = "Milestones"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon", "command_palette", "commands", show=False, id="app.palette", tooltip="Every action by name"),
        Binding("ctrl+l", "repaint", "repaint", show=False, id="app.repaint", tooltip="Draw the screen again"),
        Binding("ctrl+q", "quit", "quit", show=False, id="app.quit", tooltip="Leave the program"),
    ]

    CSS = """
    Screen { background: $background; color: $foreground; }
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        theme: str = DARK.name,
        ascii_only: bool = False,
        remember_theme: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self._look = Look(PALETTES[theme], ascii_only)
        self._desk = Desk(store, clock, self._look)
        self._remember_theme = remember_theme
        self._day: date = clock.today()
        for palette in PALETTES.values():
            self.register_theme(palette.theme())
        self.theme = theme
        store.subscribe(self._spread)

    def get_default_screen(self) -> Screen[None]:
        """The portfolio is what one starts and ends with."""
        return ProjectsScreen(self._desk)

    def on_mount(self) -> None:
        """Watch the store; load the write side when the first screen has been painted."""
        self.set_interval(WATCH_SECONDS, self._watch)
        self.call_after_refresh(self._desk.store.warm_up)

    # Following ---------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        self._desk.store.poll()
        today = self._desk.clock.today()
        if today != self._day:
            self._day = today
            self._spread(None)

    def _spread(self, news: Announcement | None) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, StoreScreen):
                screen.hear(news)

    # Going -------------------------------------------------------------------------------------------------

    @on(TimelineRequested)
    def open_timeline(self, wish: TimelineRequested) -> None:
        """One project on a time axis."""
        from milestone_tui.ui.screens.timeline import TimelineScreen  # late: not needed for the first frame

        self.push_screen(TimelineScreen(self._desk, wish.project_id, wish.milestone_id))

    @on(MilestoneEditRequested)
    def open_milestone(self, wish: MilestoneEditRequested) -> None:
        """One milestone with all its fields."""
        from milestone_tui.ui.screens.milestone_editor import MilestoneEditor  # late: stock inputs cost start-up

        self.push_screen(MilestoneEditor(self._desk, wish.milestone_id))

    @on(ProjectEditRequested)
    def open_project(self, wish: ProjectEditRequested) -> None:
        """One project with all its fields, or a new one."""
        from milestone_tui.ui.screens.project_editor import ProjectEditor  # late: stock inputs cost start-up

        self.push_screen(ProjectEditor(self._desk, wish.project_id))

    @on(HelpRequested)
    def open_help(self) -> None:
        """The keys of the screen on top."""
        from milestone_tui.ui.screens.help import HelpScreen  # late: seldom needed

        self.push_screen(HelpScreen(self._desk, self.screen))

    def action_repaint(self) -> None:
        """Draw everything again, for a terminal that was disturbed."""
        self.refresh(layout=True, repaint=True)
        self.screen.refresh(layout=True, repaint=True)

    # Looking -----------------------------------------------------------------------------------------------

    def watch_theme(self, theme: str) -> None:
        """Repaint in the palette of the theme and remember it."""
        palette = PALETTES.get(theme)
        if palette is None or palette is self._look.palette:
            return
        self._look.palette = palette
        if self._remember_theme is not None:
            self._remember_theme(theme)
        for screen in self.screen_stack:
            screen.refresh(layout=True, repaint=True)
            for widget in screen.query("*"):
                widget.refresh()
