"""A project with something in every table, and commands at random on it, for tests of the journal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from taking_back import redo, undo

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.imported import (
    ImportedPlan,
    IncomingBaseline,
    IncomingHoliday,
    IncomingLink,
    IncomingMilestone,
    IncomingPerson,
    IncomingProject,
)
from milestone_tui.plan.inputs import (
    AssignmentInput,
    ConditionInput,
    CriterionInput,
    HolidayInput,
    LinkInput,
    PhaseInput,
    RoleInput,
)
from milestone_tui.plan.language.tags import TagChange
from milestone_tui.plan.model import Phase
from milestone_tui.plan.people import Role
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)


def incoming(name: str, size: int) -> ImportedPlan:
    milestones = tuple(
        IncomingMilestone(
            str(number),
            f"line {number}",
            f"Step {number}",
            f"Phase {number % 3}",
            ("Ana", "Ben", "")[number % 3],
            TODAY + timedelta(days=number),
            TODAY + timedelta(days=number + number % 5),
            TODAY if number % 4 == 0 else None,
        )
        for number in range(size)
    )
    links = tuple(IncomingLink(str(number), str(number + 2), 1) for number in range(size - 2))
    return ImportedPlan(
        (
            IncomingProject(
                *(name, ("Phase 2",), milestones, links),
                baselines=(IncomingBaseline("Older", (("1", TODAY), ("2", TODAY))),),
                holidays=(IncomingHoliday(TODAY + timedelta(days=3), "Feast"),),
                people=(IncomingPerson("Dan", "dan@x.example"),),
                manager="Dan",
            ),
        )
    )


def sample(do: Commands, today: date = TODAY) -> None:
    """A project with something in every table."""
    project = do.projects.create({"key": "ACME", "name": "Acme", "client": "Acme"})
    alpha = do.milestones.create(project, {"title": "Alpha", "owner": "Ana", "phase": "Build", "due_on": today})
    do.milestones.create(
        project,
        {"title": "Beta", "due_on": today + timedelta(days=30), "tags": ("x", "y"), "notes": 'a "quote"\n\x1b[2J'},
        criteria=[CriterionInput(None, "It runs"), CriterionInput(None, "It is fast", today)],
        predecessors=[LinkInput(alpha, 5)],
    )
    gamma = do.milestones.create(
        project, {"title": "Gamma", "kind": "gate", "due_on": today + timedelta(days=60), "approver": "Eva"}
    )
    do.baselines.take(project, "Kick-off", "as agreed", "Ben")
    do.holidays.set(project, [HolidayInput(today, "Feast")], [])
    do.people.set_roles(project, [RoleInput("Ana", Role.MANAGER), RoleInput("Eva", Role.CLIENT)], [])
    do.assignments.set(alpha, [AssignmentInput("Ana", Decimal("2.5"))], [])
    do.acceptance.submit(alpha, today)
    do.gates.decide(gamma, Decision.HOLD, today, conditions=[ConditionInput("Money")])
    do.templates.save("Train", "{}")


TEXTS = st.text(max_size=12)
IDS = st.integers(1, 12)
DAYS = st.dates(date(2026, 1, 1), TODAY)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS,
        "owner": st.sampled_from(["", "Ana", "ana", "Ben"]),
        "phase": st.sampled_from(["", "Build", "Test"]),
        "due_on": st.none() | DAYS,
        "done_on": st.none() | DAYS,
        "state": st.sampled_from(["planned", "in progress", "submitted", "done", "cancelled"]),
        "progress": st.integers(0, 100),
        "tags": st.lists(TEXTS, max_size=2),
        "notes": TEXTS,
        "approver": st.sampled_from(["", "Ana", "Eva"]),
        "internal": st.booleans(),
        "kind": st.sampled_from(["gate", "delivery"]),
    },
)
CONDITIONS = st.lists(
    st.builds(ConditionInput, st.just("c"), st.none() | DAYS, st.sampled_from(["", "Ben"])), max_size=2
)
NAMES = st.sampled_from(["Ana", "Ben", "Eva", "Dan"])
WORKS = st.lists(st.builds(AssignmentInput, NAMES, st.sampled_from([Decimal(1), Decimal("0.25")])), max_size=2)
STORM = st.one_of(
    st.builds(lambda n: lambda do: do.projects.create({"key": f"P{n}", "name": "P"}), IDS),
    st.builds(lambda p, f: lambda do: do.milestones.create(p, {"title": "New", **f}), IDS, FIELDS),
    st.builds(lambda m, f: lambda do: do.milestones.edit(m, f, {}), IDS, FIELDS),
    st.builds(lambda m, d: lambda do: do.milestones.tick(m, d), IDS, DAYS),
    st.builds(lambda m: lambda do: do.milestones.untick(m), IDS),
    st.builds(lambda ms: lambda do: do.milestones.delete(ms), st.lists(IDS, max_size=3)),
    st.builds(lambda p: lambda do: do.projects.delete(p), IDS),
    st.builds(lambda p, on: lambda do: do.projects.archive(p, on), IDS, st.booleans()),
    st.builds(lambda p, n: lambda do: do.baselines.take(p, n, "", ""), IDS, TEXTS),
    st.builds(lambda b: lambda do: do.baselines.select(b), IDS),
    st.builds(lambda m, t: lambda do: do.criteria.set(m, [CriterionInput(None, t)], []), IDS, TEXTS),
    st.builds(lambda m, p: lambda do: do.links.set(m, [LinkInput(p)], []), IDS, IDS),
    st.builds(
        lambda p, i, ns: lambda do: do.phases.set(p, [PhaseInput(*of) for of in ns], [Phase(i, p, "Build", 0)]),
        *(IDS, IDS, st.sampled_from([[(1, "One"), (None, "Two")], [(None, "Two"), (2, "Build")], []])),
    ),
    st.builds(lambda name: lambda do: do.imports.add(incoming(name, 4), None), st.sampled_from(["P1", "Sea", "Hill"])),
    st.builds(lambda m, d: lambda do: do.acceptance.submit(m, d), IDS, DAYS),
    st.builds(lambda m, d: lambda do: do.acceptance.accept(m, d), IDS, DAYS),
    st.builds(lambda m, d: lambda do: do.acceptance.reject(m, d, "no"), IDS, DAYS),
    st.builds(
        lambda m, what, d, cs: lambda do: do.gates.decide(m, what, d, conditions=cs),
        *(IDS, st.sampled_from(Decision), DAYS, CONDITIONS),
    ),
    st.builds(lambda ms, f: lambda do: do.milestones.edit_all(ms, f), st.lists(IDS, max_size=4), FIELDS),
    st.builds(lambda ms, d: lambda do: do.milestones.tick_all(ms, d), st.lists(IDS, max_size=4), DAYS),
    st.builds(lambda ms: lambda do: do.milestones.move_all(ms, {}), st.dictionaries(IDS, DAYS, max_size=3)),
    st.builds(
        lambda ms, t: lambda do: do.milestones.tag_all(ms, TagChange((t,), ("x",))), st.lists(IDS, max_size=4), TEXTS
    ),
    st.builds(lambda p: lambda do: do.people.delete(p), IDS),
    st.builds(lambda p, n: lambda do: do.people.edit(p, {"name": n}, {}), IDS, TEXTS),
    st.builds(
        lambda p, n, r: lambda do: do.people.set_roles(p, [RoleInput(n, r)], []), IDS, NAMES, st.sampled_from(Role)
    ),
    st.builds(lambda m, w: lambda do: do.assignments.set(m, w, []), IDS, WORKS),
    st.builds(lambda p, d: lambda do: do.holidays.add(p, [HolidayInput(d)]), IDS, DAYS),
    st.builds(
        lambda p, d, w: lambda do: do.holidays.put_all([p], [HolidayInput(d, "Fair", w)]), IDS, DAYS, st.booleans()
    ),
    st.builds(lambda n, b: lambda do: do.templates.save(n, b), TEXTS, st.sampled_from(["{}", "[]"])),
    st.builds(lambda t: lambda do: do.templates.delete(t), IDS),
    st.sampled_from([undo, redo, undo]),
)
