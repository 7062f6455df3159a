"""Write milestones or projects as a table of plain text, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TextIO

from milestone_tui.exchange.export import MilestoneExport, iso
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import slip_words
from milestone_tui.plan.model import Milestone, Plan, Project, ProjectSummary
from milestone_tui.plan.sign import Sign

_MILESTONE_HEADS = ("PROJECT", "PHASE", "MILESTONE", "OWNER", "BASELINE", "DUE", "DONE", "SLIP", "%", "STATE")
_PROJECT_HEADS = ("PROJECT", "NAME", "CLIENT", "HEALTH", "%", "NEXT", "DUE", "FINISH", "SLIP")
_RIGHT = frozenset(("SLIP", "%"))
_WIDEST = 48
"""Cells that a column of text may take."""


def write_milestones(export: MilestoneExport, out: TextIO) -> None:
    """Write one line a milestone."""
    _write(table(export.plans, export.keep, export.today), out)


def write_projects(summaries: Iterable[ProjectSummary], out: TextIO) -> None:
    """Write heads, then one line a project."""
    _write(_aligned(_PROJECT_HEADS, map(_project_cells, summaries)), out)


def _write(lines: Iterable[str], out: TextIO) -> None:
    print("\n".join(lines), file=out)


def table(plans: Iterable[Plan], keep: frozenset[int] | None, today: date) -> Iterator[str]:
    """The lines of a plain table: heads, then one milestone a line; late ones are marked with an exclamation mark.

    Everything is shown visibly: nothing a title holds steers the terminal.
    """
    rows = [
        _milestone_cells(plan.project, milestone, today)
        for plan in plans
        for milestone in plan.milestones
        if keep is None or milestone.id in keep
    ]
    return _aligned(_MILESTONE_HEADS, rows)


def _aligned(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Return the lines of a table; those of `_RIGHT` end on one edge."""
    lines = (heads, *rows)
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        line = "  ".join(
            _padded(cell, wide, head in _RIGHT) for cell, wide, head in zip(cells, widths, heads, strict=True)
        )
        yield line.rstrip()


def _milestone_cells(project: Project, milestone: Milestone, today: date) -> tuple[str, ...]:
    slip = milestone.slip(today)
    return (
        visible(project.key),
        _shortened(milestone.phase),
        _shortened(milestone.title),
        _shortened(milestone.owner),
        iso(milestone.baseline_on) or "-",
        (iso(milestone.due_on) or "-") + (" !" if milestone.overdue(today) else ""),
        iso(milestone.done_on) or "-",
        "new" if milestone.added and slip is None else _slip_cell(slip),
        str(milestone.percent),
        Sign.REJECTED.value if milestone.sign is Sign.REJECTED else milestone.state.value,
    )


def _project_cells(s: ProjectSummary) -> tuple[str, ...]:
    return (
        _shortened(s.project.key),
        _shortened(s.project.name),
        _shortened(s.project.client),
        s.verdict.health.value,
        "-" if s.percent is None else str(s.percent),
        _shortened(s.next_title) or "-",
        iso(s.next_due_on) or "-",
        iso(s.finish_on) or "-",
        "no baseline" if s.lacks_baseline else _slip_cell(s.slip_days),
    )


def _slip_cell(days: int | None) -> str:
    """Return a slip with its unit, in ASCII."""
    return "-" if days is None else slip_words(days).replace("−", "-")


def width(text: str) -> int:
    """Cells that a text takes on a terminal, as near as the standard library tells."""
    if text.isascii():
        return len(text)
    return sum(map(_cell_width, text))


def _cell_width(character: str) -> int:
    import unicodedata  # only who lists more than ASCII pays for its tables

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _shortened(text: str) -> str:
    """A text as it may be shown, cut to a column's width."""
    shown = visible(text)
    if width(shown) <= _WIDEST:
        return shown
    taken, cells = [], 0
    for character in shown:
        cells += width(character)
        if cells > _WIDEST - 1:
            break
        taken.append(character)
    return "".join(taken) + "…"


def _padded(text: str, cells: int, right: bool) -> str:
    gap = " " * (cells - width(text))
    return gap + text if right else text + gap
