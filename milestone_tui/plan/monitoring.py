"""The values of monitoring: spent, absences, risks and reviews; outside `model` so that the first frame skips them."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from milestone_tui.plan.model import Health


class Cost(NamedTuple):
    """An amount spent on a day, for one milestone or for the project as a whole."""

    id: int
    project_id: int
    milestone_id: int | None
    spent_on: date
    amount: Decimal
    note: str = ""


class Absence(NamedTuple):
    """Days on which a person does not work, both ends included."""

    id: int
    person_id: int
    first_on: date
    last_on: date
    note: str = ""


class RiskKind(StrEnum):
    """Kind of an entry in the risk register."""

    RISK = "risk"
    ISSUE = "issue"
    ASSUMPTION = "assumption"
    DECISION = "decision"


class RiskResponse(StrEnum):
    """What is done about a risk."""

    NONE = ""
    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class Risk(NamedTuple):
    """An entry of the risk register; open without `closed_on`."""

    id: int
    project_id: int
    kind: RiskKind = RiskKind.RISK
    number: int = 1
    """Counts the entries of its kind in the project: R1, R2, I1."""
    title: str = ""
    notes: str = ""
    probability: int | None = None
    """1-5; None if it was not rated."""
    impact: int | None = None
    """1-5; None if it was not rated."""
    response: RiskResponse = RiskResponse.NONE
    response_text: str = ""
    owner: str = ""
    """Name of the owner; empty without one."""
    raised_on: date = date.min
    review_on: date | None = None
    occurred_on: date | None = None
    """When a risk happened and became an issue."""
    closed_on: date | None = None
    internal: bool = False
    milestone_ids: tuple[int, ...] = ()
    """The milestones that it threatens."""

    @property
    def called(self) -> str:
        """Its short name, such as R1."""
        return f"{self.kind[0].upper()}{self.number}"

    @property
    def score(self) -> int | None:
        """Probability times impact, 1-25; None if either is missing."""
        return None if self.probability is None or self.impact is None else self.probability * self.impact

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.closed_on is None


class ReviewAnswer(NamedTuple):
    """What a review said about one milestone."""

    milestone_id: int
    answer: str
    """`kept`, `moved`, `done`; empty if only a note was written."""
    note: str = ""


class Need(NamedTuple):
    """Something that is needed from the client; open without `met_on`."""

    id: int
    project_id: int
    review_id: int | None
    text: str
    since_on: date
    met_on: date | None = None


class Review(NamedTuple):
    """A progress review of a project; under way without `finished_at`."""

    id: int
    project_id: int
    held_on: date
    finished_at: datetime | None = None
    judged: Health | None = None
    """Health as people judge it; None if they did not."""
    judged_reason: str = ""
    computed: Health | None = None
    """Health as it was computed when the review was finished."""
    summary: str = ""
    next: str = ""
    decisions: str = ""
    figures: str = ""
    """The figures as they were when it was finished, as JSON."""
