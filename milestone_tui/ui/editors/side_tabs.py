"""The right side of an editor: tabs with a list each, and the calendar below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from milestone_tui.ui.editors.collection_editor import CollectionEditor
from milestone_tui.ui.editors.picking_editor import PickingEditor
from milestone_tui.ui.editors.side_rows import SideRows
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.month_pane import Calendar
from milestone_tui.ui.widgets.tabs import Tab, TabLine

TabList: TypeAlias = CollectionEditor[Any] | SideRows
"""The list that a tab shows."""


class Divider(Widget):
    """Thin line between the fields and the tabs."""

    DEFAULT_CSS = "Divider { width: 1; height: 100%; margin-bottom: 1; }"

    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.renderer = renderer

    def render_line(self, y: int) -> Strip:
        """Paint a cell of the line."""
        return self.renderer.strip((("│", Ink.FAINT),), 1)


class Side(Vertical):
    """The tabs with their lists, of which one is shown; lists and calendar are mounted when first shown."""

    DEFAULT_CSS = """
    Side { width: 1fr; padding: 0 1; }
    Side > TabLine { margin: 0 0 1 1; }
    Side > .list { display: none; max-height: 60%; }
    Side > .list.-shown { display: block; }
    Side > Calendar { margin: 2 0 0 1; display: none; }
    """

    def __init__(self, renderer: Renderer, lists: Mapping[str, TabList]) -> None:
        super().__init__(id="side")
        self.lists = dict(lists)
        self.tab = next(iter(lists))
        self.tabs = TabLine(renderer)
        self.calendar = Calendar(renderer)
        for part in lists.values():
            part.set_class(True, "list", update=False)
        self.current.set_class(True, "-shown", update=False)

    def compose(self) -> ComposeResult:
        """Compose the tabs and the list of the current one."""
        yield self.tabs
        yield self.current

    def show(self, tabs: tuple[Tab, ...]) -> None:
        """Write the labels, and show the list of the current tab."""
        self.tabs.tabs, self.tabs.current = tabs, self.tab
        for name, part in self.lists.items():
            part.set_class(name == self.tab, "-shown", update=part.is_attached)
        if self.tabs.is_attached and not self.current.is_attached:
            self.mount(self.current, after=self.tabs)

    def have_calendar(self) -> Calendar:
        """Return the calendar, mounted."""
        if not self.calendar.is_attached:
            self.mount(self.calendar)
        return self.calendar

    @property
    def current(self) -> TabList:
        """Return the list that is shown."""
        return self.lists[self.tab]

    def following(self) -> str | None:
        """Return the tab after the current one, None after the last."""
        names = [*self.lists, None]
        return names[names.index(self.tab) + 1]

    def holds(self, widget: Widget | None) -> bool:
        """Return whether a widget belongs to one of the lists."""
        return widget is not None and any(part in widget.ancestors_with_self for part in self.lists.values())

    @property
    def _pickers(self) -> dict[str, PickingEditor[Any]]:
        return {name: part for name, part in self.lists.items() if isinstance(part, PickingEditor)}

    @property
    def picking(self) -> dict[str, str]:
        """Return the texts in pickers from which nothing was picked yet, by tab."""
        return {name: text for name, part in self._pickers.items() if (text := part.unpicked)}

    def resume_picking(self, picking: Mapping[str, str]) -> None:
        """Reopen pickers with their texts, and show the tab of the last one."""
        pickers = self._pickers
        for name, text in picking.items():
            if name in pickers:
                pickers[name].resume_picking(text)
                self.tab = name

    def settle(self) -> str | None:
        """Accept the lines that are being typed before a save; return the tab of one with a mistake, else None."""
        collections = [(name, part) for name, part in self.lists.items() if isinstance(part, CollectionEditor)]
        left = [name for name, part in collections if not part.settle()]  # settles all of them
        return left[0] if left else None
