"""The table of a preview: each part of the file, what is new first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date

from milestone_tui.plan.importing.comparison import ImportRow, Standing
from milestone_tui.plan.language.wording import date_words
from milestone_tui.ui.renderer import Renderer, cells
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.importing.words import INKS
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_STANDING, _PART, _DAY, _KEY = 13, 9, 11, 12
_LEAST_NAME, _MOST_NAME = 12, 44


class ImportTable(KeyedTable[ImportRow]):
    """Table with a line for each part of a file."""

    several = False
    """Whether the file goes into several projects, so that each row names its own."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer, "This file has nothing to import.")
        self.today = today
        self._widest = _MOST_NAME
        """Cells that the names need at most, so that the reasons have the rest."""

    def show_entries(
        self, entries: Sequence[ImportRow], keep: Hashable | None = None, *, repaint_all: bool = False
    ) -> None:
        """Show these rows, with the column of names as wide as the longest of them."""
        widest = max((cells(entry.what) for entry in entries), default=0)
        self._widest = min(_MOST_NAME, max(_LEAST_NAME, widest))
        super().show_entries(entries, keep, repaint_all=repaint_all)

    def key_of(self, entry: ImportRow) -> Hashable | None:
        """Return what stays the same of a row when the file is compared again."""
        return (entry.part, entry.project, entry.where, entry.what)

    def columns(self, width: int) -> Sequence[Column[ImportRow]]:
        """Return the columns."""
        found: list[Column[ImportRow]] = [
            Column("IMPORT", lambda row: row.standing.value, _STANDING, lambda row: INKS[row.standing], gap=0),
            Column("WHAT", lambda row: row.part.short, _PART, Ink.DIM, at_width=70),
            Column(
                "NAME", lambda row: row.what, ink=_name_ink, current=Ink.BRIGHT, least=_LEAST_NAME, most=self._widest
            ),
            Column(
                "DUE", lambda row: date_words(row.due_on, self.today) if row.due_on else "", _DAY, Ink.DIM, at_width=100
            ),
            Column(
                "REASON", lambda row: row.reason, ink=lambda row: Ink.WARN if row.check else Ink.DIM, least=12, most=90
            ),
        ]
        if self.several:
            found.insert(2, Column("PROJECT", lambda row: row.project, _KEY, Ink.DIM, at_width=90))
        return found


def _name_ink(row: ImportRow) -> Ink:
    return Ink.DIM if row.standing in (Standing.SAME, Standing.NOTE) else Ink.TEXT
