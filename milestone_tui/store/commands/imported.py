"""Parts of an import that concern a whole project: its key, fields and people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from sqlmodel import select

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.imported import Changed, IncomingProject
from milestone_tui.plan.people import Role
from milestone_tui.store.commands.lookups import person_id_of, require_id
from milestone_tui.store.commands.merge import in_words
from milestone_tui.store.tables.others import ProjectPersonRow
from milestone_tui.store.tables.plan import PersonRow
from milestone_tui.store.transaction import Transaction


def project_fields(source: IncomingProject) -> tuple[dict[str, object], list[Changed]]:
    """Return the fields of a new project from a file, and those that were skipped, with the reason."""
    fields: dict[str, object] = {}
    remarks = []
    for field in ("working_days", "client", "description", "start_on", "currency"):
        value = getattr(source, field)
        if not value:
            continue
        try:
            fields |= rules.validate_project(rules.NEW_PROJECT, {field: value})
        except InvalidInput as error:
            what = f'{PROJECT_FIELDS[field].word} "{in_words(value)}"'
            remarks.append(Changed("project", what, f"imported without it: {error}"))
    return fields, remarks


def add_people(transaction: Transaction, source: IncomingProject) -> int:
    """Add the people of a file and fill in missing details of known people; return how many are new."""
    session = transaction.session
    there = {row.name.casefold(): row for row in session.exec(select(PersonRow))} if source.people else {}
    new = 0
    for person in source.people:
        name = rules.validate_line("name", person.name)
        if not name:
            continue
        row = there.get(name.casefold())
        if row is None:
            row = there[name.casefold()] = PersonRow(name=name)
            session.add(row)
            new += 1
        row.email = row.email or rules.validate_line("email", person.email)
        row.organisation = row.organisation or rules.validate_line("organisation", person.organisation)
    session.flush()
    return new


def add_manager(transaction: Transaction, project_id: int, name: str) -> None:
    """Make the person with this name manager of the project, unless it has one."""
    person_id = person_id_of(transaction, rules.validate_line("manager", name))
    query = select(ProjectPersonRow.id).where(
        ProjectPersonRow.project_id == project_id, ProjectPersonRow.role == Role.MANAGER.value
    )
    if person_id is not None and transaction.session.exec(query).first() is None:
        transaction.session.add(
            ProjectPersonRow(project_id=project_id, person_id=require_id(person_id), role=Role.MANAGER.value)
        )
        transaction.session.flush()


def derived_key(name: str, taken: Iterable[str]) -> str:
    """Return an unused key for a project with this name.

    It is the name itself if that is a valid key, else the initials of its words, else the start of its first word, with
    a number if the key is in use.
    """
    words = re.findall(r"[A-Z0-9]+", name.upper())
    if re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", name.upper()):
        stem = name.upper()
    elif len(words) > 1:
        stem = "".join(word[0] for word in words)[:8]
    else:
        stem = (words[0] if words else "PROJECT")[:8]
    used = set(taken)
    candidates = (f"{stem[: 12 - len(str(number))]}{number}" for number in count(2))
    return stem if stem not in used else next(key for key in candidates if key not in used)
