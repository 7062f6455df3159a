"""A database with something of everything, and what another program could have planted in each column of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from taking_back import undo
from template_rows import template_row

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.analysis.review_figures import Figures, to_json
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import AssignmentInput, CostInput, CriterionInput, HolidayInput, LinkInput, RoleInput
from milestone_tui.plan.model import ChangeReason, Health
from milestone_tui.plan.people import Role
from milestone_tui.plan.templates.serialization import template_text
from milestone_tui.plan.templates.template import Template
from milestone_tui.plan.twin.outcome import Incoming, Outgoing
from milestone_tui.plan.twin.records import Records
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.schema_check import schema_at

TODAY = date(2026, 11, 22)
STEERING = "\x1b]52;c;QUFB\x07\x9b31m\u202eABC\x00\x85\u2028"
"""What would write into the clipboard, colour the rest, and turn it round."""
_NUL = "\x00"
_TEXT = STEERING.replace(_NUL, "")

DAYS = ("9999-12-31", "0001-01-01", "0000-02-01", "-4713-11-24", "2026-02-30", "foo")


class Plant(NamedTuple):
    """One value in one column, as SQL."""

    table: str
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}={self.value[:30]}"


def fill_all(store: Store) -> None:
    """At least one row in every table."""

    def build(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal", "client": "Acme", "start_on": TODAY})
        other = do.projects.create({"key": "OTHER", "name": "Other"})
        one = do.milestones.create(
            acme,
            {"title": "Alpha", "phase": "Build", "owner": "Ana", "due_on": TODAY, "value": Decimal(5), "tags": "a"},
            criteria=[CriterionInput(None, "Builds", TODAY), CriterionInput(None, "Runs")],
        )
        gate = do.milestones.create(acme, {"title": "Gate", "phase": "Build", "kind": "gate", "due_on": TODAY})
        two = do.milestones.create(acme, {"title": "Beta", "approver": "Raj", "due_on": date(2026, 12, 1)})
        far = do.milestones.create(other, {"title": "Gamma", "due_on": date(2027, 1, 4), "deadline_on": TODAY})
        do.links.set(two, [LinkInput(one, 2)], [])
        do.links.set(far, [LinkInput(two)], [])
        do.baselines.take(acme, "Kick-off", "agreed", "Raj")
        do.holidays.add(acme, [HolidayInput(date(2026, 12, 25), "Christmas")])
        do.people.set_roles(acme, [RoleInput("Ana", Role.MANAGER)], [])
        do.assignments.set(two, [AssignmentInput("Ana", Decimal(3))], [])
        do.acceptance.submit(two, TODAY)
        do.gates.decide(gate, Decision.GO, TODAY, "Raj")
        do.templates.save("Train", template_text(Template("Train", ("Build",), (template_row("T", 0),), ())))

    store.change_blocking(build)
    store.change_blocking(lambda do: do.milestones.tick(1, TODAY))

    def move(do: Commands) -> None:
        do.because(ChangeReason.SCOPE)
        do.milestones.move_all({4: date(2027, 2, 1)}, {4: date(2027, 1, 4)})

    store.change_blocking(move)
    store.change_blocking(watch)
    store.change_blocking(lambda do: do.projects.edit(1, {"name": "Portals"}, {"name": "Portal"}))
    store.change_blocking(lambda do: do.milestones.create(1, {"title": "Delta"}))
    store.change_blocking(lambda do: do.milestones.delete([5]))
    undo(store)
    sync(store)
    store.change_blocking(
        lambda do: do.drafts.keep(Unfinished(UnfinishedKind.PROJECT, 1, "Portal", texts={"name": "Portal 2"}))
    )


def sync(store: Store) -> None:
    """Agree with a folder on everything, and take one change from it."""
    files: list[Outgoing] = []

    def write(outgoing: Outgoing) -> dict[str, str]:
        files.append(outgoing)
        return {key.uid: "ACME" for key in outgoing.records if key.kind == "project"}

    def meet(records: Records) -> None:
        names = {key.uid: "ACME" for key in records if key.kind == "project"}
        store.change_blocking(lambda do: do.sync.with_folder(Incoming("/plans", names, records), "plans", write))

    meet({})
    renamed = {
        key: record._replace(facts={**record.facts, "title": "Epsilon"})
        if record.facts.get("title") == "Delta"
        else record
        for key, record in files[0].records.items()
    }
    meet(renamed)
    undo(store)


def watch(do: Commands) -> None:
    """A row in every table of monitoring: risks, spent, absences, a finished review and one that goes on."""
    rated = {"title": "Late data", "owner": "Ana", "probability": 4, "impact": 3, "review_on": TODAY}
    do.risks.create(1, rated, (3,))
    do.risks.close(do.risks.create(1, {"title": "Fewer users", "kind": "decision"}), TODAY)
    do.costs.set(3, [CostInput(None, TODAY, Decimal(2), "Servers")], [])
    do.costs.set_of_project(1, [CostInput(None, TODAY, Decimal(3), "Travel")], [])
    do.absences.add(1, date(2026, 12, 1), date(2026, 12, 4), "Holiday")
    do.reviews.keep(1, 3, date(2026, 12, 1))
    do.reviews.set_words(1, {"summary": "Late", "next": "Beta", "decisions": "None"}, {})
    do.reviews.judge(1, Health.ON_TRACK, "The client has the build")
    do.reviews.meet_need(do.reviews.add_need(1, "Test data"), TODAY)
    do.reviews.finish(1, Health.AT_RISK, to_json(Figures(percent=13, finish=TODAY, milestones=3, currency="EUR")))
    do.reviews.add_need(1, "Names of testers")
    do.reviews.note(1, 3, "Waits", "")
    do.reports.record("ACME", "", Audience.CLIENT, date(2026, 11, 6), date(2026, 11, 13))
    do.reports.record("", "Acme", Audience.INTERNAL, date(2026, 11, 6), date(2026, 11, 13))


def filled(path: Path) -> Path:
    """A database with at least one row in every table."""
    store = Store(path, Clock.fixed(TODAY), "ana", keeps_copies=False)
    fill_all(store)
    store.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE draft SET process = 'elsewhere/1/2', kept_at = '2026-11-01T10:00:00.000+00:00'")
    db.close()
    return path


def plants() -> Iterator[Plant]:
    """Values for each column of each table, found in the schema itself."""
    with sqlite3.connect(":memory:") as db:
        for table, sql in schema_at(LATEST).tables.items():
            db.execute(sql)
            references = {row[3] for row in db.execute(f"PRAGMA foreign_key_list({table})")}
            for _, column, type_, *_ in db.execute(f"PRAGMA table_info({table})"):
                if column != "id":
                    for value in _values(column, type_, column in references):
                        yield Plant(table, column, value)
    db.close()


def _values(column: str, type_: str, refers: bool) -> Iterator[str]:
    yield "NULL"
    yield "X'00FF1B'"
    if type_ == "INTEGER":
        yield from ("-1", "9223372036854775807", "-9223372036854775808", "'abc'", "1e300")
        if refers:
            yield "424242"
        return
    yield "CAST(X'41FF1B5D42' AS TEXT)"
    yield f"'{_TEXT}'"
    yield "'party'" if column.endswith(("kind", "state", "decision", "role", "answer", "entity")) else "''"
    yield "7"
    if column == "day" or column.endswith("_on"):
        yield from (f"'{day}'" for day in DAYS)
    if column.endswith("_at") or column == "at":
        yield from ("'2026-01-01'", "'0001-01-01T00:00:00.000+00:00'", "'9999-12-31T23:59:59.999-23:59'", "'soon'")
    if column in ("before", "after", "typed", "body"):
        yield from (
            "'{'", "'[1]'", "'{}'", "'NaN'", "'{\"due_on\": 1e999}'", "'{\"due_on\": \"foo\"}'",
            "'{\"x\" || 1\": 1}'", "'{\"title\": 99999999999999999999999}'", "'{\"kind\": \"party\"}'",
            f"'{'[' * 20_000}'", "'{\"lists\": 3}'",
        )  # fmt: skip


def lax(path: Path) -> sqlite3.Connection:
    """A copy of a database in memory, with the same rows in tables that take everything, and without triggers."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    with sqlite3.connect(path) as source:
        for part in schema_at(LATEST).parts:
            if part.type == "table":
                db.execute(f"CREATE TABLE {part.name} ({', '.join(_columns(source, part.name))})")
                rows = source.execute(f"SELECT * FROM {part.name}").fetchall()
                marks = ", ".join("?" * len(source.execute(f"PRAGMA table_info({part.name})").fetchall()))
                db.executemany(f"INSERT INTO {part.name} VALUES ({marks})", rows)
            elif part.type != "trigger":
                db.execute(part.sql)
    source.close()
    return db


