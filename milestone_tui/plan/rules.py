"""What an edit must satisfy before it is written, and what follows from it; every refusal names the field in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from milestone_tui.errors import DecisionNeeded, InvalidInput
from milestone_tui.plan.checks import (
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
from milestone_tui.plan.fields import MILESTONE_FIELDS, PERSON_FIELDS, PROJECT_FIELDS, FieldSpec, word
from milestone_tui.plan.fields import NEW_MILESTONE as NEW_MILESTONE
from milestone_tui.plan.fields import NEW_PERSON as NEW_PERSON
from milestone_tui.plan.fields import NEW_PROJECT as NEW_PROJECT
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, HolidayInput, PhaseInput, RoleInput
from milestone_tui.plan.language.wording import exact_day
from milestone_tui.plan.model import MilestoneKind, MilestoneState


def validate_milestone(current: Mapping[str, object], changes: Mapping[str, object], today: date) -> dict[str, object]:
    """Return `changes` checked and tidied, with what follows from them (done fills in its day, and so on).

    `current` holds every field as it stands, `NEW_MILESTONE` for a new one. Raises InvalidInput, also for a gate that
    would be done by this.
    """
    settled = _checked(changes, MILESTONE_FIELDS, "milestone")
    was_done = current["state"] == MilestoneState.DONE
    state = settled.get("state")
    done_on = settled.get("done_on")
    if isinstance(done_on, date):
        validate_done_on(done_on, today)
        if state not in (None, MilestoneState.DONE):
            raise InvalidInput("done_on", f"Only a milestone that is done has a day it was done; this one is {state}.")
        settled["state"] = MilestoneState.DONE
    elif state == MilestoneState.DONE:
        settled["done_on"] = (None if "done_on" in settled else current["done_on"]) or today
    elif state is not None:
        settled["done_on"] = None
    elif "done_on" in settled and was_done:
        settled["state"] = MilestoneState.IN_PROGRESS if current["progress"] else MilestoneState.PLANNED
    if settled.get("state") == MilestoneState.DONE and not was_done:
        after = {**current, **settled}
        refuse_undecided(after["kind"], str(after["title"]), "state" if "state" in changes else "done_on")
    return settled


def validate_done_on(day: date, today: date) -> date:
    """Return a day on which something can have been done; raises InvalidInput for any other."""
    check_day("done_on", "The done on", day)
    if day > today:
        sentence = f"{exact_day(day)} is in the future. Enter today or an earlier date."
        raise InvalidInput("done_on", sentence, "in the future: enter today or an earlier date")
    return day


def refuse_undecided(kind: object, title: str, field: str = "state") -> None:
    """Raise DecisionNeeded for a gate: a person has it done by its decision only, in whatever field it is said.

    A file may say that a gate is done, and what is done may become a gate: then its decision is not recorded yet.
    """
    if kind == MilestoneKind.GATE:
        raise DecisionNeeded(field, f"“{title}” is a gate: it is passed by decision.")


def validate_project(current: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """Return `changes` checked and tidied; `current` holds every field as it stands, `NEW_PROJECT` for a new one.

    Raises InvalidInput.
    """
    settled = _checked(changes, PROJECT_FIELDS, "project")
    after = {**current, **settled}
    start_on, target_on = after["start_on"], after["target_on"]
    if isinstance(start_on, date) and isinstance(target_on, date) and target_on < start_on:
        field = "target_on" if "target_on" in changes else "start_on"
        raise InvalidInput(field, f"The target {exact_day(target_on)} lies before the start {exact_day(start_on)}.")
    return settled


def validate_criteria(drafts: Sequence[CriterionInput]) -> list[CriterionInput]:
    """Return the criteria tidied; raises InvalidInput for one without a text."""
    return [
        CriterionInput(draft.id, check_words("criteria", "A criterion", draft.text, LONGEST_LINE), draft.met_on)
        for draft in drafts
    ]


def validate_phases(drafts: Sequence[PhaseInput]) -> list[PhaseInput]:
    """Return the phases tidied; raises InvalidInput for one without a name and for two of the same name."""
    settled = [PhaseInput(draft.id, check_words("phases", "A phase", draft.name, LONGEST_LINE)) for draft in drafts]
    names: set[str] = set()
    for draft in settled:
        if draft.name.casefold() in names:
            raise InvalidInput("phases", f"Two phases are called “{draft.name}”.")
        names.add(draft.name.casefold())
    return settled


def validate_person(changes: Mapping[str, object]) -> dict[str, object]:
    """Return `changes` of a person checked and tidied; raises InvalidInput."""
    return _checked(changes, PERSON_FIELDS, "person")


def validate_holidays(drafts: Sequence[HolidayInput]) -> list[HolidayInput]:
    """Return the holidays by day, tidied; raises InvalidInput for one named twice and one that no plan may have."""
    for draft in drafts:
        if not within_limits(draft.day):
            raise InvalidInput("holidays", f"The day off {draft.day} is too far away: {LIMITS}.")
    settled = sorted(
        (HolidayInput(draft.day, check_line("holidays", "The name", draft.name)) for draft in drafts),
        key=lambda draft: draft.day,
    )
    for one, other in pairwise(settled):
        if one.day == other.day:
            raise InvalidInput("holidays", f"{one.day} is named twice.")
    return settled


def validate_assignments(drafts: Sequence[AssignmentInput]) -> list[AssignmentInput]:
    """Return the work of people tidied; raises InvalidInput for no name, no work, and a person who is named twice."""
    settled: dict[str, AssignmentInput] = {}
    for draft in drafts:
        name = check_words("assignments", "A person", draft.person, LONGEST_LINE)
        effort = check_days_of_work("assignments", "The effort", draft.effort_days, LARGEST_EFFORT)
        if effort == 0:
            raise InvalidInput("assignments", f"The effort of {name} is more than 0 days.")
        if name.casefold() in settled:
            raise InvalidInput("assignments", f"{name} is named twice.")
        settled[name.casefold()] = AssignmentInput(name, effort)
    return list(settled.values())


def validate_roles(drafts: Sequence[RoleInput]) -> list[RoleInput]:
    """Return the roles tidied, each once; raises InvalidInput for no name."""
    settled = [RoleInput(check_words("roles", "A person", draft.person, LONGEST_LINE), draft.role) for draft in drafts]
    return list({(draft.person.casefold(), draft.role): draft for draft in reversed(settled)}.values())[::-1]


def validate_tags(tags: object) -> tuple[str, ...]:
    """Return tags tidied, each once; raises InvalidInput."""
    return check_tags("tags", "The tags", tags)


def validate_lag(lag: object) -> int:
    """Return a lag in working days; raises InvalidInput unless it is a whole number of a believable size."""
    return check_whole("predecessors", "The lag", lag, -LONGEST_LAG, LONGEST_LAG)


def validate_day(field: str, day: date) -> date:
    """Return a day that a plan may have; raises InvalidInput for any other."""
    check_day(field, f"The {word(field)}", day)
    return day


def validate_name(field: str, what: str, name: object) -> str:
    """Return the name of something (`what`, as "A phase") tidied; raises InvalidInput when there is nothing to see."""
    return check_words(field, what, name, LONGEST_LINE)


def validate_line(field: str, text: object) -> str:
    """Return an optional text of one line tidied; raises InvalidInput when it is too long."""
    return check_line(field, f"The {word(field)}", text)


def _checked(changes: Mapping[str, object], fields: Mapping[str, FieldSpec], what: str) -> dict[str, object]:
    settled: dict[str, object] = {}
    for field, value in changes.items():
        if field not in fields:
            raise InvalidInput(field, f"A {what} has no field “{field}”.")
        settled[field] = fields[field].checked(value)
    return settled
