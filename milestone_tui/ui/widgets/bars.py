"""The first lines and the last one of every screen: where one is, where one can go, and which keys do what."""

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


class TitleBar(Widget):
    """What the screen shows on the left, how it stands on the right; in a view also the line that names the views."""

    DEFAULT_CSS = "TitleBar { height: 1; dock: top; } TitleBar.-views { height: 2; }"

    left: reactive[Line] = reactive((), always_update=False)
    right: reactive[Line] = reactive((), always_update=False)
    view: reactive[str] = reactive("")
    """The id of the view that this is; without one the views are not named."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self.name_gives_way = False
        """Where both sides do not fit, the end of what is last on the left goes, and not the right side."""

    def watch_view(self, view: str) -> None:
        """Take a line more for the names."""
        self.set_class(bool(view), "-views")

    async def on_click(self, event: events.Click) -> None:
        """Switch to the view whose name is clicked; go one step up where what leads to the screen is."""
        if event.y:
            if view := view_at(self.view, self.size.width, event.x):
                await self.app.run_action(f"switch_view({view!r})", self.screen)
        elif event.x < self._way_up():
            keys = self.screen.active_bindings
            if (leaving := keys.get("q") or keys.get("escape")) is not None:
                await self.app.run_action(leaving.binding.action, leaving.node)

    def _way_up(self) -> int:
        """Return the cells of the title before its last `›`; 0 where it has none."""
        at = found = 3  # before them stands the mark
        for text, _ in self.left:
            if PRECEDES in text:
                found = at
            at += cells(text)
        return found if found > 3 else 0

    def render_line(self, y: int) -> Strip:
        """The title, or the names of the views."""
        width = self.size.width
        if y:
            return self.renderer.strip(views_line(self.view, width), width)
        line = title_line(self.left, self.right, width, name_gives_way=self.name_gives_way)
        return self.renderer.strip(line, width, Ground.PANEL)


class KeyBar(Widget):
    """The keys of the screen, or for one key press something that has to be said."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    hints: reactive[tuple[KeyHint, ...]] = reactive(())
    said: reactive[Line] = reactive(())
    notice: reactive[Line] = reactive(())
    """What goes on for longer than a key, in place of the keys; what a key says comes before it."""

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer
        self.sayings = 0
        """How often something was said, to tell a sentence from the same one said again."""

    def show_status(self, text: str, ink: Ink = Ink.TEXT) -> None:
        """Show a sentence in place of the keys until `hush`."""
        self.sayings += 1
        self.said = ((text, ink),)

    def hush(self) -> None:
        """Show the keys again."""
        self.said = ()

    def render_line(self, y: int) -> Strip:
        """The one line; hints that do not fit are left out, but never the last (help)."""
        width = self.size.width
        if sentence := self.said or self.notice:
            return self.renderer.strip(self._sentence(sentence, width), width, Ground.PANEL)
        line = [span for hint in self._shown(width) for span in self._written(hint)]
        return self.renderer.strip(line, width, Ground.PANEL)

    def _shown(self, width: int) -> tuple[KeyHint, ...]:
        """Return the hints for which there is room; the last one always."""
        if not self.hints:
            return ()
        *some, last = self.hints
        room = width - line_width(self._written(last))
        shown: list[KeyHint] = []
        for hint in some:
            room -= line_width(self._written(hint))
            if room < 0:
                break
            shown.append(hint)
        return (*shown, last)

    def on_click(self, event: events.Click) -> None:
        """Press the key that is clicked; on the word beside several keys, the first of them."""
        if not (self.said or self.notice) and (key := self._key_at(event.x)):
            self.app.simulate_key(key)

    def _key_at(self, x: int) -> str:
        for hint in self._shown(self.size.width):
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
