"""The conditions of a gate's decision as a person types them: `Support rota 5 dec @ana; Release notes`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.inputs import ConditionInput
from milestone_tui.plan.language.quick_add import QuickAdd, parse_quick_add
from milestone_tui.plan.language.text import normalised
from milestone_tui.plan.language.wording import date_words

FIELD = "conditions"


def parse_conditions(
    text: str,
    today: date,
    people: Sequence[str],
    calendar: WorkCalendar,
    me: str = "",
    order: DateOrder = DateOrder.ASK,
) -> tuple[ConditionInput, ...]:
    """Return the conditions separated by semicolons, each read like a quick add line; raise InvalidInput.

    A condition with a date becomes a milestone, one without a criterion of the gate.
    """
    return tuple(
        _condition(parse_quick_add(part, today, people, (), (), calendar=calendar, me=me, order=order))
        for part in text.split(";")
        if part.strip()
    )


def _condition(read: QuickAdd) -> ConditionInput:
    if read.problems:
        problem = read.problems[0]
        way_out = ' Choose "who I am" in the palette first.' if problem.asks_me else ""
        raise InvalidInput(FIELD, problem.message + way_out)
    return ConditionInput(read.title, read.due_on, read.owner)


class Linked(NamedTuple):
    """A predecessor or successor of a gate, unless it is cancelled."""

    title: str
    due_on: date | None
    is_open: bool


class Known(NamedTuple):
    """The criteria and linked milestones that a gate has already, so that no condition is added twice."""

    criteria: Collection[str] = ()
    """Texts of its criteria."""
    milestones: Collection[Linked] = ()


class Fate(NamedTuple):
    """Effect of a condition when it is saved."""

    condition: ConditionInput
    known: bool
    """Whether it exists already."""
    moves: bool = False
    """Whether it exists as an open milestone that moves to the condition's date."""


def condition_effects(conditions: Sequence[ConditionInput], known: Known) -> tuple[Fate, ...]:
    """Return the effect of each condition, without duplicates.

    A condition with a date exists already if a linked milestone has its title; one without a date also if a criterion
    has the same text.
    """
    criteria = set(map(normalised, known.criteria))
    milestones = {normalised(linked.title): linked for linked in known.milestones}
    found: dict[tuple[str, date | None], Fate] = {}
    for condition in conditions:
        name, due_on = normalised(condition.text), condition.due_on
        linked = milestones.get(name)
        there = linked is not None or (due_on is None and name in criteria)
        moves = linked is not None and linked.is_open and due_on not in (None, linked.due_on)
        found.setdefault((name, due_on), Fate(condition, there, moves))
    return tuple(found.values())


def condition_words(conditions: Sequence[ConditionInput], today: date, known: Known = Known()) -> str:  # noqa: B008 - it cannot be changed
    """Return their effects: `a milestone on 5 Dec: Support rota · a criterion: Release notes`."""
    return " · ".join(_fate_words(fate, today) for fate in condition_effects(conditions, known))


def _fate_words(fate: Fate, today: date) -> str:
    text, due_on = fate.condition.text, fate.condition.due_on
    day = date_words(due_on, today)
    if fate.moves:
        return f"moves to {day}: {text}"
    if fate.known:
        return f"already there: {text}"
    return f"a criterion: {text}" if due_on is None else f"a milestone on {day}: {text}"
