"""The spec of what was spent on a milestone or a project: one line with amount, day and note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.spent import Spent, read_spent, spent_text
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.list_merge import COSTS, ListKind
from milestone_tui.plan.monitoring import Cost
from milestone_tui.plan.rules import validate_costs
from milestone_tui.ui.editors.list_spec import ListSpec
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.renderer import OPEN, Line
from milestone_tui.ui.theme import Ink


class SpentSpec(ListSpec[CostInput]):
    """Spec of what was spent, by day."""

    field = draft = label = "spent"
    adding = "add an amount: 1200 2 nov licences"

    def __init__(self, today: Callable[[], date], order: Callable[[], DateOrder]) -> None:
        self._today = today
        self._order = order
        self.currency = "EUR"
        self.calendar = OFFICE_DAYS
        self.planned: Decimal | None = None
        """The value of the milestone, or the budget of the project."""
        self.planned_word = "value"
        self.on_milestones = Decimal(0)
        """What was spent on the milestones of the project."""
        self._width = 0

    def kind(self) -> ListKind[CostInput]:
        """Return how entries are identified in a merge."""
        return COSTS

    def entries_of(self, costs: Sequence[Cost]) -> tuple[CostInput, ...]:
        """Return stored costs as entries."""
        return tuple(CostInput(cost.id, cost.spent_on, cost.amount, cost.note) for cost in costs)

    def seen_rows(self, seen: Sequence[CostInput]) -> Sequence[Cost]:
        """Return entries as stored costs."""
        return [Cost(entry.id or 0, 0, None, entry.spent_on, entry.amount, entry.note) for entry in seen]

    def settle(self, entries: Sequence[CostInput]) -> Sequence[CostInput]:
        """Return the entries to save; raise InvalidInput."""
        return validate_costs(entries, self._today())

    def measure(self, entries: Sequence[CostInput]) -> None:
        """Measure the amounts, so that they end on one edge."""
        amounts = (*(entry.amount for entry in entries), self.total(entries), self.on_milestones)
        self._width = max(len(money_words(amount, self.currency)) for amount in amounts)

    def total(self, entries: Sequence[CostInput]) -> Decimal:
        """Return everything that was spent."""
        return sum((entry.amount for entry in entries), self.on_milestones)

    def line(self, entry: CostInput) -> SideRow:
        """Return the note, and the day and amount at the right edge."""
        day = f"{date_words(entry.spent_on, self._today()):>6}"
        note = visible(entry.note)
        return SideRow(note, mark=((OPEN, Ink.DIM),), right=((day, Ink.DIM), *self._amount(entry.amount)))

    def _amount(self, amount: Decimal, ink: Ink = Ink.TEXT) -> Line:
        return ((f"{money_words(amount, self.currency):>{self._width + 2}}", ink),)

    def below(self, entries: Sequence[CostInput]) -> Sequence[SideRow]:
        """Return what was spent on milestones, and the total beside what was planned."""
        if not entries and not self.on_milestones:
            return ()
        total, dim = self.total(entries), Ink.DIM
        rows = [SideRow(selectable=False)]
        if self.on_milestones:
            rows.append(SideRow("On milestones", dim, right=self._amount(self.on_milestones, dim), selectable=False))
        words, ink = "Total", dim
        if self.planned:
            share = f"{int(100 * total / self.planned)}% of the {self.planned_word}"
            over = total > self.planned
            words = f"Total, over the {self.planned_word}" if over else f"Total, {share}"
            ink = Ink.BAD if over else dim
        rows.append(SideRow(words, ink, right=self._amount(total, ink), selectable=False))
        return rows

    def typed_text(self, entry: CostInput) -> str:
        """Return the line that means this entry."""
        return spent_text(Spent(entry.amount, entry.spent_on, entry.note), self.currency)

    def read(self, entries: Sequence[CostInput], index: int, text: str) -> CostInput:
        """Return an entry as typed; raise InvalidInput."""
        new = self.new(text)
        return replace(entries[index], spent_on=new.spent_on, amount=new.amount, note=new.note)

    def new(self, text: str) -> CostInput:
        """Return a new entry; raise InvalidInput."""
        spent = read_spent(text, self._today(), self.currency, self._order(), self.calendar)
        return CostInput(None, spent.day, spent.amount, spent.note)
