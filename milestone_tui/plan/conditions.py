"""The conditions of a gate's decision as a person types them: `Support rota 5 dec @ana; Release notes`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import ConditionDraft
from milestone_tui.plan.quickadd import QuickAdd, parse_quick_add
from milestone_tui.plan.wording import date_words
from milestone_tui.plan.workdays import WorkCalendar

FIELD = "conditions"


def parse_conditions(
    text: str, today: date, people: Sequence[str], calendar: WorkCalendar
) -> tuple[ConditionDraft, ...]:
    """The conditions between semicolons, each read like a quick add; raises InvalidInput for what is not understood.

    A condition with a day becomes a milestone after the gate, one without a criterion of it.
    """
    return tuple(
        _condition(parse_quick_add(part, today, people, (), (), calendar=calendar))
        for part in text.split(";")
        if part.strip()
    )


def _condition(read: QuickAdd) -> ConditionDraft:
    if read.problems:
        raise InvalidInput(FIELD, read.problems[0].message)
    return ConditionDraft(read.title, read.due_on, read.owner)


def condition_words(conditions: Sequence[ConditionDraft], today: date) -> str:
    """What becomes of them: `a milestone on 5 Dec: Support rota · a criterion: Release notes`."""
    return " · ".join(
        f"a criterion: {draft.text}"
        if draft.due_on is None
        else f"a milestone on {date_words(draft.due_on, today)}: {draft.text}"
        for draft in conditions
    )
