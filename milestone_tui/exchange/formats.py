"""The table of formats: each is one row here and one folder beside this file."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of binary Microsoft Office files, such as .mpp."""


_SEARCHED = 1 << 16
"""Bytes at the beginning of a file that are searched."""
_BEFORE_XML = bytes(range(33)) + b"".join(_BYTE_ORDER_MARKS)
"""What some programs write before XML: blanks, control characters, byte order marks."""


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
        return self._data[:_SEARCHED].lstrip(_BEFORE_XML).startswith(b"<")

    @property
    def is_json(self) -> bool:
        """Return whether the file begins as JSON does, with an array or an object."""
        return self.text.replace(b"\0", b"").lstrip()[:1] in (b"[", b"{")

    def has_names(self, *names: str) -> bool:
        """Return whether the file is JSON and has one of these names near its beginning."""
        start = self._data[:_SEARCHED].replace(b"\0", b"") if self.is_json else b""
        return any(f'"{name}"'.encode() in start for name in names)

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
    """The endings of file names; files that are written end in the first."""
    sniff: Callable[[Head], bool] = lambda _: False
    """Return whether a file has this format, by its contents; always False for a format that cannot be read."""
    plan_reader: str = ""
    """For plans: "module:function" that takes bytes and the default name of the project; returns an `ImportedPlan`."""
    is_table: bool = False
    """Its plan reader takes what a person has said about a table, as `table`."""
    days_off_reader: str = ""
    """For days off: "module:function" that takes bytes and years; returns `Holidays`."""
    milestone_writer: str = ""
    """To write milestones: "module:function" that takes a `MilestoneExport` and an open text file."""
    streams: bool = False
    """Its milestone writer takes several such exports, one after another, and keeps none of them."""
    project_writer: str = ""
    """To write projects: "module:function" that takes their summaries and an open text file."""
    plan_writer: str = ""
    """To write whole projects: "module:function" that takes a `PlanExport` and returns `Written`."""
    archive_writer: str = ""
    """To write projects with all that belongs to them: "module:function" that takes an `Archive`; returns bytes."""
    archive_reader: str = ""
    """"module:function" that takes bytes and returns the `Archive` that such a writer wrote."""
    holds_several: bool = False
    """Its plan writer takes several projects, not only one."""
    word: str = ""
    """Its name on the command line, by default `name` in lower case."""
    needs_network: bool = False
    """Its milestone writer needs floats and drivers, which take longer."""
    program: str = ""
    """The program that writes it, for a format that is always XML."""

    @property
    def flag(self) -> str:
        """Return the option of `list` for this format."""
        return f"--{self.name.lower().replace(' ', '-')}"

    @property
    def typed(self) -> str:
        """Return its name on the command line."""
        return self.word or self.name.lower().replace(" ", "-")

    @property
    def is_written(self) -> bool:
        """Return whether `export` can write it."""
        return bool(self.plan_writer or self.archive_writer)

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


def _is_github(head: Head) -> bool:
    return head.has_names("due_on", "open_issues", "html_url")


_ARCHIVE = re.compile(rb'\s*\{\s*"milestone-tui"\s*:')


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
        plan_writer="ganttproject.writer:write_gan",
        program="GanttProject",
    ),
    Format(
        "Microsoft Project XML",
        (".xml",),
        _is_mspdi,
        "mspdi.reader:read_mspdi",
        plan_writer="mspdi.writer:write_mspdi",
        word="mspdi",
        program="Microsoft Project as XML",
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
        lambda head: head.text.replace(b"\0", b"").lstrip().upper().startswith(b"BEGIN:VCALENDAR"),
        days_off_reader="ics.reader:read_ics",
    ),
    Format(
        "JSON",
        (".json",),
        lambda head: _ARCHIVE.match(head.text.replace(b"\0", b"")) is not None,
        milestone_writer="json.writer:write_milestones",
        streams=True,
        project_writer="json.writer:write_projects",
        archive_writer="json.archive:write_archive",
        archive_reader="json.archive:read_archive",
        holds_several=True,
        needs_network=True,
    ),
    Format("GitHub milestones", (), _is_github, "github.reader:read_github"),
    Format(
        "GitLab milestones",
        (),
        lambda head: head.is_json,  # after the others: it says what is wrong with any other JSON
        "gitlab.reader:read_gitlab",
    ),
    Format("TaskJuggler", (".tjp",), plan_writer="taskjuggler.writer:write_taskjuggler"),
    Format("Mermaid", (".mmd",), plan_writer="mermaid.writer:write_mermaid", holds_several=True),
    Format(
        "Excel",
        (".xlsx", ".xlsm"),
        lambda head: head.text.startswith(b"PK"),
        "tables.reader:read_table",
        is_table=True,
        plan_writer="xlsx.writer:write_xlsx",
        holds_several=True,
        word="xlsx",
    ),
    Format(
        "CSV",
        (".csv", ".tsv", ".txt"),
        lambda head: not head.is_xml and not head.is_office_file,  # after the others: any text may be a table
        "tables.reader:read_table",
        is_table=True,
        plan_writer="csv.writer:write_csv",
        holds_several=True,
    ),
    TABLE,
)


def format_of(head: Head) -> Format | None:
    """Return the format of a file; None for an unknown one. Raises ImportRefused for damaged XML."""
    return next((found for found in FORMATS if found.sniff(head)), None)
