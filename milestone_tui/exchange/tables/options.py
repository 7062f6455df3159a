"""What a person says about a table, and how `--map` is written."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NOTHING: Mapping[str, str] = MappingProxyType({})


class TableOptions(NamedTuple):
    """What a person has said about a table; what is empty is found out."""

    dates: str | None = None
    """The order of day, month and year: "dmy", "mdy" or "ymd"."""
    columns: Mapping[str, str] = _NOTHING
    """The head of the column of a field by the field's name in `roles.FIELDS`; an empty one for a field not read."""
    encoding: str | None = None
    header_row: int | None = None
    """The number of the line or row with the heads, counted from 1."""
    sheet: str | None = None

    @property
    def is_said(self) -> bool:
        """Return whether anything is said."""
        return self != TableOptions()
