"""Write milestones or projects as a table of plain text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from milestone_tui.exchange.export import MilestoneExport
from milestone_tui.exchange.listing import table
from milestone_tui.exchange.project_listing import project_table
from milestone_tui.plan.model import ProjectSummary


def write_milestones(export: MilestoneExport, out: TextIO) -> None:
    """Write one line a milestone."""
    _write(table(export.plans, export.keep, export.today), out)


def write_projects(summaries: Iterable[ProjectSummary], out: TextIO) -> None:
    """Write one line a project."""
    _write(project_table(summaries), out)


def _write(lines: Iterable[str], out: TextIO) -> None:
    print("\n".join(lines), file=out)
