"""The table of the agenda: what is due, in groups."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias, cast

from textual.reactive import reactive

from milestone_tui.plan.analysis.agenda import (
    BY_DATE,
    NO_FIGURES,
    AgendaFigures,
    AgendaGroup,
    AgendaItem,
    Section,
    waits_for,
)
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import (
    DASH,
    due_words,
    handle,
    near_day_words,
    near_due_words,
    slip_words,
    working_days,
)
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.monitoring import Risk
from milestone_tui.ui.renderer import AT_RISK, DAY_OFF, SIGNS, Line, Renderer, cells, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.chart_paint import slip_ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

_WIDE = 100
"""Width of the view from which distances are written out."""
_OWNER_AT, _FLOAT_AT, _AFTER_AT = 72, 90, 110
"""Widths from which owner and criteria are shown, then float, then what an item waits for."""
_DAY, _DAY_WITH_YEAR = 6, 11
_KEY_LEAST, _KEY_MOST = 7, 12
_DIM_SECTIONS = frozenset((Section.LATER, Section.UNDATED, Section.DONE))


class Gap(NamedTuple):
    """A blank line between two groups."""

    above: str
    """The title of the group below it."""


Entry: TypeAlias = AgendaItem | AgendaGroup | Gap


class Widths(NamedTuple):
    """The widths of dates and project keys in the present rows."""

    day: int = _DAY
    key: int = _KEY_LEAST


def entries_of(groups: Sequence[AgendaGroup], *, gaps: bool) -> Iterator[Entry]:
    """Yield each group as a head with its items below; with `gaps` a blank line above each head but the first."""
    for place, group in enumerate(groups):
        if gaps and place:
            yield Gap(group.title)
        yield group
        yield from group.items


class AgendaTable(KeyedTable[Entry]):
    """Table with a line for each item, in groups under heads."""

    MARGIN = 3

    roomy: reactive[bool] = reactive(False, repaint=False)
    """Whether there are blank lines below the heads of the columns and between the groups."""

    def __init__(self, renderer: Renderer, today: date) -> None:
        super().__init__(renderer)
        self.today = today
        self.figures: AgendaFigures = NO_FIGURES
        self.names_project = True
        self._widths = Widths()

    def show(
        self,
        groups: Sequence[AgendaGroup],
        today: date,
        figures: AgendaFigures,
        keep: Hashable | None = None,
    ) -> None:
        """Show these groups; the cursor stays on its row or goes to `keep`."""
        before = self.today, self.figures, self._widths
        self.today, self.figures = today, figures
        entries = tuple(entries_of(groups, gaps=self.roomy))
        self._widths = _widths_of([entry for entry in entries if isinstance(entry, AgendaItem)], today)
        self.show_entries(
            entries, keep, repaint_all=before[0] != today or before[1] is not figures or before[2] != self._widths
        )

    @property
    def current(self) -> AgendaItem | None:
        """The item under the cursor."""
        return entry if isinstance(entry := self.selected, AgendaItem) else None

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """The items shown, in their order."""
        return tuple(entry for entry in self.entries if isinstance(entry, AgendaItem))

    def to_group(self, step: int) -> bool:
        """Go to the first item of the next or previous group; return False if there is none."""
        heads = [place for place, entry in enumerate(self.entries) if isinstance(entry, AgendaGroup)]
        here = max((place for place in heads if place < self.cursor), default=0)
        wanted = heads.index(here) + step if heads else -1
        if not 0 <= wanted < len(heads):
            return False
        self.cursor = heads[wanted] + 1
        return True

    def head_count(self) -> int:
        """Return the number of head lines, with a blank line below if there is room."""
        return 2 if self.roomy else 1

    def watch_roomy(self) -> None:
        """Measure again, since the height of the head has changed."""
        self.rows_changed()

    def columns(self, width: int) -> Sequence[Column[Entry]]:
        """Return the columns."""
        return cast("Sequence[Column[Entry]]", self._columns(width))  # heads of groups are not written in columns

    def _columns(self, width: int) -> Sequence[Column[AgendaItem]]:
        wide = width >= _WIDE
        due = self._widths.day + (15 if wide else 11)
        shown = [
            Column[AgendaItem]("DUE", width=due, spans=lambda item, _: self._due(item, wide), gap=0),
            Column[AgendaItem]("PROJECT", _key, self._widths.key, _bright, gap=1),
            Column[AgendaItem]("MILESTONE", _title, ink=_plain, current=Ink.BRIGHT, gap=1, least=12, most=60),
            Column[AgendaItem]("OWNER", lambda i: handle(i.subject.owner), 8, Ink.DIM, at_width=_OWNER_AT),
            Column[AgendaItem]("CRITERIA", self._criteria, 8, _plain, at_width=_OWNER_AT),
            Column[AgendaItem]("SLIP", self._slip, 6, self._slip_ink, right=True, gap=1),
            Column[AgendaItem]("FLOAT", self._float, 7, self._float_ink, right=True, gap=2, at_width=_FLOAT_AT),
            Column[AgendaItem](
                "AFTER", lambda i: waits_for(i, self.figures), ink=Ink.DIM, gap=3, most=24, at_width=_AFTER_AT
            ),
        ]
        return shown if self.names_project else [column for column in shown if column.head != "PROJECT"]

    def key_of(self, entry: Entry) -> Hashable | None:
        """Return the key of an item; heads and blank lines have none."""
        return entry.key if isinstance(entry, AgendaItem) else None

    def margin(self, entry: Entry) -> Line:
        """Return the sign of an item."""
        assert isinstance(entry, AgendaItem)
        return ((" ", Ink.TEXT), self._sign(entry), (" ", Ink.TEXT))

    def heading(self, entry: Entry) -> Line:
        """Return the head of a group with the number of its items, or a blank line."""
        if not isinstance(entry, AgendaGroup):
            return ((" ", Ink.TEXT),)
        ink = Ink.BAD if entry.section is Section.OVERDUE else Ink.DIM if entry.section in _DIM_SECTIONS else Ink.BRIGHT
        title = visible(entry.title) if entry.section is None else entry.title.upper()
        return ((" " + fit(title, min(40, cells(title))), ink), (f"  {entry.size:,}", Ink.DIM))

    # Cells -------------------------------------------------------------------------------------------------

    def _sign(self, item: AgendaItem) -> tuple[str, Ink]:
        m = item.milestone
        if m is None:
            return AT_RISK, Ink.BAD if self._is_late(item) else Ink.WARN
        if item.section is Section.DONE:
            return SIGNS[m.sign], Ink.GOOD
        ink = Ink.BAD if self._is_late(item) else Ink.WARN if self._is_at_risk(m) else Ink.ACT
        return SIGNS[m.sign], ink if m.is_open else Ink.GOOD

    def _is_late(self, item: AgendaItem) -> bool:
        return item.on is not None and item.on < self.today and item.section is not Section.DONE

    def _is_at_risk(self, m: Milestone) -> bool:
        """Return whether it has slipped and has no float left."""
        return m.id in self.figures.critical and (m.slip(self.today) or 0) > 0

    def _due(self, item: AgendaItem, wide: bool) -> Line:
        """Return `19 Nov  3 d late` or `Sat  in 6 days °`, the latter due on a non-working day."""
        day, today = item.on, self.today
        is_done = item.section is Section.DONE
        words = "" if is_done or day is None else due_words(day, today) if wide else near_due_words(day, today)
        ink = (
            Ink.DIM if is_done else Ink.BAD if self._is_late(item) else Ink.WARN if _is_close(day, today) else Ink.TEXT
        )
        off = item.section in BY_DATE and day is not None and not item.project.calendar.is_working(day)
        date_cells = fit(near_day_words(day, today), self._widths.day, right=True)
        text = f"{date_cells}{'  ' if wide else ' '}{fit(words, 12 if wide else 9)}"
        return ((text, ink), (DAY_OFF if off else " ", Ink.WARN))

    def _criteria(self, item: AgendaItem) -> str:
        m = item.milestone
        if m is None:
            return _score(item.subject)
        return f"{m.criteria_met}/{m.criteria_total}" if m.criteria_total else DASH

    def _slip(self, item: AgendaItem) -> str:
        m = item.milestone
        return "" if m is None else "new" if m.added else slip_words(m.slip(self.today))

    def _slip_ink(self, item: AgendaItem) -> Ink:
        days = m.slip(self.today) if (m := item.milestone) is not None else None
        return Ink.BAD if item.section is Section.OVERDUE and (days or 0) > 0 else slip_ink(days)

    def _float(self, item: AgendaItem) -> str:
        left = self._left(item)
        return "" if left is None else working_days(left)

    def _float_ink(self, item: AgendaItem) -> Ink:
        return Ink.BAD if (self._left(item) or 0) < 0 else Ink.DIM

    def _left(self, item: AgendaItem) -> int | None:
        return self.figures.floats.get(item.subject.id) if item.milestone is not None else None


def _score(subject: Milestone | Risk) -> str:
    return "" if isinstance(subject, Milestone) or subject.score is None else f"score {subject.score}"


def _key(item: AgendaItem) -> str:
    return item.project.key


def _title(item: AgendaItem) -> str:
    subject = item.subject
    return subject.title if isinstance(subject, Milestone) else f"{subject.called} {subject.title}"


def _bright(item: AgendaItem) -> Ink:
    return Ink.DIM if item.section is Section.DONE else Ink.BRIGHT


def _plain(item: AgendaItem) -> Ink:
    return Ink.DIM if item.section is Section.DONE else Ink.TEXT


def _is_close(day: date | None, today: date) -> bool:
    return day is not None and (day - today).days in (0, 1)


def _widths_of(items: Sequence[AgendaItem], today: date) -> Widths:
    days = {item.on for item in items}
    keys = {item.project.key for item in items}
    return Widths(
        max((_DAY, *(len(near_day_words(day, today)) for day in days))),
        min(_KEY_MOST, max((_KEY_LEAST, *map(len, keys)))),
    )
