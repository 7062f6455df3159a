"""Reading the files of an import, with what the options and earlier imports say of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.cli.import_table import remembered_tables, table_options

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from milestone_tui.plan.imported import ImportedPlan


def plan_reader(arguments: Namespace) -> Callable[[bytes, str], ImportedPlan]:
    """Return a function that takes the bytes of a file and its name, and returns the plan in it.

    It converts a file of another program where a converter is there. It raises ImportRefused for a file without a plan,
    and this function InvalidInput for an option that says nothing sensible.
    """
    from milestone_tui.exchange.reading import converted, read_plan

    said, remembered = table_options(arguments), remembered_tables()

    def read(data: bytes, name: str) -> ImportedPlan:
        data, told = converted(data, name)
        incoming = read_plan(data, name, table=said, remembered=remembered)
        return incoming._replace(remarks=(*told, *incoming.remarks))

    return read
