"""Mappers from rows of the read side to the frozen values of the plan, by the fields' names and types.

A value that breaks the rules raises one of `errors.UNREADABLE`; the reader then finds and names the row.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial
from operator import eq
from sys import intern
from types import GenericAlias, NoneType, UnionType
from typing import Any, ForwardRef, Generic, NamedTuple, TypeVar

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.language.money import from_minor
from milestone_tui.plan.model import (
    Baseline,
    Change,
    ChangeKind,
    ChangeReason,
    Criterion,
    Holiday,
    Link,
    Milestone,
    MilestoneKind,
    MilestoneState,
    Person,
    Phase,
    Project,
    ProjectState,
    SavedTemplate,
)

_Value = TypeVar("_Value", bound=NamedTuple)
Values = Sequence[Any]
"""The values of one column in some rows."""

IS_REJECTED = (
    "{id} IN (SELECT milestone_id FROM acceptance AS last WHERE answer = 'rejected' AND NOT EXISTS ("
    "SELECT 1 FROM acceptance WHERE milestone_id = last.milestone_id AND id > last.id AND answer = 'accepted'))"
)
"""SQL: whether the last answer to a submission was a rejection. Evaluated once per query, not per row."""
IS_LIVE = "(project.archived_at IS NULL AND project.state <> 'cancelled')"
"""`Project.is_live` as an SQL condition."""

LARGEST_WEIGHT, LONGEST_LAG = 1_000_000, 10_000
"""Copies of the limits in `plan.checks`, which the first frame does not import; a test compares them."""

_BATCH = 500
"""Rows read at a time: enough to be quick column by column, few enough to use little memory."""
_LAST_PLACE = 1_000_000_000
_LARGEST_WORK = 10**15
"""Hundredths of a day in all assignments together: a larger sum was written by another program."""


@lru_cache(maxsize=1_024)
def moment(text: str) -> datetime:
    """Read a required instant."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year < 2200:
        raise ValueError(text)  # cannot be compared with others or shown in local time
    return at


@lru_cache(maxsize=1_024)
def key(text: str) -> str:
    """Read the key of a project."""
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", text):
        raise ValueError(text)
    return text


def text(value: str) -> str:
    """Read a text."""
    if type(value) is not str:
        raise TypeError
    return value


def actor(login: str, name: str) -> Actor:
    """Read an actor from login and name."""
    return Actor(text(login), text(name))


@lru_cache(maxsize=256)
def _currency(text: str) -> str:
    if not re.fullmatch("[A-Z]{3}", text):
        raise ValueError(text)
    return intern(text)


@lru_cache(maxsize=4_096)
def day(text: str | None) -> date | None:
    """Read a date. Cached: thousands of milestones share dates, which is quicker and takes a third less memory."""
    return None if text is None else date.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """Read an instant."""
    return None if text is None else moment(text)


def money(minor: int | None, currency: str) -> Decimal | None:
    """Read an amount."""
    return None if minor is None else from_minor(minor, currency)


def hundredths(number: int) -> Decimal:
    """Read days of effort, which are stored in hundredths of a day."""
    if not 0 <= number < _LARGEST_WORK:
        raise ValueError
    return Decimal(number).scaleb(-2)


def tags_of(text: str) -> tuple[str, ...]:
    """Read tags, which are stored as one text with commas."""
    return tuple(text.split(",")) if text else ()


class Column:
    """Reader of one field of a value for many rows: SQL expressions, and a function of their columns."""

    __slots__ = ("read", "sql")

    def __init__(self, read: Callable[..., Iterable[Any]], *sql: str) -> None:
        """`read` receives the values of each column of `sql`."""
        self.read = read
        self.sql = sql


def each(read: Callable[..., Any]) -> Callable[..., Iterable[Any]]:
    """Return a reader for all rows from a function for one value."""
    return partial(map, read)


def words(choices: type[StrEnum]) -> Callable[[Values], Iterable[Any]]:
    """Return a reader for the values of this enum."""
    return each({choice.value: choice for choice in choices}.__getitem__)


def within(least: int, most: int) -> Callable[[Values], Values]:
    """Return a reader for numbers within bounds."""

    def read(column: Values) -> Values:
        if not least <= min(column) <= max(column) <= most:
            raise ValueError
        return column

    return read


def same(column: Values) -> Values:
    """Read values that need no conversion."""
    return column


def texts(column: Values) -> Values:
    """Read texts."""
    if set(map(type, column)) != {str}:
        raise TypeError
    return column


def optional(read: Callable[..., Iterable[Any]]) -> Callable[[Values], Iterable[Any]]:
    """Return a reader that keeps None, and reads everything else like `read`."""

    def read_some(column: Values) -> Iterable[Any]:
        some = [value for value in column if value is not None]
        if not some:
            return column
        found = iter(read(some))
        return (None if value is None else next(found) for value in column)

    return read_some


def _amounts(minors: Values, currencies: Values) -> Iterable[Decimal | None]:
    if any(minor is not None and minor < 0 for minor in minors):
        raise ValueError
    return [
        None if minor is None else from_minor(minor, _currency(currency))
        for minor, currency in zip(minors, currencies, strict=True)
    ]


def signed_amounts(minors: Values, currencies: Values) -> Iterable[Decimal]:
    """Read amounts that may be below zero."""
    return [from_minor(minor, _currency(currency)) for minor, currency in zip(minors, currencies, strict=True)]


def _capacities(column: Values) -> Iterable[Decimal]:
    return map(hundredths, within(0, 700)(column))


flags = each(partial(eq, 1))
"""Reads yes and no, which are stored as 1 and 0."""

