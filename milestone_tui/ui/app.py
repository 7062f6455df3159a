"""The application: opens the first screen, goes where screens ask to go, follows the store, the clock and the theme."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any, ClassVar, Self

from textual import events, on
from textual.app import App, ScreenStackError
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.filter import LineFilter, NoColor
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from milestone_tui.errors import DatabaseLocked, FileLost, MilestoneError
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store, StoreChanged
from milestone_tui.terminal.abilities import Abilities
from milestone_tui.terminal.colours import Colours
from milestone_tui.terminal.line import Line
from milestone_tui.terminal.outlet import TerminalLost
from milestone_tui.terminal.shutdown import LOST, SignalHandler
from milestone_tui.ui.autosave import Autosaves
from milestone_tui.ui.base.framed import FramedScreen
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.draft_offers import DraftOffers
from milestone_tui.ui.first_frame.frame import FirstFrame
from milestone_tui.ui.gc_policy import REST_SECONDS, GcPolicy
from milestone_tui.ui.identity import Identity
from milestone_tui.ui.key_queue import KeyQueue, meant
from milestone_tui.ui.keys import APP_KEYS, Keys, hidden
from milestone_tui.ui.lost_file import LostFile
from milestone_tui.ui.messages import (
    GaveWay,
    HelpRequested,
    IdentityRequested,
    PromptRefused,
    ScreenRequested,
    StatusMessage,
    TextEditRequested,
    ViewRequested,
)
from milestone_tui.ui.navigator import Navigator
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import SHORT_NAMES, THEME_WORDS
from milestone_tui.ui.theme_fallbacks import palettes
from milestone_tui.ui.views.projects import home_lines as home
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.waiting import WaitingNotice

WATCH_SECONDS = 0.5
"""How often the store is asked whether another process wrote: somebody else's tick is seen within a second."""

LEAST = Size(*home.LEAST)
"""On a smaller terminal not even the essential columns fit."""

_WARM_UP_SECONDS = 0.1
"""How long after the first key, or move of the mouse, what changes need is loaded: that key goes first."""


def _load_aside(module: str) -> None:
    # A daemon: who leaves at once does not wait for it.
    Thread(target=import_module, args=(module,), name="warm-up", daemon=True).start()


