"""What an importer read from a file, before it has a place in the database."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class IncomingMilestone(NamedTuple):
    """A milestone as a file tells it; `ref` names it within the file for links, `where` for people ("line 12")."""

    ref: str
    where: str
    title: str
    phase: str = ""
    owner: str = ""
    baseline_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    notes: str = ""


class IncomingLink(NamedTuple):
    """A link between two milestones of the same file; the lag is in working days."""

    predecessor_ref: str
    successor_ref: str
    lag: int


class IncomingProject(NamedTuple):
    """One project of a file: `name` is what the file calls it (it may be an existing project's key or name)."""

    name: str
    phases: tuple[str, ...]
    """In the order of the file."""
    milestones: tuple[IncomingMilestone, ...]
    links: tuple[IncomingLink, ...] = ()
    working_days: int = 31
    baseline_name: str = ""
    """What the file calls the baseline that `baseline_on` comes from; empty: "Imported baseline"."""


class LeftOut(NamedTuple):
    """Something of the file that was not taken, and why."""

    where: str
    what: str
    reason: str


class Incoming(NamedTuple):
    """A whole file, read."""

    projects: tuple[IncomingProject, ...]
    left_out: tuple[LeftOut, ...] = ()


class ImportReport(NamedTuple):
    """What an import did."""

    projects: tuple[str, ...]
    """Keys of the projects that were created or added to."""
    milestones: int
    phases: int
    links: int
    left_out: tuple[LeftOut, ...]
