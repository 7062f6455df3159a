"""`milestone-tui list`: print milestones, as a table or as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import results
from milestone_tui.cli.parser import add_option
from milestone_tui.config import Settings, load_settings, settings_file
from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.formats import FORMATS, TABLE, Format, load_function

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.language.filter import Filter
    from milestone_tui.plan.model import Plan
    from milestone_tui.plan.network.network import Network

DESCRIPTION = """\
Print the milestones of all projects that are not archived: a table, or with
--json an array of records, one a line. With --projects print the projects:
what is next, the finish, and the slip of the finish.

figures:
  slip    calendar days from the baseline date to the done date, else to the
          due date or today, whichever is later; of a project: of its finish
  finish  the last due date of a project; overdue milestones count from today
  float   working days that a milestone can move without moving a deadline,
          the target or the finish (total_float_days, free_float_days)

filter:
  bare words are found in the title
  owner:ana or @ana, phase:build or #build, client:acme, project:acme, tag:x,
  state:done, kind:gate, due<fri, due:+2w, done>=1oct, slip>5, percent<50,
  is:overdue|slipping|late|critical|violated|open|done|unowned|undated|archived
  @me is you: the dashboard asks once who that is, and keeps it (me = "Ana" in
  the settings); with is:archived the projects in the archive are looked at too
  "-" before a word turns it round, "or" and brackets combine
  a date such as 5/12 is read in the date order of the settings
"""

_DEPENDS_ON_SETTINGS = re.compile(r"me\b|[0-9][/ -][0-9]|[0-9]{8}", re.IGNORECASE)
"""What asks for `@me`, or may be a date in numbers."""
_SAY_WHO = 'Filter by @me in the dashboard once, or write me = "your name" into {}.'


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--projects`, `--project`, `--filter`, `--demo`, and the formats."""
    parser.add_argument("--projects", action="store_true", help="print projects instead of milestones")
    parser.add_argument("--project", metavar="KEY", help="of this project only")
    parser.add_argument("--filter", metavar="TEXT", default="", help="only those that fit (see above)")
    parser.set_defaults(format=TABLE)
    for format_ in FORMATS:
        if format_ is not TABLE and (format_.milestone_writer or format_.project_writer):
            words = f"as {format_.name}"
            parser.add_argument(format_.flag, dest="format", action="store_const", const=format_, help=words)
    add_option(parser, DEMO, after_the_command=True)


def run(arguments: Namespace, context: Context) -> None:
    """Print the milestones of all projects, or of one, that a filter lets through; or the projects.

    Raises InvalidInput where the filter has a mistake, with a mark under it, or asks for `@me` and nobody has said who
    that is; NotFound for a project that is not there.
    """
    _parsed(arguments.filter, context.today, {})  # a mistake is told before anything is opened
    context.require_database(where_named=True)
    show = _print_projects if arguments.projects else _print_milestones
    show(arguments.project, arguments.filter, arguments.format, context)


def _print_milestones(key: str | None, filter_text: str, format_: Format, context: Context) -> None:
    write = _writer(format_.milestone_writer, f"{format_.name} holds no milestones, only projects.")
    today = context.today
    with context.open_store() as store:
        chosen = _parsed(filter_text, today, store.read.names() if filter_text else {})
        asks_network = format_.needs_network or (chosen is not None and chosen.needs_network)
        plans = store.read.everything(key, archived=chosen is not None and chosen.asks_archived)
        around = store.read.linked_plans(plans[0]) if asks_network and key is not None else ()
    network = _network((*plans, *around) if asks_network else ())
    keep = None if chosen is None else _kept(plans, chosen, today, network)
    from milestone_tui.exchange.export import MilestoneExport

    with results() as out:
        write(MilestoneExport(plans, keep, today, network), out)


def _print_projects(key: str | None, filter_text: str, format_: Format, context: Context) -> None:
    write = _writer(format_.project_writer, f"{format_.name} holds no projects, only milestones.")
    today = context.today
    with context.open_store() as store:
        chosen = _parsed(filter_text, today, store.read.names() if filter_text else {})
        archived = key is not None or (chosen is not None and chosen.asks_archived)
        plans = store.read.everything(key, archived=archived) if chosen is not None or key is not None else ()
        found = store.read.projects(today, archived)
    if key is not None:
        found = tuple(s for s in found if s.project.id == plans[0].project.id)
    if chosen is not None:
        from milestone_tui.plan.language.project_filter import ProjectSearch

        milestones = (m for plan in plans for m in plan.milestones)
        links = dict.fromkeys(link for plan in plans for link in plan.links)
        shown = ProjectSearch((plan.project for plan in plans), milestones, today, links=links).matching(chosen)
        found = tuple(s for s in found if s.project.id in shown)
    with results() as out:
        write(found, out)


def _writer(reference: str, refusal: str) -> Callable[..., None]:
    """Import a writer; raise InvalidInput with `refusal` where the format has none."""
    if not reference:
        raise InvalidInput("", refusal)
    return load_function(reference)


def _parsed(text: str, today: date, known: Mapping[str, Collection[str]]) -> Filter | None:
    """The filter, None without one; a mistake is raised with the text and a mark under it."""
    if not text.strip():
        return None
    from milestone_tui.plan.language.filter import FilterError, MeUnknown, Names, parse_filter

    settings = load_settings(settings_file()) if _DEPENDS_ON_SETTINGS.search(text) else Settings()
    try:
        return parse_filter(text, today, Names(settings.me, known, settings.date_order))
    except MeUnknown as unknown:
        raise InvalidInput("filter", f"{unknown} {_SAY_WHO.format(settings_file())}") from unknown
    except FilterError as error:
        from milestone_tui.exchange.table.writer import width
        from milestone_tui.plan.language.text import visible

        before, wrong = width(visible(text[: error.start])), width(visible(text[error.start : error.end]))
        mark = " " * before + "^" * max(1, wrong)
        raise InvalidInput("filter", f"{error}\n  {visible(text)}\n  {mark}") from error


def _network(plans: Sequence[Plan]) -> Network:
    from milestone_tui.plan.network.network import Network

    return Network.of(plans)


def _kept(plans: Sequence[Plan], chosen: Filter, today: date, network: Network) -> frozenset[int]:
    """Ids of the milestones that a filter lets through."""
    from milestone_tui.plan.language.filter import milestone_facts

    kept: set[int] = set()
    violated = {link.successor_id for link in network.violated} if chosen.needs_network else frozenset()
    critical = network.critical if chosen.needs_network else frozenset()
    for plan in plans:
        for milestone in plan.milestones:
            id_ = milestone.id
            if chosen.matches(milestone_facts(milestone, plan.project, today, id_ in critical, id_ in violated)):
                kept.add(milestone.id)
    return frozenset(kept)