_READERS: dict[str, Callable[..., Iterable[Any]]] = {
    "int": same,
    "int | None": same,
    "str": texts,
    "bool": flags,
    "date": each(date.fromisoformat),
    "date | None": each(day),
    "datetime": each(moment),
    "datetime | None": each(instant),
    "tuple[str, ...]": each(tags_of),
    "Actor": each(actor),
    **{
        choices.__name__: words(choices)
        for choices in (
            *(ChangeKind, ChangeReason, ClientMoney, ClientRisks, EarnedBy, MilestoneKind, MilestoneState),
            ProjectState,
        )
    },
}
"""Readers by the type that the value's class declares for a field."""


def _name_of(kind: Any) -> str:
    """Return a declared type as it is written; only some modules leave that to Python until it is asked for."""
    if isinstance(kind, ForwardRef):
        return kind.__forward_arg__
    if isinstance(kind, UnionType):
        return " | ".join(map(_name_of, kind.__args__))
    return "None" if kind is NoneType else str(kind) if isinstance(kind, GenericAlias) else str(kind.__name__)


def _reader(kind: str) -> Callable[..., Iterable[Any]]:
    some = kind.removesuffix(" | None")
    return _READERS[kind] if kind in _READERS else optional(_READERS[some])


class Mapper(Generic[_Value]):
    """Reads rows as values of a class; as text it is the list of columns for a query.

    Each field is read from the column with its name by its declared type, unless another `Column` is given. Rows are
    read in batches, and batches column by column, so that conversion runs in C.
    """

    def __init__(self, make: type[_Value], table: str = "", **others: Column) -> None:
        """`make` is a named tuple; `table` qualifies the columns."""
        place = f"{table}." if table else ""
        types = {name: _name_of(kind) for name, kind in make.__annotations__.items()}
        self.columns = [others.get(name) or Column(_reader(kind), f"{place}{name}") for name, kind in types.items()]
        self.sql = tuple(sql for column in self.columns for sql in column.sql)
        self._make = make._make

    def __str__(self) -> str:
        return ", ".join(self.sql)

    def read(self, rows: sqlite3.Cursor) -> Iterator[_Value]:
        """Read all rows that a query finds."""
        while batch := rows.fetchmany(_BATCH):
            yield from self.values(*zip(*batch, strict=True))

    def first(self, rows: sqlite3.Cursor) -> _Value | None:
        """Read the only row that a query finds; None if there is none."""
        return next(self.read(rows), None)

    def values(self, *columns: Values) -> Iterator[_Value]:
        """Return the values of some rows, given column by column."""
        rest = iter(columns)
        fields = [column.read(*(next(rest) for _ in column.sql)) for column in self.columns]
        return map(self._make, zip(*fields, strict=True))


@lru_cache(maxsize=1_024)  # projects of one company share days off
def _days(text: str | None) -> tuple[date, ...]:
    return tuple(sorted(map(date.fromisoformat, text.split(",")))) if text else ()


_DAYS = "(SELECT group_concat(day) FROM holiday WHERE project_id = project.id AND {})"

PROJECT = Mapper(
    Project,
    "project",
    key=Column(each(key), "project.key"),
    budget=Column(_amounts, "project.budget_minor", "project.currency"),
    currency=Column(each(_currency), "project.currency"),
    working_days=Column(within(1, 127), "project.working_days"),
    holidays=Column(each(_days), _DAYS.format("NOT is_worked")),
    worked=Column(each(_days), _DAYS.format("is_worked")),
    acceptance_days=Column(within(1, 366), "project.acceptance_days"),
)
MILESTONE = Mapper(
    Milestone,
    phase=Column(each(intern), "phase"),
    owner=Column(each(intern), "owner"),
    progress=Column(within(0, 100), "progress"),
    weight=Column(within(0, LARGEST_WEIGHT), "weight"),
    value=Column(_amounts, "value_minor", "currency"),
    acceptance_days=Column(optional(within(1, 366)), "acceptance_days"),
    added=Column(
        flags,
        "baseline_on IS NULL AND EXISTS (SELECT 1 FROM project "
        "WHERE project.id = milestone_view.project_id AND project.baseline_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM baseline_entry WHERE baseline_entry.baseline_id = project.baseline_id "
        "AND baseline_entry.milestone_id = milestone_view.id))",
    ),
    project_is_live=Column(flags, f"project_id NOT IN (SELECT project.id FROM project WHERE NOT {IS_LIVE})"),
    rejected=Column(flags, IS_REJECTED.format(id="id")),
)
PHASE = Mapper(Phase, position=Column(within(0, _LAST_PLACE), "position"))
CRITERION = Mapper(Criterion, position=Column(within(0, _LAST_PLACE), "position"))
LINK = Mapper(Link, lag=Column(within(-LONGEST_LAG, LONGEST_LAG), "lag"))
PERSON = Mapper(Person, capacity=Column(_capacities, "capacity_hundredths"))
HOLIDAY = Mapper(Holiday)
_TAKEN = (
    "coalesce((SELECT change.{column} FROM edit JOIN change ON change.id = edit.change_id "
    "WHERE edit.entity = 'baseline' AND edit.row_id = baseline.id ORDER BY edit.id LIMIT 1), '')"
)
BASELINE = Mapper(
    Baseline,
    taken_by=Column(each(lambda *who: str(actor(*who))), _TAKEN.format(column="login"), _TAKEN.format(column="name")),
)
CHANGE = Mapper(Change, actor=Column(each(actor), "login", "name"))
TEMPLATE = Mapper(SavedTemplate)
