"""One filter, one meaning: every term on Projects, in a timeline and in `list`, against one oracle."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from one_filter import ACME, HOMES, ME, NORD, OLD, TERMS, TODAY, Term, combined, fill
from screens import SIZES, screen_lines, settled
from textual import events
from textual.pilot import Pilot

from milestone_tui.cli.main import main
from milestone_tui.config import Settings
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.language.filter_terms import FLAGS
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.preferences import Preferences
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen
from milestone_tui.ui.widgets.filter_bar import FilterBar

ALL = (*TERMS, *combined())
SEEN = {SIZES[0]: ALL[::9], SIZES[1]: (*TERMS, *combined()[::7])}
"""What is typed on a screen of each size: a screen takes a tenth of a second for each."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filter") / "m.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    fill(store)
    store.close()
    return path


@pytest.fixture
def portfolio(filled: Path) -> Iterator[Store]:
    store = Store.open(filled, Clock.fixed(TODAY), "ana")
    yield store
    store.close()


def test_the_table_has_every_key_every_flag_and_every_comparison() -> None:
    typed = " ".join(term.text for term in TERMS)
    keys = (
        "title:",
        "owner:",
        "phase:",
        "client:",
        "project:",
        "state:",
        "kind:",
        "tag:",
        "due",
        "done",
        "slip",
        "percent",
    )
    assert [key for key in (*keys, "@", "#", "@me", '"', *map("is:{}".format, FLAGS)) if key not in typed] == []
    assert [sign for sign in ("<", "<=", ">", ">=", "=", ":") if sign not in typed] == []
    assert any(term.homes() for term in TERMS) and any(term.rows() for term in TERMS)


def differences(
    terms: tuple[Term, ...], found: Callable[[Term], set[str]], right: Callable[[Term], set[str]]
) -> object:
    return {term.text: (now, right(term)) for term in terms if (now := found(term)) != right(term)}


@pytest.mark.parametrize("home", [None, ACME, NORD, OLD], ids=lambda home: home.key if home else "all")
def test_list(
    filled: Path, home: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("MILESTONE_TUI")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "milestone_tui").mkdir()
    (tmp_path / "milestone_tui" / "settings.toml").write_text(f'me = "{ME}"\n', encoding="utf-8")
    of = [] if home is None else ["--project", home.key]

    def found(term: Term) -> set[str]:
        code = main(["--db", str(filled), "--today", TODAY.isoformat(), "list", "--json", *of, "--filter", term.text])
        written = capsys.readouterr()
        assert (code, written.err) == (0, "")
        return {record["title"] for record in json.loads(written.out)}

    assert differences(ALL if home is None else SEEN[SIZES[1]], found, lambda term: term.rows(home)) == {}


async def filter_by(pilot: Pilot[Any], text: str) -> None:
    await pilot.press("slash")
    pilot.app.post_message(events.Paste(text))
    screen = pilot.app.screen
    assert isinstance(screen, ProjectsScreen | TimelineScreen)
    for _ in range(100):
        await pilot.pause()
        if any(bar.current_filter.text == text for bar in screen.query(FilterBar)):
            break
    await pilot.pause()
    marked = [
        s.text for line in pilot.app.screen._compositor.render_strips() for s in line if s.style and s.style.underline
    ]
    assert marked == [], f"{text!r} is taken for a mistake"


@pytest.mark.parametrize("size", SIZES)
async def test_projects(portfolio: Store, size: tuple[int, int]) -> None:
    app = MilestoneApp(portfolio, Clock.fixed(TODAY), preferences=Preferences(Settings(me=ME)))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        wrong = {}
        for term in SEEN[size]:
            await filter_by(pilot, term.text)
            words = [line[1:].split()[1:2] for line in screen_lines(app)]
            shown = {home.key for home in HOMES if [home.key] in words[: size[1] - 10]}
            if shown != term.homes():
                wrong[term.text] = (shown, term.homes())
            await pilot.press("escape")
        assert wrong == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("home", [ACME, NORD, OLD], ids=lambda home: home.key)
async def test_a_timeline(portfolio: Store, home: Any, size: tuple[int, int]) -> None:
    project = portfolio.read.project_by_key(home.key)
    assert project is not None
    titles = {m.id: m.title for m in portfolio.read.plan(project.id).milestones}
    app = MilestoneApp(portfolio, Clock.fixed(TODAY), preferences=Preferences(Settings(me=ME)))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        app.post_message(ViewRequested("timeline", Place(project.id)))
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, TimelineScreen)
        wrong = {}
        for term in SEEN[size]:
            await filter_by(pilot, term.text)
            shown = {titles[id_] for id_ in screen.chart.milestone_ids}
            if shown != term.rows(home):
                wrong[term.text] = (shown, term.rows(home))
            await pilot.press("escape")
        assert wrong == {}
