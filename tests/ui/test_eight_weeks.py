"""Eight weeks of a project, from the imported plan to the second review, and how every week is seen afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from eight_weeks import (
    BETA,
    BETA_DUE,
    FIRST_REVIEW,
    GO_LIVE,
    GO_LIVE_DUE,
    SECOND_REVIEW,
    START,
    TODAY,
    WEEKS,
    imported,
    live,
    store_on,
)
from screens import last_line, line_of, press, screen_lines, screen_text, settled
from textual.pilot import Pilot

from milestone_tui.cli.main import main
from milestone_tui.plan.analysis.calibration import calibrations
from milestone_tui.plan.analysis.review_figures import from_json, to_json
from milestone_tui.plan.analysis.trend import held_on
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Health
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.review.screen import ReviewScreen

SEEN = ("1", "2", "5")
"""The views that are looked at on the evening of each Sunday."""


@dataclass
class Past:
    """The database after eight weeks, and what was on the screen at the end of each."""

    database: Path
    evenings: dict[tuple[date, str], str] = field(default_factory=dict)


@asynccontextmanager
async def program(database: Path, day: date, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    """Run the program on a day."""
    with closing(store_on(database, day)) as store:
        async with MilestoneApp(store, Clock.fixed(day)).run_test(size=size) as pilot:
            await settled(pilot)
            yield pilot


def body(pilot: Pilot[None]) -> str:
    """The screen without its title and its keys, which say that the past is shown, as does where nothing is shown."""
    return re.sub(r"yet\. Press [nT] .*?\. *", "yet. ", "\n".join(screen_lines(pilot.app)[1:-1]))


def assert_seen_again(now: str, then: str, where: str) -> None:
    """The view is the same; its pane may say more, such as the health that the title has no room for."""
    view, _, pane = now.partition("\n ───")
    view_then, _, pane_then = then.partition("\n ───")
    assert view == view_then, where
    told = pane.splitlines()
    assert [line for line in pane_then.splitlines() if line and line not in told] == [], where


async def hold_first_review(database: Path) -> None:
    """Hold the first review through the commands of the store."""
    with closing(store_on(database, FIRST_REVIEW)) as store:
        store.change_blocking(lambda do: do.reviews.keep(1, BETA, BETA_DUE[2]))
        store.change_blocking(lambda do: do.reviews.set_words(1, {"summary": "Scope has grown."}, {}))
        store.change_blocking(lambda do: do.reviews.add_need(1, "Test data"))
        store.change_blocking(lambda do: do.reviews.judge(1, Health.AT_RISK))
        figures = to_json(from_json(json.dumps({"percent": 25, "finish": GO_LIVE_DUE[2].isoformat()})))
        store.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, figures))


async def hold_second_review(database: Path) -> None:
    """Hold the second review by keys."""
    async with program(database, SECOND_REVIEW) as pilot:
        await press(pilot, "7")
        review = pilot.app.screen
        assert isinstance(review, ReviewScreen)
        review.walk.select(("milestone", GO_LIVE))
        await press(pilot, "enter")
        assert last_line(pilot).startswith('Kept "Go-live" on 12 Feb')
        review.walk.select(("summary", 0))
        await press(pilot, "enter", *"The client is late", "ctrl+s", "ctrl+s", "enter")
        assert "Finished the review of PORTAL" in last_line(pilot)


@pytest.fixture
async def past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Past:
    """Import the plan and live through eight weeks, looking at the screen on each Sunday."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MILESTONE_TUI_USER", "ana")
    found = Past(imported(tmp_path))
    before = START - timedelta(1)
    for sunday in WEEKS:
        for review, hold in ((FIRST_REVIEW, hold_first_review), (SECOND_REVIEW, hold_second_review)):
            if before < review <= sunday:
                live(found.database, before, review)
                await hold(found.database)
                before = review
        live(found.database, before, sunday)
        before = sunday
        async with program(found.database, sunday) as pilot:
            for view in SEEN:
                await press(pilot, view)
                await settled(pilot)
                found.evenings[sunday, view] = body(pilot)
    return found


async def test_all_eight_weeks_are_seen_afterwards(past: Past, capsys: pytest.CaptureFixture[str]) -> None:
    await each_week_is_as_it_was(past)
    await the_trend_has_every_week(past)
    await two_reviews_are_compared(past)
    each_week_is_read_as_of_its_sunday(past, capsys)


