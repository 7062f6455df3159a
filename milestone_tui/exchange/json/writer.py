"""Write milestones or projects as a JSON array, one record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from milestone_tui.exchange.export import MilestoneExport
from milestone_tui.exchange.listing import Record, records
from milestone_tui.exchange.project_listing import project_records
from milestone_tui.plan.model import ProjectSummary


def write_milestones(export: MilestoneExport, out: TextIO) -> None:
    """Write one record a milestone."""
    _write(records(export.plans, export.keep, export.today, export.network), "id", out)


def write_projects(summaries: Iterable[ProjectSummary], out: TextIO) -> None:
    """Write one record a project."""
    _write(project_records(summaries), "project", out)


def _write(found: Iterable[Record], first: str, out: TextIO) -> None:
    """Write records, one a line; `first` is the first name in each."""
    # ASCII only, so that nothing in a title reaches a terminal as a command. All in one go, which is quicker, then
    # one record a line: in a text the quote before the name would end it, and a comma or a brace would follow.
    text = json.dumps(list(found))
    lines = text[1:-1].replace(f'}}, {{"{first}": ', f'}},\n{{"{first}": ')
    print(f"[\n{lines}\n]" if lines else "[]", file=out)
