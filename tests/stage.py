"""A small screen for the tests of what all screens share: one project's milestones as lines, and the common actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from small_project import TODAY
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.filter import Filter, milestone_facts
from milestone_tui.plan.model import Milestone
from milestone_tui.store import Store
from milestone_tui.terminal.colours import Colours
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.panels.ticking import tick_or_ask
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.renderer import DONE, DUE_SIGN, Line, Renderer, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.widgets.filter_bar import FilterBar
from milestone_tui.ui.widgets.rows import RowView


class MilestoneList(RowView):
    """Titles with their marks."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer)
        self.milestones: tuple[Milestone, ...] = ()

    def row_count(self) -> int:
        return len(self.milestones)

    def row(self, index: int, width: int, current: bool) -> Line:
        milestone = self.milestones[index]
        mark = (" " + DONE, Ink.GOOD) if milestone.done_on else (" " + DUE_SIGN, Ink.ACT)
        title = (" " + fit(milestone.title, min(30, width)), Ink.BRIGHT if current else Ink.TEXT)
        return (mark, title, (f"{milestone.percent:>4} %", Ink.DIM))


class StageScreen(StoreScreen):
    """All milestones of project 1."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick", id="stage.tick", tooltip="Tick as done, or untick"),
        Binding("n", "quick_add", "new", id="stage.add", tooltip="Add a milestone in one line"),
        Binding("B", "baseline", "baseline", id="stage.baseline", tooltip="Set a baseline"),
        Binding("slash", "filter", "filter", id="stage.filter", tooltip="Show only what matches"),
        Binding("X", "nothing", "impossible", id="stage.nothing", tooltip="Never enabled"),
    ]

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.list = MilestoneList(context.renderer)
        self.filter_bar = FilterBar(context.renderer, context.clock.today)
        self.filters: list[str] = []
        self.wanted: Filter | None = None
        self.returned: list[int | None] = []

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.list
        yield self.filter_bar
        yield self.key_bar

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if (action, parameters) == ("nothing", ()) else True

    def reload(self) -> None:
        plan = self.context.store.read.plan(1)
        self.title_bar.left = ((plan.project.key, Ink.BRIGHT), (f" {plan.project.name}", Ink.TEXT))
        self.list.milestones = tuple(
            m
            for m in plan.milestones
            if not self.wanted or self.wanted.matches(milestone_facts(m, plan.project, self.context.today))
        )
        self.filter_bar.count = (len(self.list.milestones), len(plan.milestones))
        self.list.rows_changed()

    def action_tick(self) -> None:
        tick_or_ask(self, self.list.milestones[self.list.cursor].id)

    def action_quick_add(self) -> None:
        self.app.push_screen(QuickAddScreen(self.context, 1), self.returned.append)

    def action_baseline(self) -> None:
        self.app.push_screen(BaselineScreen(self.context, 1), self.returned.append)

    def action_filter(self) -> None:
        self.filter_bar.open()

    def action_nothing(self) -> None:
        raise AssertionError("a disabled action ran")

    @on(FilterBar.Changed)
    def narrow(self, event: FilterBar.Changed) -> None:
        self.filters.append(event.text)
        self.wanted = event.filter
        self.reload()


class StageApp(MilestoneApp):
    """The application with the small screen in place of the portfolio."""

    def __init__(
        self,
        store: Store,
        *,
        theme: str | None = "milestone-dark",
        colours: Colours = Colours.FULL,
        ascii_only: bool = False,
        settings: Path | None = None,
        screen: Callable[[Context], Screen[None]] = StageScreen,
    ) -> None:
        clock = Clock.fixed(TODAY)
        kept = Preferences(path=settings)
        super().__init__(store, clock, theme=theme, colours=colours, ascii_only=ascii_only, preferences=kept)
        self._own_desk = Context(store, clock, self.context.renderer, kept)
        self._own_screen = screen

    def get_default_screen(self) -> Screen[None]:
        return self._own_screen(self._own_desk)

    @property
    def stage(self) -> StageScreen:
        """The screen below everything."""
        screen = self.screen_stack[0]
        assert isinstance(screen, StageScreen)
        return screen
