"""What a person says about a table, how `--map` is written, and what is remembered of it."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

_NOTHING: Mapping[str, str] = MappingProxyType({})
_LONGEST_HEADER = 500
"""Characters of a header that is remembered."""

Entry = Mapping[str, str | int]
"""What is remembered of a table: its `header`, and what was said under the names of the options."""


class TableOptions(NamedTuple):
    """What a person has said about a table; what is empty is found out."""

    dates: str | None = None
    """The order of day, month and year: "dmy", "mdy" or "ymd"."""
    columns: Mapping[str, str] = _NOTHING
    """The head of the column of each field by the field's role; an empty one for a field that is not read."""
    encoding: str | None = None
    header_row: int | None = None
    """The number of the line or row with the heads, counted from 1."""
    sheet: str | None = None

    @property
    def is_said(self) -> bool:
        """Return whether anything is said."""
        return any((self.dates, self.columns, self.encoding, self.header_row, self.sheet))

    def over(self, before: "TableOptions") -> "TableOptions":
        """Return what was said before with what is said now in its place."""
        return TableOptions(
            self.dates or before.dates,
            {**before.columns, **self.columns},
            self.encoding or before.encoding,
            self.header_row or before.header_row,
            self.sheet or before.sheet,
        )

    @property
    def column_words(self) -> str:
        """Return the columns as a person writes them, such as `due=Ende,owner=Wer`."""
        from milestone_tui.exchange.tables.roles import typed

        return ",".join(f"{typed(role)}={head}" for role, head in self.columns.items())

    @property
    def words(self) -> str:
        """Return the options as a person writes them on the command line."""
        said = (
            ("--map", f'"{self.column_words}"' if self.columns else None),
            ("--encoding", self.encoding),
            ("--dates", self.dates),
            ("--header-row", self.header_row),
            ("--sheet", f'"{self.sheet}"' if self.sheet else None),
        )
        return " ".join(f"{option} {value}" for option, value in said if value)


def header_key(heads: Sequence[str]) -> str:
    """Return the text by which tables with the same header are recognised."""
    from milestone_tui.exchange.tables.words import plain

    return "|".join(map(plain, heads))[:_LONGEST_HEADER]


def entry_of(heads: Sequence[str], said: TableOptions) -> Entry:
    """Return what is remembered of a table."""
    found: dict[str, str | int | None] = {
        "header": header_key(heads),
        **{f"map_{role}": head for role, head in said.columns.items()},
        "encoding": said.encoding,
        "dates": said.dates,
        "header_row": said.header_row,
        "sheet": said.sheet,
    }
    return {name: value for name, value in found.items() if value is not None}


def options_of(entry: Entry) -> TableOptions:
    """Return what was said about a table; what the entry does not say rightly is left out."""
    from milestone_tui.exchange.tables.roles import ROLES

    texts = {name: value for name, value in entry.items() if isinstance(value, str)}
    row = entry.get("header_row")
    return TableOptions(
        texts.get("dates") if texts.get("dates") in ("dmy", "mdy", "ymd") else None,
        {role: texts[f"map_{role}"] for role in ROLES if f"map_{role}" in texts},
        texts.get("encoding"),
        row if isinstance(row, int) and row > 0 else None,
        texts.get("sheet"),
    )
