"""Step 9: monitoring: the day a change speaks for, spent, payments, risks, absences and reviews."""

from __future__ import annotations

import re
import sqlite3

from milestone_tui.store.mending import Mended
from milestone_tui.store.migrations.columns import line
from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal
from milestone_tui.store.migrations.v4 import between, day_rule, instant_rule, length
from milestone_tui.store.migrations.views import make_view
from milestone_tui.store.rebuild import rebuild
from milestone_tui.store.schema import OURS, Schema, read_schema

_TEXT = 100_000
"""Characters of a text of several lines."""
_MONEY = 10_000_000_000_000_000
"""The largest amount, in the smallest unit of a currency."""
_PROJECT = "FOREIGN KEY (project_id) REFERENCES project (id)"
_MILESTONE = "FOREIGN KEY (milestone_id) REFERENCES milestone (id)"
_HEALTHS = "'', 'on track', 'at risk', 'off track'"


def _day(table: str, column: str) -> str:
    """Return the declaration of an optional date."""
    return f"{column} TEXT {day_rule(table, column)}"


def report(db: sqlite3.Connection) -> tuple[()]:
    """Let each earlier change speak for the day on which it was made, by the calendar of this computer.

    Where clocks differed, a change speaks for no day before that of an earlier change of the same row: the order of
    history must lead to the present tables.
    """
    days: dict[int, str] = dict(db.execute("SELECT id, date(at, 'localtime') FROM change ORDER BY id").fetchall())
    if [*days.values()] != sorted(days.values()):
        last: dict[tuple[str, int], str] = {}
        rows: dict[int, list[tuple[str, int]]] = {}
        for change_id, *row in db.execute("SELECT change_id, entity, row_id FROM edit ORDER BY id").fetchall():
            rows.setdefault(change_id, []).append((row[0], row[1]))
        for change_id, day in days.items():
            days[change_id] = max([day, *(last.get(row, "") for row in rows.get(change_id, ()))])
            last |= dict.fromkeys(rows.get(change_id, ()), days[change_id])
    db.executemany("UPDATE change SET reported_on = ? WHERE id = ?", ((day, id_) for id_, day in days.items()))
    return ()


