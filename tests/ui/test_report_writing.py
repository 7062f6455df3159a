"""`w` of view 8: the file that is written, what is recorded, and what is said where that fails."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from editing import TODAY
from screens import assert_snapshot, last_line, line_of, on_top, press, screen_text
from textual.pilot import Pilot
from textual.widgets import Input

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.reporting import ReportSubject, WrittenReport
from milestone_tui.report.html import to_html
from milestone_tui.report.json import to_json
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.status import status_report
from milestone_tui.report.text import to_text
from milestone_tui.report.words import read_words
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.views.report.formats import CHOICES, renamed
from milestone_tui.ui.views.report.screen import ReportScreen
from milestone_tui.ui.views.report.write import WritePanel

CLOCK = Clock.fixed(TODAY)
SIZES = ((80, 24), (120, 40))
NAME = "ACME-report-2026-11-22"
DEMO = date(2026, 11, 6)
"""The end of the report that the demo has."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, on a machine without a display."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return folder


def app_of(store: Store) -> MilestoneApp:
    return MilestoneApp(store, CLOCK)


def recorded(store: Store, audience: Audience = Audience.CLIENT) -> tuple[WrittenReport, ...]:
    """Return what is recorded besides the report of the demo itself."""
    return tuple(one for one in store.read.written_reports(ReportSubject("ACME"), audience) if one.until_on != DEMO)


def dressed(store: Store, dress: Any, audience: Audience = Audience.CLIENT) -> str:
    states = store.report_states(store.read, ReportSubject("ACME"), audience, TODAY)
    return str(dress(status_report(states, audience, read_words())))


async def named(pilot: Pilot[None], name: str) -> None:
    """Put another name into the field."""
    pilot.app.screen.query_one(Input).value = name
    await press(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_panel_proposes_an_html_page_in_the_home_folder(demo: Store, size: tuple[int, int]) -> None:
    async with app_of(demo).run_test(size=size) as pilot:
        await press(pilot, "j", "8", "w")
        assert_snapshot(pilot.app, "report-write")


async def test_it_writes_the_page_and_the_next_report_begins_there(demo: Store, home: Path) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "w", "enter")
        assert last_line(pilot) == f"Wrote the report to ~/{NAME}.html; the next begins here"
        assert (home / f"{NAME}.html").read_text(encoding="utf-8") == dressed(demo, to_html)
        (report,) = recorded(demo)
        assert report.until_on == TODAY
        assert demo.read.undoable().label == "Write client report on ACME"  # type: ignore[union-attr]
        assert "Since the last report of 6 Nov" in screen_text(pilot.app), "today's report stays what it is"
        await press(pilot, "u")
        assert recorded(demo) == ()
        assert (home / f"{NAME}.html").exists(), "the file is the person's own"


async def test_the_next_day_begins_with_the_last_report(demo: Store) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "w", "enter")
    async with MilestoneApp(demo, Clock.fixed(TODAY.replace(day=30))).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8")
        assert "Since the last report of 22 Nov; o changes that" in screen_text(pilot.app)
        await press(pilot, "o")
        assert line_of(pilot, "since the last report").split()[-5:] == ["23", "Nov", "–", "30", "Nov"]
        await press(pilot, "down", "enter")
        assert "Since the last review of 13 Nov; o changes that" in screen_text(pilot.app)
        await press(pilot, "tab", "o", "escape")
        assert "Since the last review of 13 Nov; o changes that" in screen_text(pilot.app), "the other reader got none"


@pytest.mark.parametrize(("steps", "dress"), [(1, to_markdown), (2, to_text), (3, to_json)])
async def test_the_arrow_keys_choose_the_format_and_name_the_file_after_it(
    demo: Store, home: Path, steps: int, dress: Any
) -> None:
    suffix = CHOICES[steps].suffix
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "tab", "w", *["down"] * steps)
        assert f"~/ACME-report-internal-2026-11-22{suffix}" in screen_text(pilot.app)
        await press(pilot, "enter")
    path = home / f"ACME-report-internal-2026-11-22{suffix}"
    assert path.read_text(encoding="utf-8") == dressed(demo, dress, Audience.INTERNAL)
    assert len(recorded(demo, Audience.INTERNAL)) == 1 and recorded(demo) == ()


