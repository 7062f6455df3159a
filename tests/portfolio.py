"""The portfolio of the pictures, as tests need it: six projects in every state of health, seen on 22 Nov 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from milestone_tui.plan.model import Health, Project, ProjectSummary, Verdict
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)

HOSTILE = (
    "[bold red]x[/]",
    "[/]",
    "x\x1b[2Jy",
    "\x9b31m",
    "👨‍👩‍👧‍👦 family",
    "発売日のお知らせ、延期",
    "שלום עולם",
    "\u3164",
    "\u202egnp.exe",
    "long " * 60,
)
"""Titles that have broken other programs."""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone by its phase, title, date, slip and whether it is done."""

    phase: str
    title: str
    on: date
    slip: int = 0
    done: bool = False


def _on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


PROJECTS: dict[str, tuple[str, str, date, tuple[Step, ...]]] = {
    "ACME": (
        "Customer portal",
        "Acme Corp",
        _on(1, 13, 2027),
        (
            Step("Discovery", "Kick-off", _on(10, 1), 0, True),
            Step("Discovery", "Requirements signed", _on(10, 20), 5, True),
            Step("Build", "Prototype accepted", _on(11, 9), -1, True),
            Step("Build", "Beta release", _on(11, 28), 9),
            Step("Build", "Load test passed", _on(12, 4), 4),
            Step("Acceptance", "Acceptance test", _on(1, 8, 2027), 5),
            Step("Launch", "Go-live", _on(1, 18, 2027), 5),
        ),
    ),
    "HELIO": (
        "Billing platform",
        "Helios AG",
        _on(12, 20),
        (
            Step("Build", "Ledger migrated", _on(9, 14), 0, True),
            Step("Acceptance", "Client sign-off", _on(11, 19), 14),
        ),
    ),
    "LUMEN": (
        "Sensor gateway",
        "Lumen",
        _on(3, 31, 2027),
        (Step("Build", "Boards received", _on(11, 2), 0, True), Step("Build", "Firmware 1.0 frozen", _on(12, 15), -4)),
    ),
    "NORD": ("Data lake", "Nordbank", _on(6, 1, 2027), (Step("Discovery", "Architecture agreed", _on(11, 23), 2),)),
    "ORBIT": (
        "Website relaunch",
        "Orbit Ltd",
        _on(11, 12),
        (Step("Launch", "Go-live", _on(11, 10), -3, True),),
    ),
    "VEGA": (
        "Mobile app",
        "Vega Labs",
        _on(12, 20),
        (Step("Build", "Feature freeze", _on(10, 30), 0, True), Step("Launch", "Store submission", _on(12, 1))),
    ),
}


def fill(store: Store) -> dict[str, int]:
    """Put the portfolio into an empty store; the ids by key."""
    return {key: add_project(store, key, *of_project) for key, of_project in PROJECTS.items()}


def add_project(
    store: Store, key: str, name: str, client: str = "", target_on: date | None = None, steps: tuple[Step, ...] = ()
) -> int:
    """A project whose milestones stood at their baseline dates, then slipped, then were done; its id."""
    made: list[int] = []

    def agree(do: Commands) -> None:
        project_id = do.projects.create({"key": key, "name": name, "client": client, "target_on": target_on})
        made.append(project_id)
        for step in steps:
            due_on = step.on - timedelta(days=step.slip)
            made.append(do.milestones.create(project_id, {"title": step.title, "phase": step.phase, "due_on": due_on}))
        if steps:
            do.baselines.take(project_id, "Contract", "", "")

    def work(do: Commands) -> None:
        for milestone_id, step in zip(made[1:], steps, strict=True):
            if step.slip:
                do.milestones.move_all({milestone_id: step.on}, {})
            if step.done:
                do.milestones.tick(milestone_id, step.on)

    store.change_blocking(agree)
    store.change_blocking(work)
    return made[0]


def summary(
    key: str,
    health: Health = Health.ON_TRACK,
    *,
    due: int | None = 6,
    slip: int | None = 0,
    percent: int | None = 50,
    name: str = "Portal",
    title: str = "Beta release",
    archived: bool = False,
    **of_project: Any,
) -> ProjectSummary:
    """A project as the portfolio shows it; `due` in days from TODAY, None when nothing is left to do."""
    archived_at = datetime(2026, 11, 1, tzinfo=UTC) if archived else None
    baseline_id = None if slip is None else 1
    made = Project(id=sum(map(ord, key)), key=key, name=name, archived_at=archived_at, baseline_id=baseline_id)
    next_on = None if due is None else TODAY + timedelta(due)
    finish_on = next_on or TODAY - timedelta(10)
    return ProjectSummary(
        project=made._replace(**of_project),
        phase="Build" if next_on else "",
        total=4,
        done=2,
        percent=percent,
        overdue=int(bool(due and due < 0)),
        due_this_week=0,
        next_id=7 if next_on else None,
        next_title=title if next_on else "",
        next_due_on=next_on,
        finish_on=finish_on,
        baseline_finish_on=None if slip is None else finish_on - timedelta(slip),
        verdict=Verdict(health),
    )
