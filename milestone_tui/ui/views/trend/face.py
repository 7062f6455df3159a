"""A face of the view Trend: what the screen asks of the milestone trend, the burn-up and the earned value.

The screen owns the widgets and the keys; a face holds no widget and no store. `tab` goes through the classes of
`faces.FACES`; a face is made when it is first shown and lives as long as its screen. What happens, in this order:

1. `read` is called with a reader, for a big project in a thread: a few queries, whose answer is any value.
2. `show` takes that answer with the plan that was read beside it, and today. From then on the other methods are called.
3. `rows`, `columns` and `key_of` fill the list on the right, which is the cursor; None among the rows is a blank line.
   `row_margin` are the two cells left of the columns, the first of them blank for the bar of the cursor.
4. `plot` returns the chart for the row under the cursor. It is asked at every step of the cursor, so a face keeps what
   does not depend on the cursor; only the lines that differ are painted.
5. `notes` are the sentences below the list, `pane` the two lines about the row under the cursor.
6. `explanations` answers `x`, `copied` answers `y`, `milestone_id` is what `enter` edits and other views take over.
7. `choose` (`o`) and `switch_percent` (`%`) change what the face shows and return the sentence for the status line; a
   face that has them names them in `OFFERS`. The screen then reads and shows it again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from datetime import date
from typing import ClassVar, Generic, TypeVar

from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.model import Plan
from milestone_tui.store.reader import Reader
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.plot_paint import Plot

Found = TypeVar("Found")
"""What a face reads."""
Row = TypeVar("Row")
"""A row of its list."""


class Face(ABC, Generic[Found, Row]):
    """Base of the faces."""

    NAME: ClassVar[str]
    """Its name in the status line, in lower case: `burn-up`."""
    TITLE: ClassVar[str]
    """Its name in the title of the screen: `Burn-up`."""
    SPACED: ClassVar[bool] = False
    """Whether its rows are a blank line apart where there is room."""
    OFFERS: ClassVar[frozenset[str]] = frozenset()
    """Which of `choose` and `percent` it has."""
    EMPTY: ClassVar[str] = "Nothing to show yet."
    """The sentence in place of the chart while `plot` returns None."""

    @abstractmethod
    def read(self, reader: Reader, project_id: int, today: date) -> Found:
        """Return what this face shows, in a few queries; may run in a thread."""

    @abstractmethod
    def show(self, found: Found, plan: Plan, today: date) -> None:
        """Take what was read."""

    @abstractmethod
    def rows(self) -> Sequence[Row | None]:
        """Return the rows of the list; None is a blank line."""

    @abstractmethod
    def columns(self, width: int) -> Sequence[Column[Row]]:
        """Return the columns of the list in `width` cells."""

    @abstractmethod
    def key_of(self, row: Row) -> Hashable:
        """Return what a row is known by while rows come and go."""

    @abstractmethod
    def plot(self, current: Row | None) -> Plot | None:
        """Return the chart with the row under the cursor brought out; None without anything to draw."""

    @abstractmethod
    def pane(self, current: Row | None, width: int) -> Sequence[Line]:
        """Return the lines about the row under the cursor."""

    def row_margin(self, row: Row) -> Line:
        """Return the two cells before the columns of a row."""
        return (("  ", Ink.TEXT),)

    def notes(self, width: int) -> tuple[Line, ...]:
        """Return the sentences below the list."""
        return ()

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the chart, for help."""
        return ()

    def milestone_id(self, row: Row) -> int | None:
        """Return the milestone of a row, if it has one."""
        return None

    def explanations(self, current: Row | None) -> tuple[Explanation, ...]:
        """Return the explanations of the figures of a row, the most telling first."""
        return ()

    def copied(self, current: Row) -> str:
        """Return a row as one line of text; empty if it cannot be copied."""
        return ""

    def choose(self) -> str:
        """Go to the next way of showing, and return the sentence for the status line."""
        return ""

    def switch_percent(self) -> str:
        """Show earned value the other way, and return the sentence for the status line."""
        return ""
