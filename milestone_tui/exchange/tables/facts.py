"""What the rows of a table say together: which are milestones, in which order dates are, which columns are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from milestone_tui.errors import AmbiguousDates, ImportQuestion, ImportRefused
from milestone_tui.exchange.tables.columns import Columns
from milestone_tui.exchange.tables.dates import ORDERS, is_ambiguous, orders_of, read_day
from milestone_tui.exchange.tables.nesting import Nesting
from milestone_tui.exchange.tables.profile import days_of
from milestone_tui.exchange.tables.roles import DATE_ROLES, typed
from milestone_tui.exchange.tables.rows import Row
from milestone_tui.exchange.tables.words import plain, words
from milestone_tui.plan.imported import Changed, Skipped
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import exact_day

_EXAMPLES = 5
_NAMED = 4


@dataclass(slots=True)
class Facts:
    """What one reading of all rows found; the rows are not kept."""

    dates: dict[str, int] = field(default_factory=dict)
    """The texts in columns of dates, each with the first line that has it."""
    durations: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)
    amounts: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)
    """The outline numbers that have others below them."""
    nesting: Nesting = field(default_factory=Nesting)
    repeated_ids: bool = False
    differing: set[int] = field(default_factory=set)
    """The columns that do not say what their rival says."""
    flags: set[str] = field(default_factory=set)


def facts_of(rows: Iterable[Row], columns: Columns) -> Facts:
    """Read all rows once."""
    facts, places = Facts(), columns.places
    dated = [places[role] for role in DATE_ROLES if role in places]
    rivals = list(columns.rivals.items())
    sets = [
        (places[role], found)
        for role, found in (
            ("duration", facts.durations),
            ("type", facts.types),
            ("progress", facts.percents),
            ("value", facts.amounts),
            ("milestone", facts.flags),
        )
        if role in places
    ]
    outline, id_ = places.get("outline"), places.get("id")
    ids: set[int] | None = set() if id_ is not None else None
    for line, cells in rows:
        width = len(cells)
        facts.nesting.see(line, cells, columns)
        for place in dated:
            if place < width and (text := cells[place].strip()):
                facts.dates.setdefault(text, line)
        for place, found in sets:
            if place < width:
                found.add(cells[place].strip())
        for place, other in rivals:
            mine, theirs = (cells[one].strip() if one < width else "" for one in (place, other))
            if mine != theirs:
                facts.differing.add(place)
        if outline is not None and outline < width and "." in cells[outline]:
            facts.parents.add(cells[outline].strip().strip(".").rpartition(".")[0])
        if ids is not None and id_ is not None and id_ < width and (text := cells[id_].strip()):
            facts.repeated_ids |= hash(text) in ids
            ids.add(hash(text))
    facts.nesting.finish()
    return facts


def settle(columns: Columns, facts: Facts) -> None:
    """Take back what the whole table speaks against. Raises ImportRefused for what a person must decide."""
    _settle_rivals(columns, facts)
    places = columns.places
    if facts.repeated_ids and "id" in places:
        columns.reasons[places.pop("id")] = "several rows have the same"
    if "type" in places and "milestone" not in places:
        _check_types(columns, facts)
    if "duration" in places:
        days = {days_of(text) for text in facts.durations}
        if "milestone" in places or "type" in places or not (0 in days and any(days - {0, None})):
            columns.reasons[places.pop("duration")] = (
                "other columns say which rows are milestones"
                if "milestone" in places or "type" in places
                else "it does not tell milestones from tasks"
            )
    if "start" in places and "due" not in places:
        columns.reasons[places.pop("start")] = "a milestone has no start"
    if "outline" in places and "level" in places:
        columns.reasons[places.pop("level")] = f"the outline is read from {columns.name(places['outline'])}"


def _settle_rivals(columns: Columns, facts: Facts) -> None:
    for place, other in columns.rivals.items():
        if place not in facts.differing:
            columns.reasons[place] = f"its cells are the same as those of {columns.name(other)}"
            continue
        role = next(name for name, one in columns.places.items() if one == other)
        is_same_name = plain(columns.heads[place]) == plain(columns.heads[other])
        if is_same_name and other not in columns.said and role != "start":
            raise ImportQuestion(
                f"Columns {other + 1} and {place + 1} are both called {columns.name(other)}, and their cells differ.",
                f'Say which is read: --map "{typed(role)}=column {other + 1}" or'
                f' --map "{typed(role)}=column {place + 1}".',
                f"{typed(role)}=column ",
            )


def _check_types(columns: Columns, facts: Facts) -> None:
    """Raise ImportRefused if no row is a milestone by its type."""
    place = columns.places["type"]
    if any(words().means("milestone", text) for text in facts.types):
        return
    seen = sorted({text for text in facts.types if text})
    shown = ", ".join(f'"{visible(text)[:40]}"' for text in seen[:_NAMED]) + (", …" if len(seen) > _NAMED else "")
    raise ImportQuestion(
        f"No row is a milestone: {columns.name(place)} has {shown}.",
        'To import every row as a milestone, add --map "type=".',
        "type=",
    )


def order_of(dates: dict[str, int], place: str, remarks: list[Changed | Skipped]) -> str:
    """Return the only order of day, month and year that is possible, with a remark if only the years speak for it.

    Raises ImportRefused if there are several.
    """
    orders = orders_of(dates)
    if len(orders.possible) == 1:
        if orders.by_years is not None:
            remarks.append(_told_by_years(next(iter(orders.possible)), orders.by_years, dates))
        return next(iter(orders.possible))
    flags = " or ".join(f"--dates {order}" for order in ORDERS if order in (orders.possible or ORDERS))
    if not orders.possible:
        shown = ", ".join(f'"{visible(text)}" in {place} {dates[text]}' for text in list(orders.proofs.values())[:2])
        examples = f": {shown}" if shown else ""
        raise ImportRefused(f"The dates in this file mix orders{examples}. Correct them, or add {flags}.")
    open_ = [text for text in dates if is_ambiguous(text)]
    where = sorted({dates[text] for text in open_})
    shown = ", ".join(map(str, where[:_EXAMPLES])) + (" and others" if len(where) > _EXAMPLES else "")
    found = (read_day(open_[0], order) for order in ORDERS)
    readings = " or ".join(dict.fromkeys(exact_day(cell.day) for cell in found if cell is not None and cell.day))
    raise AmbiguousDates(
        f'"{visible(open_[0])}" ({place}{"s" * (len(where) > 1)} {shown}) could be {readings}.',
        f"Add {flags}.",
        "--dates ",
    )


def _told_by_years(order: str, years: tuple[int, int], dates: dict[str, int]) -> Changed:
    text = next(text for text in dates if is_ambiguous(text))
    cell = read_day(text, order)
    shown = exact_day(cell.day) if cell is not None and cell.day else ""
    between = str(years[0]) if years[0] == years[1] else f"{years[0]} to {years[1]}"
    others = " or ".join(f"--dates {other}" for other in ORDERS if read_day(text, other) not in (None, cell))
    reason = f"such dates are read as {shown}, as all years are {between} then; if that is wrong, add {others}"
    return Changed("", f'"{visible(text)}"', reason, check=True)


def row_words(text: str) -> str:
    """Return what a cell of a type says: "milestone", "phase", or "task" for anything else."""
    return next((meaning for meaning in ("milestone", "phase") if words().means(meaning, text)), "task")
