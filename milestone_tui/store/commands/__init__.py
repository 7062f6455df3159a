"""Commands on the data: one file per noun; every command runs inside a given transaction."""

from __future__ import annotations

from milestone_tui.plan.model import ChangeReason
from milestone_tui.store.commands.absences import Absences
from milestone_tui.store.commands.acceptance import AcceptanceRounds
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
from milestone_tui.store.commands.sync import Sync
from milestone_tui.store.commands.templates import Templates
from milestone_tui.store.transaction import Transaction


class Commands:
    """Every command, by noun; all calls on one instance make one change."""

    is_recording = False
    """A recorder in place of this only notes the calls; see `recording`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.projects = Projects(transaction)
        self.phases = Phases(transaction)
        self.milestones = Milestones(transaction)
        self.criteria = Criteria(transaction)
        self.costs = Costs(transaction)
        self.links = Links(transaction)
        self.payments = Payments(transaction)
        self.people = People(transaction)
        self.baselines = Baselines(transaction)
        self.drafts = Drafts(transaction)
        self.imports = Imports(transaction)
        self.holidays = Holidays(transaction)
        self.assignments = Assignments(transaction)
        self.absences = Absences(transaction)
        self.acceptance = AcceptanceRounds(transaction)
        self.gates = Gates(transaction)
        self.templates = Templates(transaction)
        self.risks = Risks(transaction)
        self.reviews = Reviews(transaction)
        self.reports = Reports(transaction)
        self.sync = Sync(transaction)

    def because(self, reason: ChangeReason) -> None:
        """Set the reason for this change."""
        self._transaction.reason = reason
