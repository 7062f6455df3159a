"""The application: opens the first screen, switches views, handles keys, themes and the end of the program."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from textual import events, on
from textual.actions import ActionParseResult
from textual.app import App, ScreenStackError
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, NoColor
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import WorkerFailed

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.terminal.abilities import Abilities
from milestone_tui.terminal.colours import Colours
from milestone_tui.terminal.line import TerminalLine
from milestone_tui.terminal.outlet import TerminalLost
from milestone_tui.terminal.shutdown import LOST, SignalHandler
from milestone_tui.ui.as_of import AsOf
from milestone_tui.ui.autosave import Autosaves
from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.draft_offers import DraftOffers
from milestone_tui.ui.first_frame.frame import FirstFrame
from milestone_tui.ui.gc_policy import REST_SECONDS, GcPolicy
from milestone_tui.ui.key_queue import KeyQueue, with_enter
from milestone_tui.ui.keys import APP_KEYS, Keys, hidden
from milestone_tui.ui.lost_file import LostFile
from milestone_tui.ui.messages import (
    AsOfRequested,
    PanelRequested,
    PromptRefused,
    ScreenClosed,
    ScreenRequested,
    StatusMessage,
    TextEditRequested,
    ViewLeft,
    ViewRequested,
)
from milestone_tui.ui.navigation import HOME
from milestone_tui.ui.navigator import Navigator
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.screen_updates import ScreenUpdates
from milestone_tui.ui.theme import THEME_WORDS
from milestone_tui.ui.theme_fallbacks import palettes
from milestone_tui.ui.views.projects import home_lines as home
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.waiting import WaitingNotice

if TYPE_CHECKING:
    from milestone_tui.ui.panel_opener import PanelOpener

WATCH_SECONDS = 0.5
"""Seconds between two checks for changes by other processes."""

LEAST = Size(*home.LEAST)
"""The smallest terminal in which the essential columns fit."""

_WARM_UP_SECONDS = 0.1
"""Seconds after the first key or mouse event until the editor and the write side are loaded."""


class MilestoneApp(App[None]):
    """The dashboard on one store."""

    TITLE = "Milestones"
    ENABLE_COMMAND_PALETTE = False
    """Textual's palette is off; `action_command_palette` opens ours."""

    BINDINGS: ClassVar[Keys] = [
        hidden("app.palette", "colon,ctrl+p", "commands", "Find any action by name", "command_palette"),
        *APP_KEYS,
    ]

    _line: TerminalLine | None = None
    _warm = False

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        theme: str | None = None,
        colours: Colours = Colours.FULL,
        ascii_only: bool = False,
        preferences: Preferences | None = None,
        editor: str = "",
        plain: bool = False,
        ending: SignalHandler | None = None,
        first: FirstFrame | None = None,
    ) -> None:
        """Show a store. With `plain`, whole frames are sent to the terminal, not only the changed cells.

        `editor` is the command that opens long texts. `ending` handles the signals that end the
        program. `first` is the frame that the terminal shows already.
        """
        self._plain, self._first = plain, first
        self._ending = ending or SignalHandler()
        super().__init__()
        self.animation_level = "none"
        self._palettes = palettes(Colours.NONE if self.no_color else colours)
        shown = theme if theme is not None and theme in self._palettes else next(iter(self._palettes))
        self._missed = None if self.no_color or theme == shown else theme
        renderer = Renderer(self._palettes[shown], ascii_only)
        self.context = Context(store, clock, renderer, preferences or Preferences())
        self._editor = editor
        self.navigator = Navigator(self, self.context)
        self._drafts = DraftOffers(self, self.context, self.navigator)
        self.lost_file = LostFile(self, self.context, self.keep_drafts)
        self._typing = KeyQueue(self, clock.seconds, lambda: store.is_locked)
        self._waiting = WaitingNotice(self, store, lambda: self.navigator.screens)
        self.updates = ScreenUpdates(self.context, self.navigator, self.lost_file, self._waiting)
        self._as_of = AsOf(self, self.context, self.updates.renew)
        for palette in self._palettes.values():
            self.register_theme(palette.theme())
        self.theme = shown
        store.subscribe(self.updates.store_changed)

    def get_default_screen(self) -> Screen[None]:
        """Return the Projects view, the base of the stack."""
        if (first := self._first) is None:
            return ProjectsScreen(self.context)
        return ProjectsScreen(self.context, projects=first.projects, cursor_on=first.cursor_on)

    def on_mount(self) -> None:
        """Start watching the store and the terminal, and offer drafts."""
        self._typing.begin()
        self.set_interval(WATCH_SECONDS, self.updates.check)
        if self.context.store.warning:
            self.call_after_refresh(self.navigator.show_error, self.context.store.warning)
        elif self._missed is not None:
            request = THEME_WORDS[self._missed]
            self.call_after_refresh(
                self.navigator.show_error,
                f"Too few colours for the {request} theme. Choose another theme in the palette (:).",
            )
        self.app_resume_signal.subscribe(self, lambda _: self._wake())
        self._ending.join(self.leave, self.keep_drafts)
        self.call_after_refresh(self._drafts.offer)

    def leave(self, code: int) -> None:
        """End the program with this exit code, with all unsaved edits kept as drafts."""
        self.keep_drafts()
        self.lost_file.keep_elsewhere()
        self.exit(return_code=code)

    def keep_drafts(self) -> None:
        """Keep the unsaved edits of all screens as drafts."""
        for screen in self.navigator.screens:
            if isinstance(screen, Autosaves):
                screen.keep_draft()

    async def action_quit(self) -> None:
        """End the program; ask first if a change still waits for a locked database."""
        if not self.context.store.is_locked or self.context.store.waiting is None:
            self.leave(0)
            return
        from milestone_tui.ui.panels.quit_waiting import ask_before_quitting  # late: seldom needed

        ask_before_quitting(self, self.context, lambda: self.leave(0))

    @property
    def crash(self) -> BaseException | None:
        """Return the error that ended the program, None without one."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _fatal_error(self) -> None:
        """Keep drafts and end; unlike Textual, print no traceback with the values of all variables."""
        with suppress(Exception):  # the same error may strike again
            self.keep_drafts()
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """Keep drafts and end, also for errors that Textual would print as they are."""
        self._fatal_error()

    @on(TerminalLost)
    def leave_without_terminal(self) -> None:
        """End the program when the terminal is gone."""
        self.leave(LOST)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; keys and pastes wait until all earlier ones have taken effect."""
        if isinstance(event, events.MouseDown | events.MouseUp) and event.button > 1:
            return  # nothing is clicked with the right button
        typed = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if typed and not self.context.has_typed:
            self.context.has_typed = True
            GcPolicy.freeze_startup_objects()
            self.set_timer(_WARM_UP_SECONDS, self.warm_up_for_changes)
        try:
            if typed and self._waiting.stops(event):
                return
            if not typed or self._typing.accept(event):
                on_top = self.navigator.on_top if typed else None
                if isinstance(on_top, StatusScreen) and (
                    isinstance(event, events.Paste) or self._typing.is_text(event)
                ):
                    on_top.clear_status()  # the field does not pass the key on to its screen
                    if on_top.refuses_text():
                        return
                await super().on_event(with_enter(event))
                if isinstance(event, events.MouseUp) and isinstance(on_top, StatusScreen):
                    on_top.clear_status()
        except ScreenStackError:
            if self.screen_stack:
                raise
            # no screen is left: the program is ending

    def on_key(self, event: events.Key) -> None:
        """Show that a key without a binding does nothing."""
        if isinstance(on_top := self.navigator.on_top, StatusScreen) and event.key not in on_top.active_bindings:
            on_top.refuse_key(event)

    @on(FramedScreen.Opened)
    def warm_up(self) -> None:
        """Load the views that are most likely opened next, after the first screen is painted."""
        if not self._warm:
            self._warm = True
            from milestone_tui.ui.warm_up import load_next_views  # late: not for the first frame

            load_next_views()

    def warm_up_for_changes(self) -> None:
        """Load the editor and the write side, so that the first change does not wait for them."""
        from milestone_tui.ui.warm_up import load_editor  # late: not for the first frame

        load_editor()
        self.context.store.warm_up().add_done_callback(lambda _: GcPolicy.freeze_all(self.navigator.is_settled))

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that sends only changed cells; Textual's own if this system has no such driver."""
        driver = super().get_driver_class()
        if sys.platform == "win32":
            return driver
        from milestone_tui.terminal.driver import driver_for  # not available on Windows

        return driver_for(driver, None if self._plain else self._join, self._first)

    def _join(self, abilities: Abilities) -> TerminalLine:
        """Create the line to a terminal with these abilities."""
        self._line = TerminalLine(80, 24, scrolls=abilities.scrolls, fills=abilities.fills)
        return self._line

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of each line; with NO_COLOR, one that keeps bold, underline and reverse."""
        return [NoColor()] if self.no_color else super().get_line_filters()

    @cached_property
    def _panels(self) -> PanelOpener:
        from milestone_tui.ui.panel_opener import PanelOpener  # late: not for the first frame

        return PanelOpener(self, self.context, self.navigator, self.updates.renew)

    def _wake(self) -> None:
        """Update date and screen after the program was suspended."""
        self.updates.turn_day()
        self.action_repaint()

    # Going -------------------------------------------------------------------------------------------------

    @on(ViewRequested)
    def switch_view(self, request: ViewRequested) -> None:
        """Show another view."""
        self.navigator.switch(request.view_id, request.place)

    @on(ViewLeft)
    def go_up(self) -> None:
        """Return from an earlier day to now, else go to Projects."""
        if self.context.moment is not None:
            self._as_of.leave()
        else:
            self.navigator.switch(HOME)

    @on(AsOfRequested)
    def show_another_day(self) -> None:
        """Ask for a day to show, or return to now."""
        self._as_of.toggle()

    def action_compare_days(self) -> None:
        """Ask for two days, and show what changed between them."""
        self._as_of.compare()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, unless it changes something while an earlier day is shown."""
        if isinstance(action, str) and self._as_of.refuses(action, default_namespace):
            return True
        return await super().run_action(action, default_namespace, namespaces)

    @on(ScreenRequested)
    def open_screen(self, request: ScreenRequested) -> None:
        """Open an editor, or a screen of a project, above the view."""
        self.navigator.open(request)

    @on(PanelRequested)
    def open_panel(self, request: PanelRequested) -> None:
        """Open a panel above the screen on top."""
        self._panels.open(request)

    def action_offer_drafts(self) -> None:
        """Offer the drafts of earlier sessions."""
        if not self._drafts.offer():
            self.navigator.refuse_prompt("No drafts. Everything you typed is saved.")

    def action_choose_identity(self) -> None:
        """Ask again who is at the keyboard."""
        self._panels.choose_identity()

    @on(TextEditRequested)
    def open_in_editor(self, request: TextEditRequested) -> None:
        """Open a long text in the person's own editor; what is typed is kept first."""
        from milestone_tui.ui.external_editor import edit_outside  # late: seldom needed

        self.keep_drafts()
        edit_outside(self, self._editor, request, self.navigator.show_error)

    def action_open_settings(self) -> None:
        """Open the settings panel."""
        self._panels.open_settings()

    @on(StatusMessage)
    def tell(self, news: StatusMessage) -> None:
        """Show a message on the screen on top."""
        self.navigator.show_status(news.sentence)

    @on(ScreenClosed)
    def show_closing(self, news: ScreenClosed) -> None:
        """Show why a screen closed by itself, and ignore keys that were typed for it."""
        if news.sentence:
            self.tell(StatusMessage(news.sentence))
        self.ignore_keys(news)

    @on(PromptRefused)
    def ignore_keys(self, news: PromptRefused | ScreenClosed) -> None:
        """Ignore the keys that follow a refused prompt without a pause, and name them."""
        self._typing.ignore_keys(news.sentence, lambda keys: self.navigator.show_error(keys.words(self.size.width - 1)))

    def action_command_palette(self) -> None:
        """Find an action by its name, or a place to go to."""
        from milestone_tui.ui.command_runner import open_palette  # late: seldom needed

        open_palette(self, self.context, self.navigator)

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Repaint the screen on top, unless only the app itself needs a layout.

        Textual asks for such a layout when it removes a closed screen; the screen below is painted already.
        """
        return self if layout else super().refresh(repaint=repaint, recompose=recompose)

    def action_repaint(self) -> None:
        """Redraw everything, for a terminal that another program wrote to."""
        if self._line is not None:
            self._line.forget()
        for screen in self.screen_stack:
            screen.refresh(layout=True, repaint=True)

    def action_help_quit(self) -> None:
        """Show how to quit, on ctrl+c."""
        self.navigator.show_status("Press ctrl+q to quit")

    def on_resize(self) -> None:
        """Check the size after Textual has stored it."""
        self.call_later(self._check_size)

    def _check_size(self) -> None:
        if self.size.width >= LEAST.width and self.size.height >= LEAST.height:
            return
        from milestone_tui.ui.base.too_small import TooSmallScreen  # late: seldom needed

        if not any(isinstance(screen, TooSmallScreen) for screen in self.screen_stack):
            self.push_screen(TooSmallScreen(self.context, LEAST))

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Open a screen, unless it would change something while an earlier day is shown."""
        if self._as_of.refuses_screen(screen):
            return AwaitMount(self.screen, [])
        return super().push_screen(screen, *args, **options)

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top and schedule a garbage collection."""
        self._collect_later()
        return super().pop_screen()

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Replace the screen on top and schedule a garbage collection."""
        self._collect_later()
        return super().switch_screen(screen)

    def _collect_later(self) -> None:
        # By `call_later`, since a timer set here would keep a reference to the screen that closes.
        self.call_later(self.set_timer, REST_SECONDS, lambda: GcPolicy.collect(self.navigator.is_settled))

    # Looking -----------------------------------------------------------------------------------------------

    def action_choose_theme(self) -> None:
        """Choose a theme."""
        self._panels.choose_theme()

    def action_use_theme(self, name: str) -> None:
        """Use a theme and remember it."""
        self._panels.use_theme(name)

    def watch_theme(self, theme: str) -> None:
        """Repaint everything in the colours of the theme."""
        palette = self._palettes.get(theme)
        if palette is None or palette is self.context.renderer.palette:
            return
        self.context.renderer.palette = palette
        self.updates.repaint()
