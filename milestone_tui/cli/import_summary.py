"""The report of an import: what was imported, what to check first, what was changed on the way or skipped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from milestone_tui.cli.changing import say
from milestone_tui.cli.output import echo, terminal_width

if TYPE_CHECKING:
    from milestone_tui.plan.imported import Changed, ImportReport, Skipped


def print_summary(report: ImportReport) -> None:
    """Print what was imported and updated, what was not as in the file, and what to do next."""
    echo(_sentence(report))
    _print_parts("Updated", report.taken)
    _print_parts("Not in this file", [part._replace(reason="") for part in report.gone])
    print_remarks(report.remarks)
    if report.undecided:
        say((_undecided(report.undecided),))
    print_left(report)


def print_left(report: ImportReport) -> None:
    """Print which options would take the rest."""
    if report.cancellable:
        say(("Add --cancel-gone to cancel what is gone and open.",))
    if report.left:
        say(("Add --update to take what differs.",))


def print_remarks(remarks: Iterable[Changed | Skipped]) -> None:
    """Print the parts of a file that need a look, were changed on the way or skipped: a line for each reason."""
    from milestone_tui.plan.importing.report import sections
    from milestone_tui.plan.importing.words import told_words
    from milestone_tui.plan.language.text import visible

    cells = None if sys.stdout is None else terminal_width(sys.stdout)
    for section in sections(remarks):
        lines = [f"{section.heading}: {section.parts:,}"]
        for told in section.told:
            lines += _indented(visible(told_words(told)), cells)
        echo("\n".join(lines))


def _print_parts(heading: str, parts: Sequence[Changed | Skipped]) -> None:
    """Print parts of a file below a heading, one line each; nothing without any."""
    from milestone_tui.plan.language.text import visible

    if parts:
        cells = None if sys.stdout is None else terminal_width(sys.stdout)
        lines = [f"{heading}: {len(parts):,}"]
        for part in parts:
            lines += _indented(": ".join(visible(word) for word in part[:3] if word), cells)
        echo("\n".join(lines))


def _indented(text: str, cells: int | None) -> list[str]:
    """Return a line, indented; for a terminal in its width, with the rest indented further."""
    if cells is None:
        return [f"  {text}"]
    from milestone_tui.exchange.table.cells import wrapped

    first, *rest = wrapped(text, max(1, cells - 2), max(1, cells - 4))
    return [f"  {first}", *(f"    {line}" for line in rest)]


def remark_facts(remarks: Iterable[Changed | Skipped]) -> dict[str, object]:
    """Return what `print_remarks` prints, for JSON; every part of the file by itself."""
    from milestone_tui.exchange.json.import_preview import remark_records

    return remark_records(remarks)


def _sentence(report: ImportReport) -> str:
    """Return a sentence with the counts that are not 0, and the projects."""
    from milestone_tui.plan.importing.words import imported_words, keys_words, updated_words

    imported, projects = imported_words(report), keys_words(report.projects)
    if report.changed or report.changed_links or report.cancelled:
        return f"Updated {projects}: {updated_words(report)}."
    if imported:
        return f"Imported {imported} into {projects}."
    if report.is_all_here:
        return _all_here(report, projects)
    below = " The reasons are below." if report.remarks else ""
    return f"Nothing was imported into {projects}.{below}"


def _all_here(report: ImportReport, projects: str) -> str:
    """Return that the projects have all of the file, and how much of it differs."""
    if report.is_update and not (report.differing or report.gone):
        return f"Nothing to take: the file and {projects} say the same."
    start = f"Nothing to take: {projects}" if report.is_update else projects
    has = f"{start} {'has' if len(report.projects) == 1 else 'have'} all of the file"
    if not report.differing:
        return f"{has}."
    differs = f"{report.differing:,} {'differs' if report.differing == 1 else 'differ'}"
    if not report.is_update:
        return f"{has}; {differs}."
    return f"{has}; {differs} and {'stays' if report.differing == 1 else 'stay'} as here."


def _undecided(gates: int) -> str:
    if gates == 1:
        return "1 gate is done but has no decision. Open it and press ctrl+g to record one."
    return f"{gates:,} gates are done but have no decision. Open each and press ctrl+g to record one."
