"""Other programs read what is written: MPXJ, TaskJuggler, and our own readers what came from Microsoft Project."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from commands import at_home
from factories import TODAY
from hypothesis import HealthCheck, assume, given, settings
from random_plans import exports
from samples import sample

from milestone_tui.cli.main import main
from milestone_tui.exchange.export import PlanExport
from milestone_tui.exchange.reading import read_plan
from milestone_tui.exchange.taskjuggler.writer import write_taskjuggler
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import MilestoneState, Plan
from milestone_tui.plan.network.network import total_floats
from milestone_tui.store import Store

PROJECT_FLOATS = {
    "Begin project": 113,
    "Prototype completed": 0,
    "Present to current investors": 38,
    "Meet with bankers": 68,
    "Reach agreement": 38,
    "Financing closed": 38,
    "Inventory available": 0,
    "Start sales program": 38,
    "First shipment": 4,
    "PR announcement event": 0,
    "Begin advertising campaign": 0,
    "End project": 0,
}
"""Total float of the sample in days, as Microsoft Project has it."""

MPXJ = """
import json, sys
import jpype, mpxj
jpype.startJVM()
from org.mpxj.reader import UniversalProjectReader
project = UniversalProjectReader().read(sys.argv[1])
day = lambda moment: None if moment is None else str(moment)[:10]
print(json.dumps({
    "tasks": [
        {
            "name": str(t.getName()), "milestone": bool(t.getMilestone()), "start": day(t.getStart()),
            "percent": int(t.getPercentageComplete() or 0), "baseline": day(t.getBaselineFinish()),
            "deadline": day(t.getDeadline()), "done": day(t.getActualFinish()), "cost": str(t.getFixedCost()),
            "links": {
                str(r.getPredecessorTask().getName()): [str(r.getType()), str(r.getLag())] for r in t.getPredecessors()
            },
        }
        for t in project.getTasks()
    ],
    "off": [str(e.getFromDate()) for e in project.getDefaultCalendar().getCalendarExceptions()],
}))
"""

PLAN = """project,phase,title,owner,baseline,due,done
,,Kick-off,Ana,2026-10-01,2026-10-01,2026-10-01
,,Beta,,2026-11-19,2026-11-28,
,,"<Go> & live",Raj,2027-01-13,2027-01-18,
"""


@pytest.fixture
def linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with three milestones, of which two are linked, and a day off."""
    from milestone_tui.plan.inputs import HolidayInput, LinkInput

    at_home(monkeypatch, tmp_path, TODAY)
    (tmp_path / "plan.csv").write_text(PLAN)
    path = tmp_path / "m.db"
    assert main(["import", str(tmp_path / "plan.csv"), "--db", str(path)]) == 0
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        (plan,) = store.read.everything()
        ids = {m.title: m.id for m in plan.milestones}
        store.change_blocking(lambda do: do.links.set(ids["<Go> & live"], [LinkInput(ids["Beta"], 7)], []))
        store.change_blocking(lambda do: do.links.set(ids["Beta"], [LinkInput(ids["Kick-off"], -2)], []))
        store.change_blocking(lambda do: do.holidays.add(plan.project.id, [HolidayInput(date(2026, 12, 25), "Feast")]))
    return path


def read_by_mpxj(path: Path) -> dict[str, Any]:
    if shutil.which("java") is None or find_spec("mpxj") is None or find_spec("jpype") is None:
        pytest.skip("mpxj and Java are not here")
    done = subprocess.run([sys.executable, "-c", MPXJ, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", ["plan.xml", "plan.gan"])
def test_mpxj_reads_the_same_plan(linked: Path, tmp_path: Path, name: str) -> None:
    assert main(["export", "PLAN", "-o", str(tmp_path / name), "--db", str(linked)]) == 0
    read = read_by_mpxj(tmp_path / name)
    kick_off, beta, live = (task for task in read["tasks"] if task["milestone"])
    assert [(t["name"], t["start"], t["percent"]) for t in (kick_off, beta, live)] == [
        ("Kick-off", "2026-10-01", 100),
        ("Beta", "2026-11-28", 0),
        ("<Go> & live", "2027-01-18", 0),
    ]
    assert beta["links"] == {"Kick-off": ["FS", "-2.0d"]} and live["links"] == {"Beta": ["FS", "7.0d"]}
    assert read["off"] == ["2026-12-25"]
    if name.endswith("xml"):
        assert (kick_off["done"], beta["done"], beta["baseline"]) == ("2026-10-01", None, "2026-11-19")


def floats_of(plan: Plan) -> dict[str, int]:
    floats = total_floats(plan.project, plan.milestones, plan.links)
    return {milestone.title: floats[milestone.id] for milestone in plan.milestones}


@pytest.mark.parametrize("name", ["plan.xml", "plan.gan"])
def test_the_float_of_a_plan_of_microsoft_project_stays_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    at_home(monkeypatch, tmp_path, TODAY)
    source, again = tmp_path / "source.db", tmp_path / "again.db"
    assert main(["import", str(sample("derived-by-mpxj_NewProduct.mspdi.xml")), "--db", str(source)]) == 0
    found = []
    for database in (source, again):
        with closing(Store.open(database, Clock.fixed(TODAY), "ana")) as store:
            if database == again:
                store.change_blocking(lambda do: do.imports.add(read_plan((tmp_path / name).read_bytes(), name)))
            (plan,) = store.read.everything()
            found.append(floats_of(plan))
        if database == source:
            assert main(["export", plan.project.key, "-o", str(tmp_path / name), "--db", str(source)]) == 0
    assert found[0] == PROJECT_FLOATS | {"Begin project": 112}, "it begins in the morning, which is a day to Project"
    assert found[1] == found[0]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exports())
def test_taskjuggler_schedules_what_is_written(tmp_path: Path, export: PlanExport) -> None:
    if shutil.which("tj3") is None:
        pytest.skip("TaskJuggler is not here")
    shown = [m for m in export.only.plan.milestones if m.on is not None and m.state is not MilestoneState.CANCELLED]
    assume(shown)
    (tmp_path / "plan.tjp").write_bytes(write_taskjuggler(export).data)
    done = subprocess.run(["tj3", "--silent", "plan.tjp"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr
    _, *listed = csv.reader((tmp_path / "milestones.csv").read_text().splitlines(), delimiter=";")
    assert len(listed) == len(shown) + len({m.phase for m in shown} - {""})
