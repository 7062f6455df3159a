"""`milestone-tui risk list`: list the entries of the risk register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.as_of import add_as_of, reader_as_of
from milestone_tui.cli.naming import named_project
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.output import print_error
from milestone_tui.cli.parser import add_option

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from milestone_tui.cli.context import Context
    from milestone_tui.exchange.table.risks import RegisterEntry
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
List the risks, issues, assumptions and decisions of a project, or of all that
are neither archived nor cancelled: the worst first, closed entries at the end.
A risk counts by probability times impact, an issue by its impact.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the project, `--open`, `--json`, `--as-of` and `--demo`."""
    parser.add_argument("project", metavar="KEY", nargs="?", help="the key of the project (default: all)")
    parser.add_argument("--open", action="store_true", help="only entries that are not closed")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_as_of(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Print the entries; raises NotFound for an unknown project, and as `reader_as_of` does."""
    from milestone_tui.exchange.table.risks import write_risks

    context.require_database(where_named=True)
    with reader_as_of(arguments, context, arguments.project) as (read, today):
        entries = _entries(read, arguments.project, only_open=arguments.open)
    if arguments.json:
        from milestone_tui.cli.printing import print_json
        from milestone_tui.exchange.json.risks import risk_record

        print_json([{**risk_record(one.risk, one.key), "band": one.band.name.lower()} for one in entries])
    elif entries:
        from milestone_tui.cli.printing import new_page, print_page

        page = new_page(context)
        write_risks(entries, today, page, several=arguments.project is None)
        print_page(page, context)
    else:
        print_error("No risks to list.")


def _entries(read: Reader, key: str | None, *, only_open: bool) -> Sequence[RegisterEntry]:
    """Return the entries in the order of the Risks view."""
    from milestone_tui.cli.values import settings
    from milestone_tui.exchange.table.risks import RegisterEntry
    from milestone_tui.plan.analysis.risks import Bands, register
    from milestone_tui.plan.analysis.thresholds import known_thresholds

    read.thresholds = known_thresholds(settings().thresholds)
    risks = read.risks(None if key is None else named_project(read, key).id)
    ids = {risk.project_id for risk in risks}
    keys, limits = read.project_keys(ids), read.thresholds_of(ids)
    return [
        RegisterEntry(risk, keys[risk.project_id], Bands.of(limits[risk.project_id]).of_entry(risk))
        for block in register(risks)
        for risk in block
        if risk.is_open or not only_open
    ]
