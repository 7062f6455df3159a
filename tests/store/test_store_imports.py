"""What an import brings besides milestones and links."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from taking_back import undo

from milestone_tui.plan.imported import (
    ImportedPlan,
    ImportReport,
    IncomingBaseline,
    IncomingHoliday,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
)
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.people import Role
from milestone_tui.store import Store

DUE = date(2026, 12, 1)
LATER = date(2026, 12, 9)

HOUSE = IncomingProject(
    name="House",
    phases=("Walls",),
    milestones=(
        IncomingMilestone(
            *("1", "line 1", "Roof on", "Walls", "Ana", DUE, DUE),
            deadline_on=LATER,
            progress=40,
            value=Decimal("1250.50"),
        ),
        IncomingMilestone("2", "line 2", "Keys", due_on=LATER, value=Decimal("0.001")),
    ),
    working_days=0b11111 << 2 & 127 | 1,
    baseline_name="Contract",
    baselines=(
        IncomingBaseline("Draft", (("1", LATER), ("2", DUE), ("gone", DUE))),
        IncomingBaseline("Empty", (("gone", DUE),)),
    ),
    holidays=(IncomingHoliday(date(2026, 12, 25), "Christmas"), IncomingHoliday(date(2026, 12, 24))),
    people=(IncomingPerson("ana", "ana@house.example"), IncomingPerson("Ben", organisation="Roofs Ltd")),
    manager="Ben",
    client="Eva",
    description="By the sea",
    start_on=date(2026, 10, 1),
    currency="usd",
)


def add(store: Store, project: IncomingProject) -> ImportReport:
    reports: list[ImportReport] = []
    store.change_blocking(lambda do: reports.append(do.imports.add(ImportedPlan((project,)))))
    return reports[0]


def test_all_that_a_file_knows_of_a_project_is_taken(store: Store) -> None:
    store.change_blocking(lambda do: do.people.create({"name": "Ana", "organisation": "Own"}))
    report = add(store, HOUSE)
    assert (report.milestones, report.baselines, report.holidays, report.people) == (2, 2, 2, 1)
    assert [(left.where, left.what) for left in report.remarks] == [("line 2", "Keys")]
    plan = store.read.plan(1)
    project = plan.project
    assert (project.client, project.description, project.start_on, project.currency, project.working_days) == (
        *("Eva", "By the sea", date(2026, 10, 1), "USD"),
        HOUSE.working_days,
    )
    assert project.holidays == (date(2026, 12, 24), date(2026, 12, 25))
    roof = plan.milestones[0]
    assert (roof.deadline_on, roof.progress, roof.state, roof.value, roof.baseline_on) == (
        *(LATER, 40, MilestoneState.IN_PROGRESS, Decimal("1250.50"), DUE),
    )
    assert [(p.name, p.email, p.organisation) for p in store.read.people()] == [
        ("Ana", "ana@house.example", "Own"),
        ("Ben", "", "Roofs Ltd"),
    ]
    assert [(role.person, role.role) for role in store.read.roles(1)] == [("Ben", Role.MANAGER)]
    draft, contract = store.read.baselines(1)
    assert (draft.name, contract.name, project.baseline_id) == ("Draft", "Contract", contract.id)
    assert [(e.title, e.due_on) for e in store.read.baseline_entries(draft.id)] == [("Keys", DUE), ("Roof on", LATER)]
    undo(store)
    assert store.read.projects(date(2026, 11, 22)) == () and [p.name for p in store.read.people()] == ["Ana"]


def test_what_an_existing_project_says_of_itself_stays(store: Store) -> None:
    store.change_blocking(lambda do: do.projects.create({"key": "HOUSE", "name": "House", "client": "Zoe"}))
    report = add(store, HOUSE)
    project = store.read.project(1)
    assert (project.client, project.currency, project.working_days, project.start_on) == ("Zoe", "EUR", 31, None)
    assert project.holidays == (date(2026, 12, 24), date(2026, 12, 25))
    reason = "imported without its value: it is in usd, and HOUSE uses EUR"
    assert [left.reason for left in report.remarks] == [reason] * 2
    report = add(store, HOUSE)
    assert (report.milestones, report.holidays, report.people, report.baselines) == (0, 0, 0, 0)


def test_a_field_that_cannot_be_is_told(store: Store) -> None:
    report = add(store, HOUSE._replace(currency="Taler"))
    assert 'currency "Taler"' in [left.what for left in report.remarks]
    assert store.read.project(1).currency == "EUR"


def test_what_cannot_have_been_done_yet_is_taken_as_done_today(store: Store, today: date) -> None:
    milestones = (
        IncomingMilestone("1", "line 1", "Early", due_on=LATER, done_on=LATER),
        IncomingMilestone("2", "line 2", "Now", due_on=DUE, done_on=today),
    )
    report = add(store, IncomingProject("House", (), milestones))
    assert [milestone.done_on for milestone in store.read.plan(1).milestones] == [today, today]
    (told,) = report.remarks
    assert (told.where, told.what) == ("line 1", "Early")
    assert told.reason == "imported as done today: its done date 9 Dec 2026 is in the future"


def test_what_is_cancelled_comes_in_as_cancelled(store: Store, today: date) -> None:
    milestones = (
        IncomingMilestone("1", "line 1", "Given up", due_on=DUE, cancelled=True),
        IncomingMilestone("2", "line 2", "Both", due_on=DUE, done_on=today, cancelled=True),
    )
    assert add(store, IncomingProject("House", (), milestones)).remarks == ()
    assert {(m.title, m.state, m.done_on) for m in store.read.plan(1).milestones} == {
        ("Given up", MilestoneState.CANCELLED, None),
        ("Both", MilestoneState.CANCELLED, None),
    }
