"""Commands on the data: one file per noun; every command runs inside a given transaction."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from milestone_tui.plan.rules import validate_line

if TYPE_CHECKING:
    from milestone_tui.plan.model import ChangeReason
    from milestone_tui.store.commands.absences import Absences
    from milestone_tui.store.commands.acceptance import AcceptanceRounds
    from milestone_tui.store.commands.archives import Archives
    from milestone_tui.store.commands.assignments import Assignments
    from milestone_tui.store.commands.baselines import Baselines
    from milestone_tui.store.commands.costs import Costs
    from milestone_tui.store.commands.criteria import Criteria
    from milestone_tui.store.commands.drafts import Drafts
    from milestone_tui.store.commands.gates import Gates
    from milestone_tui.store.commands.holidays import Holidays
    from milestone_tui.store.commands.imports import Imports
    from milestone_tui.store.commands.links import Links
    from milestone_tui.store.commands.milestones import Milestones
    from milestone_tui.store.commands.payments import Payments
    from milestone_tui.store.commands.people import People
    from milestone_tui.store.commands.phases import Phases
    from milestone_tui.store.commands.projects import Projects
    from milestone_tui.store.commands.reports import Reports
    from milestone_tui.store.commands.reviews import Reviews
    from milestone_tui.store.commands.risks import Risks
    from milestone_tui.store.commands.templates import Templates
    from milestone_tui.store.transaction import Transaction

_NOUNS = {
    "absences": "Absences",
    "acceptance": "AcceptanceRounds",
    "archives": "Archives",
    "assignments": "Assignments",
    "baselines": "Baselines",
    "costs": "Costs",
    "criteria": "Criteria",
    "drafts": "Drafts",
    "gates": "Gates",
    "holidays": "Holidays",
    "imports": "Imports",
    "links": "Links",
    "milestones": "Milestones",
    "payments": "Payments",
    "people": "People",
    "phases": "Phases",
    "projects": "Projects",
    "reports": "Reports",
    "reviews": "Reviews",
    "risks": "Risks",
    "templates": "Templates",
}
"""The class of each noun, in the module of its name; it is imported when the first command needs it."""


def load_commands(nouns: Iterable[str] = _NOUNS) -> None:
    """Import the commands on these nouns, by default on all, so that no change waits for that."""
    for noun in nouns:
        import_module(f"{__name__}.{noun}")


class Commands:
    """Every command, by noun; all calls on one instance make one change."""

    absences: Absences
    acceptance: AcceptanceRounds
    archives: Archives
    assignments: Assignments
    baselines: Baselines
    costs: Costs
    criteria: Criteria
    drafts: Drafts
    gates: Gates
    holidays: Holidays
    imports: Imports
    links: Links
    milestones: Milestones
    payments: Payments
    people: People
    phases: Phases
    projects: Projects
    reports: Reports
    reviews: Reviews
    risks: Risks
    templates: Templates

    is_recording = False
    """A recorder in place of this only notes the calls; see `recording`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    if not TYPE_CHECKING:  # a mistyped noun is a mistake to mypy

        def __getattr__(self, noun: str) -> object:
            if noun not in _NOUNS:
                raise AttributeError(noun)
            group = getattr(import_module(f"{__name__}.{noun}"), _NOUNS[noun])(self._transaction)
            setattr(self, noun, group)
            return group

    def because(self, reason: ChangeReason, note: str = "") -> None:
        """Set the reason for this change, from the list or with a note in own words; raise InvalidInput."""
        self._transaction.reason = reason
        self._transaction.reason_note = validate_line("reason", note)
