"""The header of a table: the first of its first rows that is one, perhaps in two lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from milestone_tui.errors import ImportQuestion, ImportRefused
from milestone_tui.exchange.tables.dates import looks_like_day
from milestone_tui.exchange.tables.rows import Row, Table
from milestone_tui.exchange.tables.words import LATER, plain, roles_of, words
from milestone_tui.plan.language.text import tidy, visible

SEARCHED = 20
"""Rows at the beginning of a table that are searched for its header."""
_SHOWN = 8


class Header(NamedTuple):
    """The heads of a table and what is around them."""

    heads: tuple[str, ...]
    """As a person sees them; two lines are joined."""
    row: Row
    """The row with the heads; of two, the one with most of them."""
    last_line: int
    """The number of its last row."""
    above: tuple[Row, ...]
    """The rows above that are not blank."""
    second: Row | None = None
    """Of two lines, the lower one where `row` is the upper."""

    def is_repeated(self, cells: Sequence[str]) -> bool:
        """Return whether a row has the heads again."""
        return any(_same(cells, row.cells) for row in (self.row, self.second) if row is not None)


def _same(cells: Sequence[str], others: Sequence[str]) -> bool:
    shown, expected = _filled(cells), _filled(others)
    return len(expected) > 0 and [plain(text) for text in shown] == [plain(text) for text in expected]


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def known_roles(cells: Sequence[str]) -> list[str]:
    """Return the best role of each cell that is a known head."""
    return [roles[0][0] for cell in cells if cell.strip() and (roles := roles_of(cell))]


def has_title(cells: Sequence[str], *, listed: bool = False) -> bool:
    """Return whether a row has a head for titles; `listed`: one of the lists, not just a word for milestones."""
    ranks = [rank for cell in cells if cell.strip() for role, rank in roles_of(cell) if role == "title"]
    return any(not listed or rank < LATER for rank in ranks)


def looks_like_header(cells: Sequence[str]) -> bool:
    """Return whether a row has the heads of any table: two known ones, a name among them, and no date."""
    return (
        has_title(cells)
        and len(set(known_roles(cells))) >= 2
        and not any(looks_like_day(cell) for cell in cells if cell)
    )


def score(rows: Sequence[Row]) -> tuple[bool, int, int]:
    """Return how much the first rows look like a table, to find the separator of a text file."""
    best = _best(rows[:SEARCHED])
    row = rows[best] if best is not None else next((row for row in rows if not row.is_blank), None)
    if row is None:
        return False, 0, 0
    return best is not None, len(set(known_roles(row.cells))), len(row.cells)


def find_header(table: Table, said: int | None = None) -> Header:
    """Return the header of a table; `said` is the number of its row. Raises ImportRefused if there is none."""
    rows: list[Row] = []
    for row in table.rows():
        rows.append(row)
        if (said is None and len(rows) > SEARCHED) or (said is not None and row.line > said):
            break
    filled = [row for row in rows if not row.is_blank]
    if not filled:
        raise ImportRefused('This file is empty. Add a header with "title" and a row for each milestone.')
    if said is not None:
        place = next((n for n, row in enumerate(rows) if row.line == said and not row.is_blank), None)
        if place is None:
            raise ImportRefused(f"--header-row {said}: {table.place} {said} is blank or missing. Name another one.")
    else:
        place = _best(rows[:SEARCHED])
    if place is None:
        raise _no_title(filled[0], filled[1:])
    return _header(rows, place)


def _no_title(first: Row, below: Sequence[Row]) -> ImportQuestion:
    """Return the refusal of a table whose header is not found; `first` is its first row."""
    heads = [visible(cell.strip())[:40] for cell in _filled(first.cells)]
    seen = ", ".join(f'"{head}"' for head in heads[:_SHOWN])
    title, row = f"title={_likely_title(first, below)}", f"--header-row {first.line}"
    return ImportQuestion(
        f"No title column found. The first row is {seen}.",
        f'Name one column "title" (or "milestone", "task name"), or say which it is, such as --map "{title}" {row}.',
        f"{title} {row}",
    )


def _likely_title(first: Row, below: Sequence[Row]) -> str:
    """Return the head over the most texts with letters that are no dates; the first one of equals."""
    places = [place for place, cell in enumerate(first.cells) if cell.strip()]
    texts = {place: {_cell(row.cells, place) for row in below} for place in places}
    best = max(places, key=lambda place: sum(_is_text(text) for text in texts[place]))
    return visible(first.cells[best].strip())[:40]


def _is_text(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 2 and not looks_like_day(text)


def _best(rows: Sequence[Row]) -> int | None:
    """Return the place of the header: the first row with a title and another known head, else with a title alone."""
    alone: int | None = None
    several: int | None = None
    for place, row in enumerate(rows):
        if not has_title(row.cells):
            continue
        known, filled = len(set(known_roles(row.cells))), len(_filled(row.cells))
        if known >= 2 and known * 2 > filled:
            return place
        if known >= 2 and several is None:
            several = place
        if not has_title(row.cells, listed=True):
            continue
        if alone is None or len(_filled(rows[alone].cells)) == 1 < filled:
            alone = place
    return alone if several is None else several


def _header(rows: Sequence[Row], place: int) -> Header:
    row = rows[place]
    below = rows[place + 1] if place + 1 < len(rows) else None
    above = rows[place - 1] if place > 0 else None
    before = tuple(found for found in rows[:place] if not found.is_blank)
    if below is not None and _are_lower_heads(row, below):
        heads = _joined(row.cells, below.cells)
        return Header(heads, row, below.line, before, below)
    if above is not None and _are_groups(above, row):
        heads = _joined(above.cells, row.cells)
        return Header(heads, row, row.line, before[:-1])
    return Header(tuple(map(tidy, row.cells)), row, row.line, before)


def _are_lower_heads(row: Row, below: Row) -> bool:
    """Return whether the row below has heads too, under others: all are known, and some are of dates."""
    filled = [(place, tidy(cell)) for place, cell in enumerate(below.cells) if cell.strip()]
    dates = sum(_is_day_head(cell) for _, cell in filled)
    # A milestone may be called "Finish": what is under a title is a head only beside several of dates.
    under_title = any(
        has_title((_cell(row.cells, place),)) and plain(cell) != plain(_cell(row.cells, place))
        for place, cell in filled
    )
    return dates > under_title and all(
        roles_of(cell) or plain(cell) in words().days or _cell(row.cells, place) == cell for place, cell in filled
    )


def _is_day_head(cell: str) -> bool:
    return plain(cell) in words().days or any(
        role in ("due", "start", "done", "baseline") for role, _ in roles_of(cell)
    )


def _are_groups(above: Row, row: Row) -> bool:
    """Return whether the row above has groups of the heads, such as Planned and Actual."""
    heads = [plain(cell) for cell in _filled(row.cells)]
    groups = [place for place, cell in enumerate(above.cells) if cell.strip()]
    return len(set(heads)) < len(heads) and bool(groups) and (len(groups) > 1 or groups[0] > 0)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return the heads of two lines; a group counts for the dates to its right until something else comes."""
    heads, group = [], ""
    for place in range(max(len(upper), len(lower))):
        above, below = _cell(upper, place), _cell(lower, place)
        group = above or (group if below and (_is_part(below) or plain(below) in words().groups) else "")
        joined = f"{group} {below}"
        if (
            below
            and group
            and plain(group) != plain(below)
            and (roles_of(joined) or not roles_of(below) or any(role == "value" for role, _ in roles_of(group)))
        ):
            heads.append(joined)
        else:
            heads.append(below or above)
    return tuple(heads)


def _is_part(head: str) -> bool:
    """Return whether a head is that of a date whose group says which one it is, such as Start or Finish."""
    roles = {role for role, _ in roles_of(head)}
    return plain(head) in words().days or (
        bool(roles & {"due", "start"}) and not roles & {"deadline", "baseline", "done"}
    )


def _cell(cells: Sequence[str], place: int) -> str:
    return tidy(cells[place]) if place < len(cells) else ""
