"""A line of tabs, the current one underlined."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.renderer import BAR, Renderer, ended
from milestone_tui.ui.theme import Ink

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name in the program and its label on the screen, a word and perhaps a figure."""

    name: str
    label: str


class TabLine(Widget):
    """Tabs in two lines: the labels, and a bar under the current one."""

    ALLOW_SELECT = False

    DEFAULT_CSS = "TabLine { height: 2; width: 1fr; }"

    tabs: reactive[tuple[Tab, ...]] = reactive(())
    current: reactive[str] = reactive("")

    @dataclass
    class Clicked(Message):
        """A label was clicked."""

        name: str

    def __init__(self, renderer: Renderer, *, margin: int = 0, id: str | None = None) -> None:
        super().__init__(id=id)
        self.renderer = renderer
        self._margin = margin

    def render_line(self, y: int) -> Strip:
        """Return the labels, or the bar."""
        line = [(" " * self._margin, Ink.TEXT)]
        for name, label in self._labels().items():
            here = name == self.current
            if y == 0:
                line.append((label, Ink.BRIGHT if here else Ink.DIM))
            else:
                line.append(((BAR if here else " ") * cell_len(label), Ink.ACT))
            line.append((_GAP, Ink.TEXT))
        return self.renderer.strip(ended(line[:-1], self.size.width), self.size.width)

    def _labels(self) -> dict[str, str]:
        """Return the labels by name; without room for all, figures are dropped, last tab first, current tab last."""
        last_first = tuple(reversed(self.tabs))
        labels = {tab.name: tab.label for tab in self.tabs}
        for tab in sorted(last_first, key=lambda tab: tab.name == self.current):
            if self._margin + sum(cell_len(label + _GAP) for label in labels.values()) - len(_GAP) <= self.size.width:
                break
            labels[tab.name] = tab.label.partition(" ")[0]
        return labels

    def on_click(self, event: events.Click) -> None:
        """Report the label that was clicked."""
        x = event.x - self._margin
        for name, label in self._labels().items():
            if 0 <= x < cell_len(label):
                self.post_message(self.Clicked(name))
            x -= cell_len(label + _GAP)
