"""`milestone-tui add`: add a milestone from one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.lines import join_line, refuse_mistakes, understood_facts, understood_words
from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import settings

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.language.quick_add import QuickAdd
    from milestone_tui.plan.model import LinkedMilestone, Project
    from milestone_tui.store import Commands
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
Add a milestone from one line, as n does in the dashboard: a title, a date and
markers in any order. It says how the line was understood.

  @ana or owner:ana      who is accountable; an unknown name is added
  #build or phase:build  the phase; quote #, which begins a comment in a shell
  28 nov, fri, +2w, w50  the due date, at the end or before a marker; or due:fri
  after:"Kick-off"+5wd   a predecessor, with a lag
  value:12000  kind:gate  tag:legal
"""


_AFTER = "after:"
"""The marker of a predecessor; a line without it needs none of the other milestones, which may be many."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, the line, `--json` and `--demo`."""
    parser.add_argument("project", metavar="KEY", help="the key of the project")
    parser.add_argument("line", metavar="LINE", nargs="+", help="the milestone; its words are joined")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Add the milestone, and say how the line was understood.

    Raises InvalidInput for a mistake in the line, with a mark under it, and NotFound for an unknown project.
    """
    text = join_line(arguments.line)
    with store_to_change(context, "milestones") as store:
        read = store.read
        project = named_project(read, arguments.project)
        predecessors = _predecessors(read, project.id) if _AFTER in text.casefold() else {}
        line = _parsed(text, read, project, predecessors, context.today)
        refuse_mistakes(text, line.problems)
        added: list[int] = []
        made = change(store, lambda do: added.append(_create(do, project.id, line, predecessors)))
        words = understood_words(line.understood) or "no date yet"
        facts = {
            "milestone": {"id": added[-1], "title": line.title, "project": project.key},
            "understood": understood_facts(line.understood),
        }
        tell(store, made, f'Added "{line.title}" to {project.key}: {words}.', facts, as_json=arguments.json)


def _predecessors(read: Reader, project_id: int) -> Mapping[str, LinkedMilestone]:
    """Return the possible predecessors by title; of equal titles the project's own, which comes first."""
    found: dict[str, LinkedMilestone] = {}
    for candidate in read.link_candidates(project_id):
        found.setdefault(candidate.title, candidate)
    return found


def _parsed(
    text: str, read: Reader, project: Project, predecessors: Mapping[str, LinkedMilestone], today: date
) -> QuickAdd:
    from milestone_tui.plan.language.quick_add import parse_quick_add

    mine = settings()
    return parse_quick_add(
        text,
        today,
        [person.name for person in read.people()],
        [phase.name for phase in read.phases(project.id)],
        tuple(predecessors),
        calendar=project.calendar,
        currency=project.currency,
        days={title: end.done_on or end.due_on for title, end in predecessors.items()},
        me=mine.me,
        order=mine.date_order,
    )


def _create(do: Commands, project_id: int, line: QuickAdd, predecessors: Mapping[str, LinkedMilestone]) -> int:
    from milestone_tui.plan.inputs import LinkInput

    links = [LinkInput(predecessors[end.title].id, end.lag, end.kept) for end in line.after]
    return do.milestones.create(project_id, line.changes(), predecessors=links)
