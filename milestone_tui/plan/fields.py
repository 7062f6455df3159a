"""`FIELDS`: one row for each field of a milestone, project, person or risk that can be edited.

Forms, checks, drafts, history, lists, templates and imports read these rows. Each name is also an attribute of the
milestone, project, person or risk.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum, StrEnum, auto
from functools import partial
from typing import Any, NamedTuple

from milestone_tui.plan.analysis.thresholds import check_thresholds
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
    check_rating,
    check_tags,
    check_whole,
    check_words,
    check_working_days,
)
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.model import Milestone, MilestoneKind, MilestoneState, Person, Project, ProjectState
from milestone_tui.plan.monitoring import Risk, RiskKind, RiskResponse


class FieldKind(Enum):
    """Type of a field: decides how its value is typed, shown, stored and exported."""

    LINE = auto()
    """A one-line text."""
    CODE = auto()
    """A short text that is replaced rather than edited."""
    LINES = auto()
    """A text of several lines."""
    DAY = auto()
    MONEY = auto()
    WHOLE = auto()
    """A whole number."""
    RATING = auto()
    """A number from 1 to 5, or None."""
    WORKING_DAYS = auto()
    """A number of working days."""
    WORK = auto()
    """A number of days, with decimals."""
    WEEK = auto()
    """The working days of a week."""
    FLAG = auto()
    CHOICE = auto()
    """One value of the enum of the default."""
    TAGS = auto()
    PHASE = auto()
    """The name of a phase of the project; the column holds its id."""
    PERSON = auto()
    """The name of a person; the column holds their id."""


class FieldSpec(NamedTuple):
    """Everything that the rest of the program needs to know about one field."""

    of: type[Milestone | Project | Person | Risk]
    name: str
    """Name in edits, drafts and the history: the attribute."""
    kind: FieldKind
    check: Callable[[str, str, Any], object]
    """Called with name, word and value; returns the value tidied or raises InvalidInput."""
    word: str = ""
    """Name in sentences; by default `name`."""
    label: str = ""
    """Label in forms; by default `word` with a capital."""
    column: str = ""
    """Database column; by default `name`."""
    json: str = ""
    """Name in `list --json`; empty for a field that is not listed."""
    in_templates: bool = False
    csv: tuple[str, ...] = ()
    """Heads of CSV columns that are imported into the field unchanged, the best one first."""
    hint: str = ""
    """What the field means, in one line: for help, and beside the field; empty where the label says it."""

    @property
    def default(self) -> Any:
        """The value of the field in a new milestone, project, person or risk."""
        return self.of._field_defaults[self.name]

    @property
    def choices(self) -> type[StrEnum]:
        """The enum whose values a CHOICE field can have."""
        return type(self.default)

    def checked(self, value: object) -> object:
        """Return `value` tidied; raise InvalidInput if it is not valid for the field."""
        return self.check(self.name, self.word, value)


_TITLE = partial(check_words, longest=LONGEST_TITLE)
_NAME = partial(check_words, longest=LONGEST_LINE)
_PERCENT = partial(check_whole, least=0, most=100)
_WEIGHT = partial(check_whole, least=0, most=LARGEST_WEIGHT)
_WINDOW = partial(check_whole, least=1, most=LONGEST_WINDOW)
_CAPACITY = partial(check_days_of_work, most=Decimal(7))
_NOTES = ("notes", "note", "description", "comment", "comments", "remarks", "details")

FIELDS = (
    FieldSpec(Milestone, "title", FieldKind.LINE, _TITLE, json="title", in_templates=True),
    FieldSpec(Milestone, "phase", FieldKind.PHASE, check_line, column="phase_id", json="phase", in_templates=True),
    FieldSpec(Milestone, "kind", FieldKind.CHOICE, check_choice(MilestoneKind), json="kind", in_templates=True),
    FieldSpec(Milestone, "owner", FieldKind.PERSON, check_line, column="owner_id", json="owner"),
    FieldSpec(Milestone, "due_on", FieldKind.DAY, check_day, "due date", "Due", json="due_on"),
    FieldSpec(Milestone, "deadline_on", FieldKind.DAY, check_day, "deadline", json="deadline_on"),
    FieldSpec(Milestone, "done_on", FieldKind.DAY, check_day, "done date", "Done on", json="done_on"),
    FieldSpec(Milestone, "state", FieldKind.CHOICE, check_choice(MilestoneState), json="state"),
    FieldSpec(Milestone, "progress", FieldKind.WHOLE, _PERCENT),
    FieldSpec(Milestone, "weight", FieldKind.WHOLE, _WEIGHT, json="weight", in_templates=True),
    FieldSpec(Milestone, "value", FieldKind.MONEY, check_amount, column="value_minor", json="value"),
    FieldSpec(Milestone, "invoiced_on", FieldKind.DAY, check_day, "invoice date", "Invoiced", json="invoiced_on"),
    FieldSpec(
        Milestone, "invoice_number", FieldKind.LINE, check_line, "invoice number", "Invoice no", json="invoice_number"
    ),
    FieldSpec(Milestone, "paid_on", FieldKind.DAY, check_day, "payment date", "Paid", json="paid_on"),
    FieldSpec(Milestone, "deliverable", FieldKind.LINE, check_line, json="deliverable", in_templates=True),
    FieldSpec(Milestone, "tags", FieldKind.TAGS, check_tags, json="tags", in_templates=True),
    FieldSpec(Milestone, "notes", FieldKind.LINES, check_lines, json="notes", csv=_NOTES),
    FieldSpec(Milestone, "outcome", FieldKind.LINE, check_line, json="outcome"),
    FieldSpec(Milestone, "approver", FieldKind.PERSON, check_line, column="approver_id", json="approver"),
    FieldSpec(Milestone, "internal", FieldKind.FLAG, check_flag, json="internal", in_templates=True),
    FieldSpec(Project, "key", FieldKind.CODE, check_key, json="project"),
    FieldSpec(Project, "name", FieldKind.LINE, _NAME, json="project_name"),
    FieldSpec(Project, "client", FieldKind.LINE, check_line, json="client"),
    FieldSpec(Project, "description", FieldKind.LINES, check_lines),
    FieldSpec(Project, "start_on", FieldKind.DAY, check_day, "start"),
    FieldSpec(Project, "target_on", FieldKind.DAY, check_day, "target", json="target_on"),
    FieldSpec(Project, "budget", FieldKind.MONEY, check_amount, column="budget_minor"),
    FieldSpec(Project, "currency", FieldKind.CODE, check_currency),
    FieldSpec(Project, "earned_by", FieldKind.CHOICE, check_choice(EarnedBy), "earned value", "Value earned"),
    FieldSpec(Project, "state", FieldKind.CHOICE, check_choice(ProjectState), json="state"),
    FieldSpec(Project, "working_days", FieldKind.WEEK, check_working_days, "working days"),
    FieldSpec(Project, "acceptance_days", FieldKind.WORKING_DAYS, _WINDOW, "acceptance days", "Accept within"),
    FieldSpec(Project, "thresholds", FieldKind.LINE, check_thresholds, "health thresholds", "Thresholds"),
    FieldSpec(
        Project,
        "client_money",
        FieldKind.CHOICE,
        check_choice(ClientMoney),
        "money in reports to the client",
        "Client money",
    ),
    FieldSpec(
        Project,
        "client_risks",
        FieldKind.CHOICE,
        check_choice(ClientRisks),
        "risks in reports to the client",
        "Client risks",
    ),
    FieldSpec(Person, "name", FieldKind.LINE, _NAME),
    FieldSpec(Person, "email", FieldKind.LINE, check_line, "e-mail"),
    FieldSpec(Person, "organisation", FieldKind.LINE, check_line),
    FieldSpec(Person, "capacity", FieldKind.WORK, _CAPACITY, "days a week", column="capacity_hundredths"),
    FieldSpec(Risk, "title", FieldKind.LINE, _TITLE),
    FieldSpec(Risk, "kind", FieldKind.CHOICE, check_choice(RiskKind)),
    FieldSpec(Risk, "probability", FieldKind.RATING, check_rating),
    FieldSpec(Risk, "impact", FieldKind.RATING, check_rating),
    FieldSpec(Risk, "owner", FieldKind.PERSON, check_line, column="owner_id"),
    FieldSpec(Risk, "response", FieldKind.CHOICE, check_choice(RiskResponse)),
    FieldSpec(Risk, "response_text", FieldKind.LINE, check_line, "action"),
    FieldSpec(Risk, "review_on", FieldKind.DAY, check_day, "review date", "Review"),
    FieldSpec(Risk, "internal", FieldKind.FLAG, check_flag),
    FieldSpec(Risk, "notes", FieldKind.LINES, check_lines),
)
"""Every field; the defaults of word, label and column are filled in below."""


_HINTS: Mapping[tuple[type[Milestone | Project | Person | Risk], str], str] = {
    (Milestone, "phase"): "A new name adds a phase",
    (Milestone, "kind"): "A gate needs a decision",
    (Milestone, "owner"): "Who gets it done",
    (Milestone, "approver"): "Who accepts or decides it",
    (Milestone, "due_on"): "When it is expected now",
    (Milestone, "deadline_on"): "Fixed by contract",
    (Milestone, "done_on"): "Day it was done",
    (Milestone, "progress"): "From 0 to 100",
    (Milestone, "weight"): "Share of the progress",
    (Milestone, "value"): "Planned money",
    (Milestone, "invoiced_on"): "Day of the invoice",
    (Milestone, "invoice_number"): "Number on the invoice",
    (Milestone, "paid_on"): "Day the money came in",
    (Milestone, "deliverable"): "What the client gets, or a link",
    (Milestone, "outcome"): "What it achieved, when done",
    (Milestone, "tags"): "Separated by commas",
    (Milestone, "internal"): "Yes hides it from the client",
    (Project, "key"): "In capitals, such as ACME",
    (Project, "start_on"): "When the work begins",
    (Project, "target_on"): "Wished end of the project",
    (Project, "budget"): "Planned money of the project",
    (Project, "currency"): "Three letters, such as EUR",
    (Project, "earned_by"): "When done, or by percent",
    (Project, "working_days"): "Such as Mon-Fri",
    (Project, "acceptance_days"): "Working days to accept in",
    (Project, "client_money"): "Money in reports to the client",
    (Project, "client_risks"): "Risks in reports to the client",
    (Project, "thresholds"): "When health turns, such as slip 15/5",
    (Person, "organisation"): "Whom they work for",
    (Person, "capacity"): "Days a week they work, such as 2.5",
    (Risk, "kind"): "What happened is an issue",
    (Risk, "probability"): "From 1 (under 20%) to 5 (over 80%)",
    (Risk, "impact"): "From 1 (slight) to 5 (severe)",
    (Risk, "owner"): "Who watches it",
    (Risk, "response"): "What is done about it",
    (Risk, "response_text"): "The response in words",
    (Risk, "review_on"): "When to look at it again",
    (Risk, "internal"): "Yes hides it from the client",
}
"""What the fields mean whose label does not say it."""


def _of(value: type[Milestone | Project | Person | Risk]) -> Mapping[str, FieldSpec]:
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
RISK_FIELDS = _of(Risk)
"""The fields of a milestone, a project, a person and an entry of the risk register, by name."""

NEW_MILESTONE: Mapping[str, object] = {name: spec.default for name, spec in MILESTONE_FIELDS.items()}
NEW_PROJECT: Mapping[str, object] = {name: spec.default for name, spec in PROJECT_FIELDS.items()}
NEW_PERSON: Mapping[str, object] = {name: spec.default for name, spec in PERSON_FIELDS.items()}
NEW_RISK: Mapping[str, object] = {name: spec.default for name, spec in RISK_FIELDS.items()}
"""The values of a new milestone, project, person and risk."""

BY_NAME: Mapping[str, FieldSpec] = {**RISK_FIELDS, **PERSON_FIELDS, **PROJECT_FIELDS, **MILESTONE_FIELDS}
"""All fields by name; fields that share a name (`state`, `name`) are of the same kind."""

TEMPLATE_FIELDS = {name: spec for name, spec in MILESTONE_FIELDS.items() if spec.in_templates}
"""The fields of a milestone that a template contains."""

_PANEL_WORDS: Mapping[str, str] = {
    "due_on": "date",
    "week": "working days",
    "spent_on": "day",
    "line": "new milestone",
}
"""Fields with another name in panels, and fields that only panels have."""


def panel_word(field: str) -> str:
    """Return the name of a panel's field in words."""
    return _PANEL_WORDS.get(field) or word(field)


def word(field: str) -> str:
    """Return the name of a field in words."""
    return BY_NAME[field].word if field in BY_NAME else field.replace("_", " ")
