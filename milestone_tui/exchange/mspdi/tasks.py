"""The rows of a Microsoft Project plan: which are tasks, which are milestones, and what stands below what."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.exchange.mspdi.values import Moment, is_true, parse_duration, parse_moment, parse_whole
from milestone_tui.exchange.xml_tree import Element
from milestone_tui.plan.language.text import tidy


class Row(NamedTuple):
    """One task or milestone."""

    uid: str
    """What links and assignments call it by; empty where an earlier row is called so."""
    where: str
    """For people: the number of the row in Microsoft Project."""
    name: str
    parent: int
    """Place of its summary task among the rows, -1 at the top."""
    summary: bool
    milestone: bool
    recurring: bool
    """The summary of a task that recurs; its occurrences stand below it."""
    active: bool
    external: bool
    """It stands for a task of another project."""
    start: Moment | None
    finish: Moment | None
    element: Element
    namesake: bool = False
    """An earlier row has its UID, and is what links and assignments mean."""

    @property
    def stands(self) -> Moment | None:
        """When it is reached, if it is a milestone: its finish, for it may have a duration."""
        return self.finish or self.start


def rows_of(project: Element) -> list[Row]:
    """The rows of a plan in its order, without empty ones and without the one that stands for the whole plan."""
    elements = [task for task in project.each("Tasks", "Task") if not _nothing(task)]
    rows: list[Row] = []
    uids: set[str] = set()
    above: list[tuple[int, int]] = []
    """The open summary tasks: level and place of each."""
    levels = [_level(element) for element in elements]
    # A writer there is that says it of every row; of a plan that recurs as a whole nothing can be told.
    telling = not all(is_true(element.text("Recurring")) for element in elements)
    for place, (element, level) in enumerate(zip(elements, levels, strict=True)):
        while above and above[-1][0] >= level:
            above.pop()
        summary = place + 1 < len(levels) and levels[place + 1] > level
        row = _row(element, above[-1][1] if above else -1, summary or is_true(element.text("Summary")))
        namesake = row.uid in uids
        uids.add(row.uid)
        uid = "" if namesake else row.uid
        rows.append(row._replace(uid=uid, namesake=namesake and row.uid != "", recurring=row.recurring and telling))
        above.append((level, place))
    return rows


def phase_parents(rows: list[Row]) -> list[int]:
    """For each row the place of the summary task that names its phase: a task that recurs is no phase."""
    parents: list[int] = []
    for row in rows:
        over = row.parent >= 0 and rows[row.parent].recurring
        parents.append(parents[row.parent] if over else row.parent)
    return parents


def _nothing(task: Element) -> bool:
    return is_true(task.text("IsNull")) or (task.text("UID") == "0" and _level(task) == 0)


def _level(task: Element) -> int:
    """How deep a row stands, from its level or its outline number; 1 is the top."""
    number = task.text("OutlineNumber")
    return parse_whole(task.text("OutlineLevel"), number.count(".") + 1 if number not in ("", "0") else 0)


def _row(element: Element, parent: int, summary: bool) -> Row:
    text = element.text
    # Other programs than Microsoft's say 0 of every milestone, so no duration makes one, too. A summary task has none
    # when all that is below it is reached on one day: that alone makes it no milestone.
    milestone = is_true(text("Milestone")) or (not summary and parse_duration(text("Duration")) == 0)
    return Row(
        uid=text("UID"),
        where=f"row {text('ID')}" if text("ID") else f"line {element.line}",
        name=tidy(text("Name")),
        parent=parent,
        summary=summary,
        milestone=milestone,
        recurring=summary and is_true(text("Recurring")),
        active=text("Active") in ("", "1", "true"),
        external=is_true(text("ExternalTask")) or is_true(text("IsSubproject")),
        start=parse_moment(text("Start")),
        finish=parse_moment(text("Finish")),
        element=element,
    )
