"""`milestone-tui baseline set`: record today's plan as the current baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.plan.language.wording import count_words

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context

DESCRIPTION = """\
Record dates and values of a project as its current baseline, from which slip
is measured. Without a name it is called "Kick-off plan", then "Baseline 2",
"Baseline 3". Earlier baselines stay.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the name, `--reason`, `--approved-by`, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("name", metavar="NAME", nargs="*", help="the name of the baseline; its words are joined")
    parser.add_argument("--reason", metavar="WORDS", default="", help="why this baseline is needed")
    parser.add_argument("--approved-by", metavar="NAME", default="", help="who approved the plan")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Set the baseline, and say so.

    Raises InvalidInput for a project without milestones or a name that is too long, NotFound for an unknown project.
    """
    from milestone_tui.plan.baseline_names import suggested_name

    with store_to_change(context, "baselines") as store:
        project = named_project(store.read, arguments.project)
        earlier = [baseline.name for baseline in store.read.baselines(project.id)]
        name = " ".join(arguments.name) or suggested_name(earlier)
        taken: list[int] = []
        made = change(
            store,
            lambda do: taken.append(do.baselines.take(project.id, name, arguments.reason, arguments.approved_by)),
        )
        count = len(store.read.baseline_entries(taken[-1]))
        sentence = f'Set baseline "{name}" for {project.key}: {count_words(count, "milestone")}.'
        facts = {"baseline": {"id": taken[-1], "name": name, "project": project.key, "milestones": count}}
        tell(store, made, sentence, facts, as_json=arguments.json)
