"""Opens the palette and runs the chosen command, in its own view."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.actions import parse
from textual.app import App
from textual.worker import WorkerError

from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.commands import Command, commands_of
from milestone_tui.ui.context import Context
from milestone_tui.ui.idle import wait_until_idle
from milestone_tui.ui.navigation import Scope
from milestone_tui.ui.navigator import loaded
from milestone_tui.ui.panels.help import HelpScreen
from milestone_tui.ui.panels.palette import PaletteScreen
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from milestone_tui.ui.navigator import Navigator

_OPENING = "opening"


def open_palette(app: App[Any], context: Context, navigator: Navigator) -> None:
    """Open the palette on the screen on top, and run the chosen command.

    It takes the place of help, of a panel's too, where there is no palette: help only closes.
    """
    if isinstance(app.screen, HelpScreen):
        app.pop_screen()
        if not isinstance(app.screen, StoreScreen):
            return
    screen = app.screen
    opens_views = isinstance(screen, StoreScreen) and screen.OPENS_VIEWS
    here = navigator.place_for(Scope.PROJECT) if opens_views else None
    commands = commands_of(screen, app, loaded, here)

    def chosen(command: Command | None) -> None:
        if command is not None:
            start_worker(app, WRITES, _run, app, navigator, command)

    app.push_screen(PaletteScreen(context, commands, here), chosen)


async def _run(app: App[Any], navigator: Navigator, command: Command) -> None:
    node = command.node
    if command.view:
        navigator.switch(command.view, command.place)
        screen = navigator.on_top
        if not command.action or not isinstance(screen, StoreScreen) or command.view != screen.VIEW:
            return
        await _shown(app, screen)
        if refusal := _refusal(screen, command):
            screen.refuse_prompt(refusal)
            return
        if command.action == "delete":  # nobody has seen yet what is under the cursor there
            screen.show_status(f"Choose a row, then press {command.keys.split()[-1]} to delete it")
            return
        node = screen
    app.call_later(app.run_action, command.action, node)


def _refusal(screen: StoreScreen, command: Command) -> str:
    """Return why a command cannot run in the view that was opened for it; empty if it can."""
    if missing := screen.missing(command.action):
        return f'"{command.name}" needs {missing}.'
    _, name, parameters = parse(command.action)
    return "" if screen.check_action(name, parameters) else f'"{command.name}" is not available now.'


async def _shown(app: App[Any], screen: StoreScreen) -> None:
    """Wait until a view that was just opened has read and shown its data."""
    while True:
        await wait_until_idle(lambda: (app, *screen.walk_children(with_self=True)), lambda: (app, screen))
        under_way = [
            worker
            for worker in app.workers
            if worker.node is screen and worker.group in (WRITES, _OPENING) and not worker.is_finished
        ]
        if not under_way:
            return
        for worker in under_way:
            with suppress(WorkerError):
                await worker.wait()
