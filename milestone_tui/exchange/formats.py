"""The table of formats: each is one row here and one folder beside this file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of binary Microsoft Office files, such as .mpp."""


class Head:
    """The beginning of a file, which shows its format."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.text = data[:200]
        """The first bytes, without a byte order mark."""
        for mark in _BYTE_ORDER_MARKS:
            self.text = self.text.removeprefix(mark)

    @property
    def is_office_file(self) -> bool:
        """Return whether the file is a binary Microsoft Office file."""
        return self._data.startswith(_OFFICE_97)

    @property
    def is_xml(self) -> bool:
        """Return whether the file begins as XML does, in any encoding."""
        return self.text.replace(b"\0", b"").lstrip().startswith(b"<")

    @cached_property
    def root(self) -> tuple[str, str]:
        """Return namespace and name of the outermost XML element; two empty texts for a file that is not XML.

        Raises ImportRefused for damaged XML.
        """
        if not self.is_xml:
            return "", ""
        from milestone_tui.exchange.xml_tree import root_of

        return root_of(self._data)


class Format(NamedTuple):
    """A file format. Its readers and writers are imported when they are first used."""

    name: str
    """As people call it."""
    suffixes: tuple[str, ...]
    """The endings of file names."""
    sniff: Callable[[Head], bool] = lambda _: False
    """Return whether a file has this format, by its contents; always False for a format that cannot be read."""
    plan_reader: str = ""
    """For plans: "module:function" that takes bytes and the default name of the project; returns an `ImportedPlan`."""
    takes_dates: bool = False
    """Its plan reader takes the order of day, month and year as `dates`."""
    days_off_reader: str = ""
    """For days off: "module:function" that takes bytes and years; returns `Holidays`."""
    milestone_writer: str = ""
    """To write milestones: "module:function" that takes a `MilestoneExport` and an open text file."""
    project_writer: str = ""
    """To write projects: "module:function" that takes their summaries and an open text file."""
    needs_network: bool = False
    """Its milestone writer needs floats and drivers, which take longer."""
    program: str = ""
    """The program that writes it, for a format that is always XML."""

    @property
    def flag(self) -> str:
        """Return the option of `list` for this format."""
        return f"--{self.name.lower().replace(' ', '-')}"

    @property
    def is_xml(self) -> bool:
        """Return whether its files are always XML."""
        return bool(self.program)


def load_function(reference: str) -> Callable[..., Any]:
    """Import the function that "module:function" names, in this package."""
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
"""The default format of `list`."""

FORMATS = (
    Format(
        "GanttProject",
        (".gan",),
        lambda head: head.root == ("", "project"),
        "ganttproject.reader:read_gan",
        program="GanttProject",
    ),
    Format(
        "Microsoft Project XML", (".xml",), _is_mspdi, "mspdi.reader:read_mspdi", program="Microsoft Project as XML"
    ),
    Format(
        "GanttProject calendar",
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
        lambda head: not head.is_xml and not head.is_office_file,  # after the others: any text may be a table
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
    """Return the format of a file; None for an unknown one. Raises ImportRefused for damaged XML."""
    return next((found for found in FORMATS if found.sniff(head)), None)
