"""A network of tasks, from which the links between its milestones follow, and the names of their phases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.exchange.neighbours import Edge, neighbours
from milestone_tui.plan.imported import Skipped


class PlanTask(NamedTuple):
    """A task or milestone of a plan, as far as its links go; tasks stand in the order of their outline."""

    name: str
    where: str
    """Where it stands in the file, for people."""
    parent: int = -1
    """Place of its summary task, -1 at the top."""
    duration: int = 0
    """From its start to its finish, in the unit of all lags; a milestone stands at its finish."""
    milestone: bool = False
    closes: bool = False
    """A milestone with tasks below it that is reached when they are all done; else it is a point in time by itself."""
    counts: bool = True
    """False: it neither belongs to its summary task nor has links."""


class TaskLinks(NamedTuple):
    """What lies between milestones."""

    links: Mapping[tuple[int, int], int]
    """(place of the predecessor, place of the successor) to the lag, neighbouring milestones only."""
    left_out: list[Skipped]


class TaskNetwork:
    """Collects the links of a plan, then finds those between its milestones.

    Every task is one unknown, the day where it starts (a milestone: where it is reached), its other end a duration
    away, so each of the four link types is one edge. A summary task has no days of its own: a link *to* it holds for
    all its tasks (its start is the earliest of theirs), a link *from* it waits for all of them (its finish is their
    last). The two other cases ("not before the first of them has begun", "the last of them not before") are no link
    between milestones.

    Nodes: task i at i; for summary i its gate in at (n + i) and its gate out at (2n + i), or at i where it closes.
    """

    def __init__(self, tasks: Sequence[PlanTask]) -> None:
        self._tasks = tasks
        self._last = list(range(len(tasks)))
        """The place of the last task below each; itself without any."""
        for place in reversed(range(len(tasks))):
            parent = tasks[place].parent
            if parent >= 0:
                self._last[parent] = max(self._last[parent], self._last[place])
        self._summary = [
            last > place and (tasks[place].closes or not tasks[place].milestone)
            for place, last in enumerate(self._last)
        ]
        self._wheres: dict[tuple[int, int], str] = {}
        self._edges: list[Edge] = []
        self._left_out: list[Skipped] = []
        for place, task in enumerate(tasks):
            if task.counts and task.parent >= 0 and self._summary[task.parent]:
                self._join_to_summary(place, task.parent)

    def add(self, before: int, after: int, ends: tuple[bool, bool], lag: int, where: str) -> None:
        """Add a link, or the reason why it is left out.

        `before` and `after` are places of tasks, `ends` says which ends it joins: (finish of the predecessor?, finish
        of the successor?).
        """
        reason = self._try_to_add(before, after, ends, lag, where)
        if reason:
            self.leave_out(self._tasks[before].name, self._tasks[after].name, reason, where)

    def leave_out(self, before: str, after: str, reason: str, where: str) -> None:
        """Tell that the link between two tasks of these names is not taken."""
        self._left_out.append(Skipped(where, f"link “{before}” → “{after}”", reason))

    def between(self, milestones: Sequence[int]) -> TaskLinks:
        """The links between the milestones at these places."""
        found = neighbours(3 * len(self._tasks), self._edges, milestones)
        left_out = list(self._left_out)
        for edge in found.loops:
            what = f"link “{self._task(edge.source).name}” → “{self._task(edge.target).name}”"
            where = self._wheres.get((edge.source, edge.target), self._task(edge.target).where)
            left_out.append(Skipped(where, what, "it closes a loop of links"))
        if not found.complete:
            left_out.append(Skipped("", "all links", "too many milestones hang on each other"))
        return TaskLinks(found.links, left_out)

    def _task(self, node: int) -> PlanTask:
        return self._tasks[node % len(self._tasks)]

    def _try_to_add(self, before: int, after: int, ends: tuple[bool, bool], lag: int, where: str) -> str:
        """Add a link; the reason when it cannot be, else an empty text."""
        if before == after or self._inside(before, after) or self._inside(after, before):
            return "it links a task with itself or with its own summary task"
        from_finish, to_finish = ends
        if self._summary[before] and not from_finish:
            return "“not before the first of its tasks begins” cannot be said between milestones"
        if self._summary[after] and to_finish:
            return "“its last task not before” cannot be said between milestones"
        if self._summary[before]:
            source, leaves = self._gate_out(before), 0
        else:
            source, leaves = before, self._end(before, from_finish)
        if self._summary[after]:
            target, arrives = self._gate_in(after), 0
        else:
            target, arrives = after, self._end(after, to_finish)
        self._wheres.setdefault((source, target), where)
        self._edges.append(Edge(source, target, leaves + lag - arrives))
        return ""

    def _join_to_summary(self, place: int, summary: int) -> None:
        if self._summary[place]:
            first, last, done = self._gate_in(place), self._gate_out(place), 0
        else:
            first, last, done = place, place, self._end(place, True)
        begun = 0 if self._summary[place] else self._end(place, False)
        self._edges.append(Edge(self._gate_in(summary), first, -begun))
        self._edges.append(Edge(last, self._gate_out(summary), done))

    def _inside(self, place: int, summary: int) -> bool:
        """Is the task at `place` somewhere below `summary`?"""
        return self._summary[summary] and summary < place <= self._last[summary]

    def _end(self, place: int, finish: bool) -> int:
        """How far the start or the finish of a task is from the node that stands for it."""
        task = self._tasks[place]
        if finish:
            return 0 if task.milestone else task.duration
        return -task.duration if task.milestone else 0

    def _gate_in(self, place: int) -> int:
        return len(self._tasks) + place

    def _gate_out(self, place: int) -> int:
        return place if self._tasks[place].milestone else 2 * len(self._tasks) + place


def phase_names(names: Sequence[str], parents: Sequence[int], milestones: Iterable[int]) -> dict[int, str]:
    """The names of the summary tasks right above `milestones`, by place; one met twice has its own summary's before it.

    `names` and `parents` (a place, -1 at the top) are those of all tasks, in the order of the outline.
    """
    summaries = list(dict.fromkeys(parents[place] for place in milestones if parents[place] >= 0))
    used = Counter(names[place] for place in summaries)
    spelled = {}
    for place in summaries:
        above = parents[place]
        ambiguous = used[names[place]] > 1 and above >= 0
        spelled[place] = f"{names[above]} / {names[place]}" if ambiguous else names[place]
    return spelled
