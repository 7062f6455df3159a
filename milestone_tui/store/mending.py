"""Repair of rows that break the rules: as little as possible is changed, and every repair is reported.

The tables themselves decide: a row is changed until the table, as the migrations create it, accepts it. So a rule added
to the schema is enforced here without further code.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from milestone_tui.plan.language.text import visible

Values = dict[str, Any]

EPOCH = "1970-01-01T00:00:00.000+00:00"
"""The instant used where none can be read."""

_MOST_ATTEMPTS = 60
_SHOWN = 60
"""Characters of a value in a sentence."""
_LARGEST = 2**63 - 1

_WORDS = {
    "dependency": "link",
    "holiday": "day off",
    "project_person": "role",
    "assignment": "work",
    "gate_decision": "gate decision",
    "baseline_entry": "baseline entry",
    "cost": "spent",
    "risk_milestone": "link of a risk",
    "review_answer": "answer of a review",
    "edit": "journal entry",
    "open_change": "open change",
}
"""Names of tables in sentences, where they differ from the schema."""

_CHOSEN = {
    ("project", "state"): "active",
    ("project", "currency"): "EUR",
    ("project", "working_days"): 31,
    ("gate_decision", "decision"): "hold",
    ("project_person", "role"): "team",
    ("draft", "process"): "unknown/0/",
}
"""Values used where a value cannot be repaired and neither NULL nor the first allowed word will do."""

_UNANSWERED: Values = {"answer": None, "answered_on": None}
_PLAIN_CHANGE: Values = {"kind": "do", "reverts": None}

_KEYS = {("draft", "kind"), ("edit", "entity")}
"""Columns without which a row means nothing."""


def words_of_table(table: str) -> str:
    """Return what a row of a table is called in a sentence."""
    return _WORDS.get(table, table)


class Garbled(NamedTuple):
    """Text that is not UTF-8."""

    raw: bytes


class Mended(NamedTuple):
    """What is wrong with a row, and how it was repaired."""

    table: str
    id: int | None
    name: str
    """What a person calls the row; may be empty."""
    column: str
    before: Any
    after: Any
    row: Values | None = None
    """The whole row, if it was removed."""

    @property
    def fault(self) -> str:
        """What is wrong, in words."""
        value = "missing" if self.before is None else f'"{shown(self.before)}"'
        return f"{self._row}: {self.column} is {value}" if self.column else f"{self._row} contradicts itself"

    def __str__(self) -> str:
        if self.row is not None:
            return f"{self.fault}; removed"
        return f"{self.fault} → {self._after}"

    @property
    def _after(self) -> str:
        """The new value; of a long one, what tells it from the old."""
        if self.after is None:
            return "nothing"
        before, after = str(plain(self.before)), str(self.after)
        if shown(before) != shown(after):
            return f'"{shown(after)}"'
        if before.startswith(after):
            return f"cut from {len(before):,} to {len(after):,} characters"
        return f'"…{visible(after[-_SHOWN // 2 :])}"'

    @property
    def _row(self) -> str:
        words = f"{words_of_table(self.table)} {self.id if self.id is not None else ''}".rstrip()
        return f'{words} "{shown(self.name)}"' if self.name else words


def shown(value: Any) -> str:
    """Return a value as a sentence shows it."""
    text = visible(str(plain(value)))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def plain(value: Any) -> Any:
    """Return a value as the journal keeps it: bytes become text."""
    if isinstance(value, Garbled):
        value = value.raw
    if isinstance(value, float):
        return str(value)
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def lenient(raw: bytes) -> str | Garbled:
    """Decode a text of SQLite; for `text_factory`."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Garbled(raw)


class Column(NamedTuple):
    """A column of a table."""

    name: str
    is_text: bool
    required: bool
    default: Any


