"""What the views say in a small terminal, on an earlier day and where there is nothing yet: whole facts, true keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from screens import last_line, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.demo.loader import demo_store
from milestone_tui.plan.analysis.risks import Bands
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.review.page_lines import after, date_line, fitting, labelled, row
from milestone_tui.ui.views.review.pane import squeezed
from milestone_tui.ui.views.risks.matrix import MatrixData, matrix_lines
from milestone_tui.ui.views.trend.widgets import FaceList, FacePane, FaceSide
from milestone_tui.ui.widgets.text_block import paragraph

TODAY = date(2026, 11, 22)
SMALL = (80, 24)


def text_of(line: Any) -> str:
    return "".join(text for text, _ in line).rstrip()


@asynccontextmanager
async def demo(size: tuple[int, int] = SMALL) -> AsyncIterator[Pilot[None]]:
    """The demo on the day of the pictures."""
    clock = Clock.fixed(TODAY)
    with demo_store(clock, "ana") as store:
        async with MilestoneApp(store, clock).run_test(size=size) as pilot:
            await settled(pilot)
            yield pilot


@asynccontextmanager
async def one_project(store: Store) -> AsyncIterator[Pilot[None]]:
    """A project without milestones."""
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Customer portal"}))
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=SMALL) as pilot:
        await settled(pilot)
        yield pilot


# Pages of the review ------------------------------------------------------------------------------------------


def test_a_fact_that_does_not_fit_is_left_out_whole() -> None:
    assert fitting(("+7 d since", "+9 d in all"), ", ", 30) == "+7 d since, +9 d in all"
    assert fitting(("+7 d since", "+9 d in all"), ", ", 22) == "+7 d since"
    assert fitting(("+7 d since",), ", ", 9) == ""
    assert text_of(date_line("now", TODAY, Ink.WARN, ("+7 d since", "+9 d in all"), 33, TODAY)).endswith("+7 d since")


def test_a_text_behind_a_label_is_wrapped_or_goes_below_it() -> None:
    said = "4 on time or early and one late"
    assert [text_of(line) for line in labelled("Why", said, 24)] == ["Why  4 on time or early", "     and one late"]
    assert [text_of(line) for line in after("2 unmet:", said, 24, Ink.WARN)] == [
        "2 unmet: 4 on time or",
        "early and one late",
    ]
    wide = row("this week", lambda room: paragraph(said, room), 60)
    assert [text_of(line) for line in wide] == ["  this week       4 on time or early and one late"]
    narrow = row("this week", lambda room: paragraph(said, room), 29)
    assert [text_of(line) for line in narrow] == ["  this week", "    4 on time or early and", "    one late"]


def test_a_page_longer_than_the_screen_says_so() -> None:
    lines: list[Any] = [(("a", Ink.TEXT),), (), (("b", Ink.TEXT),), (("c", Ink.TEXT),)]
    assert [text_of(line) for line in squeezed(lines, 3)] == ["a", "b", "c"]
    assert [text_of(line) for line in squeezed(lines, 2)] == ["a", "…"]


async def test_the_review_cuts_no_fact_in_its_middle() -> None:
    async with demo() as pilot:
        await press(pilot, "j", "7")
        await settled(pilot)
        text = screen_text(pilot.app)
        for fact in ("moved by Ana Kovač, 16 Nov", "Support rota agreed", "a what-if first"):
            assert fact in text
        await press(pilot, "G")
        text = screen_text(pilot.app)
        assert "5 done, 4 on time or early" in text
        assert "1 late" in text


# Risks --------------------------------------------------------------------------------------------------------


async def test_tab_names_the_face_of_risks_that_it_goes_to() -> None:
    async with demo() as pilot:
        await press(pilot, "5")
        assert "tab matrix" in last_line(pilot)
        await press(pilot, "tab")
        assert "tab register" in last_line(pilot)
        await press(pilot, "j")
        assert "tab register" in last_line(pilot)
        await press(pilot, "tab")
        assert "tab matrix" in last_line(pilot)


def test_the_matrix_uses_its_room_and_keeps_its_bands_on_a_low_screen() -> None:
    data = MatrixData({(4, 5): 2}, None, Bands())
    narrow, wide, low = (matrix_lines(data, *size) for size in ((20, 35), (20, 77), (8, 57)))
    assert len(text_of(narrow[0])) < len(text_of(wide[0]))
    assert "less" in text_of(wide[-1])
    assert len(low) == 8
    assert text_of(low[-1]).startswith("■ 15 and more")
    assert text_of(low[-1]).endswith("IMPACT")


@pytest.mark.parametrize(("key", "says", "explains"), [("g", "threatens", True), ("G", "concerns", False)])
async def test_a_decision_threatens_nothing_and_has_no_score(key: str, says: str, explains: bool) -> None:
    async with demo((120, 40)) as pilot:
        await press(pilot, "5", key)
        await settled(pilot)
        pane = screen_text(pilot.app).rpartition("───")[2]
        assert says in pane
        assert ("x explain" in last_line(pilot)) is explains


# Nothing to show ----------------------------------------------------------------------------------------------


async def test_a_chart_without_data_says_in_a_whole_sentence_what_helps(store: Store) -> None:
    async with one_project(store) as pilot:
        await press(pilot, "4")
        await settled(pilot)
        for words in (
            "No milestone has a date yet. Press 2 to go to the timeline and add one.",
            "No milestones yet. Press n in the timeline to add one.",
            "No milestone has a value. Press ↵ on one in the timeline to give it a value.",
        ):
            left = " ".join(" ".join(line[:39] for line in screen_lines(pilot.app)[2:12]).split())
            assert words in left
            assert "no milestones" in screen_lines(pilot.app)[0]
            await press(pilot, "tab")
            await settled(pilot)


@pytest.mark.parametrize("view", ["3", "4", "5"])
async def test_explain_is_offered_only_where_there_is_something_to_explain(store: Store, view: str) -> None:
    async with one_project(store) as pilot:
        await press(pilot, view)
        await settled(pilot)
        assert "explain" not in last_line(pilot)


async def test_people_without_anybody_say_so_where_they_would_stand(store: Store) -> None:
    async with one_project(store) as pilot:
        await press(pilot, "6")
        await settled(pilot)
        title, *rest = screen_lines(pilot.app)
        assert "·" not in title
        assert any("No people yet. Press n to add one" in line for line in rest[:6])


async def test_before_the_first_project_every_view_names_the_way_back() -> None:
    async with demo() as pilot:
        await press(pilot, "T", *"2026-01-01", "enter")
        await settled(pilot)
        assert "No projects on this day" in screen_text(pilot.app)
        await press(pilot, "2")
        assert "No projects on this day. Press T to return to today." in last_line(pilot)
        for view, words in (("3", "Nothing is due"), ("5", "No risks yet"), ("6", "No people yet")):
            await press(pilot, view)
            await settled(pilot)
            assert f"{words}. Press T to return to today." in screen_text(pilot.app)


async def test_a_day_in_the_future_is_refused_in_a_whole_sentence() -> None:
    async with demo() as pilot:
        await press(pilot, "T", *"tomorrow", "enter")
        assert "in the future. Enter today or an earlier date." in screen_text(pilot.app)


# People and Trend ---------------------------------------------------------------------------------------------


async def test_both_faces_of_people_use_the_same_words() -> None:
    async with demo() as pilot:
        await press(pilot, "6", "j", "j", "j")
        await settled(pilot)
        assert "approves 1 open milestone, no effort entered" in screen_text(pilot.app)
        for _ in range(2):
            assert {"PERSON", "DAYS/WK"} <= set(screen_text(pilot.app).split())
            await press(pilot, "tab")
            await settled(pilot)


async def test_the_keys_of_giving_work_are_told_apart() -> None:
    async with demo() as pilot:
        await press(pilot, "6", "j", "m")
        await settled(pilot)
        assert "↵ choose   ↑ ↓ milestone" in last_line(pilot)


async def test_the_trend_leaves_out_dates_before_it_cuts_a_title() -> None:
    async with demo() as pilot:
        await press(pilot, "j", "4")
        await settled(pilot)
        assert "Beta release  moved 3 times   at this rate 28 Nov, deadline 31 Dec" in screen_text(pilot.app)


@pytest.mark.parametrize(("faces", "words"), [(1, "5 − 6 = −1   behind plan"), (2, "100,000 / 116,000 = 0.86")])
async def test_in_a_narrow_terminal_a_figure_keeps_its_result(faces: int, words: str) -> None:
    async with demo((60, 15)) as pilot:
        await press(pilot, "j", "4", *["tab"] * faces)
        await settled(pilot)
        assert words in screen_text(pilot.app)


async def test_list_and_notes_share_whatever_height_the_chart_gets() -> None:
    async with demo() as pilot:
        await press(pilot, "j", "4")
        await settled(pilot)
        screen = pilot.app.screen
        side, rows = screen.query_one(FaceSide), screen.query_one(FaceList)
        assert rows.size.height == 11
        screen.query_one(FacePane).styles.height = 12
        await settled(pilot)
        assert 0 < rows.size.height < side.size.height < 11
        screen.query_one(FacePane).styles.height = 3
        await settled(pilot)
        assert rows.size.height == 11


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("6", "j", "O"), "No absences yet"),
        (("j", "2", "O"), "No days off yet"),
        (("j", "2", "C"), "No baseline yet"),
    ],
)
async def test_an_empty_table_of_an_earlier_day_names_the_way_back(
    store: Store, keys: tuple[str, ...], words: str
) -> None:
    def fill(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Customer portal"})
        do.milestones.create(project, {"title": "Beta", "owner": "Raj Patel", "due_on": date(2026, 12, 1)})

    store.change_blocking(fill)
    async with MilestoneApp(store, Clock.fixed(TODAY)).run_test(size=SMALL) as pilot:
        await settled(pilot)
        await press(pilot, "T", *"today", "enter")
        await settled(pilot)
        await press(pilot, *keys)
        await settled(pilot)
        assert f"{words}. Press T to return to today." in screen_text(pilot.app)


async def test_absences_of_an_earlier_day_are_seen_and_not_changed() -> None:
    async with demo() as pilot:
        await press(pilot, "6", "j", "T", *"15 nov", "enter")
        await settled(pilot)
        assert "milestones" not in last_line(pilot)
        await press(pilot, "O")
        await settled(pilot)
        assert "› Absences" in screen_text(pilot.app)
        for key in ("n", "e", "d", "delete", "enter"):
            await press(pilot, key)
            await settled(pilot)
            assert "You see 15 Nov 2026, read-only. Press T to return." in last_line(pilot), key
            await press(pilot, "down")
