"""The first day, in a real terminal: import a plan, change it, undo, quit, and find all as it was left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Terminal

PLAN = """<?xml version="1.0" encoding="UTF-8"?>
<project name="" version="3.3.3309" locale="en">
  <calendars><day-types><default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/>
  </day-types></calendars>
  <tasks>
    <task id="0" name="Design" meeting="false" start="2026-11-02" duration="25" complete="85">
      <task id="1" name="Drawings" meeting="false" start="2026-11-02" duration="25" complete="60">
        <depend id="2" type="2" difference="0"/>
      </task>
      <task id="2" name="Plan agreed " meeting="true" start="2026-12-07" duration="0" complete="0">
        <depend id="4" type="2" difference="0"/>
      </task>
    </task>
    <task id="3" name="Construction" meeting="false" start="2026-12-07" duration="65" complete="0">
      <task id="4" name="Foundation" meeting="false" start="2026-12-07" duration="15" complete="0">
        <depend id="5" type="2" difference="0"/>
      </task>
      <task id="5" name="Walls" meeting="false" start="2026-12-28" duration="50" complete="0">
        <depend id="6" type="2" difference="0"/>
      </task>
      <task id="6" name="House built " meeting="true" start="2027-03-08" duration="0" complete="0"/>
    </task>
    <task id="7" name="Work begins" meeting="true" start="2026-11-02" duration="0" complete="0">
      <depend id="0" type="2" difference="0"/>
    </task>
  </tasks>
</project>
"""


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "MILESTONE_TUI_TODAY": "2026-11-22"}
    env["MILESTONE_TUI_USER"] = "ana"
    command = [sys.executable, "-m", "milestone_tui", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def listed(home: Path) -> dict[str, dict[str, object]]:
    answer = run(home, "list", "--json")
    assert answer.returncode == 0, answer.stderr
    return {record["title"]: record for record in json.loads(answer.stdout)}


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_a_plan_is_brought_in_changed_undone_and_found_again(tmp_path: Path, size: tuple[int, int]) -> None:
    plan = tmp_path / "house.gan"
    plan.write_text(PLAN, encoding="utf-8")
    answer = run(tmp_path, "import", str(plan))
    assert answer.returncode == 0, answer.stderr
    assert "3 milestones" in answer.stdout
    before = listed(tmp_path)

    with Terminal(home=tmp_path, size=size) as terminal:
        terminal.see("HOUSE")
        terminal.press("enter")
        terminal.see("Timeline[\\s\\S]*Plan agreed[\\s\\S]*House built")
        terminal.press("g")
        terminal.see("▌◆ Plan agreed")

        terminal.press("space")
        terminal.see('Ticked "Plan agreed"|complete')
        terminal.press("j", ".")
        terminal.see("What if House built → Tue 9 Mar")
        terminal.press("enter")
        terminal.see('Timeline[\\s\\S]*House built"?: 8 Mar → 9 Mar')
        terminal.press("enter")
        terminal.see("Title +▌?House built")
        terminal.press("!")
        terminal.see("unsaved changes")
        terminal.press("ctrl+s")
        terminal.see("[Ss]aved")
        terminal.press("escape")
        terminal.see("Timeline")
        changed = listed(tmp_path)
        assert changed["Plan agreed"]["state"] == "done"
        assert changed["House built!"]["due_on"] == "2027-03-09"

        for label in ("Edit", "Move", "Tick"):
            terminal.press("u")
            terminal.see(f"Undone: {label}")
        assert listed(tmp_path) == before
        terminal.press("U")
        terminal.see("Redone: Tick")
        terminal.press("q")
        terminal.see("NEXT MILESTONE|NEXT")
        terminal.press("q")
        assert terminal.end() == 0

    after = listed(tmp_path)
    assert after["Plan agreed"]["state"] == "done"
    assert after["House built"]["due_on"] == "2027-03-08"
    with Terminal(home=tmp_path, size=size) as terminal:
        terminal.see("HOUSE")
        terminal.press("enter")
        terminal.see("✔ Plan agreed")
        terminal.press("q", "q")
        assert terminal.end() == 0
    assert listed(tmp_path) == after


def test_two_people_on_one_file_see_each_others_ticks_and_an_idle_screen_is_silent(tmp_path: Path) -> None:
    plan = tmp_path / "house.gan"
    plan.write_text(PLAN, encoding="utf-8")
    assert run(tmp_path, "import", str(plan)).returncode == 0
    with Terminal(home=tmp_path) as ana, Terminal(home=tmp_path, env={"MILESTONE_TUI_USER": "ben"}) as ben:
        for terminal in (ana, ben):
            terminal.see("HOUSE")
            terminal.press("enter")
            terminal.see("Timeline")
            terminal.quiet(1.0)
        ana.press("g", "space")
        ana.see("✔ Plan agreed")
        ben.see("✔ Plan agreed")
        ben.quiet(1.0)
        assert ben.quiet(2.0) == 0
        for terminal in (ana, ben):
            terminal.press("q", "q")
            assert terminal.end() == 0
