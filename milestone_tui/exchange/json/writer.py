"""Write milestones or projects as a JSON array for scripts, one record per line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

from milestone_tui.exchange.export import MilestoneExport
from milestone_tui.exchange.json.records import Record, project_records, records
from milestone_tui.plan.model import ProjectSummary

_BATCH = 500
"""Records written at a time."""


def write_milestones(exports: Iterable[MilestoneExport], out: TextIO) -> None:
    """Write one record per milestone; each export is asked for when the one before is written."""
    _write((one for export in exports for one in records(*export)), "id", out)


def write_projects(summaries: Iterable[ProjectSummary], out: TextIO) -> None:
    """Write one record per project."""
    _write(project_records(summaries), "project", out)


def _write(found: Iterator[Record], first: str, out: TextIO) -> None:
    """Write records, one per line; `first` is the first name in each."""
    # ASCII only, so that no title sends a command to a terminal. One call of `dumps` for many is faster; then break the
    # lines between records: inside a text, the pattern's quote would be escaped, so it only matches between them.
    before = "[\n"
    while some := list(islice(found, _BATCH)):
        lines = json.dumps(some)[1:-1].replace(f'}}, {{"{first}": ', f'}},\n{{"{first}": ')
        out.write(f"{before}{lines}")
        before = ",\n"
    print("[]" if before == "[\n" else "\n]", file=out)
