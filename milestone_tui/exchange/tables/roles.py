"""What a column of a table can be: a field of a milestone, or what says which rows are milestones."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.fields import MILESTONE_FIELDS


class Role(NamedTuple):
    """What a column is read as."""

    name: str
    says: str = ""
    """What is told about such a column, after `is read as`; by default the name."""
    unused: str = ""
    """Why such a column is left out; empty for one that is read."""
    several: bool = False
    """Whether several columns are read, and joined."""


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("milestone", "yes or no: only rows with yes are milestones"),
        Role("summary", "yes or no: rows with yes are phases"),
        Role("type", "type: only rows of a milestone are milestones"),
        Role("title"),
        Role("due"),
        Role("baseline"),
        Role("done"),
        Role("progress"),
        Role("deadline"),
        Role("start", "start: the due date of a row without one"),
        *(Role(name) for name in ("project", "phase")),
        Role("active", "yes or no: rows with no are cancelled"),
        Role("parent", "parent: the row of that title or id is the phase"),
        *(Role(name) for name in ("owner", "state", "kind", "deliverable", "approver", "value")),
        Role("tags", several=True),
        *(
            Role(name, name.replace("_on", "").replace("_", " "))
            for name in ("invoiced_on", "invoice_number", "paid_on")
        ),
        *(Role(name) for name in ("weight", "outcome", "internal")),
        *(Role(name) for name, spec in MILESTONE_FIELDS.items() if spec.csv and name != "notes"),
        Role("notes", several=True),
        Role("id"),
        Role("duration", "duration: rows of 0 days are milestones"),
        Role("outline", "outline: the row above is the phase"),
        Role("level", "outline level: the row above is the phase"),
        Role("other_start", unused="a milestone has no start"),
        Role("predecessors", unused="links are not read from tables; export as Microsoft Project XML to keep them"),
        Role("number", unused="it numbers the rows"),
    )
}
"""Every role, in the order in which columns are given to them."""


def typed(role: str) -> str:
    """Return the name of a role as a person writes it, such as "invoice number"."""
    return role.replace("_on", "").replace("_", " ")


FIELDS: dict[str, str] = {typed(role.name): role.name for role in ROLES.values() if not role.unused}
"""The names that `--map` takes, with the roles that they mean."""
_DECIDING = ("milestone", "summary", "type", "active", "parent", "duration", "start", "outline", "level")
"""Roles that say of a row what it is; their heads may mean something else."""
OWN_HEADS: dict[str, str] = {
    **{head: name for name, spec in MILESTONE_FIELDS.items() if name != "notes" for head in spec.csv},
    **{name: role for name, role in FIELDS.items() if role not in _DECIDING},
}
"""The heads that this program writes, with their roles."""
DATE_ROLES = ("baseline", "due", "done", "deadline", "start", "invoiced_on", "paid_on")
"""The columns whose dates say in which order the file has day, month and year."""
PLAN_DATES = ("due", "baseline", "done", "deadline")
"""The columns of which a table must have one, or a person has said that there is none."""
