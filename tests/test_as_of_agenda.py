"""`agenda --as-of` and `list --projects --as-of`: what was due and how projects stood on an earlier day."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from milestone_tui.cli.main import main
from milestone_tui.config import save_settings, settings_file
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Health
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

BETA, GO_LIVE = 1, 2


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ACME since 1 Oct, reviewed on 5 Nov; Beta, overdue until then, moved after the review and was done on 19 Nov."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "m.db"

    def plan(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal"})
        do.milestones.create(acme, {"title": "Beta", "owner": "Ana", "due_on": date(2026, 11, 3)})
        do.milestones.create(acme, {"title": "Go-live", "owner": "Raj", "due_on": date(2027, 1, 18)})

    def review(do: Commands) -> None:
        do.reviews.keep(1, GO_LIVE, date(2027, 1, 18))
        do.reviews.finish(1, Health.AT_RISK, "")

    changes = (
        (date(2026, 10, 1), plan),
        (date(2026, 11, 5), review),
        (date(2026, 11, 5), lambda do: do.milestones.edit(BETA, {"due_on": date(2026, 11, 20)}, {})),
        (date(2026, 11, 19), lambda do: do.milestones.tick(BETA, date(2026, 11, 19))),
    )
    for day, command in changes:
        with closing(Store.open(path, Clock.fixed(day), "ana")) as store:
            store.change_blocking(command)
    return path


def told(db: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["--db", str(db), "--today", "2026-11-22", *words]) == code
    found = capsys.readouterr()
    return found.err if code == 2 else found.out


def test_the_agenda_of_a_day(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "DONE IN THE LAST TWO WEEKS 1" in told(db, capsys, "agenda")
    then = told(db, capsys, "agenda", "--as-of", "2026-11-04")
    assert then.splitlines()[0] == "OVERDUE 1"
    assert "1 d late" in then
    assert "DONE" not in then
    later = told(db, capsys, "agenda", "--as-of", "2026-11-18")
    assert "OVERDUE" not in later
    assert "in 2 days" in later


def test_check_asks_about_that_day(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(db, capsys, "agenda", "--check")
    told(db, capsys, "agenda", "--check", "--as-of", "2026-11-04", code=1)


def test_a_review_is_the_agenda_that_it_saw(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(db, capsys, "agenda", "--project", "ACME", "--as-of", "review:1", "--json"))
    assert found["today"] == "2026-11-05"
    assert [(group["group"], group["entries"][0]["due_on"]) for group in found["groups"]] == [
        ("overdue", "2026-11-03"),
        ("later", "2027-01-18"),
    ]
    day = json.loads(told(db, capsys, "agenda", "--project", "ACME", "--as-of", "2026-11-05", "--json"))
    assert "overdue" not in {group["group"] for group in day["groups"]}, "the evening, after the move"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--as-of", "2026-11-23"), "--as-of: 23 Nov 2026 is in the future. Enter today or an earlier date."),
        (("--as-of", "nonsense"), '--as-of: "nonsense" is not a date.'),
        (("--as-of", "review:1"), "--as-of review:1 needs one project. Name it too."),
        (("--project", "ACME", "--as-of", "review:2"), "--as-of: Only 1 review finished. Enter 1, or a date."),
        (("--project", "ACME", "--as-of", "2026-09-30"), "There was no project ACME on 30 Sep 2026."),
        (("--project", "NONE", "--as-of", "review:1"), "There is no project NONE."),
    ],
)
def test_a_mistake_is_told(db: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str) -> None:
    assert told(db, capsys, "agenda", *words, code=2).startswith(f"milestone-tui: {sentence}")


def test_the_health_of_projects_then_follows_the_thresholds(
    db: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def health(day: str) -> str:
        (project,) = json.loads(told(db, capsys, "list", "--projects", "--json", "--as-of", day))
        return str(project["health"])

    with closing(Store.open(db, Clock.fixed(date(2026, 11, 20)), "ana")) as store:
        changes = {"probability": 3, "impact": 4, "title": "Vendor", "kind": "risk"}
        store.change_blocking(lambda do: do.risks.create(1, changes))
    assert (health("2026-11-04"), health("2026-11-19"), health("2026-11-21")) == ("at risk", "on track", "on track")
    save_settings(settings_file(), {"thresholds": "risk 12"})
    assert (health("2026-11-19"), health("2026-11-21")) == ("on track", "at risk")
