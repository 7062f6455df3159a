"""What an edit must satisfy before it is written, and what follows from it; every refusal names the field in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import CriterionDraft, PhaseDraft
from milestone_tui.plan.model import MilestoneKind, MilestoneState, ProjectState
from milestone_tui.plan.text import is_blank, storable, tidy

LONGEST_TITLE = 500
LONGEST_LINE = 1_000
LONGEST_TEXT = 100_000
"""Characters that a title, another text of one line, and a text of many lines may have."""

LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_WEIGHT = 1_000_000
LONGEST_LAG = 10_000
"""Working days."""

MILESTONE_FIELDS: Mapping[str, str] = {
    "title": "title",
    "phase": "phase",
    "kind": "kind",
    "owner": "owner",
    "due_on": "due",
    "deadline_on": "deadline",
    "done_on": "done on",
    "state": "state",
    "progress": "progress",
    "weight": "weight",
    "value": "value",
    "deliverable": "deliverable",
    "tags": "tags",
    "notes": "notes",
}
"""The fields of a milestone that a person edits, with the word for each."""

PROJECT_FIELDS: Mapping[str, str] = {
    "key": "key",
    "name": "name",
    "client": "client",
    "description": "description",
    "start_on": "start",
    "target_on": "target",
    "budget": "budget",
    "currency": "currency",
    "state": "state",
    "working_days": "working days",
}
"""The fields of a project that a person edits, with the word for each."""

NEW_MILESTONE: Mapping[str, object] = {
    "title": "",
    "phase": "",
    "kind": MilestoneKind.DELIVERY,
    "owner": "",
    "due_on": None,
    "deadline_on": None,
    "done_on": None,
    "state": MilestoneState.PLANNED,
    "progress": 0,
    "weight": 1,
    "value": None,
    "deliverable": "",
    "tags": (),
    "notes": "",
}
"""A milestone before anybody said anything about it."""

NEW_PROJECT: Mapping[str, object] = {
    "key": "",
    "name": "",
    "client": "",
    "description": "",
    "start_on": None,
    "target_on": None,
    "budget": None,
    "currency": "EUR",
    "state": ProjectState.ACTIVE,
    "working_days": 31,
}
"""A project before anybody said anything about it."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def settle_milestone(current: Mapping[str, object], changes: Mapping[str, object], today: date) -> dict[str, object]:
    """Return `changes` checked and tidied, with what follows from them (done fills in its day, and so on).

    `current` holds every field as it stands, `NEW_MILESTONE` for a new one. Raises InvalidInput.
    """
    settled = _checked(changes, _MILESTONE_CHECKS, "milestone")
    was_done = current["state"] == MilestoneState.DONE
    state = settled.get("state")
    done_on = settled.get("done_on")
    if isinstance(done_on, date):
        if done_on > today:
            raise InvalidInput("done_on", f"It cannot have been done on {done_on}: that day has not come yet.")
        if state not in (None, MilestoneState.DONE):
            raise InvalidInput("done_on", f"Only a milestone that is done has a day it was done; this one is {state}.")
        settled["state"] = MilestoneState.DONE
    elif state == MilestoneState.DONE:
        settled["done_on"] = (None if "done_on" in settled else current["done_on"]) or today
    elif state is not None:
        settled["done_on"] = None
    elif "done_on" in settled and was_done:
        settled["state"] = MilestoneState.IN_PROGRESS if current["progress"] else MilestoneState.PLANNED
    return settled


