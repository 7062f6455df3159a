"""What stands beside the fields of an editor: tabs with a list each, and the calendar below."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.editors.inline_list import InlineList, SideRows
from milestone_tui.ui.editors.picked_list import PickedList
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.month_pane import Calendar
from milestone_tui.ui.widgets.tabs import Tab, TabLine


class Divider(Widget):
    """A thin line between the fields and what stands beside them."""

    DEFAULT_CSS = "Divider { width: 1; height: 100%; margin-bottom: 1; }"

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def render_line(self, y: int) -> Strip:
        """The line."""
        return self.renderer.strip((("│", Ink.FAINT),), 1)


class Side(Vertical):
    """One list at a time, by the name of its tab."""

    DEFAULT_CSS = """
    Side { width: 1fr; padding: 0 1; }
    Side > TabLine { margin: 0 0 1 1; }
    Side > .list { display: none; max-height: 60%; }
    Side > .list.-shown { display: block; }
    Side > Calendar { margin: 2 0 0 1; display: none; }
    """

    def __init__(self, renderer: Renderer, lists: Mapping[str, InlineList | SideRows]) -> None:
        super().__init__(id="side")
        self.lists = dict(lists)
        self.tab = next(iter(lists))
        self.tabs = TabLine(renderer)
        self.calendar = Calendar(renderer)

    def compose(self) -> ComposeResult:
        """The tabs, the lists, the calendar."""
        yield self.tabs
        for part in self.lists.values():
            part.add_class("list")
            yield part
        yield self.calendar

    def show(self, tabs: tuple[Tab, ...]) -> None:
        """Write the labels, and show the list of the current tab."""
        self.tabs.tabs, self.tabs.current = tabs, self.tab
        for name, part in self.lists.items():
            part.set_class(name == self.tab, "-shown")

    @property
    def current(self) -> InlineList | SideRows:
        """The list that is shown."""
        return self.lists[self.tab]

    def following(self) -> str | None:
        """The tab after the current one, None after the last."""
        names = [*self.lists, None]
        return names[names.index(self.tab) + 1]

    def holds(self, widget: Widget | None) -> bool:
        """Whether a widget belongs to one of the lists."""
        return widget is not None and any(part in widget.ancestors_with_self for part in self.lists.values())

    @property
    def picking(self) -> dict[str, str]:
        """What is typed to be picked and not picked yet, by the tab whose list it is for."""
        picked = {name: part.unpicked for name, part in self.lists.items() if isinstance(part, PickedList)}
        return {name: text for name, text in picked.items() if text}

    def go_on_picking(self, picking: Mapping[str, str]) -> None:
        """Have what was typed earlier stand where it is picked, in sight."""
        for name, text in picking.items():
            part = self.lists.get(name)
            if isinstance(part, PickedList):
                part.go_on_picking(text)
                self.tab = name

    def settle(self) -> str | None:
        """Take what is being typed, before the lists are read for saving; the tab of what could not be taken."""
        lists = [(name, part) for name, part in self.lists.items() if isinstance(part, InlineList)]
        left = [name for name, part in lists if not part.settle()]  # every one of them is asked
        return left[0] if left else None
