"""The editor of a risk, and the tab of a milestone with the risks that threaten it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from risk_register import BETA, LIVE, TODAY, registered
from screens import assert_snapshot, first_line, last_line, line_of, on_top, press, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.monitoring import RiskKind, RiskResponse
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.base.unsaved import LeaveScreen
from milestone_tui.ui.editors.conflict import ConflictScreen
from milestone_tui.ui.editors.milestone import MilestoneEditor
from milestone_tui.ui.editors.risk import RiskEditor
from milestone_tui.ui.panels.raise_risk import RaiseRiskScreen
from milestone_tui.ui.views.drafts.screen import DraftsScreen
from milestone_tui.ui.views.risks.screen import RisksScreen


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    with closing(registered(tmp_path / "register.db")) as store:
        yield store


@asynccontextmanager
async def opened(store: Store, *keys: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[Any]]:
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=size) as pilot:
        await press(pilot, *keys)
        yield pilot


RISK = ("enter", "5", "e")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_editor_looks_like_this(filled: Store, size: tuple[int, int]) -> None:
    async with opened(filled, *RISK, size=size) as pilot:
        assert on_top(pilot.app) is RiskEditor
        assert_snapshot(pilot.app, "risk-editor")


async def test_fields_and_milestones_are_one_change(filled: Store) -> None:
    async with opened(filled, *RISK, "end", *"!", "tab", "tab", *"3", "tab", "tab", *"Zoe") as pilot:
        await press(pilot, "tab", *"av", "enter", "tab", "ctrl+u", *"4 dec", "ctrl+t", "d", "ctrl+s")
        assert last_line(pilot) == "Saved"
        risk = filled.read.risk(1)
        assert (risk.title, risk.probability, risk.owner) == ("Acme's test data comes late!", 3, "Zoe")
        assert risk.milestone_ids == (LIVE,)
        label = filled.read.history(limit=1)[0].label
        assert label.startswith('Edit R1 "Acme\'s test data comes late": title, probability, owner')
        await press(pilot, "escape", "u")
        assert filled.read.risk(1).milestone_ids == (BETA, LIVE)
        assert filled.read.risk(1).owner == "Tom Reed"


async def test_another_response_and_no_review(filled: Store) -> None:
    async with opened(filled, *RISK, *("tab",) * 5, *"av", "enter") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, RiskEditor)
        screen.form.fields["review_on"].put("")
        await press(pilot, "ctrl+s")
        risk = filled.read.risk(1)
        assert (risk.response, risk.review_on) == (RiskResponse.AVOID, None)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("probability", "6", "Enter a number from 1 to 5."),
        ("impact", "much", "Enter a number from 1 to 5."),
        ("title", " ", "Enter a title."),
        ("response", "pray", "Choose avoid, mitigate, transfer or accept."),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field(filled: Store, field: str, text: str, sentence: str) -> None:
    async with opened(filled, *RISK) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, RiskEditor)
        screen.form.fields[field].put(text)
        await press(pilot, "ctrl+s")
        assert sentence in screen_text(pilot.app)
        assert filled.read.risk(1).probability == 4


async def test_a_rating_can_be_taken_away(filled: Store) -> None:
    async with opened(filled, *RISK, "tab", "tab", "ctrl+u", "ctrl+s") as pilot:
        assert last_line(pilot) == "Saved"
        assert filled.read.risk(1).probability is None
        await press(pilot, "escape")
        assert "probability – · impact 5" in screen_text(pilot.app)


async def test_another_kind_gives_another_number(filled: Store) -> None:
    async with opened(filled, *RISK, "tab", *"ass", "enter", "ctrl+s") as pilot:
        assert filled.read.risk(1).called == "A2"
        assert "› A2" in first_line(pilot)


async def test_a_save_that_meets_another_one_asks_which_to_keep(filled: Store) -> None:
    async with opened(filled, *RISK, "end", *" mine") as pilot:
        with closing(Store.open(filled.path, Clock.fixed(TODAY), "raj")) as other:
            other.change_blocking(lambda do: do.risks.edit(1, {"title": "Raj's words", "impact": 2}, {}))
        await press(pilot, "ctrl+s")
        assert on_top(pilot.app) is ConflictScreen
        assert "Raj's words" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert on_top(pilot.app) is RiskEditor
        risk = filled.read.risk(1)
        assert risk.impact == 2, "what only raj changed stays"


async def test_the_history_restores_a_value(filled: Store) -> None:
    async with opened(filled, *RISK, "ctrl+t", "ctrl+t") as pilot:
        assert "impact: 3 → 5" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert last_line(pilot) == "Impact restored · ctrl+s to save"
        await press(pilot, "ctrl+s")
        assert filled.read.risk(1).impact == 3


async def test_unsaved_edits_are_kept_and_resumed(filled: Store) -> None:
    async with opened(filled, *RISK, "end", *" soon", "ctrl+t", "d") as pilot:
        await press(pilot, "escape")
        assert on_top(pilot.app) is LeaveScreen
        assert "title, milestones" in screen_text(pilot.app)
        await press(pilot, "escape")
        pilot.app.keep_drafts()  # type: ignore[attr-defined]
        await settled(pilot)
    filled.drain()
    with closing(sqlite3.connect(filled.path)) as db, db:
        assert db.execute("SELECT kind, target_id FROM draft").fetchall() == [("risk", 1)]
        db.execute("UPDATE draft SET process = 'a host/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
    async with opened(filled) as pilot:
        assert on_top(pilot.app) is DraftsScreen
        assert "title, milestones" in line_of(pilot, "comes late soon")
        await press(pilot, "enter", "ctrl+s")
        risk = filled.read.risk(1)
        assert (risk.title, risk.milestone_ids) == ("Acme's test data comes late soon", (LIVE,))


async def test_a_draft_of_a_deleted_risk_can_be_copied(filled: Store) -> None:
    async with opened(filled, *RISK, "end", *" soon") as pilot:
        pilot.app.keep_drafts()  # type: ignore[attr-defined]
        await settled(pilot)
    filled.change_blocking(lambda do: do.risks.delete([1]))
    filled.drain()
    with closing(sqlite3.connect(filled.path)) as db, db:
        db.execute("UPDATE draft SET process = 'a host/1/1', kept_at = '2026-11-20T09:00:00.000+00:00'")
    async with opened(filled) as pilot:
        await press(pilot, "enter")
        assert last_line(pilot) == "This risk was deleted. Press y to copy your text."


async def test_a_risk_that_is_deleted_meanwhile_says_so(filled: Store) -> None:
    async with opened(filled, *RISK, "end", *" soon") as pilot:
        with closing(Store.open(filled.path, Clock.fixed(TODAY), "raj")) as other:
            other.change_blocking(lambda do: do.risks.delete([1]))
        filled.poll()
        await settled(pilot)
        assert "This risk no longer exists" in first_line(pilot)
        await press(pilot, "ctrl+s")
        assert last_line(pilot).endswith("Press ctrl+y to copy your text.")


# In the editor of a milestone -------------------------------------------------------------------------------


@asynccontextmanager
async def tab_opened(store: Store) -> AsyncIterator[Pilot[Any]]:
    """The tab Risks of Beta release."""
    async with opened(store) as pilot:
        app = pilot.app
        assert isinstance(app, MilestoneApp)
        app.push_screen(MilestoneEditor(app.context, BETA))
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, MilestoneEditor)
        screen.show_tab("risks")
        await settled(pilot)
        yield pilot


async def test_the_tab_shows_the_worst_first_and_opens_them(filled: Store) -> None:
    filled.change_blocking(lambda do: do.risks.create(1, {"title": "Old"}, [BETA]))
    filled.change_blocking(lambda do: do.risks.close(7, date(2026, 11, 20)))
    async with tab_opened(filled) as pilot:
        text = screen_text(pilot.app)
        assert "Risks 2" in text, "of what is open"
        places = [text.index(name) for name in ("R1 Acme's test data", "I1 Single sign-on", "R4 Old", "+ raise a risk")]
        assert places == sorted(places)
        assert line_of(pilot, "R1 Acme").endswith("@tom  20")
        await press(pilot, "enter")
        assert on_top(pilot.app) is RiskEditor
        await press(pilot, "escape")
        assert on_top(pilot.app) is MilestoneEditor


async def test_the_tab_raises_one_and_shows_it(filled: Store) -> None:
    async with tab_opened(filled) as pilot:
        await press(pilot, "n", *"Rota unclear p1 i1", "enter")
        added = filled.read.risks_of(BETA)[-1]
        assert (added.title, added.kind) == ("Rota unclear", RiskKind.RISK)
        assert "R4 Rota unclear" in screen_text(pilot.app)
        await press(pilot, "G", "enter")
        assert on_top(pilot.app) is RaiseRiskScreen


async def test_r_is_a_letter_in_the_fields(filled: Store) -> None:
    async with tab_opened(filled) as pilot:
        await press(pilot, "shift+tab", *"r")
        assert on_top(pilot.app) is MilestoneEditor


async def test_a_project_that_is_deleted_leaves_the_register(filled: Store) -> None:
    async with opened(filled, "enter", "5") as pilot:
        assert on_top(pilot.app) is RisksScreen
        with closing(Store.open(filled.path, Clock.fixed(TODAY), "raj")) as other:
            other.change_blocking(lambda do: do.projects.delete(1))
        filled.poll()
        await settled(pilot)
        assert last_line(pilot) == "That project was deleted."
