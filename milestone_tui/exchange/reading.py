"""Read any file with a plan or days off; its first bytes decide the format, not its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.formats import FORMATS, Head, format_of, load_function
from milestone_tui.exchange.tables.options import Entry, TableOptions
from milestone_tui.plan.imported import ALL_FIELDS, Changed, ImportedPlan

if TYPE_CHECKING:
    from milestone_tui.exchange.days_off.formats import Holidays
    from milestone_tui.exchange.other_signs import OtherFile
    from milestone_tui.plan.archive import Archive

_FALLBACK_DAYS_OFF = {True: "ganttproject.xml:read_calendar", False: "ics.reader:read_ics"}
"""The reader that refuses an unknown file with days off: one for XML (True), one for all others."""
_DAYS_OFF = "This file has days off, not a plan. Import it with `milestone-tui holidays PROJECT --from FILE`."

_CALENDARS = "Choose an .ics or .calendar file."
_ARCHIVE = "This file has whole projects with their history. Import it with `milestone-tui import FILE`."


_NOTHING_SAID = TableOptions()


def read_plan(
    data: bytes, file_name: str, *, table: TableOptions = _NOTHING_SAID, remembered: Sequence[Entry] = ()
) -> ImportedPlan:
    """Return the plan in a file of any of the `FORMATS` with plans.

    `file_name`, without its ending, is the default name of the project. `table` is what a person has said about a
    table, and `remembered` what was said about earlier ones. Raises ImportRefused with the reason if nothing can be
    imported.
    """
    from milestone_tui.exchange.other_programs import other_file

    if (other := other_file(data, file_name)) is not None:
        raise ImportRefused(_other_sentence(other))
    head = Head(data)
    _refuse_not_xml(head, file_name)
    found = format_of(head)
    if found is None:
        namespace, root = head.root
        start = f"<{root[:40]}>" + (f" of {namespace[:80]}" if namespace else "")
        raise ImportRefused(
            f"This XML is not a GanttProject or Microsoft Project plan (it starts with {start})."
            " Save the plan again in one of them."
        )
    if found.days_off_reader:
        raise ImportRefused(_DAYS_OFF)
    if found.archive_reader:
        raise ImportRefused(_ARCHIVE)
    if not found.is_table and table._replace(dates=None).is_said:
        raise ImportRefused(
            f"This is a {found.name} file, not a table. Leave out --map and the other options of tables."
        )
    options: dict[str, Any] = {"table": table, "remembered": remembered} if found.is_table else {}
    incoming: ImportedPlan = load_function(found.plan_reader)(data, PurePath(file_name).stem, **options)
    if not found.is_table:  # a table says itself of what it speaks: its columns
        incoming = incoming._replace(projects=tuple(p._replace(fields=ALL_FIELDS) for p in incoming.projects))
    # A table keeps its ids when it is saved as CSV or as a workbook.
    source = "table" if found.is_table else found.name
    return incoming._replace(source=source, file_name=file_name)


def converted(
    data: bytes, file_name: str, wanted: Callable[[], None] = lambda: None
) -> tuple[bytes, tuple[Changed, ...]]:
    """Return a file of another program as one that `read_plan` reads, if a converter is there, with a remark.

    Any other file is returned as it is. `wanted` is called again and again; an error that it raises ends the
    conversion. Raises ImportRefused for a file that cannot be converted.
    """
    from milestone_tui.exchange.other_programs import other_file

    other = other_file(data, file_name)
    if other is None or not other.converts:
        return data, ()
    from milestone_tui.exchange.mpxj import convert, find_converter

    if (converter := find_converter()) is None:
        return data, ()
    told = Changed("", f"Converted with {converter.name} from {file_name}", "")
    return convert(data, file_name, other, converter, wanted), (told,)


def _other_sentence(other: OtherFile) -> str:
    """Return what a file is and the ways in; by a converter too, where that is not there."""
    if not other.converts:
        return other.sentence
    from milestone_tui.exchange.mpxj import find_converter, how_to_install

    return other.sentence if find_converter() else f"{other.sentence} Or {how_to_install()}."


def read_archive(data: bytes) -> Archive | None:
    """Return the projects with their history in a file that `export` wrote; None for a file of any other kind.

    Raises ImportRefused if the file is damaged, or from a newer version.
    """
    head = Head(data)
    found = next((known for known in FORMATS if known.archive_reader and known.sniff(head)), None)
    if found is None:
        return None
    archive: Archive = load_function(found.archive_reader)(data)
    return archive


def _refuse_not_xml(head: Head, file_name: str) -> None:
    """Raise ImportRefused for a file whose name ends as that of an XML format, with contents that are not XML."""
    ending = PurePath(file_name).suffix.lower()
    claimed = next((known for known in FORMATS if known.is_xml and ending in known.suffixes), None)
    if claimed is not None and not head.is_xml:
        raise ImportRefused(
            f"{file_name} is not a {claimed.name} file (it is not XML). Save it again from {claimed.program}."
        )


def read_holidays(data: bytes, years: range) -> Holidays:
    """Return the days off in a file of any of the `FORMATS` with days off; yearly ones for each of `years`.

    Raises ImportRefused with the reason if nothing can be imported.
    """
    head = Head(data)
    found = next((known for known in FORMATS if known.days_off_reader and known.sniff(head)), None)
    if found is None:
        _refuse_other_holidays(data, head)
    # For an unknown file, the nearest reader raises the reason.
    reader = found.days_off_reader if found else _FALLBACK_DAYS_OFF[head.is_xml]
    holidays: Holidays = load_function(reader)(data, years)
    return holidays


def _refuse_other_holidays(data: bytes, head: Head) -> None:
    """Raise ImportRefused for a file without days off that is known for what it is: a plan, or of another program."""
    from milestone_tui.exchange.other_programs import other_file

    if (other := other_file(data, "")) is not None:
        raise ImportRefused(f"This is {other.what}, not a list of days off. {_CALENDARS}")
    if (found := format_of(head)) is not None and (found.is_xml or found.archive_reader):
        kind = "a plan" if found.is_xml else "whole projects"
        raise ImportRefused(
            f"This file has {kind}, not a list of days off. Import it with `milestone-tui import FILE`."
        )
