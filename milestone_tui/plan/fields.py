"""`FIELDS`: every field of a milestone, a project or a person that somebody edits, with all that is said of it once.

Forms, checks, drafts, history, lists, templates and imports go by these rows. Each is an attribute of its value too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum, StrEnum, auto
from functools import partial
from typing import Any, NamedTuple

from milestone_tui.plan.checks import (
    LARGEST_WEIGHT,
    LONGEST_LINE,
    LONGEST_TITLE,
    LONGEST_WINDOW,
    check_amount,
    check_choice,
    check_currency,
    check_day,
    check_days_of_work,
    check_flag,
    check_key,
    check_line,
    check_lines,
    check_tags,
    check_whole,
    check_words,
    check_working_days,
)
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState, Person, Project, ProjectState


class FieldKind(Enum):
    """What a field holds: it decides how that is typed, shown, kept and written to files."""

    LINE = auto()
    """A text of one line."""
    CODE = auto()
    """A short text that is typed anew rather than changed."""
    LINES = auto()
    """A text of many lines."""
    DAY = auto()
    MONEY = auto()
    WHOLE = auto()
    """A whole number."""
    WORKING_DAYS = auto()
    """A number of working days."""
    WORK = auto()
    """Days of work, with decimals."""
    WEEK = auto()
    """The days of a week on which people work."""
    FLAG = auto()
    CHOICE = auto()
    """One word of the enum that the default is of."""
    TAGS = auto()
    PHASE = auto()
    """The name of a phase of the project; the column holds its id."""
    PERSON = auto()
    """The name of a person; the column holds their id."""


class FieldSpec(NamedTuple):
    """What there is to say of one field."""

    of: type[Milestone | Project | Person]
    name: str
    """As edits, drafts and the journal's history call it: the attribute of the value."""
    kind: FieldKind
    check: Callable[[str, str, Any], object]
    """Takes the name, the field in words and a value; returns that tidied, or raises InvalidInput."""
    word: str = ""
    """In sentences; the name where nothing else is said."""
    label: str = ""
    """In forms; the word with a capital where nothing else is said."""
    column: str = ""
    """In its table; the name where nothing else is said."""
    json: str = ""
    """In `list --json`; not listed where nothing is said."""
    in_templates: bool = False
    csv: tuple[str, ...] = ()
    """What a column of a CSV file is called that holds the field as it stands, the best name first."""
    hint: str = ""
    """What the field means, in one line: for help, and beside the field; empty where the label says it."""

    @property
    def default(self) -> Any:
        """What stands in the field before anybody said anything."""
        return self.of._field_defaults[self.name]

    @property
    def choices(self) -> type[StrEnum]:
        """The words of which a choice is one."""
        return type(self.default)

    def checked(self, value: object) -> object:
        """Return a value tidied; raises InvalidInput where the field cannot have it."""
        return self.check(self.name, f"The {self.word}", value)


_TITLE = partial(check_words, longest=LONGEST_TITLE)
_NAME = partial(check_words, longest=LONGEST_LINE)
_PERCENT = partial(check_whole, least=0, most=100)
_WEIGHT = partial(check_whole, least=0, most=LARGEST_WEIGHT)
_NOTES = ("notes", "note", "description", "comment", "comments", "remarks", "details")


def _window(field: str, _: str, days: object) -> object:
    return check_whole(field, "The time to accept", days, 1, LONGEST_WINDOW)


def _capacity(field: str, _: str, days: object) -> object:
    return check_days_of_work(field, "The capacity", days, Decimal(7))


