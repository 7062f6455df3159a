"""A database that another program has written to, on every screen: shown as what it is, or its row is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from planted import TODAY, Plant, filled, plant, raw
from screens import SIZES, on_top, press, screen_text
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp

HOME = "escape escape escape escape g "
PLACES = (
    ("ProjectsScreen", "j", "milestone.progress=900; project.state='party'"),
    (
        "PeopleScreen",
        "6 j",
        "person.name=X'FF'; person.capacity_hundredths=-1; absence.note=X'FF'",
    ),
    ("AgendaScreen", "3 j", "milestone.title=X'FF'; risk.title=X'FF'; risk.review_on='soon'; need.text=X'FF'"),
    ("TrendScreen", "4 j", "edit.after='['; edit.before=X'FF'; milestone.due_on='foo'"),
    ("TrendScreen", "4 tab tab", "cost.note=X'FF'; cost.spent_on='x'; cost.amount_minor=9223372036854775807"),
    ("RisksScreen", "5 j", "risk.title=X'FF'; risk.notes=X'FF'; risk.kind='x'; risk.impact=99; risk.raised_on='x'"),
    ("ReviewScreen", "7 j", "review.summary=X'FF'; review.judged='x'; review_answer.note=X'FF'; need.met_on='x'"),
    ("ReviewScreen", "7 tab j", "review.figures='['; review.held_on='x'; review.finished_at=X'FF'"),
    ("ProjectEditor", "e ctrl+t", "phase.position=-7; baseline.taken_at='soon'"),
    ("TimelineScreen", "enter j", "dependency.lag=99999999; milestone.state='x'"),
    ("MilestoneEditor", "enter enter ctrl+t ctrl+t ctrl+t end", "edit.after='['; criterion.text=X'FF'"),
    ("BaselinesScreen", "enter C j", "baseline_entry.due_on='foo'; baseline.name=X'FF'"),
    ("DaysOffScreen", "enter O j", "holiday.day='foo'; holiday.name=CAST(X'41FF' AS TEXT)"),
)
"""The screens, the keys to each from the first, and what is planted while it is open."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(filled(tmp_path / "milestones.db"), Clock.fixed(TODAY), "ana", keeps_copies=False)
    yield store
    store.close()


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_planted_under_an_open_screen_is_told_and_passes(store: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        for screen, keys, planted in PLACES:
            await press(pilot, *(HOME + keys).split())
            assert on_top(app).__name__ == screen
            for words in planted.split("; "):
                place, _, value = words.partition("=")
                table, _, column = place.partition(".")
                await planted_under(pilot, store.path, Plant(table, column, value))


async def planted_under(pilot: Pilot[Any], path: Path, one: Plant) -> None:
    """Plant it in one row, look, and take it away again."""
    app = pilot.app
    assert isinstance(app, MilestoneApp)
    where = f"id = (SELECT max(id) FROM {one.table})"
    with sqlite3.connect(path) as db:
        ((kept,),) = db.execute(f"SELECT quote({one.column}) FROM {one.table} WHERE {where}")
    db.close()
    for value in (one.value, kept):
        plant(path, one._replace(value=value), where)
        app.updates.store_changed(None)
        await pilot.pause()
        assert not raw(screen_text(app)), one


@pytest.mark.parametrize("size", SIZES)
async def test_a_row_that_breaks_the_rules_is_named_on_the_first_screen(store: Store, size: tuple[int, int]) -> None:
    plant(store.path, Plant("milestone", "progress", "900"), "id = 3")
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "escape")
        app.updates.store_changed(None)
        await pilot.pause()
        assert 'milestone 3 "Beta": progress is "900", which is not valid' in screen_text(app)


async def test_what_a_step_has_mended_is_told_at_that_start(tmp_path: Path) -> None:
    from milestone_tui.store.migrations.runner import migrate
    from milestone_tui.store.migrations.steps import STEPS

    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    migrate(db, path, STEPS[:3])
    db.execute("BEGIN")
    db.execute("INSERT INTO open_change VALUES (1)")
    db.execute(
        "INSERT INTO project (key, name, client, description, currency, state, working_days) "
        "VALUES ('A' || char(27), 'Portal', '', '', 'EUR', 'active', 31)"
    )
    db.execute("INSERT INTO change VALUES (1, '2026-10-01T12:00:00.000+00:00', 'ana', 'New', 'do', NULL, NULL)")
    db.execute("DELETE FROM open_change")
    db.execute("COMMIT")
    db.close()
    store = Store(path, Clock.fixed(TODAY), "ana", keeps_copies=False)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert 'Repaired rows that broke the rules: project 1 "A␛": key is "A␛" → "A_"' in screen_text(app)
    store.close()