class Table:
    """A table of ours in `db` that accepts repaired rows."""

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        self.db = db
        self.name = name
        self.columns = {
            row[1]: Column(row[1], row[2] == "TEXT", bool(row[3]), _literal(db, row[4]))
            for row in db.execute(f"PRAGMA table_info({name})")
        }
        self._types = {column.name: str if column.is_text else int for column in self.columns.values()}
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
        self._checks = dict(_checks(sql))
        marks = ", ".join(f":{column}" for column in self.columns)
        self.insert = f"INSERT INTO {name} ({', '.join(self.columns)}) VALUES ({marks})"

    def misfit(self, row: Values) -> str | None:
        """Return the first column whose value has the wrong type, which SQLite might convert silently."""
        for name, value in row.items():
            if value is not None and type(value) is not self._types[name]:
                return name
        return None

    def put(self, row: Values, refuses: Callable[[Values], str | None]) -> list[Mended]:
        """Insert a row, repaired if necessary, and return the repairs.

        `refuses` returns the column that makes the row useless, or None for a usable row.
        """
        before = dict(row)
        changed: dict[str, Any] = {}
        for _ in range(_MOST_ATTEMPTS):
            misfit = self.misfit(row)
            if misfit is not None:
                changes: Mapping[str, Any] | None = {misfit: self._typed(self.columns[misfit], row[misfit])}
            elif (useless := refuses(row)) is not None:
                return [self._mended(before, useless, None, removed=True)]
            else:
                try:
                    self.db.execute(self.insert, row)
                    return [self._mended(before, name, row[name]) for name in changed if before[name] != row[name]]
                except sqlite3.IntegrityError as error:
                    changes = self._mend(row, str(error))
            if changes is None or all(row[name] == value for name, value in changes.items()):
                break
            row.update(changes)
            changed.update(changes)
        return [self._mended(before, next(reversed(changed), self._culprit), None, removed=True)]

    _culprit = ""
    """The column that the table refused last."""

    def _mended(self, before: Values, column: str, after: Any, *, removed: bool = False) -> Mended:
        name = str(plain(before.get("key") or before.get("title") or before.get("name") or ""))
        return Mended(self.name, before.get("id"), name, column, before.get(column), after, before if removed else None)

    def _mend(self, row: Values, refusal: str) -> Mapping[str, Any] | None:
        """Return the columns to change after SQLite refused the row with this message; None if there are none."""
        reason, _, what = refusal.partition(": ")
        if reason == "CHECK constraint failed":
            return self._keep_rule(row, what)
        if reason == "UNIQUE constraint failed":
            return self._set_apart(row, what)
        name = (what or refusal).rpartition(".")[2]
        if name not in self.columns:
            return None
        self._culprit = name
        return {name: self._typed(self.columns[name], row[name])}

    def _typed(self, column: Column, value: Any) -> Any:
        """Return the value in the type of its column."""
        value = plain(value)
        if value is not None and column.is_text:
            return str(value)
        if value is not None:
            try:
                return max(-_LARGEST, min(_LARGEST, int(float(value))))
            except (ValueError, OverflowError):
                value = None
        if not column.required:
            return None
        if column.default is not None:
            return column.default
        return _CHOSEN.get((self.name, column.name), "" if column.is_text else 0)

    def _keep_rule(self, row: Values, rule: str) -> Mapping[str, Any] | None:
        special = _RULES.get(rule)
        if special is not None:
            return special(row)
        text = self._checks.get(rule, "")
        named = [name for name in self.columns if re.search(rf"\b{name}\b", text)]
        if len(named) != 1:
            return None
        column = self.columns[named[0]]
        self._culprit = column.name
        if (self.name, column.name) in _KEYS:
            return None
        return {column.name: self._allowed(column, text, row[column.name])}

    def _allowed(self, column: Column, rule: str, value: Any) -> Any:
        """Return the nearest value that the rule of the column allows; None if there is none."""
        if found := re.search(r"length\(\w+\) (?:BETWEEN \d+ AND (\d+)|> 0)", rule):
            return str(value)[: int(found[1] or _LARGEST)] or "–"
        if found := re.search(r"BETWEEN (-?\d+) AND (-?\d+)", rule):
            return max(int(found[1]), min(int(found[2]), value))
        if not column.required:
            return None
        if (self.name, column.name) in _CHOSEN:
            return _CHOSEN[self.name, column.name]
        if found := re.search(r"IN \('?([^',)]+)", rule):
            return found[1] if column.is_text else int(found[1])
        return EPOCH if "GLOB '[12]" in rule else None

    def _set_apart(self, row: Values, what: str) -> Mapping[str, Any] | None:
        """Return another name for a row whose name is in use; None if the row is a duplicate."""
        name = what.split(",")[-1].rpartition(".")[2].strip()
        self._culprit = name
        if name == "reverts":
            return _PLAIN_CHANGE
        if name not in ("name", "key"):
            return None
        if name == "key":
            return {"key": f"P{row['id']}"[-12:]}
        return {"name": f"{row['name'][:900]} ({row['id']})"}


def _literal(db: sqlite3.Connection, default: str | None) -> Any:
    return None if default is None else db.execute(f"SELECT {default}").fetchone()[0]


@lru_cache(maxsize=64)
def _checks(sql: str) -> tuple[tuple[str, str], ...]:
    """Return the names and texts of the CHECK rules of a table."""
    found = []
    for match in re.finditer(r"CONSTRAINT (\w+) CHECK \(", sql):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append((match[1], sql[match.end() : end - 1]))
    return tuple(found)


def _key(row: Values) -> Values:
    letters = re.sub("[^A-Z0-9_-]", "_", str(row["key"]).upper())[:12]
    return {"key": re.sub("^[^A-Z0-9]", "X", letters) or f"P{row['id']}"[-12:]}


_RULES: Mapping[str, Callable[[Values], Values]] = {
    "project_key": _key,
    "project_span": lambda _: {"target_on": None},
    "milestone_state": lambda row: {"state": "planned" if row["done_on"] is None else "done"},
    "milestone_done": lambda row: {"state": "in progress"} if row["done_on"] is None else {"done_on": None},
    **dict.fromkeys(("acceptance_answer", "acceptance_answered", "acceptance_order"), lambda _: _UNANSWERED),
    **dict.fromkeys(("change_kind", "change_reverts"), lambda _: _PLAIN_CHANGE),
    # Not NULL: a project has at most one review that is not finished.
    "review_finished_at": lambda _: {"finished_at": EPOCH},
}
"""Rules about several columns, or with a repair of their own."""
