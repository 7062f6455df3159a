"""What a field that was added to a copy of the program can do: run there, on a database of the version before it.

The screen-side helpers of the tests import the program that is first on the path: the copy.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from editing import BETA, TODAY, editing, editing_project, go_to, text_of, write
from screens import press, screen_text
from taking_back import redo, undo

import milestone_tui
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.templates.serialization import read_template, template_text
from milestone_tui.plan.templates.template import started_on, template_of
from milestone_tui.store import Store


def reference(store: Store) -> object:
    return getattr(store.read.milestone(BETA), "reference")  # noqa: B009 - a field that only the copy has


async def in_the_editor(store: Store) -> None:
    async with editing(store) as (pilot, app):
        assert "Reference" in screen_text(app)
        await go_to(pilot, "reference")
        await write(pilot, "C-17")
        await press(pilot, "ctrl+s")
        assert reference(store) == "C-17"
    async with editing_project(store) as (pilot, app):
        await go_to(pilot, "sponsor_code")
        await write(pilot, "X9")
        await press(pilot, "ctrl+s")
        assert text_of(app, "sponsor_code") == "X9"


async def as_a_draft(store: Store) -> None:
    async with editing(store) as (pilot, app):
        await go_to(pilot, "reference")
        await write(pilot, "8")
        app.leave(0)
    store.drain()
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET process = 'elsewhere/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
        db.commit()
    (kept,) = store.read.drafts(Clock.fixed(TODAY).now())
    assert kept.unfinished.texts == {"reference": "C-178"}
    assert kept.unfinished.seen["reference"] == "C-17"


def in_the_journal(store: Store) -> None:
    last = store.read.milestone_history(BETA)[0]
    assert (last.what, last.before, last.after) == ("reference", "", "C-17")
    (first, *_) = store.read.project_history(1)
    assert (first.what, first.after) == ("sponsor code", "X9")
    undo(store)
    undo(store)
    assert reference(store) == ""
    redo(store)
    redo(store)
    assert reference(store) == "C-17"


def in_a_template(store: Store) -> None:
    template = read_template(template_text(template_of(store.read.plan(1), (), "Ours")))
    plan = started_on(template, date(2027, 1, 4), store.read.project(1).calendar)
    (m,) = [m for m in plan.milestones if m.fields["title"] == "Beta release"]
    assert m.fields["reference"] == "C-17"


def main(path: Path) -> None:
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    try:
        asyncio.run(in_the_editor(store))
        in_the_journal(store)
        in_a_template(store)
        asyncio.run(as_a_draft(store))
    finally:
        store.close()


if __name__ == "__main__":
    assert Path(milestone_tui.__file__).parent.parent == Path(sys.argv[2])
    main(Path(sys.argv[1]))
