"""Which column of a table holds what: the names that other programs and people give to the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.imported import Skipped
from milestone_tui.plan.language.text import fold, visible

ALIASES: dict[str, tuple[str, ...]] = {
    "project": ("project", "project key", "project name", "project title", "projects", "programme", "program"),
    "phase": (
        *("phase", "phase name", "stage", "stage name", "section", "section column", "group", "group name"),
        *("work package", "workstream", "epic", "category"),
    ),
    "title": (
        *("title", "milestone", "milestone title", "milestone name", "name", "task name", "task", "summary", "subject"),
        *("deliverable", "item", "what"),
    ),
    "owner": (
        *("owner", "owner name", "responsible", "accountable", "assignee", "assigned to", "assigned", "person", "who"),
        "lead",
    ),
    "baseline": (
        *("baseline", "baseline on", "baseline date", "baseline finish", "baseline end", "planned", "planned date"),
        *(
            "planned on",
            "planned finish",
            "planned end",
            "plan",
            "plan date",
            "original",
            "original date",
            "original due date",
        ),
    ),
    "due": (
        *("due", "due on", "due date", "forecast", "forecast date", "target", "target date", "finish", "finish date"),
        *("end", "end date", "date", "deadline", "when"),
    ),
    "done": (
        *("done", "done on", "done date", "actual", "actual date", "actual finish", "actual end", "completed"),
        *("completed on", "completed at", "completed date", "completion date", "date completed", "closed", "closed on"),
        *(
            "closed at",
            "finished",
            "finished on",
            "achieved",
            "achieved on",
            "complete",
            "% complete",
            "percent complete",
        ),
    ),
    "state": ("state", "status"),
    "kind": ("kind", "milestone kind", "kind of milestone", "milestone type"),
    **{name: spec.csv for name, spec in MILESTONE_FIELDS.items() if spec.csv},
}
"""Per field the names of its column, the best first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields stand in a row."""

    places: dict[str, int]
    """Field to column, counted from 0."""
    left_out: tuple[Skipped, ...]


def find_columns(header: Sequence[str]) -> Columns:
    """Recognise the columns of a header; what is not recognised, or says the same as a better one, is left out."""
    rank = {alias: (field, place) for field, names in ALIASES.items() for place, alias in enumerate(names)}
    best: dict[str, tuple[int, int]] = {}
    for column, cell in enumerate(header):
        known = rank.get(_plain(cell))
        if known is not None:
            field, place = known
            best[field] = min(best.get(field, (place, column)), (place, column))
    places = {field: column for field, (_, column) in best.items()}
    taken = set(places.values())
    left_out = []
    for column, cell in enumerate(header):
        if column not in taken and cell.strip():
            known = rank.get(_plain(cell))
            reason = "not a column of a milestone plan"
            if known is not None:
                reason = f"the column “{visible(header[places[known[0]]].strip())}” says the same"
            left_out.append(Skipped("header", f"column “{visible(cell.strip())}”", reason))
    return Columns(places, tuple(left_out))


def _plain(cell: str) -> str:
    """A column's name without case, accents, underscores and the like: "Due_Date:" is "due date"."""
    return re.sub(r"[^a-z0-9%]+", " ", fold(cell)).strip()
