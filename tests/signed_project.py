"""A project with a milestone of each sign, on 22 Nov 2026; and what its rows begin with."""

from __future__ import annotations

from datetime import date

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
SIGNS = {
    "Plan approved": "✔",
    "Design agreed": "✗",
    "Prototype shown": "◐",
    "Build gate": "◈",
    "Beta release": "◆",
    "Old portal moved": "×",
}
"""By title the sign that a row begins with."""
IN_ASCII = {"✔": "v", "✗": "x", "◐": "s", "◈": "G", "◆": "o", "×": "X"}
NOTE = "the export is missing"

_DELIVERY, _GATE = MilestoneKind.DELIVERY, MilestoneKind.GATE
_PLANNED = (
    ("Plan approved", _GATE, date(2026, 11, 2), 0),
    ("Design agreed", _DELIVERY, date(2026, 11, 27), 6),
    ("Prototype shown", _DELIVERY, date(2026, 12, 4), 0),
    ("Build gate", _GATE, date(2026, 12, 11), 3),
    ("Beta release", _DELIVERY, date(2026, 12, 18), 0),
    ("Old portal moved", _DELIVERY, date(2027, 1, 8), 0),
)


def fill(store: Store, key: str = "SIGN") -> dict[str, int]:
    """Add the project; return the ids by title."""
    ids: dict[str, int] = {}

    def plan(do: Commands) -> None:
        project = do.projects.create({"key": key, "name": "Customer portal", "client": "Acme Corp"})
        for title, kind, due_on, slip in _PLANNED:
            before = [LinkInput(list(ids.values())[-1], 0)] if ids else []
            agreed = due_on.replace(day=due_on.day - slip)
            fields = {"title": title, "kind": kind, "phase": "Build", "owner": "Ana Kovač", "due_on": agreed}
            ids[title] = do.milestones.create(project, fields, predecessors=before)
        do.baselines.take(project, "Contract")
        do.milestones.move_all({ids[title]: due_on for title, _, due_on, _ in _PLANNED}, {})

    def work(do: Commands) -> None:
        do.gates.decide(ids["Plan approved"], Decision.GO, date(2026, 11, 2), "Tom Reed", "", (), None)
        do.acceptance.submit(ids["Design agreed"], date(2026, 11, 12), "Ana Kovač")
        do.acceptance.reject(ids["Design agreed"], date(2026, 11, 16), NOTE, "Tom Reed")
        do.acceptance.submit(ids["Prototype shown"], date(2026, 11, 20), "Ana Kovač")
        do.milestones.edit(ids["Old portal moved"], {"state": MilestoneState.CANCELLED}, {})

    store.change_blocking(plan)
    store.change_blocking(work)
    return ids
