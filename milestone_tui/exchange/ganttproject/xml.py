"""What stands in a .gan file, element by element; nothing is interpreted here."""

from __future__ import annotations

from dataclasses import dataclass, field

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.ganttproject.dates import GanDate
from milestone_tui.exchange.xml_guard import GuardedParser, check_tasks

_KEPT = frozenset(["task", "depend", "previous-tasks", "previous-task", "date", "resource", "allocation"])
"""Elements that take memory, and so are counted."""
_HUGE = 10**9
"""More days than any calendar has: a number up to which sums can be told."""


@dataclass(slots=True)
class Task:
    """One `<task>`; `parent` is the place of its parent in the list of tasks, -1 at the top."""

    id: str
    name: str
    milestone: bool
    start: str
    duration: int
    """Working days."""
    complete: int
    """0-100."""
    web_link: str
    parent: int
    line: int
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Depend:
    """One `<depend>`: it stands in its predecessor and names its successor."""

    predecessor: int
    """Place of the predecessor in the list of tasks."""
    successor: str
    """Id of the successor."""
    type: str
    """"1" start-start, "2" finish-start, "3" finish-finish, "4" start-finish."""
    difference: str
    """The lag in working days."""
    line: int


@dataclass(frozen=True, slots=True)
class GanBaseline:
    """One `<previous-tasks>`: the start of each task by its id, with the line where it stands."""

    name: str
    line: int
    starts: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class GanFile:
    """A whole .gan file."""

    name: str = ""
    tasks: list[Task] = field(default_factory=list)
    depends: list[Depend] = field(default_factory=list)
    resources: dict[str, str] = field(default_factory=dict)
    """Names by id."""
    contacts: dict[str, str] = field(default_factory=dict)
    """Mail addresses by id of the resource."""
    responsible: dict[str, str] = field(default_factory=dict)
    """The resource that answers for a task, by the task's id; the first where there are several."""
    baselines: list[GanBaseline] = field(default_factory=list)
    """Oldest first."""
    week: dict[str, str] = field(default_factory=dict)
    """`mon` to `sun`: "0" for a working day, "1" for a day off."""
    dates: list[GanDate] = field(default_factory=list)
    """What its calendar says of single days."""


def parse_gan(data: bytes) -> GanFile:
    """Read the XML.

    Raises:
        ImportRefused: it is not well formed, no GanttProject file, or has a document type (which may hold entities
            that grow without end, and which GanttProject never writes).
    """
    reader = _Reader()
    reader.parser.parse(data)
    return reader.file


class _Reader:
    """Collects a file while the parser walks through it."""

    def __init__(self) -> None:
        self.file = GanFile()
        self.parser = GuardedParser("GanttProject file", namespaces=False)
        self.parser.expat.StartElementHandler = self._start
        self.parser.expat.EndElementHandler = self._end
        self.parser.expat.CharacterDataHandler = self._text
        self._path: list[str] = []
        self._open_tasks: list[int] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._path:
            if tag != "project":
                raise ImportRefused(
                    f"This is XML, but no GanttProject file: it begins with <{tag[:40]}>, not <project>."
                )
            self.file.name = attributes.get("name", "")
        self.parser.enter()
        if tag in _KEPT:
            self.parser.keep()
        self._path.append(tag)
        section = self._path[1] if len(self._path) > 1 else ""
        if section == "tasks":
            self._start_in_tasks(tag, attributes)
        elif section == "previous":
            self._start_in_baselines(tag, attributes)
        else:
            self._start_elsewhere(section, tag, attributes)

    def _start_in_tasks(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.line
        if tag == "task":
            check_tasks(len(self.file.tasks) + 1)
            self._open_tasks.append(len(self.file.tasks))
            self.file.tasks.append(
                Task(
                    id=attributes.get("id", ""),
                    name=attributes.get("name", ""),
                    milestone=attributes.get("meeting") == "true",
                    start=attributes.get("start", ""),
                    duration=_whole(attributes.get("duration", "")),
                    complete=_whole(attributes.get("complete", "")),
                    web_link=attributes.get("webLink", ""),
                    parent=self._open_tasks[-2] if len(self._open_tasks) > 1 else -1,
                    line=line,
                )
            )
        elif tag == "depend" and self._open_tasks:
            get = attributes.get
            depend = Depend(self._open_tasks[-1], get("id", ""), get("type", "2"), get("difference", "0"), line)
            self.file.depends.append(depend)

    def _start_in_baselines(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.line
        if tag == "previous-tasks":
            self.file.baselines.append(GanBaseline(attributes.get("name", ""), line))
        elif tag == "previous-task" and self.file.baselines:
            self.file.baselines[-1].starts[attributes.get("id", "")] = (attributes.get("start", ""), line)

    def _start_elsewhere(self, section: str, tag: str, attributes: dict[str, str]) -> None:
        match section, tag:
            case "calendars", "default-week":
                self.file.week = attributes
            case "calendars", "date":
                get = attributes.get
                line = self.parser.line
                found = GanDate(get("year", ""), get("month", ""), get("date", ""), get("type", ""), "", line)
                self.file.dates.append(found)
            case "resources", "resource":
                self.file.resources[attributes.get("id", "")] = attributes.get("name", "")
                self.file.contacts[attributes.get("id", "")] = attributes.get("contacts", "")
            case "allocations", "allocation" if attributes.get("responsible") == "true":
                self.file.responsible.setdefault(attributes.get("task-id", ""), attributes.get("resource-id", ""))

    def _end(self, tag: str) -> None:
        self.parser.leave()
        self._path.pop()
        if tag == "task" and self._open_tasks:
            self._open_tasks.pop()

    def _text(self, text: str) -> None:
        if self._open_tasks and self._path[-1] == "notes":
            task = self.file.tasks[self._open_tasks[-1]]
            task.notes += text
            self.parser.check_text(len(task.notes))
        elif self._path[1:] == ["calendars", "date"]:
            found = self.file.dates[-1]
            self.file.dates[-1] = found._replace(name=found.name + text)
            self.parser.check_text(len(found.name) + len(text))


def _whole(text: str) -> int:
    """A whole number, 0 where there is none (GanttProject writes nothing else); of a huge one a huge one."""
    try:
        return max(-_HUGE, min(_HUGE, int(text)))
    except ValueError:
        return 0
