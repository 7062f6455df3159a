"""Health by money and risks, from the database: the portfolio says what the whole plan says."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from milestone_tui.plan.analysis.earned_value import earned_value
from milestone_tui.plan.analysis.health import judge
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.earned_by import EarnedBy
from milestone_tui.plan.model import Health
from milestone_tui.plan.moment import Moment
from milestone_tui.plan.monitoring import Cost
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.reader import Reader

TODAY = date(2026, 11, 22)


class Sketch(NamedTuple):
    """One milestone."""

    due: int
    value: int | None
    done: int | None
    progress: int
    cancelled: bool


class Outline(NamedTuple):
    """One project with what was spent on it, in days from today and whole amounts."""

    sketches: Sequence[Sketch]
    spent: Sequence[tuple[int, int]]
    by: EarnedBy
    baseline: bool
    thresholds: str


_day = st.integers(-20, 20)
_sketches = st.builds(
    Sketch,
    due=_day,
    value=st.one_of(st.none(), st.integers(0, 1_000)),
    done=st.one_of(st.none(), st.integers(-20, 0)),
    progress=st.integers(0, 100),
    cancelled=st.booleans(),
)
_outlines = st.builds(
    Outline,
    sketches=st.lists(_sketches, max_size=4),
    spent=st.lists(st.tuples(_day, st.integers(0, 1_000)), max_size=3),
    by=st.sampled_from(EarnedBy),
    baseline=st.booleans(),
    thresholds=st.sampled_from(["", "index 0.5/0.9", "slip 8/5, unconfirmed 3", "unconfirmed 30, criteria 100"]),
)


def fill(do: Commands, outlines: Sequence[Outline]) -> None:
    for number, outline in enumerate(outlines, start=1):
        about = {"key": f"P{number}", "name": "Project", "thresholds": outline.thresholds}
        project_id = do.projects.create(about)
        for sketch in outline.sketches:
            fields = {"title": "M", "due_on": TODAY + timedelta(sketch.due), "progress": sketch.progress}
            fields["value"] = None if sketch.value is None else Decimal(sketch.value)
            do.milestones.create(project_id, fields)
        if outline.baseline and outline.sketches:
            do.baselines.take(project_id, "Plan", "", "")


def finish(path: Path, outlines: Sequence[Outline]) -> None:
    """Write what no command writes yet, or only with more ado, through the journal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        (last,) = db.execute("SELECT max(id) FROM change").fetchone()
        db.execute("INSERT INTO open_change VALUES (?)", (last + 1,))
        milestone_id = 0
        for project_id, outline in enumerate(outlines, start=1):
            db.execute("UPDATE project SET earned_by = ? WHERE id = ?", (outline.by.value, project_id))
            for on, amount in outline.spent:
                day = (TODAY + timedelta(on)).isoformat()
                values = (project_id, day, amount * 100)
                db.execute("INSERT INTO cost (project_id, spent_on, amount_minor) VALUES (?, ?, ?)", values)
            for sketch in outline.sketches:
                milestone_id += 1
                if sketch.cancelled:
                    db.execute("UPDATE milestone SET state = 'cancelled' WHERE id = ?", (milestone_id,))
                elif sketch.done is not None:
                    day = (TODAY + timedelta(sketch.done)).isoformat()
                    db.execute("UPDATE milestone SET state = 'done', done_on = ? WHERE id = ?", (day, milestone_id))
        changed = db.execute("SELECT 1 FROM edit WHERE change_id = ?", (last + 1,)).fetchone()
        if changed:
            db.execute(
                "INSERT INTO change (id, at, name, label, kind, reported_on) "
                "VALUES (?, '2026-11-22T12:00:00.000+00:00', 'ana', 'Rest', 'do', '2026-11-22')",
                (last + 1,),
            )
        db.execute("DELETE FROM open_change")
        db.execute("COMMIT")


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(outlines=st.lists(_outlines, min_size=1, max_size=4))
def test_the_portfolio_weighs_money_as_the_figures_of_earned_value_say(outlines: Sequence[Outline]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "m.db"
        with closing(Store(path, Clock.fixed(TODAY), "ana")) as store:
            store.change_blocking(lambda do: fill(do, outlines))
        finish(path, outlines)
        with closing(Store(path, Clock.fixed(TODAY), "ana")) as store:
            for summary, outline in zip(store.read.projects(TODAY), outlines, strict=True):
                whole = store.read.plan(summary.project.id)
                signals = store.read.signals(summary.project.id, TODAY)
                judged = judge(whole.project, whole.milestones, whole.links, TODAY, signals=signals)
                assert summary.verdict == judged.verdict
                costs = [Cost(0, 1, None, TODAY + timedelta(on), Decimal(amount)) for on, amount in outline.spent]
                figures = earned_value(whole.milestones, costs, TODAY, outline.by)
                if signals.money is None:
                    assert not figures.bac
                    continue
                earned, planned, spent = signals.money
                assert Decimal(earned) / 10_000 == figures.ev
                assert (None if planned is None else Decimal(planned) / 10_000) == figures.pv
                assert (None if spent is None else Decimal(spent) / 10_000) == figures.ac


def test_an_open_issue_of_impact_5_turns_a_project_red_until_it_is_closed(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "m.db", Clock.fixed(TODAY), "ana")) as store:

        def begin(do: Commands) -> None:
            project_id = do.projects.create({"key": "ACME", "name": "Portal"})
            do.milestones.create(project_id, {"title": "Go-live", "due_on": TODAY + timedelta(60)})
            do.risks.create(project_id, {"kind": "issue", "title": "Down", "probability": 5, "impact": 5})

        store.change_blocking(begin)
        (summary,) = store.read.projects(TODAY)
        assert summary.verdict.health is Health.OFF_TRACK
        assert [finding.text for finding in summary.verdict.findings] == ["Down: open issue of impact 5"]
        (risk,) = store.read.risks()
        store.change_blocking(lambda do: do.risks.close(risk.id, TODAY))
        (summary,) = store.read.projects(TODAY)
        assert summary.verdict.health is Health.ON_TRACK