def test_only_a_suffix_of_ours_is_exchanged() -> None:
    assert renamed("a.b.HTML", ".md") == "a.b.md"
    assert renamed("a.v2", ".md") == "a.v2"
    assert renamed("", ".md") == ""


async def test_an_existing_file_is_replaced_after_it_was_named(demo: Store, home: Path) -> None:
    path = home / f"{NAME}.html"
    path.write_text("mine")
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "w", "enter")
        assert last_line(pilot) == f"~/{NAME}.html exists. Press ↵ again to replace it."
        assert path.read_text() == "mine" and recorded(demo) == ()
        await press(pilot, "escape")
        assert path.read_text() == "mine"
        await press(pilot, "w", "enter", "enter")
        assert path.read_text().startswith("<!doctype html>")
        assert len(recorded(demo)) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (" ", "Enter a file name."),
        ("~", "is a folder. Add a file name."),
        ("~/nowhere/a.html", "is in no folder that exists."),
        ("~nobody-of-this-name/a.html", "Unknown home folder. Enter a whole path."),
        ("~/pipe", "is no regular file. Enter another."),
        ("~/../demo.db", "is the database."),
        ("~/" + "x" * 300, "cannot be written: file name too long."),
    ],
)
async def test_what_is_wrong_with_a_name_is_told_beside_it(demo: Store, home: Path, name: str, said: str) -> None:
    os.mkfifo(home / "pipe")
    async with app_of(demo).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "8", "w")
        await named(pilot, name)
        await press(pilot, "enter")
        assert said in line_of(pilot, "File ")
        assert recorded(demo) == ()
        await named(pilot, "~/fine.html")
        await press(pilot, "enter")
        assert (home / "fine.html").exists()
        assert on_top(pilot.app) is ReportScreen


async def test_it_is_opened_afterwards_where_there_is_a_display(
    demo: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = home / "xdg-open"
    opener.write_text('#!/bin/sh\nprintf noise; printf "%s" "$1" > "$HOME/part" && mv "$HOME/part" "$HOME/opened"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "w")
        assert "Open it" not in screen_text(pilot.app)
        assert "open it or not" not in last_line(pilot)
        await press(pilot, "escape")
        monkeypatch.setenv("DISPLAY", ":0")
        await press(pilot, "w")
        assert line_of(pilot, "Open it").split()[-1] == "no"
        await press(pilot, "tab")
        assert line_of(pilot, "Open it").split()[-1] == "yes"
        await press(pilot, "enter")
        while not (home / "opened").exists():
            await pilot.pause()
    assert (home / "opened").read_text() == str(home / f"{NAME}.html")


async def test_of_an_earlier_day_a_file_is_written_and_nothing_recorded(demo: Store, home: Path) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "T", *"1 nov", "enter", "w")
        assert on_top(pilot.app) is WritePanel
        await press(pilot, "down", "down", "down", "enter")
        assert last_line(pilot) == "Wrote the report to ~/ACME-report-2026-11-01.json, recorded nowhere"
        assert recorded(demo) == ()
    assert json.loads((home / "ACME-report-2026-11-01.json").read_text())["day"] == "2026-11-01"


async def test_a_period_that_is_over_is_recorded_as_such(demo: Store, home: Path) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "o", *"oct", "enter", "w", "enter")
        assert last_line(pilot) == "Wrote the report to ~/ACME-report-2026-10-31.html"
        (report,) = recorded(demo)
        assert (report.since_on.isoformat(), report.until_on.isoformat()) == ("2026-09-30", "2026-10-31")


async def test_a_report_on_a_client_is_recorded_for_the_client(demo: Store, home: Path) -> None:
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "p", "w", "enter")
        assert last_line(pilot) == "Wrote the report to ~/acme-corp-report-2026-11-22.html; the next begins here"
        assert len(demo.read.written_reports(ReportSubject(client="Acme Corp"), Audience.CLIENT)) == 1


async def test_a_long_path_is_named_by_its_end(demo: Store, home: Path) -> None:
    folder = home / ("long" * 12)
    folder.mkdir()
    async with app_of(demo).run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "8", "w")
        await named(pilot, f"{folder}/a.html")
        await press(pilot, "enter")
        assert last_line(pilot).endswith("longlong/a.html; the next begins here")
