"""A milestone of a file as it would be written: checked and tidied, and without what cannot be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.imported import Changed, IncomingMilestone
from milestone_tui.plan.importing.here import Target
from milestone_tui.plan.language.money import to_minor
from milestone_tui.plan.language.wording import exact_day


class Checked(NamedTuple):
    """A milestone that can be imported."""

    source: IncomingMilestone
    """As it would be written."""
    done_on: date | None
    """As the file says it, perhaps in the future."""
    has_value: bool
    """Whether the file gives a value, perhaps one that cannot be written."""
    remarks: Sequence[Changed]
    """What is changed on the way if it is new."""


def checked(target: Target, milestone: IncomingMilestone, currency: str, today: date) -> Checked:
    """Return a milestone as it would be written; raise InvalidInput for one that must be skipped."""
    given = {"title": milestone.title, "notes": milestone.notes, "progress": milestone.progress}
    texts = rules.validate_milestone(rules.NEW_MILESTONE, given | dict(milestone.more), today)
    phase = rules.validate_line("phase", milestone.phase)
    owner = rules.validate_line("owner", milestone.owner)
    remarks: list[Changed] = []
    done_on = told_on = milestone.done_on
    if milestone.cancelled:
        done_on = told_on = None
    elif done_on is not None and done_on > today:
        reason = f"imported as done today: its done date {exact_day(done_on)} is in the future"
        remarks.append(Changed(milestone.where, milestone.title, reason, check=True))
        done_on = today
    value = _value(target, milestone, currency, today, remarks)
    title, notes, progress = texts.pop("title"), texts.pop("notes"), texts.pop("progress")
    written = milestone._replace(
        title=str(title),
        notes=str(notes),
        progress=progress if isinstance(progress, int) else 0,
        more=texts or milestone.more,
        phase=phase,
        owner=owner,
        done_on=done_on,
        value=value,
    )
    # A file has many milestones: what stays the same is not kept twice.
    source = milestone if written == milestone else written
    return Checked(source, told_on, milestone.value is not None, remarks)


def _value(
    target: Target, milestone: IncomingMilestone, currency: str, today: date, remarks: list[Changed]
) -> Decimal | None:
    """Return the value in the currency of the project; None, with a remark, for one that does not fit."""
    if milestone.value is None:
        return None
    reason = ""
    if currency.upper() not in ("", target.currency):
        reason = f"it is in {currency}, and {target.key} uses {target.currency}"
    else:
        try:
            rules.validate_milestone(rules.NEW_MILESTONE, {"value": milestone.value}, today)
            to_minor(milestone.value, target.currency)
        except InvalidInput as error:
            reason = str(error)
    if reason:
        remarks.append(Changed(milestone.where, milestone.title, f"imported without its value: {reason}"))
    return None if reason else milestone.value
