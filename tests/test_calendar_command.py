"""`milestone-tui calendar`, through `main` and as a process; icalendar and calcurse read what it writes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from agenda_project import TODAY, agenda_store
from commands import at_home
from taking_back import undo

from milestone_tui.cli.main import main
from milestone_tui.config import save_settings, settings_file
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.store.queries.feed import feed

icalendar = pytest.importorskip("icalendar")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: bytes
    errors: str

    @property
    def events(self) -> dict[str, Any]:
        """The events by their summaries, as the library reads them."""
        return {str(event["SUMMARY"]): event for event in icalendar.Calendar.from_ical(self.out).walk("VEVENT")}


Run = Callable[..., Done]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.db"
    agenda_store(path).close()
    return path


@pytest.fixture
def run(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run `calendar` in this process, in a home of its own, on a Wednesday."""
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str, db: Path = database) -> Done:
        code = main(["calendar", "--db", str(db), *arguments])
        written = capfdbinary.readouterr()
        return Done(code, written.out, written.err.decode())

    return run_it


def change(path: Path, command: Callable[[Commands], object], day: date = TODAY) -> None:
    with closing(Store.open(path, Clock.fixed(day), "ana")) as store:
        store.change_blocking(command)


def milestone_id(path: Path, title: str) -> int:
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        return next(m.id for plan in store.read.everything() for m in plan.milestones if m.title == title)


def test_every_milestone_with_a_date_is_an_event(run: Run) -> None:
    done = run()
    assert (done.code, done.errors) == (0, "milestone-tui: Skipped 1 milestone without a date.\n")
    assert set(done.events) == {
        *("ACME Interviews finished", "ACME Prototype accepted", "ACME Beta release", "ACME Load test passed"),
        *("NORD Architecture agreed", "NORD Go-live", "NORD First instalment", "NORD Handover", "NORD Kick-off · done"),
    }
    beta = done.events["ACME Beta release"]
    assert beta["DTSTART"].dt == date(2026, 11, 22)
    assert str(beta["DESCRIPTION"]).split("\n") == [
        "State: planned · 50%",
        "Project: Customer portal",
        "Owner: Ana Kovač",
        "Slip: +1 d · baseline date 21 Nov 2026",
    ]
    assert done.events["NORD Handover"]["DESCRIPTION"].startswith("State: submitted on 15 Nov 2026\n")
    assert b"X-WR-CALNAME:Milestones\r\n" in done.out and b"VALARM" not in done.out


def test_an_unchanged_plan_gives_the_same_bytes_on_any_day(run: Run) -> None:
    first = run().out
    assert run().out == first
    assert run("--today", "2027-05-01").out == first


def test_the_sequence_grows_with_each_change_and_undo(run: Run, database: Path) -> None:
    beta = milestone_id(database, "Beta release")
    before = run().events
    sequences = [before["ACME Beta release"]["SEQUENCE"]]
    uid = before["ACME Beta release"]["UID"]

    def seen(title: str) -> Any:
        event = run().events[title]
        assert event["UID"] == uid
        sequences.append(event["SEQUENCE"])
        return event

    moved = timedelta(days=9)
    change(database, lambda do: do.milestones.move_all({beta: TODAY + moved}, {}), TODAY + timedelta(days=1))
    event = seen("ACME Beta release")
    assert event["DTSTART"].dt == TODAY + moved
    assert event["DTSTAMP"].dt.date() == event["LAST-MODIFIED"].dt.date() == TODAY + timedelta(days=1)
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        undo(store)
    assert seen("ACME Beta release")["DTSTART"].dt == date(2026, 11, 22)
    change(database, lambda do: do.milestones.edit(beta, {"title": "Beta"}, {}))
    seen("ACME Beta")
    assert sequences == sorted(set(sequences))
    after = run().events
    assert after["ACME Load test passed"].to_ical() == before["ACME Load test passed"].to_ical()


def test_another_name_of_phase_or_owner_is_a_newer_event(run: Run, database: Path) -> None:
    later = TODAY + timedelta(days=2)
    with closing(Store.open(database, Clock.fixed(later), "ana")) as store:
        raj = next(person.id for person in store.read.people() if person.name == "Raj Patel")
        store.change_blocking(lambda do: do.people.edit(raj, {"name": "Raj"}, {}))
    events = run().events
    assert events["NORD Handover"]["DTSTAMP"].dt.date() == later
    assert events["NORD Go-live"]["DTSTAMP"].dt.date() == TODAY


