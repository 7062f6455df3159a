"""Signs in the rows and on the axes: gate, submitted and rejected are seen wherever milestones stand."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from screens import SIZES, assert_snapshot, line_of, press, screen_lines, screen_text, settled
from signed_project import IN_ASCII, NOTE, SIGNS, TODAY, fill
from textual.pilot import Pilot

from milestone_tui.plan.analysis.portfolio import ProjectOrder, arranged, judged
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.home_lines import home_lines


@pytest.fixture
def signed(store: Store) -> Store:
    fill(store)
    return store


@asynccontextmanager
async def running(store: Store, size: tuple[int, int] = (120, 40), **how: Any) -> AsyncIterator[Pilot[Any]]:
    async with MilestoneApp(store, Clock.fixed(TODAY), **how).run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def row_of(pilot: Pilot[Any], title: str) -> str:
    """The row of a milestone, which begins with its sign."""
    return next(line for line in screen_lines(pilot.app) if line[3:].startswith(title))


@pytest.mark.parametrize("size", SIZES)
async def test_the_look(signed: Store, size: tuple[int, int]) -> None:
    async with running(signed, size) as pilot:
        assert_snapshot(pilot.app, "signs-projects")
        await press(pilot, "tab")
        assert_snapshot(pilot.app, "signs-roadmap")
        await press(pilot, "tab", "enter")
        assert_snapshot(pilot.app, "signs-timeline")


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_each_row_of_the_timeline_begins_with_its_sign_which_stands_on_the_axis_too(
    signed: Store, ascii_only: bool
) -> None:
    async with running(signed, ascii_only=ascii_only) as pilot:
        await press(pilot, "enter")
        for title, sign in SIGNS.items():
            glyph = IN_ASCII[sign] if ascii_only else sign
            row = row_of(pilot, title)
            assert row[1] == glyph
            done = IN_ASCII["◆"] if ascii_only else "◆"
            assert (done if sign == "✔" else glyph) in row[50:], "on the axis what is done has its date"
        assert screen_text(pilot.app).isascii() is ascii_only


async def test_a_what_if_moves_the_sign(signed: Store) -> None:
    async with running(signed) as pilot:
        await press(pilot, "enter", "greater_than_sign")
        assert row_of(pilot, "Design agreed")[1] == "✗"
        assert row_of(pilot, "Design agreed").count("✗") == 2


async def test_the_pane_says_who_rejected_and_why(signed: Store) -> None:
    async with running(signed) as pilot:
        await press(pilot, "enter")
        assert f"rejected 16 Nov by Tom Reed: {NOTE}" in screen_text(pilot.app)


async def test_projects_show_the_sign_of_what_is_next(signed: Store) -> None:
    async with running(signed) as pilot:
        assert "✗ Design agreed" in line_of(pilot, "SIGN")
        strip = screen_lines(pilot.app)[-10:]
        axis = next(line for line in strip if "────" in line and "◆" in line)
        assert [glyph for glyph in axis if glyph in "◆✗◐◈■"] == list("◆✗◐◈◆")
        await press(pilot, "tab")
        assert [glyph for glyph in line_of(pilot, "SIGN")[20:] if glyph in "✔✗◐◈◆"] == list("✔✗◐◈◆")


async def test_a_rejection_that_was_answered_since_is_none(signed: Store) -> None:
    design = next(m for m in signed.read.plan(1).milestones if m.title == "Design agreed")
    async with running(signed) as pilot:
        await press(pilot, "enter")
        signed.change_blocking(lambda do: do.acceptance.submit(design.id, TODAY, ""))
        await settled(pilot)
        assert row_of(pilot, "Design agreed")[1] == "◐"
        signed.change_blocking(lambda do: do.acceptance.accept(design.id, TODAY, ""))
        await settled(pilot)
        assert row_of(pilot, "Design agreed")[1] == "✔"
        signed.change_blocking(lambda do: do.milestones.untick(design.id))
        await settled(pilot)
        assert row_of(pilot, "Design agreed")[1] == "◆"


async def test_the_help_of_what_shows_signs_explains_them(signed: Store) -> None:
    async with running(signed, (120, 60)) as pilot:
        telling = {"◈": "gate", "◐": "submitted", "✗": "rejected"}
        signs = {"◆": "open", "✔": "done", "×": "cancelled", "◇": "baseline", **telling}
        projects = {"◆": "milestone", "■": "overdue", "✔": "completed", **telling}
        for keys, wanted in (
            (("question_mark",), projects),
            (("escape", "enter", "question_mark"), signs),
            (("escape", "full_stop", "question_mark"), signs),
        ):
            await press(pilot, *keys)
            shown = screen_lines(pilot.app)
            for glyph, word in wanted.items():
                assert any(re.search(f"{glyph} +.*{word}", line) for line in shown), word


def test_the_first_frame_draws_the_same_signs(signed: Store) -> None:
    projects = arranged(signed.read.projects(TODAY), ProjectOrder.HEALTH)
    project = projects[0].project
    marks = judged(signed.read.roadmap([project.id])[project.id], TODAY, project.calendar, projects[0].next_id)
    lines = home_lines(projects, projects, marks, TODAY, (120, 40))
    text = "\n".join("".join(span for span, _ in line) for line, _ in lines)
    assert "✗ Design agreed" in text
    inks = {glyph: ink for line, _ in lines[20:] for span, ink in line for glyph in span if glyph in "✗◐◈"}
    assert inks == {"✗": Ink.WARN, "◐": Ink.ACT, "◈": Ink.ACT}
