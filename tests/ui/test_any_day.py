"""Any date that the schema lets through, in any field: every view opens, at both sizes."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from planted import TODAY, filled, raw
from screens import SIZES, on_top, press, screen_text
from textual.pilot import Pilot

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.migrations import LATEST
from milestone_tui.store.schema_check import schema_at
from milestone_tui.ui.app import MilestoneApp

PLACES = (
    ("ProjectsScreen", "escape g j"),
    ("ExplainPanel", "x j j j tab"),
    ("ProjectsScreen", "escape tab z plus t left right minus"),
    ("AgendaScreen", "tab 3 j"),
    ("PeopleScreen", "6 j"),
    ("RisksScreen", "5"),
    ("ProjectEditor", "escape g e ctrl+t ctrl+t end"),
    ("TimelineScreen", "escape escape escape g enter z plus t right f c G k minus minus"),
    ("ExplainPanel", "x j j tab"),
    ("TrendScreen", "escape 4 j"),
    ("TrendScreen", "tab j"),
    ("TrendScreen", "tab j"),
    ("ReviewScreen", "7 j tab"),
    ("TimelineScreen", "escape 2 g j"),
    ("WhatIfScreen or TimelineScreen", "greater_than_sign greater_than_sign"),  # refused for a day near the ends
    ("MilestoneEditor", "escape 2 g j enter ctrl+t ctrl+t ctrl+t end"),
    ("BaselinesScreen", "escape escape 2 C j tab j"),
    ("DaysOffScreen", "escape O j"),
)
"""The screens, and the keys to each from the one before."""


def day_columns() -> list[tuple[str, str]]:
    """Every column that the schema holds to a day."""
    return [
        (table, column)
        for table, sql in schema_at(LATEST).tables.items()
        for column in re.findall(r"AND (\w+) IS date\(\1, '\+0 days'\)", sql)
    ]


def test_every_column_of_a_day_is_tried() -> None:
    assert ("milestone", "due_on") in day_columns() and len(day_columns()) > 10


DAYS = st.one_of(
    st.sampled_from([date.min, date.max, date(9999, 12, 30), date(1, 1, 2), date(1899, 12, 31), date(2200, 1, 1)]),
    st.dates(),
    st.dates(date(2026, 11, 1), date(2027, 3, 1)),
    st.none(),
)
WORLDS = st.lists(st.lists(DAYS, min_size=40, max_size=40), min_size=4, max_size=4)


@contextlib.contextmanager
def without_triggers(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction past the journal, which leaves the schema as it was; its rules hold."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for _, sql in triggers:
            db.execute(sql)
        db.execute("COMMIT")


def set_days(path: Path, days: list[date | None]) -> None:
    """Put the days into the columns, one row after another, and the first into the journal; what is refused stays."""
    rest = iter(days * 3)
    with without_triggers(path) as db:
        for table, column in day_columns():
            for (row_id,) in db.execute(f"SELECT id FROM {table}").fetchall():
                day = next(rest)
                with contextlib.suppress(sqlite3.IntegrityError):
                    text = None if day is None else day.isoformat()
                    done = ", state = CASE WHEN :day IS NULL THEN 'planned' ELSE 'done' END"
                    also = done if column == "done_on" and row_id == 1 else ""
                    db.execute(f"UPDATE {table} SET {column} = :day{also} WHERE id = :id", {"day": text, "id": row_id})
        first = next((day for day in days if day), TODAY)
        db.execute(
            "UPDATE edit SET after = json_set(after, '$.due_on', ?) WHERE after LIKE '%\"due_on\"%'", (str(first),)
        )


async def walk(path: Path, size: tuple[int, int], worlds: list[list[date | None]]) -> None:
    store = Store(path, Clock.fixed(TODAY), "ana", keeps_copies=False)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    try:
        set_days(path, worlds[0])
        async with app.run_test(size=size) as pilot:
            for screen, keys in PLACES:
                await press(pilot, *keys.split())
                assert on_top(app).__name__ in screen.split(" or "), keys
                for days in worlds:
                    set_days(path, days)
                    await look(pilot)
    finally:
        store.close()


async def look(pilot: Pilot[Any]) -> None:
    app = pilot.app
    assert isinstance(app, MilestoneApp)
    app.updates.store_changed(None)
    await pilot.pause()
    assert not raw(screen_text(app))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("days") / "milestones.db")


@pytest.mark.parametrize("size", SIZES)
def test_every_view_opens_with_any_day_in_any_field(sound: Path, size: tuple[int, int]) -> None:
    @settings(max_examples=1, deadline=None, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
    @given(WORLDS)
    def holds(worlds: list[list[date | None]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(shutil.copy(sound, folder))
            asyncio.run(walk(path, size, worlds))
            for command in (["list"], ["list", "--json"]):
                assert main([*command, "--db", str(path), "--today", "2026-11-22"]) == 0

    holds()
