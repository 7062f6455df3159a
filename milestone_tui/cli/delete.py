"""`milestone-tui delete`: delete milestones, or a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import MILESTONE, NAMING, called, milestone_facts, named_milestones, named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.wording import count_words

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from milestone_tui.cli.context import Context
    from milestone_tui.store import Store

DESCRIPTION = f"""\
Delete milestones with everything that belongs to them, or with --project a
whole project. It asks nothing: one undo restores them all.

{NAMING}"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the milestones, `--project`, `--yes`, `--json` and `--demo`."""
    parser.add_argument("milestones", metavar=MILESTONE, nargs="*", help="the milestones to delete")
    parser.add_argument("--project", metavar="KEY", help="delete this project instead")
    parser.add_argument("--yes", action="store_true", help="delete the project also if it has milestones")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Delete the milestones or the project as one change, and say so.

    Raises InvalidInput for neither or both, and without `--yes` for a project that has milestones; NotFound for what
    does not exist.
    """
    if (arguments.project is None) == (not arguments.milestones):
        raise InvalidInput("", "Name the milestones to delete, or a project with --project, and not both.")
    with store_to_change(context, "milestones" if arguments.project is None else "projects") as store:
        if arguments.project is None:
            _delete_milestones(store, arguments.milestones, arguments.json)
        else:
            _delete_project(store, arguments.project, arguments.yes, arguments.json)


def _delete_milestones(store: Store, names: Sequence[str], as_json: bool) -> None:
    found = named_milestones(store.read, names)
    made = change(store, lambda do: do.milestones.delete(found))
    facts = {"milestones": milestone_facts(found.values())}
    tell(store, made, f"Deleted {called([*found.values()])}.", facts, as_json=as_json)


def _delete_project(store: Store, key: str, confirmed: bool, as_json: bool) -> None:
    project = named_project(store.read, key)
    count = store.read.milestone_count([project.id])
    words = count_words(count, "milestone")
    if count and not confirmed:
        raise InvalidInput("", f"{project.key} has {words}. Add --yes to delete it with them; undo restores them.")
    made = change(store, lambda do: do.projects.delete(project.id))
    sentence = f"Deleted {project.key} with {words}." if count else f"Deleted {project.key}."
    facts = {"project": {"id": project.id, "key": project.key, "milestones": count}}
    tell(store, made, sentence, facts, as_json=as_json)