async def each_week_is_as_it_was(past: Past) -> None:
    """`T` and a Sunday: the views are, character by character, what they were on that evening."""
    for week, sunday in enumerate(WEEKS[:-1]):
        async with program(past.database, TODAY) as pilot:
            await press(pilot, "T", *sunday.isoformat(), "enter")
            await settled(pilot)
            assert screen_lines(pilot.app)[0].endswith("read-only")
            for view in SEEN:
                await press(pilot, view)
                await settled(pilot)
                assert_seen_again(body(pilot), past.evenings[sunday, view], f"week {week}, view {view}")
            await press(pilot, "2")
            await settled(pilot)
            assert date_words(GO_LIVE_DUE[week], TODAY) in line_of(pilot, "◆ Go-live"), week
            assert date_words(BETA_DUE[week], TODAY) in line_of(pilot, "◆ Beta release"), week
            await press(pilot, "T", "1")
            await settled(pilot)
            assert body(pilot) == past.evenings[TODAY, "1"]


async def the_trend_has_every_week(past: Past) -> None:
    """View 4: what became of each milestone, why, at which rate, and how good the dates were."""
    async with program(past.database, TODAY) as pilot:
        await press(pilot, "4")
        text = screen_text(pilot.app)
        assert "Beta release  moved twice: 13 Nov → 18 Nov → 27 Nov" in text
        assert "scope (1), client input late (1) · last confirmed 18 days ago" in text
        assert line_of(pilot, "◆ Go-live").endswith("19 Feb  slipping")
        assert line_of(pilot, "✔ Concept").endswith("28 Oct  late shock")
        found = " ".join(" ".join(line[75:].split()) for line in screen_lines(pilot.app)[3:36])
        assert "Done a median of 5 days after the date held 14 days before (5 milestones)" in found
        assert "Go-live  moved 5 times: 18 Jan → … → 5 Feb → 12 Feb → 19 Feb" in await story(pilot, "Go-live")
        assert "scope (1), estimate (2), client input late (2) · last confirmed 3 days ago" in screen_text(pilot.app)


async def story(pilot: Pilot[None], title: str) -> str:
    """Go down the list to a milestone; return the screen with its story."""
    await press(pilot, "g")
    for _ in range(10):
        if f" {title}  " in screen_lines(pilot.app)[-3]:
            break
        await press(pilot, "j")
    return screen_text(pilot.app)


async def two_reviews_are_compared(past: Past) -> None:
    """View 7: both reviews, what changed between them, and since the second."""
    async with program(past.database, TODAY) as pilot:
        await press(pilot, "7")
        assert "Since 13 Nov  0 done · 1 moved later · 0 earlier · 0 added" in screen_text(pilot.app)
        assert "finish 12 Feb → 19 Feb, +7 d" in screen_text(pilot.app)
        await press(pilot, "tab")
        assert "The client is late" in screen_text(pilot.app)
        await press(pilot, "C", "j", "enter")
        compared = " ".join(screen_text(pilot.app).replace("│", " ").split())
        for words in (
            "16 Oct → 13 Nov",
            "done 2 → 6 +4",
            "finish 22 Jan → 12 Feb +21 d",
            "spent €12,000 → €32,000",
            "Concept 28 Oct, 5 days later than planned",
            "Beta release 18 Nov → 27 Nov, +9 d ana, 4 Nov: client input late",
            "Go-live 22 Jan → 12 Feb, +21 d ana, 12 Nov: client input late",
            "I1 Test data comes late happened",
            "R2 Vendor changes hands new",
        ):
            assert words in compared, words
        assert "19 Feb" not in compared.partition("Since 13 Nov")[0], "the move after the second review"


def each_week_is_read_as_of_its_sunday(past: Past, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line and the trend's query know of every week what the screens showed."""
    options = ["--db", str(past.database), "--today", TODAY.isoformat(), "--json"]
    with closing(store_on(past.database, TODAY)) as store:
        histories = store.read.trend(1, TODAY).milestones
        found = calibrations(tuple(histories.values()))
    assert [(one.lead, one.sample, one.median) for one in found] == [(14, 5, 5.0)]
    for week, sunday in enumerate(WEEKS):
        capsys.readouterr()
        assert main(["list", "--as-of", sunday.isoformat(), *options]) == 0
        due = {entry["title"]: entry["due_on"] for entry in json.loads(capsys.readouterr().out)}
        for title, id_, dates in (("Go-live", GO_LIVE, GO_LIVE_DUE), ("Beta release", BETA, BETA_DUE)):
            held = held_on(histories[id_], sunday)
            assert held is not None
            assert held.due_on == dates[week] == date.fromisoformat(due[title]), (week, title)
    for number, (percent, due_on) in enumerate(((22, GO_LIVE_DUE[2]), (67, GO_LIVE_DUE[6])), 1):
        capsys.readouterr()
        assert main(["list", "--project", "PORTAL", "--as-of", f"review:{number}", *options]) == 0
        listed = json.loads(capsys.readouterr().out)
        assert round(100 * sum(entry["done_on"] is not None for entry in listed) / len(listed)) == percent
        assert next(entry["due_on"] for entry in listed if entry["title"] == "Go-live") == due_on.isoformat()
