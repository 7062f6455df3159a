"""Three walks of a newcomer, key by key: what the screen names before each key, and what it shows after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)
SIZES = ((120, 40), (80, 24))


class Step(NamedTuple):
    """One key, or one text that is typed."""

    keys: tuple[str, ...]
    named: str
    """What the screen shows before: a pattern that names the key, or the field that takes the text."""
    then: str
    """What the screen shows after."""


def key(name: str, named: str, then: str) -> Step:
    """Return the step of one key."""
    return Step((name,), named, then)


def text(words: str, named: str, then: str = "") -> Step:
    """Return the step of a text that is typed."""
    keys = tuple("space" if character == " " else character for character in words)
    return Step(keys, named, then or re.escape(words))


class Screens:
    """What a newcomer has seen: keys whose place a sentence takes, for one key, are known all the same."""

    def __init__(self) -> None:
        self._with_keys = ""
        """The last screen of a view with its keys."""

    def names(self, pattern: str, screen: str) -> bool:
        """Return whether a screen names something, or did before a sentence took the place of its keys."""
        has_keys = screen.rstrip().endswith("? help")
        if has_keys:
            self._with_keys = screen
        is_sentence = not has_keys and not re.search(r" esc \w+| F1 help$", screen.rstrip().rpartition("\n")[2])
        return bool(re.search(pattern, screen) or (is_sentence and re.search(pattern, self._with_keys)))


class Walk(NamedTuple):
    """Some steps, with the most keys that they may take."""

    steps: Sequence[Step]
    most_keys: int

    @property
    def key_count(self) -> int:
        """Return how many keys they take."""
        return sum(len(step.keys) for step in self.steps)


# A consultant, from an empty database to a plan with a baseline and links ----------------------------------------

_BASELINE = (
    key("B", r"\bB\b (to )?set", r"Kick-off plan"),
    key("enter", r"↵ (take|set)", r"(?s)◆.*[Bb]aseline \"Kick-off plan\""),
)

FROM_A_TEMPLATE = Walk(
    [
        key("N", r"\bN +create one from a template", r"▌  Client software project"),
        key("down", r"↑ ↓", r"▌  Product release +12 milestones"),
        key("enter", r"↵ ", r"Name.*\n.*Key"),
        text("Portal", r"Name", r"Key +PORTAL"),
        key("enter", r"↵ ", r"PORTAL.* › Timeline"),
        *_BASELINE,
    ],
    most_keys=12,
)

_MILESTONES = (
    "Kick-off 1 dec #Discovery",
    "Interviews 8 dec #Discovery after:kick",
    "Requirements 18 dec #Discovery after:inter",
    "Architecture 11 jan #Design after:req",
    "Prototype 22 jan #Design after:arch",
    "Ingest 5 feb #Build after:proto",
    "Warehouse 26 feb #Build after:ing",
    "Reports 12 mar #Build after:ware",
    "Load test 19 mar #Acceptance after:rep",
    "Sign-off 26 mar #Acceptance after:load",
    "Go-live 6 apr #Launch after:sign",
    "Handover 20 apr #Launch after:go",
)


def _added(lines: Iterable[str]) -> Iterable[Step]:
    for line in lines:
        title = line.partition("#")[0].rsplit(maxsplit=2)[0]
        yield key("n", r"\bn\b", r"New milestone in DATA")
        yield text(line, r"New milestone", rf"{title} · ")
        yield key("enter", r"↵ (create|add)", rf'Added "{title}"')


BY_HAND = Walk(
    [
        key("n", r"\bn +create a project", r"New project"),
        text("Data lake", r"Name", r"Key +DATA"),
        key("ctrl+s", r"ctrl\+s save", r"(?s)DATA Data lake  › Timeline.*No milestones yet. Press n to add one"),
        *_added(_MILESTONES),
        *_BASELINE,
    ],
    most_keys=450,
)


def assert_planned(path: Path) -> None:
    """The plan has 12 milestones, links that all hold, and a baseline."""
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    (summary,) = store.read.projects(TODAY)
    plan: Plan = store.read.plan(summary.project.id)
    store.close()
    assert summary.total == len(plan.milestones) == 12
    assert plan.project.baseline_id is not None
    assert len(plan.links) >= 11 and not Network.of([plan]).violated
    assert {m.baseline_on for m in plan.milestones} == {m.due_on for m in plan.milestones}


# A lead, who imports a plan, finds what is critical and moves it -------------------------------------------------


def _task(number: int, name: str, start: str, successor: int = 0, days: int = 0) -> str:
    link = f'<depend id="{successor}" type="2" difference="0"/>' if successor else ""
    is_milestone = "false" if days else "true"
    return f'<task id="{number}" name="{name}" meeting="{is_milestone}" start="{start}" duration="{days}">{link}</task>'


PLAN = (
    '<?xml version="1.0" encoding="UTF-8"?><project name="Data lake" version="3.3"><calendars><day-types>'
    '<default-week id="1" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/></day-types></calendars><tasks>'
    + _task(1, "Requirements signed", "2026-11-30", 2)
    + _task(2, "Load the data", "2026-11-30", 3, 10)
    + _task(3, "First load shown", "2026-12-14", 4)
    + _task(4, "Make the reports", "2026-12-14", 5, 25)
    + _task(5, "Reports accepted", "2027-01-18")
    + _task(6, "Users trained", "2027-01-11")
    + "</tasks></project>"
)
"""A plan of GanttProject in which all but the training of the users is critical."""

MOVES_WHAT_IS_CRITICAL = Walk(
    [
        key("enter", r"↵ open", r"(?s)DL Data lake  › Timeline.*Users trained"),
        key("c", r"\bc critical path", r"› Timeline  critical path"),
        key("full_stop", r", \. move", r"What if Requirements signed"),
        key("enter", r"↵ (commit|apply)", r"→ .* · u "),
    ],
    most_keys=4,
)


def assert_moved(path: Path) -> None:
    """The plan finishes a day later."""
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    (summary,) = store.read.projects(TODAY)
    store.close()
    assert summary.finish_on == date(2027, 1, 19)


# A manager, who asks why a project is red and what is due this week ----------------------------------------------

ASKS_WHY_AND_WHAT = Walk(
    [
        Step((), r"■ HELIO off track  Client sign-off 3 days overdue", r"2 overdue"),
        key("enter", r"↵ open", r"(?s)HELIO .*off track.*Client sign-off 3 days overdue"),
        key("1", r"1 Projects", r"PROJECT .*NEXT MILESTONE"),
        key("slash", r"/ filter", r"due<"),
        text("due<30 nov", r"due<", r"3 of 6"),
        key("enter", r"↵ \w+", r"(?s)due<30 nov.*↵ open"),
        key("down", r"ACME +Customer portal", r"▌. ACME"),
        key("enter", r"↵ open", r"(?s)ACME .* › Timeline.*Beta release.*due<30 nov"),
    ],
    most_keys=16,
)
"""In the demo, on a Sunday: the week that is asked about is the next one. Arrows step through rows everywhere."""
