"""`milestone-tui list`: list milestones or projects, as a table or as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from milestone_tui.cli.as_of import add_as_of, reader_as_of
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import marked_mistake, print_error, results, terminal_width
from milestone_tui.cli.parser import add_option
from milestone_tui.config import Settings, load_settings, settings_file
from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.formats import FORMATS, TABLE, Format, load_function
from milestone_tui.plan.analysis.thresholds import known_thresholds

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from decimal import Decimal

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.export import MilestoneExport
    from milestone_tui.plan.language.filter import Filter
    from milestone_tui.plan.model import Plan
    from milestone_tui.plan.network.network import Network
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
List the milestones of all active (not archived) projects as a table, or as a
JSON array with --json. With --projects, list the projects: health, next
milestone, finish and slip. In a terminal the table is cut to fit the width.

figures:
  slip    calendar days from the baseline date to the done date, or to the due
          date or today if later; for a project, the slip of its finish
  finish  the last due date of a project; overdue milestones count as due today
  float   working days that a milestone can move without moving a deadline,
          the target or the finish (total_float_days, free_float_days)

filter:
  plain words match the title
  owner:ana or @ana, phase:build or #build, client:acme, project:acme, tag:x,
  state:done, kind:gate, due<fri, due:+2w, done>=1oct, slip>5, percent<50,
  is:overdue|slipping|late|critical|violated|open|done|unowned|undated|archived
  @me is you: the dashboard asks your name once (or set me = "Ana" in the
  settings file); is:archived also lists archived projects
  put - in front to exclude; combine with "or" and ( )
  a date such as 5/12 is read in the date order of the settings
"""