FIELDS = (
    FieldSpec(Milestone, "title", FieldKind.LINE, _TITLE, json="title", in_templates=True),
    FieldSpec(Milestone, "phase", FieldKind.PHASE, check_line, column="phase_id", json="phase", in_templates=True),
    FieldSpec(Milestone, "kind", FieldKind.CHOICE, check_choice(MilestoneKind), json="kind", in_templates=True),
    FieldSpec(Milestone, "owner", FieldKind.PERSON, check_line, column="owner_id", json="owner"),
    FieldSpec(Milestone, "due_on", FieldKind.DAY, check_day, "due", json="due_on"),
    FieldSpec(Milestone, "deadline_on", FieldKind.DAY, check_day, "deadline", json="deadline_on"),
    FieldSpec(Milestone, "done_on", FieldKind.DAY, check_day, "done on", json="done_on"),
    FieldSpec(Milestone, "state", FieldKind.CHOICE, check_choice(MilestoneState), json="state"),
    FieldSpec(Milestone, "progress", FieldKind.WHOLE, _PERCENT),
    FieldSpec(Milestone, "weight", FieldKind.WHOLE, _WEIGHT, json="weight", in_templates=True),
    FieldSpec(Milestone, "value", FieldKind.MONEY, check_amount, column="value_minor", json="value"),
    FieldSpec(Milestone, "deliverable", FieldKind.LINE, check_line, json="deliverable", in_templates=True),
    FieldSpec(Milestone, "tags", FieldKind.TAGS, check_tags, json="tags", in_templates=True),
    FieldSpec(Milestone, "notes", FieldKind.LINES, check_lines, json="notes", csv=_NOTES),
    FieldSpec(Milestone, "approver", FieldKind.PERSON, check_line, "", "Accepted by", "approver_id", "approver"),
    FieldSpec(Milestone, "internal", FieldKind.FLAG, check_flag, json="internal", in_templates=True),
    FieldSpec(Project, "key", FieldKind.CODE, check_key, json="project"),
    FieldSpec(Project, "name", FieldKind.LINE, _NAME, json="project_name"),
    FieldSpec(Project, "client", FieldKind.LINE, check_line, json="client"),
    FieldSpec(Project, "description", FieldKind.LINES, check_lines),
    FieldSpec(Project, "start_on", FieldKind.DAY, check_day, "start"),
    FieldSpec(Project, "target_on", FieldKind.DAY, check_day, "target", json="target_on"),
    FieldSpec(Project, "budget", FieldKind.MONEY, check_amount, column="budget_minor"),
    FieldSpec(Project, "currency", FieldKind.CODE, check_currency),
    FieldSpec(Project, "state", FieldKind.CHOICE, check_choice(ProjectState), json="state"),
    FieldSpec(Project, "working_days", FieldKind.WEEK, check_working_days, "working days"),
    FieldSpec(Project, "acceptance_days", FieldKind.WORKING_DAYS, _window, "acceptance days", "Accept within"),
    FieldSpec(Person, "name", FieldKind.LINE, _NAME),
    FieldSpec(Person, "email", FieldKind.LINE, check_line, "e-mail"),
    FieldSpec(Person, "organisation", FieldKind.LINE, check_line),
    FieldSpec(Person, "capacity", FieldKind.WORK, _capacity, "days a week", column="capacity_hundredths"),
)
"""Every field, as little as there is to say of it; what follows from the name is filled in below."""


_HINTS: Mapping[tuple[type[Milestone | Project | Person], str], str] = {
    (Milestone, "phase"): "Part of the project; a new name makes one",
    (Milestone, "kind"): "A gate is passed only by a decision",
    (Milestone, "owner"): "Who gets it done",
    (Milestone, "approver"): "Who accepts it, or decides the gate",
    (Milestone, "due_on"): "When it is expected now",
    (Milestone, "deadline_on"): "Fixed by contract; not to be missed",
    (Milestone, "done_on"): "The day it was done",
    (Milestone, "progress"): "From 0 to 100, where no criteria say it",
    (Milestone, "weight"): "How much it counts in the progress",
    (Milestone, "value"): "Money planned for it",
    (Milestone, "deliverable"): "What is handed over, or a link to it",
    (Milestone, "tags"): "Words to filter by, commas between them",
    (Milestone, "internal"): "Yes leaves it out of what a client sees",
    (Project, "key"): "Short name in capitals, such as ACME",
    (Project, "start_on"): "When the work begins",
    (Project, "target_on"): "When the project is to be finished",
    (Project, "budget"): "Money planned for the whole project",
    (Project, "currency"): "Three letters, such as EUR",
    (Project, "working_days"): "Days on which people work: Mon-Fri",
    (Project, "acceptance_days"): "Working days a client has to accept",
    (Person, "organisation"): "Whom they work for",
    (Person, "capacity"): "Days a week they work, such as 2.5",
}
"""What the fields mean whose label does not say it."""


def _of(value: type[Milestone | Project | Person]) -> Mapping[str, FieldSpec]:
    found = {}
    for spec in FIELDS:
        if spec.of is value:
            word = spec.word or spec.name
            label = spec.label or word[0].upper() + word[1:]
            found[spec.name] = spec._replace(
                word=word,
                label=label,
                column=spec.column or spec.name,
                hint=spec.hint or _HINTS.get((value, spec.name), ""),
            )
    return found


MILESTONE_FIELDS = _of(Milestone)
PROJECT_FIELDS = _of(Project)
PERSON_FIELDS = _of(Person)
"""Those of a milestone, a project and a person, by their names."""

NEW_MILESTONE: Mapping[str, object] = {name: spec.default for name, spec in MILESTONE_FIELDS.items()}
NEW_PROJECT: Mapping[str, object] = {name: spec.default for name, spec in PROJECT_FIELDS.items()}
NEW_PERSON: Mapping[str, object] = {name: spec.default for name, spec in PERSON_FIELDS.items()}
"""A milestone, a project and a person before anybody said anything about them."""

BY_NAME: Mapping[str, FieldSpec] = {**PERSON_FIELDS, **PROJECT_FIELDS, **MILESTONE_FIELDS}
"""The fields by their names; those of the same name (`state`, `name`) are of the same kind."""

TEMPLATE_FIELDS = {name: spec for name, spec in MILESTONE_FIELDS.items() if spec.in_templates}
"""What a template keeps of a milestone."""

_PANEL_WORDS: Mapping[str, str] = {
    "description": "about",
    "due_on": "date",
    "week": "working days",
    "line": "new milestone",
}
"""The fields of panels that are called otherwise there, or are those of no editor."""


def panel_word(field: str) -> str:
    """The word for a field of a panel."""
    return _PANEL_WORDS.get(field) or word(field)


def word(field: str) -> str:
    """The word for a field."""
    return BY_NAME[field].word if field in BY_NAME else field.replace("_", " ")
