"""`milestone-tui risk add`: add an entry to the risk register from one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, past_sentence, store_to_change, tell
from milestone_tui.cli.lines import join_line, refuse_mistakes, understood_facts, understood_words
from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import settings

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.model import Milestone

DESCRIPTION = """\
Add a risk from one line, as r does in the dashboard: a title, and markers in
any order. It says how the line was understood.

  p4 i5                  probability and impact, from 1 to 5
  @ana or owner:ana      who watches it; an unknown name is added
  mitigate:text          the response, up to the next marker; also avoid:,
                         transfer: and accept:
  threatens:"Go-live"    a milestone of the project
  review:1dec            when to look at it again
  issue:, assumption: or decision: at the start make another kind of entry
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the line, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("line", metavar="LINE", nargs="+", help="the risk; its words are joined")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Add the entry, and say how the line was understood.

    Raises InvalidInput for a mistake in the line, with a mark under it, and NotFound for an unknown project.
    """
    from milestone_tui.plan.language.quick_risk import parse_quick_risk

    text, mine = join_line(arguments.line), settings()
    with store_to_change(context, "risks") as store:
        project = named_project(store.read, arguments.project)
        milestones = _by_title(store.read.plan(project.id).milestones)
        people = [person.name for person in store.read.people()]
        line = parse_quick_risk(
            text,
            context.today,
            people,
            tuple(milestones),
            me=mine.me,
            order=mine.date_order,
            calendar=project.calendar,
        )
        refuse_mistakes(text, line.problems)
        threatened = [milestones[title].id for title in line.threatens]
        added: list[int] = []
        made = change(store, lambda do: added.append(do.risks.create(project.id, line.changes(), threatened)))
        assert made is not None  # a new entry always differs
        words = understood_words(line.understood)
        sentence = f"{past_sentence(made.label)[:-1]} in {project.key}{f': {words}' if words else ''}."
        facts = {
            "risk": {"id": added[-1], "title": line.title, "project": project.key},
            "understood": understood_facts(line.understood),
        }
        tell(store, made, sentence, facts, as_json=arguments.json)


def _by_title(milestones: Sequence[Milestone]) -> Mapping[str, Milestone]:
    """Return the milestones by title; of equal titles the first."""
    found: dict[str, Milestone] = {}
    for milestone in milestones:
        found.setdefault(milestone.title, milestone)
    return found
