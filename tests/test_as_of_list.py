"""`list --as-of`: the data as it stood, for scripts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from small_project import fill

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """ACME since 1 Oct, reviewed on 5 Nov; Beta release was deleted on 12 Nov, Go-live renamed in the review's name."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "milestones.db"

    def at(day: date) -> Store:
        return Store.open(path, Clock.fixed(day), "ana")

    with closing(at(date(2026, 10, 1))) as store:
        fill(store)
    with closing(at(date(2026, 11, 5))) as store:
        store.change_blocking(lambda do: do.milestones.edit(3, {"title": "Go live!"}, {}))
    _review(path)
    with closing(at(date(2026, 11, 5))) as store:
        store.change_blocking(lambda do: do.milestones.edit(3, {"title": "Renamed after the review"}, {}))
    with closing(at(date(2026, 11, 12))) as store:
        store.change_blocking(lambda do: do.milestones.delete([2]))
    return path


def _review(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO open_change VALUES (3)")
        connection.execute("INSERT INTO review (project_id, held_on) VALUES (1, '2026-11-05')")
        connection.execute("UPDATE review SET finished_at = '2026-11-05T15:00:00.000+00:00'")
        connection.execute(
            "INSERT INTO change (id, at, name, label, kind, reported_on) "
            "VALUES (3, '2026-11-05T15:00:00.000+00:00', 'ana', 'Review ACME', 'do', '2026-11-05')"
        )
        connection.execute("DELETE FROM open_change")
        connection.commit()


def listed(db: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["--db", str(db), "--today", "2026-11-22", "list", "--json", *words]) == 0
    return [entry["title"] for entry in json.loads(capsys.readouterr().out)]


def refused(db: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["--db", str(db), "--today", "2026-11-22", "list", *words]) == 2
    return capsys.readouterr().err.strip()


def test_the_list_as_of_a_day_has_what_was_deleted_since(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(db, capsys) == ["Prototype accepted", "Renamed after the review"]
    titles = ["Prototype accepted", "Beta release", "Renamed after the review"]
    assert listed(db, capsys, "--as-of", "2026-11-11") == titles
    assert listed(db, capsys, "--as-of=-18d") == ["Prototype accepted", "Beta release", "Go-live"]


def test_the_day_counts_as_today(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(db, capsys, "--as-of", "2026-11-11", "--filter", "is:overdue") == []
    assert main(["--db", str(db), "--today", "2026-12-22", "list", "--json", "--as-of", "2026-12-01"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [entry["title"] for entry in found if entry["overdue"]] == ["Prototype accepted"]


def test_a_review_is_seen_as_it_was_finished(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("review:1", "review:last"):
        titles = listed(db, capsys, "--project", "ACME", "--as-of", words)
        assert titles == ["Prototype accepted", "Beta release", "Go live!"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--as-of", "2026-11-23"), "--as-of: 23 Nov 2026 is in the future. Enter today or an earlier date."),
        (("--as-of", "nonsense"), '--as-of: "nonsense" is not a date. Try 2026-12-01, 1 dec, fri, +2w or eom.'),
        (("--as-of", "review:1"), "--as-of review:1 needs one project. Name it too."),
        (("--project", "ACME", "--as-of", "review:2"), "--as-of: Only 1 review finished. Enter 1, or a date."),
        (
            ("--project", "ACME", "--as-of", "2026-09-30"),
            "There was no project ACME on 30 Sep 2026. Choose a later day.",
        ),
        (("--project", "NONE", "--as-of", "review:1"), "There is no project NONE."),
    ],
)
def test_a_mistake_is_told(db: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str) -> None:
    assert refused(db, capsys, *words).startswith(f"milestone-tui: {sentence}")
