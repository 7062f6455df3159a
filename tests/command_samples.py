"""A way to run every command on the reviewed project: what the table test goes through."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

CSV = """\
project,title,owner,due
NORD,Architecture agreed,Mia Berg,2026-12-01
"""

CHANGES: tuple[tuple[str, ...], ...] = (
    ("new", "NORD", "--name", "Data lake", "--client", "Nordbank", "--start", "mon", "--budget", "120000"),
    ("new", "NORD", "--template", "stage", "--target", "2028-06-30"),
    ("add", "ACME", "Hand-over 28 nov @zoe #closing after:beta value:12000 tag:legal"),
    ("edit", "ACME/beta", "owner=zoe", "due_on=fri", "tags=legal,beta", "phase=Closing"),
    ("edit", "ACME", "target_on=2027-01-29", "budget=90000", "working_days=Sun-Thu"),
    ("done", "ACME/beta", "ACME/load", "--on", "fri"),
    ("untick", "ACME/prototype"),
    ("move", "ACME/beta", "+5wd", "--drag", "--reason", "scope"),
    ("move", "ACME/prototype", "-1d"),
    ("delete", "ACME/beta", "ACME/load"),
    ("delete", "--project", "ACME", "--yes"),
    ("spent", "ACME/beta", "1200", "2", "nov", "licences"),
    ("spent", "ACME", "-200", "--on", "fri", "--note", "credit note"),
    ("risk add", "ACME", "Test data comes late @zoe p4 i5 threatens:beta"),
    ("baseline set", "ACME", "Change", "request", "4", "--reason", "scope"),
    ("holidays", "ACME", "--country", "DE-BY", "--years", "2026"),
    ("import", "{home}/plan.csv"),
)
"""Every command that changes data: its name, and arguments that change something; `{home}` is a folder."""

OTHERS: Mapping[str, tuple[str, ...]] = {
    "list": ("--filter", "is:open"),
    "show": ("ACME/beta",),
    "risk list": (),
    "people": (),
    "review list": ("ACME",),
    "review show": ("ACME", "1"),
    "baseline list": ("ACME",),
    "baseline compare": ("ACME",),
    "log": ("ACME",),
    "agenda": ("--days", "30"),
    "calendar": (),
    "status": (),
    "report": ("ACME",),
    "export": ("ACME", "--format", "csv"),
    "sync": ("{home}/plans",),
    "undo": (),
    "redo": (),
    "paths": (),
    "backup": ("{home}/copy.db",),
    "restore": ("{home}/earlier.db",),
    "share": ("--off",),
    "check": (),
    "completion": ("bash",),
}
"""Arguments of every other command."""

_JOURNAL = ("change", "edit", "open_change")


def samples() -> dict[str, tuple[str, ...]]:
    """Return arguments for every command that has a sample, by its name."""
    return {**{name: words for name, *words_ in reversed(CHANGES) if (words := tuple(words_))}, **OTHERS}


def filled_in(words: tuple[str, ...], home: Path) -> list[str]:
    """Return the words of a sample with its folder."""
    return [word.replace("{home}", str(home)) for word in words]


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but the journal, by table."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        tables = [name for (name,) in db.execute(query) if name not in _JOURNAL]
        return {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