_REPORTED = (
    "DROP TRIGGER change_no_update",
    f"ALTER TABLE change ADD COLUMN reported_on TEXT NOT NULL DEFAULT '1970-01-01' {day_rule('change', 'reported_on')}",
    report,
    """ALTER TABLE change ADD COLUMN backdated INTEGER NOT NULL DEFAULT 0
        CONSTRAINT change_backdated CHECK (backdated IN (0, 1))""",
    """CREATE TRIGGER change_no_update BEFORE UPDATE ON change
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "CREATE INDEX change_reported ON change (reported_on, id)",
)
"""An earlier change speaks for the day on which it was made, by the calendar of this computer."""

_COLUMNS = (
    "DROP VIEW milestone_view",
    f"ALTER TABLE milestone ADD COLUMN {_day('milestone', 'invoiced_on')}",
    f"ALTER TABLE milestone ADD COLUMN {line('milestone', 'invoice_number')}",
    f"ALTER TABLE milestone ADD COLUMN {_day('milestone', 'paid_on')}",
    f"ALTER TABLE milestone ADD COLUMN {line('milestone', 'outcome')}",
    """ALTER TABLE project ADD COLUMN earned_by TEXT NOT NULL DEFAULT 'done'
        CONSTRAINT project_earned_by CHECK (earned_by IN ('done', 'percent'))""",
    f"ALTER TABLE project ADD COLUMN {line('project', 'thresholds')}",
    make_view,
)

_TABLES = (
    f"""CREATE TABLE cost (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        milestone_id INTEGER,
        spent_on TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        {_PROJECT},
        {_MILESTONE},
        {day_rule("cost", "spent_on")},
        {between("cost", "amount_minor", -_MONEY, _MONEY, "amount")},
        {length("cost", "note", 0, 1_000)}
    ) STRICT""",
    f"""CREATE TABLE absence (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        person_id INTEGER NOT NULL,
        first_on TEXT NOT NULL,
        last_on TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        FOREIGN KEY (person_id) REFERENCES person (id),
        {day_rule("absence", "first_on")},
        {day_rule("absence", "last_on")},
        CONSTRAINT absence_order CHECK (last_on >= first_on),
        {length("absence", "note", 0, 1_000)}
    ) STRICT""",
    f"""CREATE TABLE risk (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        kind TEXT NOT NULL DEFAULT 'risk',
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        notes TEXT NOT NULL DEFAULT '',
        probability INTEGER,
        impact INTEGER,
        response TEXT NOT NULL DEFAULT '',
        response_text TEXT NOT NULL DEFAULT '',
        owner_id INTEGER,
        raised_on TEXT NOT NULL,
        review_on TEXT,
        occurred_on TEXT,
        closed_on TEXT,
        internal INTEGER NOT NULL DEFAULT 0,
        {_PROJECT},
        FOREIGN KEY (owner_id) REFERENCES person (id),
        CONSTRAINT risk_kind CHECK (kind IN ('risk', 'issue', 'assumption', 'decision')),
        {between("risk", "number", 1, 1_000_000)},
        {length("risk", "title", 1, 500)},
        {length("risk", "notes", 0, _TEXT)},
        {between("risk", "probability", 1, 5)},
        {between("risk", "impact", 1, 5)},
        CONSTRAINT risk_response CHECK (response IN ('', 'avoid', 'mitigate', 'transfer', 'accept')),
        {length("risk", "response_text", 0, 1_000)},
        {day_rule("risk", "raised_on")},
        {day_rule("risk", "review_on")},
        {day_rule("risk", "occurred_on")},
        {day_rule("risk", "closed_on")},
        CONSTRAINT risk_internal CHECK (internal IN (0, 1))
    ) STRICT""",
    f"""CREATE TABLE risk_milestone (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        risk_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        UNIQUE (risk_id, milestone_id),
        FOREIGN KEY (risk_id) REFERENCES risk (id),
        {_MILESTONE}
    ) STRICT""",
    f"""CREATE TABLE review (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        held_on TEXT NOT NULL,
        finished_at TEXT,
        judged TEXT NOT NULL DEFAULT '',
        judged_reason TEXT NOT NULL DEFAULT '',
        computed TEXT NOT NULL DEFAULT '',
        summary TEXT NOT NULL DEFAULT '',
        next TEXT NOT NULL DEFAULT '',
        decisions TEXT NOT NULL DEFAULT '',
        figures TEXT NOT NULL DEFAULT '',
        {_PROJECT},
        {day_rule("review", "held_on")},
        {instant_rule("review", "finished_at")},
        CONSTRAINT review_judged CHECK (judged IN ({_HEALTHS})),
        {length("review", "judged_reason", 0, 1_000)},
        CONSTRAINT review_computed CHECK (computed IN ({_HEALTHS}, 'completed')),
        {length("review", "summary", 0, _TEXT)},
        {length("review", "next", 0, _TEXT)},
        {length("review", "decisions", 0, _TEXT)},
        {length("review", "figures", 0, _TEXT)}
    ) STRICT""",
    f"""CREATE TABLE review_answer (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        review_id INTEGER NOT NULL,
        milestone_id INTEGER NOT NULL,
        answer TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (review_id, milestone_id),
        FOREIGN KEY (review_id) REFERENCES review (id),
        CONSTRAINT review_answer_words CHECK (answer IN ('', 'kept', 'moved', 'done')),
        {length("review_answer", "note", 0, 1_000)}
    ) STRICT""",
    f"""CREATE TABLE need (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        project_id INTEGER NOT NULL,
        review_id INTEGER,
        text TEXT NOT NULL,
        since_on TEXT NOT NULL,
        met_on TEXT,
        {_PROJECT},
        FOREIGN KEY (review_id) REFERENCES review (id),
        {length("need", "text", 1, 1_000)},
        {day_rule("need", "since_on")},
        {day_rule("need", "met_on")}
    ) STRICT""",
)

_INDEXES = (
    "CREATE INDEX cost_project ON cost (project_id, spent_on)",
    "CREATE INDEX cost_milestone ON cost (milestone_id) WHERE milestone_id IS NOT NULL",
    "CREATE INDEX absence_person ON absence (person_id, first_on)",
    "CREATE INDEX risk_project ON risk (project_id, kind)",
    "CREATE INDEX risk_owner ON risk (owner_id) WHERE owner_id IS NOT NULL",
    "CREATE INDEX risk_milestone_milestone ON risk_milestone (milestone_id)",
    "CREATE INDEX review_project ON review (project_id, held_on)",
    "CREATE UNIQUE INDEX review_unfinished ON review (project_id) WHERE finished_at IS NULL",
    "CREATE INDEX review_answer_milestone ON review_answer (milestone_id)",
    "CREATE INDEX need_project ON need (project_id)",
    "CREATE INDEX need_review ON need (review_id) WHERE review_id IS NOT NULL",
)

_MADE = ("cost", "absence", "risk", "risk_milestone", "review", "review_answer", "need")
_DRAFTS = ("risk", "absence", "spent", "review", "invoice", "need")


def widen_choices(db: sqlite3.Connection) -> list[Mended]:
    """Recreate the journal's edits and the drafts, whose rules list the tables and kinds that there are."""
    there = read_schema(db)
    wider = (
        widened(there.tables["edit"], "edit_entity", _MADE),
        widened(there.tables["draft"], "draft_kind", _DRAFTS),
    )
    ours = tuple(part for part in there.parts if part.type != "table" and part.table.lower() in OURS)
    return rebuild(db, Schema(ours).with_tables(wider))


def widened(sql: str, rule: str, more: tuple[str, ...]) -> str:
    """Return the statement of a table in which a rule accepts more words."""
    words = "".join(f", '{word}'" for word in more)
    return re.sub(rf"(CONSTRAINT {rule} CHECK\s*\(\w+ IN \([^)]*)\)", rf"\1{words})", sql)


MONITORING: Step = (
    *_REPORTED,
    widen_choices,
    *_COLUMNS,
    *_TABLES,
    *_INDEXES,
    journal(*(JOURNALLED[table] for table in ("project", "milestone", *_MADE))),
)
"""Every part of the step, in order."""
