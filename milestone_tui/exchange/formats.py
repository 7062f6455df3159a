"""The table of formats: each is one row here and one folder beside this file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Microsoft's binary files begin with, such as .mpp."""


class Head:
    """The beginning of a file, from which its format is recognised."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.text = data[:200]
        """Its first bytes, without a byte order mark."""
        for mark in _BYTE_ORDER_MARKS:
            self.text = self.text.removeprefix(mark)

    @property
    def is_office_file(self) -> bool:
        """Return whether it is a binary file of Microsoft Office."""
        return self._data.startswith(_OFFICE_97)

    @property
    def is_xml(self) -> bool:
        """Return whether it begins as XML does, in whatever encoding."""
        return self.text.replace(b"\0", b"").lstrip().startswith(b"<")

    @cached_property
    def root(self) -> tuple[str, str]:
        """Return namespace and name of the outermost XML element, two empty texts where it is no XML.

        Raises ImportRefused where it begins as XML and is broken.
        """
        if not self.is_xml:
            return "", ""
        from milestone_tui.exchange.xml_tree import root_of

        return root_of(self._data)


class Format(NamedTuple):
    """A format of files. Its readers and writers are imported only where they are used."""

    name: str
    """As people call it."""
    suffixes: tuple[str, ...]
    """What its files' names end with."""
    sniff: Callable[[Head], bool] = lambda _: False
    """Recognises it, whatever the file is called; nothing where no file of this format can be read."""
    plan_reader: str = ""
    """Where it holds plans: "module:function" of bytes and a name for what has none; returns an `ImportedPlan`."""
    takes_dates: bool = False
    """Its plan reader takes the order of day, month and year as `dates`."""
    days_off_reader: str = ""
    """Where it holds days off: "module:function" of bytes and years, which returns `Holidays`."""
    milestone_writer: str = ""
    """Where milestones can be written: "module:function" of a `MilestoneExport` and an open text file."""
    project_writer: str = ""
    """Where projects can be written: "module:function" of their summaries and an open text file."""
    needs_network: bool = False
    """Its milestone writer asks for floats and drivers, which take longer."""

    @property
    def flag(self) -> str:
        """Return the flag that asks `list` for it."""
        return f"--{self.name.lower().replace(' ', '-')}"


def load_function(reference: str) -> Callable[..., Any]:
    """Import the function that "module:function", below this package, names."""
    from importlib import import_module

    module, _, name = reference.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"milestone_tui.exchange.{module}"), name)
    return function


def _is_mspdi(head: Head) -> bool:
    namespace, root = head.root
    if root != "Project":
        return False
    from milestone_tui.exchange.mspdi.tasks import NAMESPACE

    return not namespace or namespace.startswith(NAMESPACE)


TABLE = Format(
    "table", (), milestone_writer="table.writer:write_milestones", project_writer="table.writer:write_projects"
)
"""What people are shown who ask for nothing else."""

FORMATS = (
    Format("GanttProject", (".gan",), lambda head: head.root == ("", "project"), "ganttproject.reader:read_gan"),
    Format("Microsoft Project XML", (".xml",), _is_mspdi, "mspdi.reader:read_mspdi"),
    Format(
        "GanttProject holidays",
        (".calendar",),
        lambda head: head.root[1] == "calendar",
        days_off_reader="ganttproject.xml:read_calendar",
    ),
    Format(
        "iCalendar",
        (".ics",),
        lambda head: head.text.lstrip().upper().startswith(b"BEGIN:VCALENDAR"),
        days_off_reader="ics.reader:read_ics",
    ),
    Format(
        "CSV",
        (".csv", ".tsv", ".txt"),
        lambda head: not head.is_xml and not head.is_office_file,  # any text may be a table, so it stands last
        "csv.reader:read_csv",
        takes_dates=True,
    ),
    Format(
        "JSON",
        (".json",),
        milestone_writer="json.writer:write_milestones",
        project_writer="json.writer:write_projects",
        needs_network=True,
    ),
    TABLE,
)


def format_of(head: Head) -> Format | None:
    """Return the format of a file; None for one that is unknown. Raises ImportRefused for XML that is broken."""
    return next((found for found in FORMATS if found.sniff(head)), None)