def test_a_cancelled_project_cancels_its_events(run: Run, database: Path) -> None:
    before = run("--project", "NORD").events["NORD Go-live"]["SEQUENCE"]
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        nord = store.read.project_by_key("NORD")
        assert nord is not None
        store.change_blocking(lambda do: do.projects.edit(nord.id, {"state": "cancelled"}, {}))
    event = run("--project", "nord").events["NORD Go-live · cancelled"]
    assert event["STATUS"] == "CANCELLED" and event["SEQUENCE"] > before


def test_deleted_milestones_are_sent_as_cancelled_for_90_days(run: Run, database: Path) -> None:
    before = run().events["ACME Load test passed"]
    load = milestone_id(database, "Load test passed")
    change(database, lambda do: do.milestones.delete([load]))
    gone = run().events["ACME Load test passed · deleted"]
    assert (gone["STATUS"], gone["UID"], gone["DTSTART"].dt) == ("CANCELLED", before["UID"], before["DTSTART"].dt)
    assert gone["SEQUENCE"] > before["SEQUENCE"]
    assert "ACME Load test passed · deleted" not in run("--project", "NORD").events
    assert b"deleted" in run("--today", str(TODAY + timedelta(days=90))).out
    assert b"deleted" not in run("--today", str(TODAY + timedelta(days=91))).out
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        undo(store)
    back = run().events["ACME Load test passed"]
    assert back["UID"] == before["UID"] and back["SEQUENCE"] > gone["SEQUENCE"]


def test_milestones_of_a_deleted_project_are_sent_as_cancelled(run: Run, database: Path) -> None:
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        nord = store.read.project_by_key("NORD")
        assert nord is not None
        store.change_blocking(lambda do: do.projects.delete(nord.id))
    events = run().events
    assert events["NORD Go-live · deleted"]["STATUS"] == "CANCELLED"
    assert "ACME Beta release" in events


def test_archived_projects_are_left_out_unless_named(run: Run, database: Path) -> None:
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        nord = store.read.project_by_key("NORD")
        assert nord is not None
        store.change_blocking(lambda do: do.projects.archive(nord.id, True))
    assert not any(summary.startswith("NORD") for summary in run().events)
    named = run("--project", "nord")
    assert "NORD Go-live" in named.events and b"X-WR-CALNAME:NORD milestones\r\n" in named.out


def test_me_is_what_i_own_or_am_to_accept(run: Run) -> None:
    nameless = run("--me")
    assert nameless.code == 2 and "--me has no name yet." in nameless.errors
    save_settings(settings_file(), {"me": "ana kovač"})
    mine = run("--me")
    assert "NORD Handover" in mine.events and "NORD Go-live" in mine.events
    assert "ACME Interviews finished" not in mine.events
    assert "X-WR-CALNAME:Milestones of ana kovač\r\n".encode() in mine.out
    save_settings(settings_file(), {"me": "Nobody"})
    unknown = run("--me")
    assert (unknown.code, unknown.out) == (2, b"")
    assert 'There is nobody called "Nobody"' in unknown.errors and "settings.toml" in unknown.errors


def test_mistakes_are_named(run: Run, tmp_path: Path) -> None:
    assert run("--project", "NOPE").errors.startswith("milestone-tui: There is no project NOPE.")
    assert run("--project", "NOPE", "-o", "x.ics").code == 2 and not (tmp_path / "x.ics").exists()
    days = run("--alarm", "soon")
    assert (days.code, days.errors) == (2, 'milestone-tui: --alarm needs a number of days such as 7, not "soon".\n')
    assert run("-o", "").errors == "milestone-tui: -o needs a file name.\n"
    assert run(db=tmp_path / "none.db").code == 3


def test_alarms_come_before_open_milestones(run: Run) -> None:
    events = run("--alarm", "2").events
    (alarm,) = events["ACME Beta release"].walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", -timedelta(days=2))
    assert not events["NORD Kick-off · done"].walk("VALARM")


