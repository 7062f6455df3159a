"""Write the status of projects as JSON: its counts, and the records of `list --projects --json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TextIO

from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.json.records import Record, project_records
from milestone_tui.plan.analysis.status import ProjectStatus, Status
from milestone_tui.plan.model import Health


def write_status(status: Status, projects: Sequence[ProjectStatus], today: date, out: TextIO) -> None:
    """Write an object with the day, the figures of the status line and the projects in the order of `projects`."""
    records = project_records(one.summary for one in projects)
    entries = [{**record, "to_accept": one.to_accept} for record, one in zip(records, projects, strict=True)]
    figures = {
        "today": iso(today),
        "health": None if status.worst is None else status.worst.value,
        "off_track": status.count(Health.OFF_TRACK),
        "at_risk": status.count(Health.AT_RISK),
        "on_track": status.count(Health.ON_TRACK),
        "to_accept": status.to_accept,
        "next": _next(status),
        "projects": entries,
    }
    print(json.dumps(figures, indent=1), file=out)


def _next(status: Status) -> Record | None:
    if (found := status.next) is None:
        return None
    return {"project": found.project, "title": found.title, "due_on": iso(found.due_on)}
