"""What a row of a Microsoft Project plan says of its milestone and does not mean anything."""

from __future__ import annotations

from collections.abc import Iterator

from milestone_tui.exchange.mspdi.tasks import Row
from milestone_tui.exchange.mspdi.values import parse_moment, parse_number, parse_whole, why_no_day
from milestone_tui.plan.imported import Skipped

CONSTRAINTS = {
    1: "as late as possible",
    2: "must start on",
    3: "must finish on",
    4: "start no earlier than",
    5: "start no later than",
    6: "finish no earlier than",
    7: "finish no later than",
}
"""The types of a constraint; 0 is none: as soon as possible."""
HIGHEST_BASELINE = 10
_DATES = {
    "Start": "start",
    "Finish": "finish",
    "ActualFinish": "actual finish",
    "Deadline": "deadline",
    "ConstraintDate": "day of the constraint",
}
NOTHING = ("", "NA")


def what_is_no_value(row: Row) -> Iterator[Skipped]:
    """The values of a milestone that cannot be read, each with its reason, where nothing is to be had of them."""
    text = row.element.text
    if row.namesake:
        yield _told(row, "the links", "another row has the same UID, so they count for that one")
    for tag, called in _DATES.items():
        if _is_no_day(text(tag)):
            yield _told(row, f"the {called}", why_no_day(text(tag)))
    if parse_whole(text("ConstraintType"), 0) not in (0, *CONSTRAINTS):
        yield _told(row, "the constraint", f"there is no type “{text('ConstraintType')}”")
    percent = parse_number(text("PercentComplete") or "0")
    if percent is None or not 0 <= percent <= 100:
        yield _told(row, "the progress", f"“{text('PercentComplete')}” is not from 0 to 100 %")
    for baseline in row.element.each("Baseline"):
        number, finish = baseline.text("Number"), baseline.text("Finish")
        if not 0 <= parse_whole(number, -1) <= HIGHEST_BASELINE:
            yield _told(
                row, "a baseline date", f"there is no baseline “{number}”, they go from 0 to {HIGHEST_BASELINE}"
            )
        elif _is_no_day(finish):
            yield _told(row, "a baseline date", why_no_day(finish))


def _told(row: Row, what: str, reason: str) -> Skipped:
    return Skipped(row.where, f"{what} of “{row.name}”", reason)


def _is_no_day(text: str) -> bool:
    return text not in NOTHING and parse_moment(text) is None
