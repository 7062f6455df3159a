"""What a person types about a table: the columns of `--map`, and a line with this and the other options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.tables.options import TableOptions
from milestone_tui.exchange.tables.roles import FIELDS, typed

_MOST_ROWS = 1_000
_NEXT_FIELD = re.compile(r",(?=\s*[\w -]+=)")
"""A column may have a comma in its name: a new field begins only with its name and "="."""
_OPTION = re.compile(r"(?:^|\s)--([a-z-]+)(?:\s+|=|$)")
_MAP = "map"


def read_columns(*texts: str) -> dict[str, str]:
    """Return the heads of the columns that texts such as `due=Ende,owner=Wer` name, by role. Raises InvalidInput."""
    found: dict[str, str] = {}
    for part in (part for text in texts for part in _NEXT_FIELD.split(text)):
        name, equals, head = part.partition("=")
        role = _role(name)
        if not equals or role is None:
            shown = name.strip() or part.strip()
            raise InvalidInput("", f'"{shown}" is not a field. Write FIELD=COLUMN with one of: {", ".join(FIELDS)}.')
        if role in found:
            raise InvalidInput("", f"The column of {name.strip()} is named twice. Leave one out.")
        found[role] = _unquoted(head)
        if role == "title" and not found[role]:
            raise InvalidInput("", "A table needs titles. Name the column, such as title=Name.")
    return found


def _role(name: str) -> str | None:
    word = re.sub(r"[\s_-]+", " ", name.strip().lower())
    return FIELDS.get(word) or FIELDS.get(typed(word.replace(" ", "_")))


def read_header_row(text: str) -> int:
    """Return the number of a line. Raises InvalidInput."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST_ROWS):
        raise InvalidInput("", f'--header-row needs the number of a line from 1 to {_MOST_ROWS:,}, not "{text}".')
    return int(text)


def read_options(line: str) -> TableOptions:
    """Return what a line says about a table, such as `due=Ende,owner=Wer --dates dmy`.

    The columns may stand after `--map`, as on the command line. Raises InvalidInput.
    """
    columns, *rest = _OPTION.split(line)
    said = TableOptions()
    if columns.strip():
        said = _SETTERS[_MAP](said, _unquoted(columns))
    for name, value in zip(rest[::2], rest[1::2], strict=True):
        if name not in _SETTERS:
            known = ", ".join(f"--{one}" for one in _SETTERS if one != _MAP)
            raise InvalidInput("", f"--{name} is not an option of tables. The options are: {known}.")
        if not value.strip():
            raise InvalidInput("", f"--{name} needs a value. Type it, or leave --{name} out.")
        said = _SETTERS[name](said, _unquoted(value))
    return said


def write_options(said: TableOptions) -> str:
    """Return the line that `read_options` reads as these options."""
    return " ".join(filter(None, (said.column_words, said._replace(columns={}).words)))


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _with_columns(said: TableOptions, text: str) -> TableOptions:
    return said._replace(columns={**said.columns, **read_columns(text)})


_SETTERS: Mapping[str, Callable[[TableOptions, str], TableOptions]] = {
    _MAP: _with_columns,
    "dates": lambda said, text: said._replace(dates=text),
    "encoding": lambda said, text: said._replace(encoding=text),
    "header-row": lambda said, text: said._replace(header_row=read_header_row(text)),
    "sheet": lambda said, text: said._replace(sheet=text),
}
"""The options of a table by their names on the command line."""