def test_a_file_is_replaced_as_a_whole(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plans" / "mine.ics"
    file.parent.mkdir()
    file.write_text("old")
    file.chmod(0o640)
    link = tmp_path / "link.ics"
    link.symlink_to(file)
    done = run("-o", "link.ics")
    assert (done.code, done.out) == (0, b"Exported 9 milestones to link.ics.\n")
    assert file.read_bytes() == run("-o", "-").out == run().out
    assert (link.is_symlink(), file.stat().st_mode & 0o777) == (True, 0o640)
    assert [place.name for place in file.parent.iterdir()] == ["mine.ics"], "no scratch file is left"


def test_a_file_that_cannot_be_written_stays_as_it_was(run: Run, database: Path, tmp_path: Path) -> None:
    missing = run("-o", "nowhere/mine.ics")
    assert missing.code == 2
    assert (
        missing.errors
        == "milestone-tui: Cannot write nowhere/mine.ics: no such file or directory. Choose another file.\n"
    )
    assert "is a directory" in run("-o", str(tmp_path)).errors
    assert run("-o", "x" * 300).code == 2
    before = database.read_bytes()
    refused = run("-o", str(database))
    assert (refused.code, refused.errors) == (
        2,
        f"milestone-tui: {database} is the database. Choose another file name.\n",
    )
    assert database.read_bytes() == before


def test_an_empty_database_gives_a_calendar_without_events(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    Store.open(empty, Clock.fixed(TODAY), "ana").close()
    done = run(db=empty)
    assert (done.code, done.events, done.errors) == (0, {}, "")


def test_two_databases_have_different_uids(run: Run, database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(Store.open(other, Clock.fixed(TODAY), "raj")) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
        store.change_blocking(lambda do: do.milestones.create(1, {"title": "Other", "due_on": TODAY}))
    copy = tmp_path / "copy.db"
    with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
        store.copy_to(copy)

    def uids(done: Done) -> set[str]:
        return {str(event["UID"]) for event in done.events.values()}

    assert uids(run(db=copy)) == uids(run())
    assert not uids(run(db=other)) & uids(run())


def test_the_number_of_queries_does_not_depend_on_the_number_of_milestones(database: Path) -> None:
    def queries() -> int:
        asked: list[str] = []
        with closing(sqlite3.connect(database)) as db:
            db.set_trace_callback(asked.append)
            feed(db, None, TODAY)
        return len(asked)

    before = queries()
    change(database, lambda do: [do.milestones.create(1, {"title": f"M{n}", "due_on": TODAY}) for n in range(60)])
    assert queries() == before


def test_hostile_titles_stay_text(run: Run, database: Path) -> None:
    beta = milestone_id(database, "Beta release")
    title = "a;b,c\\nBEGIN:VEVENT \x1b[2J \u202e=1+1 " + "中" * 90
    change(database, lambda do: do.milestones.edit(beta, {"title": title, "notes": "END:VCALENDAR\n\x07;"}, {}))
    done = run()
    assert len(done.events) == 9 and max(map(len, done.out.split(b"\r\n"))) <= 75
    assert b"\x1b" not in done.out and b"\x07" not in done.out
    assert any("a;b,c\\nBEGIN:VEVENT ␛[2J \\u202e=1+1 中中" in summary for summary in done.events)


# As a process ------------------------------------------------------------------------------------------


def process(database: Path, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    words = ("-m", "milestone_tui", "calendar", "--db", str(database), "--today", str(TODAY), *arguments)
    return subprocess.Popen([sys.executable, *words], env=environment, **options)


def test_the_output_is_utf_8_in_any_locale(database: Path) -> None:
    with process(database, stdout=subprocess.PIPE) as command:
        out, _ = command.communicate()
    assert command.returncode == 0
    assert "Owner: Ana Kovač" in out.replace(b"\r\n ", b"").decode()


def test_a_closed_pipe_ends_it_quietly(database: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with process(database, stdout=writing, stderr=subprocess.PIPE) as command:
        os.close(writing)
        _, errors = command.communicate()
    assert (command.returncode, errors) == (141, b"")


def test_the_output_can_be_named_as_a_device(database: Path) -> None:
    with process(database, "-o", "/dev/stdout", stdout=subprocess.PIPE) as command:
        out, _ = command.communicate()
    assert command.returncode == 0 and out.endswith(b"END:VCALENDAR\r\n")


def test_it_loads_neither_the_orm_nor_textual(database: Path) -> None:
    code = (
        "import sys; from milestone_tui.cli.main import main; "
        f"main(['calendar', '--db', {str(database)!r}, '--today', '{TODAY}']); "
        "sys.exit(any(name in sys.modules for name in ('textual', 'sqlmodel', 'sqlalchemy', 'rich')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, b"END:VCALENDAR" in done.stdout) == (0, True)


@pytest.mark.skipif(shutil.which("calcurse") is None, reason="calcurse is not installed")
def test_calcurse_imports_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.ics").write_bytes(run("--project", "ACME", "--alarm", "1").out)
    data = tmp_path / "calcurse"
    data.mkdir()
    calcurse = ("calcurse", "--datadir", str(data), "--confdir", str(data))
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}

    def calcurse_says(*arguments: str) -> str:
        done = subprocess.run(
            [*calcurse, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True
        )
        return done.stdout.decode()

    assert "4 events / 0 todos / 0 skipped" in calcurse_says("-i", "mine.ics")
    listed = calcurse_says("-G").splitlines()
    assert any(line.startswith("11/22/2026") and line.endswith(" ACME Beta release") for line in listed)