def settle_project(current: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """Return `changes` checked and tidied; `current` holds every field as it stands, `NEW_PROJECT` for a new one.

    Raises InvalidInput.
    """
    settled = _checked(changes, _PROJECT_CHECKS, "project")
    after = {**current, **settled}
    start_on, target_on = after["start_on"], after["target_on"]
    if isinstance(start_on, date) and isinstance(target_on, date) and target_on < start_on:
        field = "target_on" if "target_on" in changes else "start_on"
        raise InvalidInput(field, f"The target {target_on} lies before the start {start_on}.")
    return settled


def settle_criteria(drafts: Sequence[CriterionDraft]) -> list[CriterionDraft]:
    """Return the criteria tidied; raises InvalidInput for one without a text."""
    return [
        CriterionDraft(draft.id, _words("criteria", "A criterion", draft.text, LONGEST_LINE), draft.met_on)
        for draft in drafts
    ]


def settle_phases(drafts: Sequence[PhaseDraft]) -> list[PhaseDraft]:
    """Return the phases tidied; raises InvalidInput for one without a name and for two of the same name."""
    settled = [PhaseDraft(draft.id, _words("phases", "A phase", draft.name, LONGEST_LINE)) for draft in drafts]
    names: set[str] = set()
    for draft in settled:
        if draft.name.casefold() in names:
            raise InvalidInput("phases", f"Two phases are called “{draft.name}”.")
        names.add(draft.name.casefold())
    return settled


def settle_lag(lag: object) -> int:
    """Return a lag in working days; raises InvalidInput unless it is a whole number of a believable size."""
    return _whole("predecessors", "The lag", lag, -LONGEST_LAG, LONGEST_LAG)


def settle_name(field: str, what: str, name: object) -> str:
    """Return the name of something (`what`, as "A person") tidied; raises InvalidInput when there is nothing to see."""
    return _words(field, what, name, LONGEST_LINE)


def settle_line(field: str, text: object) -> str:
    """Return an optional text of one line tidied; raises InvalidInput when it is too long."""
    return _line(field, text)


def project_key(text: str) -> str:
    """Return the key as it is stored (upper case); raises InvalidInput when it cannot be one."""
    key = tidy(text).upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", key):
        raise InvalidInput("key", "A key has 1 to 12 letters, digits, - or _, and starts with a letter or a digit.")
    return key


def _checked(
    changes: Mapping[str, object], checks: Mapping[str, Callable[[str, object], object]], what: str
) -> dict[str, object]:
    settled: dict[str, object] = {}
    for field, value in changes.items():
        if field not in checks:
            raise InvalidInput(field, f"A {what} has no field “{field}”.")
        settled[field] = checks[field](field, value)
    return settled


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidInput(field, f"The {_word(field)} is a text.")
    return value


def _words(field: str, what: str, value: object, longest: int) -> str:
    text = tidy(_text(field, value))
    if is_blank(text):
        raise InvalidInput(field, f"{what} needs a text that can be seen.")
    if len(text) > longest:
        raise InvalidInput(field, f"{what} has at most {longest:,} characters; this one has {len(text):,}.")
    return text


def _line(field: str, value: object) -> str:
    text = tidy(_text(field, value))
    if len(text) > LONGEST_LINE:
        raise InvalidInput(field, f"The {_word(field)} has at most {LONGEST_LINE:,} characters, not {len(text):,}.")
    return "" if not text or is_blank(text) else text


def _lines(field: str, value: object) -> str:
    text = storable(_text(field, value)).replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(field, f"The {_word(field)} has at most {LONGEST_TEXT:,} characters, not {len(text):,}.")
    return text


def _day(field: str, value: object) -> date | None:
    if value is None:
        return None
    if type(value) is not date:  # a datetime is a date too, but one with a zone to go wrong by
        raise InvalidInput(field, f"The {_word(field)} date is a calendar day.")
    return value


def _whole(field: str, what: str, value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidInput(field, f"{what} is a whole number from {least:,} to {most:,}.")
    return value


def _amount(field: str, value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= LARGEST_AMOUNT:
        raise InvalidInput(field, f"The {_word(field)} is an amount of money from 0 to {LARGEST_AMOUNT:,}.")
    return value


def _tags(field: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, Sequence):
        raise InvalidInput(field, "Tags are words with commas between.")
    tags: dict[str, str] = {}
    for entry in value:
        for tag in _text(field, entry).split(","):
            tidied = " ".join(tidy(tag).split())
            if not is_blank(tidied):
                tags.setdefault(tidied.casefold(), tidied)
    if sum(map(len, tags.values())) > LONGEST_LINE:
        raise InvalidInput(field, f"The tags have at most {LONGEST_LINE:,} characters together.")
    return tuple(tags.values())


def _choice(choices: type[_Choice]) -> Callable[[str, object], _Choice]:
    def check(field: str, value: object) -> _Choice:
        try:
            return choices(_text(field, value))
        except ValueError:
            names = ", ".join(choices)
            raise InvalidInput(field, f"The {_word(field)} is one of: {names}.") from None

    return check


def _key(field: str, value: object) -> str:
    return project_key(_text(field, value))


def _currency(field: str, value: object) -> str:
    code = tidy(_text(field, value)).upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise InvalidInput(field, "The currency is a code of three letters, as EUR or USD.")
    return code


def _working_days(field: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 127:
        raise InvalidInput(field, "A week has at least one working day.")
    return value


def _word(field: str) -> str:
    return MILESTONE_FIELDS.get(field) or PROJECT_FIELDS.get(field) or field.replace("_", " ")


_MILESTONE_CHECKS: Mapping[str, Callable[[str, Any], object]] = {
    "title": lambda field, value: _words(field, "A milestone", value, LONGEST_TITLE),
    "phase": _line,
    "kind": _choice(MilestoneKind),
    "owner": _line,
    "due_on": _day,
    "deadline_on": _day,
    "done_on": _day,
    "state": _choice(MilestoneState),
    "progress": lambda field, value: _whole(field, "The progress", value, 0, 100),
    "weight": lambda field, value: _whole(field, "The weight", value, 0, LARGEST_WEIGHT),
    "value": _amount,
    "deliverable": _line,
    "tags": _tags,
    "notes": _lines,
}

_PROJECT_CHECKS: Mapping[str, Callable[[str, Any], object]] = {
    "key": _key,
    "name": lambda field, value: _words(field, "A project", value, LONGEST_LINE),
    "client": _line,
    "description": _lines,
    "start_on": _day,
    "target_on": _day,
    "budget": _amount,
    "currency": _currency,
    "state": _choice(ProjectState),
    "working_days": _working_days,
}
