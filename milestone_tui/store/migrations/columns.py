"""Steps that add columns to a journalled table and recreate the view and its triggers."""

from __future__ import annotations

from milestone_tui.store.migrations.step import Step
from milestone_tui.store.migrations.triggers import JOURNALLED, journal
from milestone_tui.store.migrations.views import make_view


def add_columns(table: str, *columns: str) -> Step:
    """Return the step that adds these columns, each as a column declaration; they come last, in this order."""
    return (
        "DROP VIEW milestone_view",
        *(f"ALTER TABLE {table} ADD COLUMN {column}" for column in columns),
        make_view,
        journal(JOURNALLED[table]),
    )


def line(table: str, column: str) -> str:
    """Return the declaration of a one-line text column, empty by default."""
    return f"{column} TEXT NOT NULL DEFAULT '' CONSTRAINT {table}_{column} CHECK (length({column}) BETWEEN 0 AND 1000)"