class MilestoneApp(App[None]):
    """The dashboard on one store."""

    TITLE = "Milestones"
    ENABLE_COMMAND_PALETTE = False
    """Textual's own: ours lists the actions of the screen."""

    BINDINGS: ClassVar[Keys] = [
        hidden("app.palette", "colon,ctrl+p", "commands", "Every action by name", "command_palette"),
        *APP_KEYS,
    ]

    _line: Line | None = None
    _warm = _somebody_there = False

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
        """Show what is in the store; `plain` sends the terminal all that is painted, not only what changes.

        `editor` is the command that opens long texts. `ending` tells when the program is to end; `first` is
        what the terminal shows already.
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
        self._identity = Identity(self, self.context)
        self._editor = editor
        self.navigator = Navigator(self, self.context)
        self._drafts = DraftOffers(self, self.context, self.navigator)
        self.lost_file = LostFile(self, self.context, self.keep_drafts)
        self._typing = KeyQueue(self, clock.seconds, lambda: store.is_locked)
        self._waiting = WaitingNotice(self, store, lambda: self.navigator.screens)
        for palette in self._palettes.values():
            self.register_theme(palette.theme())
        self.theme = shown
        store.subscribe(self._spread)

    def get_default_screen(self) -> Screen[None]:
        """The portfolio is what one starts and ends with."""
        return ProjectsScreen(self.context, projects=self._first.projects if self._first else None)

    def on_mount(self) -> None:
        """Watch the store and the terminal."""
        self._typing.begin()
        self.set_interval(WATCH_SECONDS, self._watch)
        if self.context.store.warning:
            self.call_after_refresh(self._show_error, self.context.store.warning)
        elif self._missed is not None:
            wish = THEME_WORDS[self._missed]
            self.call_after_refresh(self._show_error, f"The {wish} theme needs more colours than this terminal has.")
        self.app_resume_signal.subscribe(self, lambda _: self._wake())
        self._ending.join(self.leave, self.keep_drafts)
        self.call_after_refresh(self._drafts.offer)

    def leave(self, code: int) -> None:
        """End the program with this exit code; what is typed and not saved is there at the next start."""
        self.keep_drafts()
        self.lost_file.keep_elsewhere()
        self.exit(return_code=code)

    def keep_drafts(self) -> None:
        """Have kept what is typed and not saved."""
        for screen in self.navigator.screens:
            if isinstance(screen, Autosaves):
                screen.keep_draft()

    async def action_quit(self) -> None:
        """End the program; where a change waits for another one, ask."""
        if not self.context.store.is_locked or self.context.store.waiting is None:
            self.leave(0)
            return
        from milestone_tui.ui.panels.quit_waiting import End, QuitWaitingScreen  # late: seldom needed

        def answered(answer: End | None) -> None:
            if answer == "leave":
                self.context.store.leave_waiting()
            if answer is not None:
                self.leave(0)

        if not isinstance(self.screen, QuitWaitingScreen):
            self.push_screen(QuitWaitingScreen(self.context), answered)

    @property
    def crash(self) -> BaseException | None:
        """The error of ours that has ended the program, if one has."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _fatal_error(self) -> None:
        """End, with what is typed kept; Textual would print a traceback with the values of all variables."""
        with suppress(Exception):  # whatever is wrong may be wrong there as well
            self.keep_drafts()
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """Do the same for an error that would print itself."""
        self._fatal_error()

    @on(TerminalLost)
    def leave_without_terminal(self) -> None:
        """There is nobody any more to work for."""
        self.leave(LOST)

    async def on_event(self, event: events.Event) -> None:
        """Act upon what is typed when all that was typed before has been acted upon."""
        typed = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if typed and not self._somebody_there:
            self._somebody_there = True
            GcPolicy.keep_what_is_there()
            self.set_timer(_WARM_UP_SECONDS, self.warm_up_for_changes)
        try:
            if typed and self._waiting.stops(event):
                return
            if not typed or self._typing.accept(event):
                on_top = self.navigator.on_top if typed else None
                if isinstance(on_top, StatusScreen) and (
                    isinstance(event, events.Paste) or self._typing.is_text(event)
                ):
                    on_top.clear_status()  # which the field keeps to itself
                    if on_top.refuses_text():
                        return
                await super().on_event(meant(event))
        except ScreenStackError:
            if self.screen_stack:
                raise
            # the program is ending: there is nothing any more to type into

    def on_key(self, event: events.Key) -> None:
        """Say of a key that nothing has taken and nothing is bound to that it does nothing."""
        if isinstance(on_top := self.navigator.on_top, StoreScreen) and event.key not in on_top.active_bindings:
            on_top.refuse_key(event)

    @on(FramedScreen.Opened)
    def warm_up(self) -> None:
        """Load the screen that the next key will want, when the first one has been painted."""
        if not self._warm:
            self._warm = True
            _load_aside("milestone_tui.ui.views.timeline.screen")

    def warm_up_for_changes(self) -> None:
        """Load the editor and the write side, so that no change waits for them; who only looks does without."""
        _load_aside("milestone_tui.ui.editors.milestone")
        self.context.store.warm_up().add_done_callback(
            lambda _: GcPolicy.keep_what_is_loaded(self.navigator.is_settled)
        )

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this system, in our more tolerant and sparing form."""
        driver = super().get_driver_class()
        if sys.platform == "win32":
            return driver
        from milestone_tui.terminal.driver import driver_for  # there is no such driver on Windows

        return driver_for(driver, None if self._plain else self._join, self._first)

    def _join(self, abilities: Abilities) -> Line:
        """The line to a terminal with these abilities."""
        self._line = Line(80, 24, scrolls=abilities.scrolls, fills=abilities.fills)
        return self._line

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR nothing but bold, underlined and reversed is left; Textual's own way there turns all black."""
        return [NoColor()] if self.no_color else super().get_line_filters()

    # Following ---------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        try:
            self.context.store.poll()
        except FileLost as error:
            self.lost_file.lost(error)
        except DatabaseLocked:
            self._waiting.unread()
        except MilestoneError as error:  # a file that cannot be read now may be back at the next look
            self._show_error(str(error))
        else:
            self.lost_file.found()
            if self._waiting.read():
                for screen in self.navigator.screens:
                    if isinstance(screen, StoreScreen):
                        screen.read_again()
        # A complaint is told once: it waits for a screen that can say it.
        if isinstance(self.navigator.on_top, StoreScreen) and (complaint := self.context.store.take_backup_error()):
            self._show_error(complaint)
        self._waiting.show()
        self._turn_day()

    def _turn_day(self) -> None:
        """Have all that is open tell anew what depends on the day, when that is another one."""
        if self.context.turn_day():
            for screen in self.navigator.screens:
                if isinstance(screen, FramedScreen):
                    screen.new_day()

    def _wake(self) -> None:
        """Go on after a rest, which may have lasted for days."""
        self._turn_day()
        self.action_repaint()

    def _spread(self, news: StoreChanged | None) -> None:
        for screen in self.navigator.screens:
            if isinstance(screen, StoreScreen):
                screen.store_changed(None if news is not None and news.database_replaced else news)
        self._waiting.show()

    # Going -------------------------------------------------------------------------------------------------

    @on(ViewRequested)
    def switch_view(self, wish: ViewRequested) -> None:
        """Show another view."""
        self.navigator.switch(wish.view_id, wish.place)

    @on(ScreenRequested)
    def open_screen(self, wish: ScreenRequested) -> None:
        """Open an editor, or a screen of a project, above the view."""
        self.navigator.open(wish)

    def action_offer_drafts(self) -> None:
        """Offer what was typed and not saved in an earlier program."""
        if not self._drafts.offer():
            self._refuse_prompt("There are no drafts to resume: all that was typed is saved.")

    @on(IdentityRequested)
    def ask_identity(self, wish: IdentityRequested) -> None:
        """Ask who is at the keyboard."""
        self._identity.ask(wish.go_on)

    def action_choose_identity(self) -> None:
        """Ask again who is at the keyboard; filters that ask for that person show what they mean now."""
        from milestone_tui.ui.widgets.filter_bar import FilterBar  # late: a stock input costs start-up

        def go_on() -> None:
            for screen in self.navigator.screens:
                for bar in screen.query(FilterBar):
                    bar.parse_again()

        self._identity.ask(go_on)

    @on(TextEditRequested)
    def open_in_editor(self, wish: TextEditRequested) -> None:
        """Open a long text in the person's own editor; what is typed is kept first."""
        from milestone_tui.ui.external_editor import edit_outside  # late: seldom needed

        self.keep_drafts()
        edit_outside(self, self._editor, wish, self._show_error)

    def action_open_settings(self) -> None:
        """Show the settings; what is saved is in force at once, in all that is open."""
        from milestone_tui.ui.panels.settings import Changes, SettingsScreen  # late: seldom needed

        def saved(changed: Changes | None) -> None:
            if not changed:
                return
            self.theme = str(changed.get("theme", self.theme))
            for screen in self.navigator.screens:
                if isinstance(screen, FramedScreen):
                    screen.new_day()  # what was typed may mean another day

        try:
            self.context.preferences.reload()
        except MilestoneError as error:
            self._refuse_prompt(str(error))
            return
        themes = {} if self.no_color else {word: name for word, name in SHORT_NAMES.items() if name in self._palettes}
        self.push_screen(SettingsScreen(self.context, self.theme, themes), saved)

    @on(HelpRequested)
    def open_help(self) -> None:
        """The keys of the screen on top."""
        from milestone_tui.ui.panels.help import HelpScreen  # late: seldom needed

        self.push_screen(HelpScreen(self.context, self.screen))

    @on(StatusMessage)
    def tell(self, news: StatusMessage) -> None:
        """Let the screen on top say it."""
        if isinstance(on_top := self.navigator.on_top, StatusScreen):
            on_top.show_status(news.sentence)

    @on(GaveWay)
    def tell_of_closing(self, news: GaveWay) -> None:
        """Say why a screen has closed by itself; what is typed just now was meant for that one."""
        if news.sentence:
            self.tell(StatusMessage(news.sentence))
        self.ignore_breath(news)

    @on(PromptRefused)
    def ignore_breath(self, news: PromptRefused | GaveWay) -> None:
        """Ignore what is typed in one breath with a key whose prompt did not open, and say what that was."""
        self._typing.ignore_breath(news.sentence, lambda breath: self._show_error(breath.words(self.size.width - 1)))

    def _show_error(self, sentence: str) -> None:
        if isinstance(on_top := self.navigator.on_top, StatusScreen):
            on_top.show_error(sentence)

    def _refuse_prompt(self, sentence: str) -> None:
        if isinstance(on_top := self.navigator.on_top, StatusScreen):
            on_top.refuse_prompt(sentence)

    def action_command_palette(self) -> None:
        """Find an action by its name and carry it out where it belongs."""
        from milestone_tui.ui.commands import Command, commands_of  # late: seldom needed
        from milestone_tui.ui.panels.palette import PaletteScreen

        def carry_out(command: Command | None) -> None:
            if command is not None:
                self.call_later(self.run_action, command.action, command.node)

        screen = self.screen
        unkeyed = screen.UNKEYED if isinstance(screen, StoreScreen) else ()
        is_view = isinstance(screen, StoreScreen) and bool(screen.VIEW)
        commands = commands_of(screen, self, unkeyed, with_drafts=is_view)
        self.push_screen(PaletteScreen(self.context, commands), carry_out)

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint the screen on top again, but not for a layout of the app itself.

        Textual asks for that when a closed screen has been removed: the one below was painted as it came to the top.
        """
        return self if layout else super().refresh(repaint=repaint, recompose=recompose)

    def action_repaint(self) -> None:
        """Draw everything again, for a terminal that was disturbed."""
        if self._line is not None:
            self._line.forget()
        for screen in self.screen_stack:
            screen.refresh(layout=True, repaint=True)

    def action_help_quit(self) -> None:
        """Say how to leave, to who presses ctrl+c."""
        if isinstance(on_top := self.navigator.on_top, StatusScreen):
            on_top.show_status("ctrl+q leaves the program")

    def on_resize(self) -> None:
        """Look at the size when it has been taken over."""
        self.call_later(self._check_size)

    def _check_size(self) -> None:
        if self.size.width >= LEAST.width and self.size.height >= LEAST.height:
            return
        from milestone_tui.ui.base.too_small import TooSmallScreen  # late: seldom needed

        if not any(isinstance(screen, TooSmallScreen) for screen in self.screen_stack):
            self.push_screen(TooSmallScreen(self.context, LEAST))

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top, and have what it leaves behind found when nothing works on it any more."""
        self._collect_later()
        return super().pop_screen()

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Do the same for the screen that another one replaces."""
        self._collect_later()
        return super().switch_screen(screen)

    def _collect_later(self) -> None:
        # Not set here: the timer would come from the screen that closes, and hold it.
        self.call_later(self.set_timer, REST_SECONDS, lambda: GcPolicy.find(self.navigator.is_settled))

    # Looking -----------------------------------------------------------------------------------------------

    def action_choose_theme(self) -> None:
        """Show the themes and keep the chosen one."""
        if self.no_color:
            self._refuse_prompt("Without colours (NO_COLOR, or this TERM) there are no themes to choose from.")
            return
        from milestone_tui.ui.panels.themes import ThemePicker  # late: seldom needed

        def chosen(name: str | None) -> None:
            if name is not None:
                self.action_use_theme(name)

        self.push_screen(ThemePicker(self.context), chosen)

    def action_use_theme(self, name: str) -> None:
        """Take a theme, next time too."""
        if self.no_color:
            self.action_choose_theme()
            return
        self.theme = name
        try:
            self.context.preferences.change({"theme": name})
        except MilestoneError as error:
            self._show_error(str(error))

    def watch_theme(self, theme: str) -> None:
        """Repaint in the palette of the theme."""
        palette = self._palettes.get(theme)
        if palette is None or palette is self.context.renderer.palette:
            return
        self.context.renderer.palette = palette
        for screen in self.navigator.screens:
            screen.refresh(layout=True, repaint=True)
            for widget in screen.query("*"):
                widget.refresh()
