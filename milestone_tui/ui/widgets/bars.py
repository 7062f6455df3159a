"""Title bar, line of views and key bar of every screen."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.keys import KeyHint, key_of, plain_keys
from milestone_tui.ui.navigation import view_at, views_line
from milestone_tui.ui.renderer import PRECEDES, Line, Renderer, cells, fit, line_width, title_line
from milestone_tui.ui.theme import Ground, Ink

_EDGES = 7
"""Cells of the title that neither side can use."""
_GAP = 3
"""Cells before the earlier day in the title."""


class TitleBar(Widget):
    """Title bar: what the screen shows on the left, its status on the right; in a view also the line of views."""

    DEFAULT_CSS = "TitleBar { height: 1; dock: top; } TitleBar.-views { height: 2; }"

    left: reactive[Line] = reactive((), always_update=False)
    right: reactive[Line] = reactive((), always_update=False)
    view: reactive[str] = reactive("")
    """The id of the view shown; empty for a screen without the line of views."""
    moment: reactive[str] = reactive("")
    """The earlier day that is shown, read-only; empty for now."""

    right_view = ""
    """The id of the view that a click on the right side switches to; empty for none."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self.cut_name = False
        """Whether the left side is cut, not the right, when both do not fit."""

    def room(self, width: int) -> int:
        """Return the cells for the right side in `width`: beside the left one, and before the earlier day."""
        moment = len(self.moment) + _GAP if self.moment else 0
        return width - line_width(self.left) - _EDGES - moment

    def watch_view(self, view: str) -> None:
        """Take a second line for the views."""
        self.set_class(bool(view), "-views")

    async def on_click(self, event: events.Click) -> None:
        """Switch to the clicked view, or that of the right side; for a click on the breadcrumb, go one step up."""
        if event.y:
            if view := view_at(self.view, self.size.width, event.x):
                await self.app.run_action(f"switch_view({view!r})", self.screen)
        elif event.x < self._way_up():
            keys = self.screen.active_bindings
            if (leaving := keys.get("q") or keys.get("escape")) is not None:
                await self.app.run_action(leaving.binding.action, leaving.node)
        elif self.right_view and event.x >= self.size.width - 2 - line_width(self.right):
            await self.app.run_action(f"switch_view({self.right_view!r})", self.screen)

    def _way_up(self) -> int:
        """Return the cells of the title before its last `›`; 0 where it has none."""
        at = found = 3  # before them stands the mark
        for text, _ in self.left:
            if PRECEDES in text:
                found = at
            at += cells(text)
        return found if found > 3 else 0

    def render_line(self, y: int) -> Strip:
        """Return the title, or the line of views."""
        width = self.size.width
        if y:
            return self.renderer.strip(views_line(self.view, width), width)
        right = (*self.right, (" " * _GAP, Ink.TEXT), (self.moment, Ink.WARN)) if self.moment else self.right
        line = title_line(self.left, right, width, cut_name=self.cut_name or bool(self.moment))
        return self.renderer.strip(line, width, Ground.PANEL)


class KeyBar(Widget):
    """Key bar: the keys of the screen, or a status sentence until the next key."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    hints: reactive[tuple[KeyHint, ...]] = reactive(())
    said: reactive[Line] = reactive(())
    notice: reactive[Line] = reactive(())
    """A lasting message shown in place of the keys; a status sentence hides it."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self.sayings = 0
        """The number of sentences shown so far, which distinguishes a repeated sentence."""

    def show_status(self, text: str, ink: Ink = Ink.TEXT) -> None:
        """Show a sentence in place of the keys until `clear_status`."""
        self.sayings += 1
        self.said = ((text, ink),)

    def clear_status(self) -> None:
        """Show the keys again."""
        self.said = ()

    def render_line(self, y: int) -> Strip:
        """Return the bar; hints that do not fit are left out, except the way back (esc) and the last (help)."""
        width = self.size.width
        if sentence := self.said or self.notice:
            return self.renderer.strip(self._sentence(sentence, width), width, Ground.PANEL)
        line = tuple(span for hint in self._fitting(width) for span in self._written(hint))
        return self.renderer.strip(line, width, Ground.PANEL)

    def _fitting(self, width: int) -> list[KeyHint]:
        """Return the hints that fit: those that stay, and of the others as many as there is room for."""
        stays = [hint.keys == "esc" or hint is self.hints[-1] for hint in self.hints]
        cells = [line_width(self._written(hint)) for hint in self.hints]
        # The two blanks behind the last hint need no room.
        room = width + 2 - sum(wide for wide, kept in zip(cells, stays, strict=True) if kept)
        fitting: list[KeyHint] = []
        for hint, wide, kept in zip(self.hints, cells, stays, strict=True):
            if not kept:
                room -= wide  # below 0 it stays there: what comes later is worth less
            if kept or room >= 0:
                fitting.append(hint)
        return fitting

    def on_click(self, event: events.Click) -> None:
        """Press the key that is clicked; on the word beside several keys, the first of them."""
        if not (self.said or self.notice) and (key := self._key_at(event.x)):
            self.app.simulate_key(key)

    def _key_at(self, x: int) -> str:
        for hint in self._fitting(self.size.width):
            _, (keys, _), (does, _) = self._written(hint)
            if x < 1 + cells(keys) + cells(does):
                names = list(re.finditer(r"\S+", keys))
                return key_of(next((n for n in names if n.start() <= x - 1 < n.end()), names[0])[0])
            x -= 1 + cells(keys) + cells(does)
        return ""

    def _sentence(self, sentence: Line, width: int) -> Line:
        line: list[tuple[str, Ink]] = [(" ", Ink.TEXT)]
        room = width - 1
        for text, ink in sentence:
            seen = visible(text)
            line.append((fit(seen, min(room, cell_len(seen))), ink))
            room -= cell_len(line[-1][0])
        return tuple(line)

    def _written(self, hint: KeyHint) -> Line:
        keys = plain_keys(hint.keys) if self.renderer.ascii_only else hint.keys
        ink = Ink.KEY if hint.enabled else Ink.FAINT
        return ((" ", Ink.TEXT), (keys, ink), (f" {hint.does}  ", Ink.DIM if hint.enabled else Ink.FAINT))
