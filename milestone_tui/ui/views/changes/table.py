"""The table of what changed between two days, by group."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.changes.lines import ChangeLine
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_DAY, _DAYS = 11, 8


class ChangesTable(KeyedTable[ChangeLine]):
    """Table with a line for each milestone or risk that changed."""

    BINDINGS: ClassVar[Keys] = [bind("changes.open", "enter", "show", "Show this milestone on the timeline")]

    MARGIN: ClassVar[int] = 4

    several = False
    """Whether several projects are compared, so that each row names its own."""

    def key_of(self, entry: ChangeLine) -> Hashable | None:
        """Return the id of the milestone or risk; None for a heading."""
        return None if entry.key is None else (entry.project, str(entry.key))

    def heading(self, entry: ChangeLine) -> Line:
        """Return the name of a group."""
        return (("   ", Ink.TEXT), (entry.group.upper(), Ink.DIM))

    def columns(self, width: int) -> Sequence[Column[ChangeLine]]:
        """Return the columns, with the project if there are several."""
        found: list[Column[ChangeLine]] = [
            Column("MILESTONE", lambda one: one.title, current=Ink.BRIGHT, gap=0, least=12, most=44),
            Column("BEFORE", lambda one: one.before, _DAY, Ink.DIM, right=True, gap=1),
            Column("AFTER", lambda one: one.after, _DAY, lambda one: one.ink, right=True, gap=1),
            Column("MOVED", lambda one: one.days, _DAYS, lambda one: one.ink, right=True, gap=1),
            Column("BY", lambda one: one.by, 30 if width >= 100 else 16, Ink.DIM),
        ]
        if self.several:
            found.insert(0, Column("PROJECT", lambda one: one.project, 9, Ink.BRIGHT, gap=0))
            found[1] = found[1]._replace(gap=2)
        return found