_DEPENDS_ON_SETTINGS = re.compile(r"me\b|[0-9][/ -][0-9]|[0-9]{8}", re.IGNORECASE)
"""Matches `@me` and dates in digits."""
_NAME_ME = 'Filter by @me in the dashboard once, or write me = "your name" into {}.'


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--projects`, `--project`, `--filter`, `--columns`, `--as-of`, `--demo`, and the formats."""
    parser.add_argument("--projects", action="store_true", help="list projects instead of milestones")
    parser.add_argument("--project", metavar="KEY", help="only this project")
    parser.add_argument("--filter", metavar="TEXT", default="", help="only milestones that match (syntax above)")
    parser.add_argument("--columns", metavar="NAMES", help="only these columns, such as project,milestone,due")
    add_as_of(parser)
    parser.set_defaults(format=TABLE)
    for format_ in FORMATS:
        if format_ is not TABLE and (format_.milestone_writer or format_.project_writer):
            words = f"as {format_.name}"
            parser.add_argument(format_.flag, dest="format", action="store_const", const=format_, help=words)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the milestones, or the projects, that match a filter.

    Raises InvalidInput for a mistake in the filter, with a mark under it, for `@me` while nobody has set who that is,
    and for an unknown column; NotFound for an unknown project.
    """
    _parsed(arguments.filter, context.today, {})  # reports a mistake before the database is opened
    context.require_database(where_named=True)
    show = _print_projects if arguments.projects else _print_milestones
    writer = _writer(arguments)
    with reader_as_of(arguments, context, arguments.project) as (read, today):
        found = show(arguments.project, arguments.filter, writer, read, today)
    if not found and arguments.format is TABLE:
        print_error(_nothing_found(arguments))


def _nothing_found(arguments: Namespace) -> str:
    """Return a sentence for an empty list."""
    thing = "project" if arguments.projects else "milestone"
    if arguments.filter.strip():
        return f'No {thing} matches "{arguments.filter.strip()}".'
    if arguments.project is not None:
        return f"{arguments.project.upper()} has no milestones."
    return f"No {thing}s to list. Run `milestone-tui` to add one, or `milestone-tui import FILE` to import a plan."


def _print_milestones(key: str | None, filter_text: str, writer: _Writer, read: Reader, today: date) -> bool:
    chosen = _parsed(filter_text, today, read.names() if filter_text else {})
    archived = chosen is not None and chosen.asks_archived
    asks_network = writer.needs_network or (chosen is not None and chosen.needs_network)
    spent = {} if writer.is_table else read.spent_of_milestones()
    if writer.streams:
        with closing(read.each_plan(key, archived=archived, linked=asks_network)) as each:
            writer.write(_exports(each, chosen, today, spent), True)
        return True
    from milestone_tui.exchange.export import MilestoneExport

    plans = read.everything(key, archived=archived)
    around = read.linked_plans(plans[0]) if asks_network and key is not None else ()
    network = _network((*plans, *around) if asks_network else ())
    keep = None if chosen is None else _kept(plans, chosen, today, network)
    found = any(plan.milestones for plan in plans) if keep is None else bool(keep)
    writer.write(MilestoneExport(plans, keep, today, network, spent), found)
    return found


def _exports(
    plans: Iterable[tuple[Plan, Sequence[Plan]]], chosen: Filter | None, today: date, spent: Mapping[int, Decimal]
) -> Iterator[MilestoneExport]:
    """Yield an export for each plan, with the milestones that match a filter; keep no network that is done with."""
    from milestone_tui.exchange.export import MilestoneExport

    networks: dict[int, tuple[Network, int]] = {}
    """By the identity of their plans, with the number of plans to come."""
    for plan, around in plans:
        known = networks.pop(id(around)) if id(around) in networks else None
        network, left = known or (_network(around), len(around))
        if left > 1:
            networks[id(around)] = network, left - 1
        keep = None if chosen is None else _kept((plan,), chosen, today, network)
        yield MilestoneExport((plan,), keep, today, network, spent)


def _print_projects(key: str | None, filter_text: str, writer: _Writer, read: Reader, today: date) -> bool:
    chosen = _parsed(filter_text, today, read.names() if filter_text else {})
    archived = key is not None or (chosen is not None and chosen.asks_archived)
    plans = read.everything(key, archived=archived) if chosen is not None or key is not None else ()
    read.thresholds = known_thresholds(load_settings(settings_file()).thresholds)
    found = read.projects(today, archived)
    if key is not None:
        found = tuple(s for s in found if s.project.id == plans[0].project.id)
    if chosen is not None:
        from milestone_tui.plan.language.project_filter import ProjectSearch

        milestones = (m for plan in plans for m in plan.milestones)
        links = dict.fromkeys(link for plan in plans for link in plan.links)
        shown = ProjectSearch((plan.project for plan in plans), milestones, today, links=links).matching(chosen)
        found = tuple(s for s in found if s.project.id in shown)
    writer.write(found, bool(found))
    return bool(found)


class _Writer(NamedTuple):
    """A function that writes milestones or projects in one format, with its options."""

    function: Callable[..., Any]
    needs_network: bool
    streams: bool
    is_table: bool
    columns: tuple[str, ...]

    def write(self, rows: object, found: bool) -> None:
        """Write to stdout; a table without rows is not written. The table is cut to the width of a terminal."""
        if self.is_table and not found:
            return
        with results() as out:
            layout = {"columns": self.columns, "cells": terminal_width(out)} if self.is_table else {}
            hidden: list[str] | None = self.function(rows, out, **layout)
        if hidden:
            print_error(f"No room for {', '.join(hidden)}. Choose columns with --columns.")


def _writer(arguments: Namespace) -> _Writer:
    """Return the writer for the format and the kind of rows; raise InvalidInput if the format has none."""
    format_: Format = arguments.format
    projects = bool(arguments.projects)
    reference = format_.project_writer if projects else format_.milestone_writer
    if not reference:
        things, others = ("projects", "milestones") if projects else ("milestones", "projects")
        raise InvalidInput("", f"{format_.name} can list {others} only, not {things}.")
    columns: tuple[str, ...] = ()
    if arguments.columns is not None:
        if format_ is not TABLE:
            raise InvalidInput("", f"--columns works with the table only. Leave out {format_.flag}.")
        columns = load_function("table.writer:find_columns")(arguments.columns, projects)
    return _Writer(load_function(reference), format_.needs_network, format_.streams, format_ is TABLE, columns)


def _parsed(text: str, today: date, known: Mapping[str, Collection[str]]) -> Filter | None:
    """Return the filter, None without one. Raises InvalidInput with the text and a mark under the mistake."""
    if not text.strip():
        return None
    from milestone_tui.plan.language.filter import FilterError, MeUnknown, Names, parse_filter

    settings = load_settings(settings_file()) if _DEPENDS_ON_SETTINGS.search(text) else Settings()
    try:
        return parse_filter(text, today, Names(settings.me, known, settings.date_order))
    except MeUnknown as unknown:
        raise InvalidInput("filter", f"{unknown} {_NAME_ME.format(settings_file())}") from unknown
    except FilterError as error:
        raise InvalidInput("filter", marked_mistake(str(error), text, error.start, error.end)) from error


def _network(plans: Sequence[Plan]) -> Network:
    from milestone_tui.plan.network.network import Network

    return Network.of(plans)


def _kept(plans: Sequence[Plan], chosen: Filter, today: date, network: Network) -> frozenset[int]:
    """Return the ids of the milestones that match a filter."""
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
