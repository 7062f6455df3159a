"""`milestone-tui edit`: change fields of a milestone or a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, past_sentence, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE_OR_PROJECT, NAMING, named_thing
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import settings
from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS
from milestone_tui.plan.model import Milestone

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.fields import FieldSpec
    from milestone_tui.plan.form_state import Values
    from milestone_tui.plan.model import Change, Project
    from milestone_tui.store import Store


def _listed(specs: Mapping[str, FieldSpec]) -> str:
    """Return the names of fields in lines of at most 79 characters."""
    lines, line = list[str](), " "
    for name in specs:
        if len(line) + len(name) + 1 > 79:
            lines, line = [*lines, line], " "
        line = f"{line} {name}"
    return "\n".join((*lines, line))


DESCRIPTION = f"""\
Change fields of a milestone or a project. Several are one change, which one
undo reverses. Dates, people and amounts are typed as in the dashboard's
editor: due_on=fri, owner=ana, value=12000. FIELD= alone clears. A new due date
moves no other milestone; `move` does.

fields of a milestone:
{_listed(MILESTONE_FIELDS)}

fields of a project:
{_listed(PROJECT_FIELDS)}

{NAMING}"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestone or project, the fields, `--json` and `--demo`."""
    parser.add_argument("name", metavar=MILESTONE_OR_PROJECT, help="the milestone or the project")
    parser.add_argument("fields", metavar="FIELD=VALUE", nargs="+", help="the fields and their new values")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Change the fields as one change, and say how they were understood.

    Raises InvalidInput for an unknown field or a wrong value, NotFound for what does not exist, and EditConflict if
    somebody else changes the same fields just now.
    """
    with store_to_change(context, "milestones") as store:
        found = named_thing(store.read, arguments.name)
        if isinstance(found, Milestone):
            _edit_milestone(store, found, arguments, context.today)
        else:
            _edit_project(store, found, arguments, context.today)


def _edit_milestone(store: Store, milestone: Milestone, arguments: Namespace, today: date) -> None:
    from milestone_tui.cli.fields import KnownNames, read_fields, told_fields
    from milestone_tui.plan.form_state import FieldContext, milestone_values

    read = store.read
    project, seen = read.project(milestone.project_id), milestone_values(milestone)
    names = KnownNames([one.name for one in read.people()], [one.name for one in read.phases(project.id)])
    order = settings().date_order
    given = FieldContext(today, project.calendar, project.currency, milestone.baseline_on, order)
    changes = read_fields(arguments.fields, MILESTONE_FIELDS, seen, given, names)
    before = {name: seen[name] for name in changes}
    made = change(store, lambda do: do.milestones.edit(milestone.id, changes, before))
    words = told_fields(_differing(changes, before), MILESTONE_FIELDS, project.currency, {*names.people, *names.phases})
    facts = {"milestone": {"id": milestone.id, "title": milestone.title, "project": project.key}}
    sentence = _sentence(made, f'"{milestone.title}"', words)
    tell(store, made, sentence, {**facts, "fields": _facts(changes)}, as_json=arguments.json)


def _edit_project(store: Store, project: Project, arguments: Namespace, today: date) -> None:
    from milestone_tui.cli.fields import KnownNames, read_fields, told_fields
    from milestone_tui.cli.too_soon import network_around, too_soon_words
    from milestone_tui.plan.form_state import FieldContext, project_values

    seen = project_values(project)
    given = FieldContext(today, project.calendar, project.currency, order=settings().date_order)
    changes = read_fields(arguments.fields, PROJECT_FIELDS, seen, given, KnownNames())
    before = {name: seen[name] for name in changes}
    network = network_around(store, project) if "working_days" in changes else None
    made = change(store, lambda do: do.projects.edit(project.id, changes, before))
    currency = str(changes.get("currency", project.currency))
    sentence = _sentence(made, project.key, told_fields(_differing(changes, before), PROJECT_FIELDS, currency, ()))
    if network is not None and (words := too_soon_words(network, store.read.project(project.id))):
        sentence = f"{sentence}\n{words}"
    facts = {"project": {"id": project.id, "key": project.key}, "fields": _facts(changes)}
    tell(store, made, sentence, facts, as_json=arguments.json)


def _differing(changes: Values, before: Values) -> dict[str, object]:
    return {name: value for name, value in changes.items() if value != before[name]}


def _sentence(made: Change | None, whom: str, words: str) -> str:
    """Return `Edited "Beta": due date 4 Dec 2026.`; without differing values, what else the change did."""
    if made is None:
        return f"Nothing changed: {whom} has these values already."
    return f"Edited {whom}: {words}." if words else past_sentence(made.label)


def _facts(changes: Values) -> dict[str, object]:
    """Return new values for JSON."""
    return {name: _fact(value) for name, value in changes.items()}


def _fact(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | int) else str(value)
