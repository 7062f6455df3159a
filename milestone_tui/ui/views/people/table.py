"""The table of people: their roles, and how much they own, approve and work."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from milestone_tui.plan.language.roles import role_words
from milestone_tui.plan.language.wording import DASH, days_of_work_words
from milestone_tui.plan.people import PersonSummary
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable


def _approves(summary: PersonSummary) -> str:
    return f"{summary.waiting} of {summary.approves}" if summary.waiting else str(summary.approves or DASH)


def _effort(summary: PersonSummary) -> str:
    return f"{days_of_work_words(summary.effort_days)} d" if summary.effort_days else DASH


_COLUMNS: Sequence[Column[PersonSummary]] = (
    Column("PERSON", lambda s: s.person.name, ink=Ink.BRIGHT, gap=0, least=8, most=22),
    Column("ORGANISATION", lambda s: s.person.organisation, 18, Ink.DIM, at_width=100),
    Column("ROLES", lambda s: role_words(s.roles)),
    Column("OWNS", lambda s: str(s.owned or DASH), 6, lambda s: Ink.TEXT if s.owned else Ink.DIM, right=True, gap=0),
    Column("APPROVES", _approves, 10, lambda s: Ink.WARN if s.waiting else Ink.DIM, right=True, gap=0),
    Column("EFFORT", _effort, 8, lambda s: Ink.TEXT if s.effort_days else Ink.DIM, right=True, gap=0),
    Column("DAYS/WK", lambda s: days_of_work_words(s.person.capacity), 9, Ink.DIM, right=True, gap=0),
)


class PeopleTable(KeyedTable[PersonSummary]):
    """Table with a line for each person."""

    HEAD_LINES = 2
    RIGHT_MARGIN = 2

    def columns(self, width: int) -> Sequence[Column[PersonSummary]]:
        """Return the columns."""
        return _COLUMNS

    def key_of(self, entry: PersonSummary) -> Hashable:
        """Return the person's id."""
        return entry.person.id
