"""Rules that an edit must satisfy before it is saved, and the values that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from milestone_tui.errors import DecisionNeeded, InvalidInput
from milestone_tui.plan.checks import (
    LARGEST_AMOUNT,
    LARGEST_EFFORT,
    LONGEST_LINE,
    check_day,
    check_days_of_work,
    check_line,
    check_tags,
    check_whole,
    check_words,
)
from milestone_tui.plan.checks import LONGEST_LAG as LONGEST_LAG
from milestone_tui.plan.date_limits import LIMITS, within_limits
from milestone_tui.plan.fields import MILESTONE_FIELDS, PERSON_FIELDS, PROJECT_FIELDS, RISK_FIELDS, FieldSpec, word
from milestone_tui.plan.fields import NEW_MILESTONE as NEW_MILESTONE
from milestone_tui.plan.fields import NEW_PERSON as NEW_PERSON
from milestone_tui.plan.fields import NEW_PROJECT as NEW_PROJECT
from milestone_tui.plan.fields import NEW_RISK as NEW_RISK
from milestone_tui.plan.inputs import AssignmentInput, CostInput, CriterionInput, HolidayInput, PhaseInput, RoleInput
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.plan.monitoring import RiskKind

PAYMENT_FIELDS = ("invoiced_on", "invoice_number", "paid_on")
"""The fields that only a payment has."""
PAST_DAYS = frozenset({"done_on", "invoiced_on", "paid_on", "spent_on"})
"""The days of facts, which cannot be in the future."""


def validate_milestone(current: Mapping[str, object], changes: Mapping[str, object], today: date) -> dict[str, object]:
    """Return `changes` checked and tidied, with the values that follow from them, such as the done date.

    `current` holds the present value of every field, `NEW_MILESTONE` for a new milestone. Raises InvalidInput, and
    DecisionNeeded if the changes would make a gate done.
    """
    settled = _checked(changes, MILESTONE_FIELDS, "milestone")
    was_done = current["state"] == MilestoneState.DONE
    state = settled.get("state")
    done_on = settled.get("done_on")
    if isinstance(done_on, date):
        validate_done_on(done_on, today)
        if state not in (None, MilestoneState.DONE):
            raise InvalidInput("done_on", f'A done date needs the state "done"; the state is "{state}".')
        settled["state"] = MilestoneState.DONE
    elif state == MilestoneState.DONE:
        settled["done_on"] = (None if "done_on" in settled else current["done_on"]) or today
    elif state is not None:
        settled["done_on"] = None
    elif "done_on" in settled and was_done:
        settled["state"] = MilestoneState.IN_PROGRESS if current["progress"] else MilestoneState.PLANNED
    _check_payment(current, settled, today)
    if settled.get("paid_on") and not was_done and "state" not in settled:
        settled["state"], settled["done_on"] = MilestoneState.DONE, settled["paid_on"]
    if settled.get("state") == MilestoneState.DONE and not was_done:
        after = {**current, **settled}
        refuse_undecided(after["kind"], str(after["title"]), "state" if "state" in changes else "done_on")
    return settled


def _check_payment(current: Mapping[str, object], settled: Mapping[str, object], today: date) -> None:
    """Raise InvalidInput for an invoice of what is no payment, a day to come, or money before the invoice."""
    given = [field for field in PAYMENT_FIELDS if settled.get(field)]
    after = {**current, **settled}
    if given and after["kind"] != MilestoneKind.PAYMENT:
        raise InvalidInput(given[0], "Only a payment has an invoice. Set the kind to payment first.")
    for field in given:
        day = settled[field]
        if isinstance(day, date):
            validate_past_day(field, day, today)
    if "paid_on" not in settled and "invoiced_on" not in settled:
        return
    invoiced_on, paid_on = after["invoiced_on"], after["paid_on"]
    if isinstance(paid_on, date):
        if not isinstance(invoiced_on, date):
            raise InvalidInput("invoiced_on", "It is paid. Enter the invoice date too.")
        if paid_on < invoiced_on:
            sentence = f"{exact_day(paid_on)} is before the invoice of {exact_day(invoiced_on)}. Enter a later day."
            raise InvalidInput("paid_on", sentence, f"before the invoice of {exact_day(invoiced_on)}")


def validate_past_day(field: str, day: date, today: date) -> date:
    """Return the valid day of a fact, such as a done date; raise InvalidInput for the future or out of range."""
    check_day(field, word(field), day)
    if day > today:
        sentence = f"{exact_day(day)} is in the future. Enter today or an earlier date."
        raise InvalidInput(field, sentence, "in the future: enter today or an earlier date")
    return day


def validate_done_on(day: date, today: date) -> date:
    """Return a valid done date; raise InvalidInput for a date in the future or out of range."""
    return validate_past_day("done_on", day, today)


def refuse_undecided(kind: object, title: str, field: str = "state") -> None:
    """Raise DecisionNeeded for `field` if the milestone is a gate: only a decision makes a gate done.

    A gate can be done without a recorded decision if it was imported so, or became a gate when it was done.
    """
    if kind == MilestoneKind.GATE:
        raise DecisionNeeded(field, f'"{title}" is a gate. Record its decision instead.')


def validate_project(current: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """Return `changes` checked and tidied; raise InvalidInput.

    `current` holds the present value of every field, `NEW_PROJECT` for a new project.
    """
    settled = _checked(changes, PROJECT_FIELDS, "project")
    after = {**current, **settled}
    start_on, target_on = after["start_on"], after["target_on"]
    if isinstance(start_on, date) and isinstance(target_on, date) and target_on < start_on:
        field = "target_on" if "target_on" in changes else "start_on"
        raise InvalidInput(field, f"The target ({exact_day(target_on)}) is before the start ({exact_day(start_on)}).")
    return settled


def validate_criteria(entries: Sequence[CriterionInput]) -> list[CriterionInput]:
    """Return the criteria tidied; raise InvalidInput for a blank or too long text."""
    return [
        CriterionInput(entry.id, check_words("criteria", "criterion", entry.text, LONGEST_LINE), entry.met_on)
        for entry in entries
    ]


def validate_phases(entries: Sequence[PhaseInput]) -> list[PhaseInput]:
    """Return the phases tidied; raise InvalidInput for a blank name and for two phases of the same name."""
    settled = [PhaseInput(entry.id, check_words("phases", "phase name", entry.name, LONGEST_LINE)) for entry in entries]
    names: set[str] = set()
    for entry in settled:
        if entry.name.casefold() in names:
            raise InvalidInput("phases", f'Two phases are called "{entry.name}". Rename one.')
        names.add(entry.name.casefold())
    return settled


def validate_person(changes: Mapping[str, object]) -> dict[str, object]:
    """Return the changes of a person checked and tidied; raise InvalidInput."""
    return _checked(changes, PERSON_FIELDS, "person")


def validate_risk(changes: Mapping[str, object]) -> dict[str, object]:
    """Return the changes of an entry of the risk register, checked and tidied; raise InvalidInput."""
    return _checked(changes, RISK_FIELDS, "risk")


def refuse_occurring(kind: RiskKind, closed_on: date | None) -> None:
    """Raise InvalidInput if an entry of the risk register cannot happen: it is no risk, or closed."""
    if kind is RiskKind.ISSUE:
        raise InvalidInput("kind", "An issue has happened already. Press space to close it.")
    if kind is RiskKind.DECISION:
        raise InvalidInput("kind", "A decision cannot happen. Only a risk or an assumption becomes an issue.")
    if closed_on is not None:
        raise InvalidInput("closed_on", "This is closed. Reopen it (space) before it becomes an issue.")


def validate_holidays(entries: Sequence[HolidayInput]) -> list[HolidayInput]:
    """Return days off and worked days by date, tidied.

    Raises InvalidInput for a date that is out of range or listed twice.
    """
    for entry in entries:
        if not within_limits(entry.day):
            kind = "worked day" if entry.is_worked else "day off"
            raise InvalidInput("holidays", f"The {kind} {entry.day} is out of range: {LIMITS}.")
    settled = sorted(
        (replace(entry, name=check_line("holidays", "name", entry.name)) for entry in entries),
        key=lambda entry: entry.day,
    )
    for one, other in pairwise(settled):
        if one.day == other.day:
            raise InvalidInput("holidays", f"{exact_day(one.day)} is in the list twice. Delete one line.")
    return settled


def validate_absence(first_on: object, last_on: object, note: object) -> dict[str, Any]:
    """Return the fields of an absence tidied; raise InvalidInput for a date out of range or an end before the start."""
    first, last = check_day("absence", "first day", first_on), check_day("absence", "last day", last_on)
    if first is None or last is None:
        raise InvalidInput("absence", "Enter the days, such as 21 dec - 31 dec holiday.")
    if last < first:
        raise InvalidInput("absence", f"{exact_day(last)} is before {exact_day(first)}. Enter the earlier date first.")
    return {"first_on": first, "last_on": last, "note": check_line("absence", "note", note)}


def validate_assignments(entries: Sequence[AssignmentInput]) -> list[AssignmentInput]:
    """Return the assignments tidied; raise InvalidInput for a blank name, no effort, or a person listed twice."""
    settled: dict[str, AssignmentInput] = {}
    for entry in entries:
        name = check_words("assignments", "name", entry.person, LONGEST_LINE)
        effort = check_days_of_work("assignments", "effort", entry.effort_days, LARGEST_EFFORT)
        if effort == 0:
            raise InvalidInput("assignments", f"Enter more than 0 days of effort for {name}.")
        if name.casefold() in settled:
            raise InvalidInput("assignments", f"{name} is in the list twice. Delete one line.")
        settled[name.casefold()] = AssignmentInput(name, effort)
    return list(settled.values())


def validate_costs(entries: Sequence[CostInput], today: date) -> list[CostInput]:
    """Return what was spent, tidied; raise InvalidInput for a day to come, or an amount of 0 or too large."""
    settled = []
    for entry in entries:
        if not entry.amount.is_finite() or not 0 < abs(entry.amount) <= LARGEST_AMOUNT:
            raise InvalidInput("spent", f"Enter an amount above 0 and up to {LARGEST_AMOUNT:,}.")
        day = validate_past_day("spent_on", entry.spent_on, today)
        settled.append(CostInput(entry.id, day, entry.amount, check_line("spent", "note", entry.note)))
    return settled


def validate_roles(entries: Sequence[RoleInput]) -> list[RoleInput]:
    """Return the roles tidied, without duplicates; raise InvalidInput for a blank name."""
    settled = [RoleInput(check_words("roles", "name", entry.person, LONGEST_LINE), entry.role) for entry in entries]
    return list({(entry.person.casefold(), entry.role): entry for entry in reversed(settled)}.values())[::-1]


def validate_tags(tags: object) -> tuple[str, ...]:
    """Return the tags tidied, without duplicates; raise InvalidInput."""
    return check_tags("tags", "tags", tags)


def validate_lag(lag: object) -> int:
    """Return a lag in working days; raise InvalidInput if it is not a whole number or too large."""
    return check_whole("predecessors", "lag", lag, -LONGEST_LAG, LONGEST_LAG)


def validate_day(field: str, day: date) -> date:
    """Return a date that a plan may have; raise InvalidInput if it is out of range."""
    check_day(field, word(field), day)
    return day


def validate_name(field: str, what: str, name: object) -> str:
    """Return a name tidied; raise InvalidInput if it is blank. `what` is the thing to enter, such as "name"."""
    return check_words(field, what, name, LONGEST_LINE)


def validate_line(field: str, text: object) -> str:
    """Return an optional one-line text, tidied; raise InvalidInput if it is too long."""
    return check_line(field, word(field), text)


def _checked(changes: Mapping[str, object], fields: Mapping[str, FieldSpec], what: str) -> dict[str, object]:
    settled: dict[str, object] = {}
    for field, value in changes.items():
        if field not in fields:
            raise InvalidInput(field, f'A {what} has no field "{field}".')
        settled[field] = fields[field].checked(value)
    return settled