def test_the_thresholds_of_the_settings_count_in_every_read(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "store.db", Clock.fixed(TODAY), "ana")) as store:

        def begin(do: Commands) -> None:
            project_id = do.projects.create({"key": "ACME", "name": "Portal"})
            do.milestones.create(project_id, {"title": "Go-live", "due_on": TODAY + timedelta(60)})
            do.risks.create(project_id, {"title": "Late data", "probability": 3, "impact": 4})

        def health(read: Reader) -> Health:
            (summary,) = read.projects(TODAY)
            return summary.verdict.health

        store.change_blocking(begin)
        assert health(store.read) is Health.ON_TRACK
        store.thresholds = store.thresholds._replace(risk=12)
        assert health(store.read) is store.read_in_thread(health) is Health.AT_RISK
        store.show_past(store.open_past(Moment(TODAY)))
        assert health(store.read) is store.read_in_thread(health) is Health.AT_RISK
        store.thresholds = store.thresholds._replace(risk=15)
        assert health(store.read) is Health.ON_TRACK
        store.show_past(None)
        assert health(store.read) is Health.ON_TRACK


@pytest.mark.parametrize(("own", "health"), [("", Health.AT_RISK), ("risk 21", Health.ON_TRACK)])
def test_a_project_may_have_thresholds_of_its_own(tmp_path: Path, own: str, health: Health) -> None:
    with closing(Store(tmp_path / "m.db", Clock.fixed(TODAY), "ana")) as store:

        def begin(do: Commands) -> None:
            project_id = do.projects.create({"key": "ACME", "name": "Portal", "thresholds": own})
            do.milestones.create(project_id, {"title": "Go-live", "due_on": TODAY + timedelta(60)})
            do.risks.create(project_id, {"title": "Late data", "probability": 4, "impact": 5})

        store.change_blocking(begin)
        assert store.read.projects(TODAY)[0].verdict.health is health
