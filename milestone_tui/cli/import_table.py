"""The options of `import` for tables, CSV and workbooks: read, reported and remembered."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from milestone_tui.exchange.tables.options import Entry, TableOptions
    from milestone_tui.plan.imported import ImportedPlan

_MOST_UNKNOWN = 12
"""Columns that are left out and told one by one."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--map`, `--dates`, `--encoding`, `--header-row` and `--sheet`."""
    parser.add_argument(
        "--map", metavar="FIELD=COLUMN", action="append", help='what columns are, such as "due=Ende,owner=Wer"'
    )
    parser.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help="how to read dates such as 03/04/2026")
    parser.add_argument("--encoding", metavar="NAME", help="encoding of a text file, such as cp1250")
    parser.add_argument("--header-row", metavar="N", help="line or row with the names of the columns")
    parser.add_argument("--sheet", metavar="NAME", help="sheet of a workbook")


def table_options(arguments: Namespace) -> TableOptions:
    """Return what the options say about a table. Raises InvalidInput for one that says nothing sensible."""
    from milestone_tui.exchange.tables.options import TableOptions
    from milestone_tui.exchange.tables.typed_options import read_header_row

    row = arguments.header_row
    return TableOptions(
        arguments.dates,
        _mapped(arguments.map or []),
        arguments.encoding,
        None if row is None else read_header_row(row),
        arguments.sheet,
    )


def _mapped(texts: Sequence[str]) -> dict[str, str]:
    """Return the heads of the columns that `--map` names, by role."""
    from milestone_tui.exchange.tables.typed_options import read_columns

    try:
        return read_columns(*texts)
    except InvalidInput as error:
        raise InvalidInput("", f"--map: {error}") from error


def remembered_tables() -> Sequence[Entry]:
    """Return the options of earlier tables; report settings that cannot be read."""
    from milestone_tui.cli.output import print_error
    from milestone_tui.config import load_tables, settings_file

    try:
        return load_tables(settings_file())
    except InvalidInput as error:
        print_error(str(error))
        return ()


def remember_table(incoming: ImportedPlan, arguments: Namespace) -> None:
    """Remember the options of a table for the next one with the same header; report a failure."""
    said = table_options(arguments)
    if not said.is_said or not incoming.heads:
        return
    from milestone_tui.cli.output import print_error
    from milestone_tui.config import save_table, settings_file
    from milestone_tui.exchange.tables.options import entry_of

    try:
        save_table(settings_file(), entry_of(incoming.heads, said))
    except InvalidInput as error:
        print_error(str(error))


def tell_columns(incoming: ImportedPlan, file: str = "") -> None:
    """Print to stderr, one line each, what the columns of a table are read as and which are left out.

    The lines begin with the name of the `file`, if one is given.
    """
    from milestone_tui.plan.language.text import visible

    if sys.stderr is None:
        return
    before = f"{file}: " if file else ""
    unknown = 0
    for column in incoming.columns:
        unknown += not column.read_as
        if column.read_as or unknown <= _MOST_UNKNOWN:
            print(visible(f"{before}{column.sentence}"), file=sys.stderr)
    if unknown > _MOST_UNKNOWN:
        print(f"{before}{unknown - _MOST_UNKNOWN:,} more columns are skipped.", file=sys.stderr)
