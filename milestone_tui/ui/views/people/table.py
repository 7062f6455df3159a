"""The table of people: what each is to which projects, and how much there is to do."""

from __future__ import annotations

from typing import NamedTuple

from textual.reactive import reactive

from milestone_tui.plan.language.roles import role_words
from milestone_tui.plan.language.wording import DASH, days_of_work_words
from milestone_tui.plan.people import PersonSummary
from milestone_tui.ui.renderer import Line, Span, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

_FIGURE = 8
_RIGHT = 2
_NAME = 22
_ORGANISATION = 18
_WIDE = 100
"""Cells from which there is room for the organisation."""


class _Columns(NamedTuple):
    name: int
    organisation: int
    roles: int


def _columns(width: int) -> _Columns:
    organisation = _ORGANISATION if width >= _WIDE else 0
    rest = width - 2 - 4 * _FIGURE - _RIGHT - (organisation + 2 if organisation else 0)
    name = min(_NAME, max(8, rest // 2))
    return _Columns(name, organisation, max(0, rest - name - 2))


class PeopleTable(RowView):
    """One line a person."""

    people: reactive[tuple[PersonSummary, ...]] = reactive((), repaint=False)

    def show(self, people: tuple[PersonSummary, ...]) -> None:
        """Show these people; the cursor stays on its person, or near the place where they stood."""
        if people == self.people:
            return
        known = self.selected
        self.people = people
        ids = [summary.person.id for summary in people]
        self.rows_changed(ids.index(known.person.id) if known and known.person.id in ids else None)

    @property
    def selected(self) -> PersonSummary | None:
        """The person under the cursor."""
        return self.people[self.cursor] if self.cursor < len(self.people) else None

    def select(self, person_id: int) -> None:
        """Put the cursor on a person, if they are there."""
        for index, summary in enumerate(self.people):
            if summary.person.id == person_id:
                self.cursor = index

    def row_count(self) -> int:
        """One row a person."""
        return len(self.people)

    def head_count(self) -> int:
        """The heads and a blank line."""
        return 2

    def head(self, line: int, width: int) -> Line:
        """The column heads."""
        if line:
            return ()
        c = _columns(width)
        cells = ["  ", fit("NAME", c.name)]
        if c.organisation:
            cells += ["  ", fit("ORGANISATION", c.organisation)]
        cells += ["  ", fit("ROLES", c.roles)]
        cells += [fit(text, _FIGURE, right=True) for text in ("OWNS", "SIGNS", "WORK", "D/WEEK")]
        return (("".join(cells), Ink.DIM),)

    def row(self, index: int, width: int, current: bool) -> Line:  # noqa: ARG002 - every row is written alike
        """One person."""
        summary = self.people[index]
        person = summary.person
        # The cursor's row is written for one cell less, yet its columns are those of the other rows.
        c = _columns(self.size.width)
        line: list[Span] = [("  ", Ink.TEXT), (fit(person.name, c.name), Ink.BRIGHT)]
        if c.organisation:
            line.append(("  " + fit(person.organisation, c.organisation), Ink.DIM))
        line.append(("  " + fit(role_words(summary.roles), c.roles), Ink.TEXT))
        signs = f"{summary.waiting} of {summary.approves}" if summary.waiting else str(summary.approves or DASH)
        return (
            *line,
            (fit(str(summary.owned or DASH), _FIGURE, right=True), Ink.TEXT if summary.owned else Ink.DIM),
            (fit(signs, _FIGURE, right=True), Ink.WARN if summary.waiting else Ink.DIM),
            (fit(_work(summary), _FIGURE, right=True), Ink.TEXT if summary.effort_days else Ink.DIM),
            (fit(days_of_work_words(person.capacity), _FIGURE, right=True), Ink.DIM),
        )


def _work(summary: PersonSummary) -> str:
    return f"{days_of_work_words(summary.effort_days)} d" if summary.effort_days else DASH
