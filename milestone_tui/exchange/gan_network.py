"""The links between the milestones of a GanttProject plan, computed through its tasks and summary tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milestone_tui.exchange.gan_xml import Depend, GanFile, Task
from milestone_tui.exchange.neighbours import Edge, neighbours
from milestone_tui.plan.incoming import IncomingLink, LeftOut
from milestone_tui.plan.text import tidy

# Which ends a link joins: (finish of the predecessor?, finish of the successor?).
_ENDS = {"1": (False, False), "2": (True, False), "3": (True, True), "4": (False, True)}


def task_links(file: GanFile, refs: Mapping[int, str]) -> tuple[tuple[IncomingLink, ...], list[LeftOut]]:
    """The links between the milestones `refs` (place in the file's tasks to ref), and what could not be kept.

    Every task is one unknown, its start; its finish is `duration` working days later, so each of the four link types
    is one edge between starts. A summary task has no days of its own: a link *to* it holds for all its tasks (its
    start is the earliest of theirs), a link *from* it waits for all of them (its finish is their last). The two other
    cases ("not before the first of them has begun", "the last of them not before") are no link between milestones.
    """
    network = _Network(file)
    for depend in file.depends:
        network.add(depend)
    found = neighbours(network.nodes, network.edges, refs)
    left_out = network.left_out
    for edge in found.loops:
        what = f"link “{network.name(edge.source)}” → “{network.name(edge.target)}”"
        left_out.append(LeftOut(network.where(edge), what, "it closes a loop of links"))
    if not found.complete:
        left_out.append(LeftOut("", "all links", "too many milestones hang on each other"))
    links = [IncomingLink(refs[source], refs[target], lag) for (source, target), lag in found.links.items()]
    return tuple(links), left_out


class _Network:
    """Nodes: the start of task i at i; for summary i its gate in (n + i) and its gate out (2n + i)."""

    def __init__(self, file: GanFile) -> None:
        self._tasks: Sequence[Task] = file.tasks
        self._place = {task.id: place for place, task in reversed(list(enumerate(file.tasks)))}
        self._last = list(range(len(file.tasks)))
        """The place of the last task below each (tasks stand in the order of the document); itself without any."""
        for place in reversed(range(len(file.tasks))):
            parent = file.tasks[place].parent
            if parent >= 0:
                self._last[parent] = max(self._last[parent], self._last[place])
        # A milestone that has tasks below it stays what it says it is: a point in time.
        self._summary = [last > place and not file.tasks[place].milestone for place, last in enumerate(self._last)]
        self._lines: dict[tuple[int, int], int] = {}
        self.edges: list[Edge] = []
        self.left_out: list[LeftOut] = []
        for place, task in enumerate(file.tasks):
            if task.parent >= 0 and self._summary[task.parent]:
                self._join_to_summary(place, task.parent)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return 3 * len(self._tasks)

    def name(self, node: int) -> str:
        """The name of the task that `node` belongs to."""
        return tidy(self._tasks[node % len(self._tasks)].name)

    def where(self, edge: Edge) -> str:
        """Where in the file the link of an edge stands; the task itself for an edge between a task and its summary."""
        line = self._lines.get((edge.source, edge.target), self._tasks[edge.target % len(self._tasks)].line)
        return f"line {line}"

    def add(self, depend: Depend) -> None:
        """Add a link of the file, or the reason why it is left out."""
        reason = self._try_to_add(depend)
        if reason:
            successor = self._place.get(depend.successor)
            named = depend.successor if successor is None else self.name(successor)
            what = f"link “{self.name(depend.predecessor)}” → “{named}”"
            self.left_out.append(LeftOut(f"line {depend.line}", what, reason))

    def _try_to_add(self, depend: Depend) -> str:
        """Add a link; the reason when it cannot be, else an empty text."""
        before = depend.predecessor
        after = self._place.get(depend.successor)
        ends = _ENDS.get(depend.type)
        if after is None:
            return "its successor is not in the file"
        if ends is None:
            return f"its type “{depend.type}” is unknown"
        if before == after or self._inside(before, after) or self._inside(after, before):
            return "it links a task with itself or with its own summary task"
        try:
            lag = int(depend.difference)
        except ValueError:
            return f"its lag “{depend.difference}” is not a number of days"
        from_finish, to_finish = ends
        if self._summary[before] and not from_finish:
            return "“not before the first of its tasks begins” cannot be said between milestones"
        if self._summary[after] and to_finish:
            return "“its last task not before” cannot be said between milestones"
        source = self._gate_out(before) if self._summary[before] else before
        target = self._gate_in(after) if self._summary[after] else after
        weight = lag
        if from_finish and not self._summary[before]:
            weight += self._duration(before)
        if to_finish:
            weight -= self._duration(after)
        self._lines.setdefault((source, target), depend.line)
        self.edges.append(Edge(source, target, weight))
        return ""

    def _join_to_summary(self, place: int, summary: int) -> None:
        inner = self._summary[place]
        self.edges.append(Edge(self._gate_in(summary), self._gate_in(place) if inner else place, 0))
        source, weight = (self._gate_out(place), 0) if inner else (place, self._duration(place))
        self.edges.append(Edge(source, self._gate_out(summary), weight))

    def _inside(self, place: int, summary: int) -> bool:
        """Is the task at `place` somewhere below `summary`?"""
        return self._summary[summary] and summary < place <= self._last[summary]

    def _duration(self, place: int) -> int:
        """Working days; a milestone has none, though format 2.x writes 1."""
        task = self._tasks[place]
        return 0 if task.milestone else task.duration

    def _gate_in(self, place: int) -> int:
        return len(self._tasks) + place

    def _gate_out(self, place: int) -> int:
        return 2 * len(self._tasks) + place
