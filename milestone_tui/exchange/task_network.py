"""The links between the milestones of a plan, from its network of tasks, and the names of their phases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.exchange.neighbours import Edge, neighbours
from milestone_tui.plan.imported import Skipped


class PlanTask(NamedTuple):
    """A task or milestone in the network of a plan; tasks are in the order of the outline."""

    name: str
    where: str
    """Its place in the file, for people: "line 12"."""
    parent: int = -1
    """Place of its summary task, -1 for none."""
    duration: int = 0
    """From start to finish, in the unit of the lags; the date of a milestone is its finish."""
    milestone: bool = False
    closes: bool = False
    """A milestone with subtasks that is done once they all are; False for one that is a date of its own."""
    counts: bool = True
    """False for a task that neither counts for its summary task nor has links."""
    binds: bool = True
    """False for a milestone that is done or has no date, so that its links constrain no others."""
    time: int | None = None
    """Its start (of a milestone its finish) in the file, in the unit of the lags; None if unknown or irrelevant."""


class Shortened(NamedTuple):
    """A link of the file with a lag that is longer than its dates leave, though the file keeps the link."""

    where: str
    what: str
    by: int
    """In the unit of the lags."""


class TaskLinks(NamedTuple):
    """The links between milestones, and what happened to others of the file."""

    links: Mapping[tuple[int, int], int]
    """(place of the predecessor, place of the successor) to the lag, for neighbouring milestones."""
    skipped: list[Skipped]
    shortened: list[Shortened]


class TaskNetwork:
    """Collector of a plan's links that finds those between its milestones.

    Each task is one node at its start (a milestone: at its finish). Its other end is its duration away, so each of the
    four link types is one edge. A summary task has no dates of its own: a link *to* it applies to all its tasks (its
    start is their first start), a link *from* it comes after all of them (its finish is their last finish). The two
    other cases, a link from the first start of its tasks and a link to their last finish, are not supported.

    Nodes: task i at i; for summary i its entry at (n + i) and its exit at (2n + i), or at i if it closes.

    Where the times of tasks are known, a link that the file keeps is never longer than the time between its ends; so no
    path of such links is longer than the time between two milestones.
    """

    def __init__(self, tasks: Sequence[PlanTask]) -> None:
        self._tasks = tasks
        self._last = list(range(len(tasks)))
        """The place of the last task below each; its own without subtasks."""
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
        self._skipped: list[Skipped] = []
        self._shortened: list[Shortened] = []
        self._times = self._times_of_nodes() if any(task.time is not None for task in tasks) else []
        """By node; empty if no time is known."""
        for place, task in enumerate(tasks):
            if task.counts and task.parent >= 0 and self._summary[task.parent]:
                self._join_to_summary(place, task.parent)

    def add(
        self,
        before: int,
        after: int,
        ends: tuple[bool, bool],
        lag: int,
        where: str,
        is_kept: Callable[[], bool] = lambda: True,
    ) -> None:
        """Add a link, or a remark if it is skipped.

        `before` and `after` are places of tasks; `ends` are the joined ends: (finish of the predecessor?, finish of the
        successor?). `is_kept` returns whether the file keeps the link, which is asked only if the times do not show it.
        """
        reason = self._try_to_add(before, after, ends, lag, where, is_kept)
        if reason:
            self.skip(self._tasks[before].name, self._tasks[after].name, reason, where)

    def skip(self, before: str, after: str, reason: str, where: str) -> None:
        """Add a remark on the link between two tasks with these names, which is skipped."""
        self._skipped.append(Skipped(where, f'link "{before}" → "{after}"', reason, check=True))

    def between(self, milestones: Sequence[int]) -> TaskLinks:
        """Return the links between the milestones at these places."""
        found = neighbours(
            3 * len(self._tasks),
            self._edges,
            milestones,
            self._times,
            [place for place in milestones if not self._tasks[place].binds],
        )
        skipped = list(self._skipped)
        for edge in found.loops:
            what = f'link "{self._task(edge.source).name}" → "{self._task(edge.target).name}"'
            where = self._wheres.get((edge.source, edge.target), self._task(edge.target).where)
            skipped.append(Skipped(where, what, "it closes a loop of links", check=True))
        if not found.complete:
            skipped.append(Skipped("", "all links", "too many milestones depend on each other", check=True))
        return TaskLinks(found.links, skipped, self._shortened)

    def _task(self, node: int) -> PlanTask:
        return self._tasks[node % len(self._tasks)]

    def _try_to_add(
        self,
        before: int,
        after: int,
        ends: tuple[bool, bool],
        lag: int,
        where: str,
        is_kept: Callable[[], bool],
    ) -> str:
        """Add a link; return the reason if it is skipped, else an empty text."""
        if before == after or self._inside(before, after) or self._inside(after, before):
            return "it links a task to itself or to its own summary task"
        from_finish, to_finish = ends
        if self._summary[before] and not from_finish:
            return "links from the start of a summary task are not supported"
        if self._summary[after] and to_finish:
            return "links to the finish of a summary task are not supported"
        if self._summary[before]:
            source, leaves = self._exit_of(before), 0
        else:
            source, leaves = before, self._end(before, from_finish)
        if self._summary[after]:
            target, arrives = self._entry_of(after), 0
        else:
            target, arrives = after, self._end(after, to_finish)
        self._wheres.setdefault((source, target), where)
        weight = leaves + lag - arrives
        too_long = self._beyond_times(source, target, weight)
        if too_long and is_kept():
            weight -= too_long
            what = f'link "{self._tasks[before].name}" → "{self._tasks[after].name}"'
            self._shortened.append(Shortened(where, what, too_long))
        self._edges.append(Edge(source, target, weight))
        return ""

    def _beyond_times(self, source: int, target: int, weight: int) -> int:
        """Return by how much an edge is longer than the time between its ends; 0 if it is not, or that is unknown."""
        if not self._times:
            return 0
        begin, end = self._times[source], self._times[target]
        return 0 if begin is None or end is None else max(0, weight - (end - begin))

    def _times_of_nodes(self) -> list[int | None]:
        """Return the time of each node; a summary task begins with its first task and ends with its last."""
        count = len(self._tasks)
        times: list[int | None] = [task.time for task in self._tasks] + [None] * (2 * count)
        for place in reversed(range(count)):
            task = self._tasks[place]
            if not (task.counts and task.parent >= 0 and self._summary[task.parent]):
                continue
            if self._summary[place]:
                start, finish = times[self._entry_of(place)], times[self._exit_of(place)]
            elif task.time is None:
                continue
            else:
                start, finish = (task.time + self._end(place, is_finish) for is_finish in (False, True))
            entry, exit_ = self._entry_of(task.parent), self._exit_of(task.parent)
            if start is not None:
                times[entry] = min(start, start if (known := times[entry]) is None else known)
            if finish is not None and exit_ != task.parent:
                times[exit_] = max(finish, finish if (known := times[exit_]) is None else known)
        return times

    def _join_to_summary(self, place: int, summary: int) -> None:
        """Add the edges from the entry of a summary task to one of its tasks, and from that to its exit."""
        if self._summary[place]:
            first, last, finish = self._entry_of(place), self._exit_of(place), 0
        else:
            first, last, finish = place, place, self._end(place, True)
        start = 0 if self._summary[place] else self._end(place, False)
        exit_ = self._exit_of(summary)
        self._edges.append(Edge(self._entry_of(summary), first, -start))
        # A summary task that closes before one of its tasks does so in the file.
        self._edges.append(Edge(last, exit_, finish - self._beyond_times(last, exit_, finish)))

    def _inside(self, place: int, summary: int) -> bool:
        """Return whether the task at `place` is below `summary`, at any level."""
        return self._summary[summary] and summary < place <= self._last[summary]

    def _end(self, place: int, finish: bool) -> int:
        """Return the distance from the node of a task to its start or finish."""
        task = self._tasks[place]
        if finish:
            return 0 if task.milestone else task.duration
        return -task.duration if task.milestone else 0

    def _entry_of(self, place: int) -> int:
        """Return the node of a summary task's start."""
        return len(self._tasks) + place

    def _exit_of(self, place: int) -> int:
        """Return the node of a summary task's finish."""
        return place if self._tasks[place].milestone else 2 * len(self._tasks) + place


def phase_names(names: Sequence[str], parents: Sequence[int], milestones: Iterable[int]) -> dict[int, str]:
    """Return the names of the direct summary tasks of `milestones`, by place; a repeated name gets its parent's first.

    `names` and `parents` (places, -1 for none) are those of all tasks, in the order of the outline.
    """
    summaries = list(dict.fromkeys(parents[place] for place in milestones if parents[place] >= 0))
    uses = Counter(names[place] for place in summaries)
    phases = {}
    for place in summaries:
        above = parents[place]
        ambiguous = uses[names[place]] > 1 and above >= 0
        phases[place] = f"{names[above]} / {names[place]}" if ambiguous else names[place]
    return phases
