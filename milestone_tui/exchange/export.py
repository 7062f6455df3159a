"""What is handed to a writer of any format, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.plan.agreements import BaselineEntry
from milestone_tui.plan.model import Baseline, Holiday, Link, Milestone, Person, Plan, Project
from milestone_tui.plan.network.network import Network

if TYPE_CHECKING:
    from milestone_tui.plan.imported import Skipped


class MilestoneExport(NamedTuple):
    """Milestones to write. (Projects are written from their summaries.)"""

    plans: Sequence[Plan]
    keep: frozenset[int] | None
    """The ids of the milestones to write; None for all."""
    today: date
    network: Network
    """The network of these plans and those linked with them, if the format needs it; else an empty one."""
    spent: Mapping[int, Decimal] = {}
    """What was spent on each milestone, by its id; a milestone without is missing."""


class ProjectExport(NamedTuple):
    """One project with what a plan of another program holds of it."""

    plan: Plan
    holidays: tuple[Holiday, ...] = ()
    """Its days off and worked days."""
    baselines: tuple[tuple[Baseline, tuple[BaselineEntry, ...]], ...] = ()
    """Every baseline with its entries, oldest first."""
    manager: str = ""
    """Name of the manager; empty without one."""

    @property
    def project(self) -> Project:
        """The project itself."""
        return self.plan.project

    @property
    def days_off(self) -> tuple[date, ...]:
        """The days off, in order."""
        return tuple(holiday.day for holiday in self.holidays if not holiday.is_worked)

    @property
    def days_worked(self) -> tuple[date, ...]:
        """The worked days, in order."""
        return tuple(holiday.day for holiday in self.holidays if holiday.is_worked)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links between milestones of this project."""
        inside = {milestone.id for milestone in self.plan.milestones}
        return tuple(link for link in self.plan.links if {link.predecessor_id, link.successor_id} <= inside)

    @property
    def by_phase(self) -> Sequence[tuple[str, Sequence[Milestone]]]:
        """The phases by position, each with its milestones; those without a phase come last, under an empty name."""
        groups: dict[int | None, list[Milestone]] = {phase.id: [] for phase in self.plan.phases}
        for milestone in self.plan.milestones:
            groups.setdefault(milestone.phase_id, []).append(milestone)
        names: dict[int | None, str] = {phase.id: phase.name for phase in self.plan.phases}
        return [(names.get(phase_id, ""), found) for phase_id, found in groups.items()]

    @property
    def entries(self) -> Sequence[tuple[Baseline, Mapping[int, date]]]:
        """Every baseline with the dates of the milestones that still exist, by id; oldest first, the current one last.

        Baselines without such a date are left out.
        """
        inside = {milestone.id for milestone in self.plan.milestones}
        dated = [
            (baseline, {e.milestone_id: e.due_on for e in entries if e.due_on is not None and e.milestone_id in inside})
            for baseline, entries in self.baselines
        ]
        current = self.project.baseline_id
        return sorted((found for found in dated if found[1]), key=lambda found: found[0].id == current)


class PlanExport(NamedTuple):
    """Whole projects to write."""

    projects: Sequence[ProjectExport]
    people: Sequence[Person]
    """Everybody, by name: the writers need their addresses."""
    today: date

    @property
    def only(self) -> ProjectExport:
        """The project, for a format that holds one."""
        (one,) = self.projects
        return one


class Written(NamedTuple):
    """The contents of a file, and what the format cannot hold."""

    data: bytes
    skipped: tuple[Skipped, ...] = ()
