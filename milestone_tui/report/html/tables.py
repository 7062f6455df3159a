"""Tables, which on a phone show each row as a card if they have many columns."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from milestone_tui.report.blocks import Cell, Column, Table
from milestone_tui.report.html.elements import classes, element, plain, toned

_FEW_COLUMNS = 4
"""How many columns a table may have on a phone."""
_LONG_WORD = 16
"""How many letters a word of a table may have on a phone."""


def table_element(table: Table) -> Element:
    """Return a table without its empty columns."""
    shown = table.without_empty_columns()
    titles = map(_head_of, shown.columns)
    name = next((place for place, column in enumerate(shown.columns) if not column.is_letter), 0)
    are_names = [place == name for place in range(len(shown.columns))]
    rows = (element("tr", *map(_cell, shown.columns, row, are_names)) for row in shown.rows)
    look = "" if len(shown.columns) <= _FEW_COLUMNS else "cards"
    return element("table", element("thead", element("tr", *titles)), element("tbody", *rows), class_=look)


def _head_of(column: Column) -> Element:
    head = plain(column.head)
    if not head:
        return element("td")
    return element("th", head, scope="col", class_=classes(_look(column), _length(head)))


def _cell(column: Column, cell: Cell, is_name: bool) -> Element:
    """Return a cell: the head of its row, or one that knows the head of its column, for phones."""
    text = plain(cell.text)
    day = "day" if isinstance(cell.value, date) else ""
    look = classes(_look(column), toned(cell.tone), day or _length(text))
    if is_name:
        return element("th", text, scope="row", class_=look)
    return element("td", text, data_head=column.head, class_=look)


def _look(column: Column) -> str:
    return "number" if column.is_number else "letter" if column.is_letter else ""


def _length(text: str) -> str:
    """Return the class of a text with a word that must break to fit a phone."""
    return "long" if len(text) > _LONG_WORD and max(map(len, text.split(" "))) > _LONG_WORD else ""