def _columns(db: sqlite3.Connection, table: str) -> Iterator[str]:
    for _, column, _, _, _, key in db.execute(f"PRAGMA table_info({table})"):
        yield f"{column} INTEGER PRIMARY KEY" if key else column


def plant(path: Path, wanted: Plant, where: str = "TRUE") -> None:
    """Put a value into a column of a file, past all its rules, and leave the schema as it was."""
    with _unsynced(path) as db:
        kept = db.execute("SELECT rowid, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (wanted.table,)).fetchone()
        loose = re.sub(r"(TEXT|INTEGER) NOT NULL", r"\1", sql).removesuffix(" STRICT")
        db.execute("BEGIN")
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        with _writable(db):
            db.execute("UPDATE sqlite_master SET sql = ? WHERE sql = ?", (loose, sql))
        db.execute("COMMIT")
    with _unsynced(path) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("BEGIN")
        db.execute(f"UPDATE OR IGNORE {wanted.table} SET {wanted.column} = {wanted.value} WHERE {where}")
        for _, sql in triggers:
            db.execute(sql)
        with _writable(db):
            for rowid, sql in kept:
                db.execute("UPDATE sqlite_master SET sql = ? WHERE rowid = ?", (sql, rowid))
        db.execute("COMMIT")


@contextmanager
def _unsynced(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        yield db


@contextmanager
def _writable(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("PRAGMA writable_schema = ON")
    yield
    (version,) = db.execute("PRAGMA schema_version").fetchone()
    db.execute(f"PRAGMA schema_version = {version + 1}")
    db.execute("PRAGMA writable_schema = OFF")


_STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def raw(text: str) -> set[str]:
    """The characters of an output that a terminal would act upon, but for line breaks."""
    return set(_STEERS.findall(text))
