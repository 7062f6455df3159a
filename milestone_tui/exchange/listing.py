"""Plans as records for scripts and as a table for people: what `milestone-tui list` prints."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from milestone_tui.plan.fields import MILESTONE_FIELDS, FieldKind, FieldSpec
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import slip_words
from milestone_tui.plan.model import Milestone, Plan, Project
from milestone_tui.plan.sign import Sign

if TYPE_CHECKING:
    from milestone_tui.plan.calendar.workdays import WorkCalendar
    from milestone_tui.plan.network.network import Network

Record = dict[str, object]
"""Names are the words of the design and stay; what is absent is None."""

_HEADS = ("PROJECT", "PHASE", "MILESTONE", "OWNER", "BASELINE", "DUE", "DONE", "SLIP", "%", "STATE")
_RIGHT = frozenset(("SLIP", "%"))
_WIDEST = 48
"""Cells that a column of text may take."""


def records(plans: Iterable[Plan], keep: frozenset[int] | None, today: date, network: Network) -> Iterator[Record]:
    """One record a milestone, in the order of the plans; only those in `keep` (milestone ids) when it is given.

    `network` holds these plans, and those that links lead to from them.
    """
    for plan in plans:
        baseline = plan.baseline.name if plan.baseline else None
        calendar = plan.project.calendar
        for milestone in plan.milestones:
            if keep is None or milestone.id in keep:
                yield _record(plan.project, milestone, baseline, calendar, today, network)


def _record(
    project: Project,
    milestone: Milestone,
    baseline: str | None,
    calendar: WorkCalendar,
    today: date,
    network: Network,
) -> Record:
    id_, due_on, submitted_on = milestone.id, milestone.due_on, milestone.submitted_on
    driving = network.driving_predecessors.get(id_)
    return {
        **_NAMES,
        **_listed(milestone),
        "id": id_,
        "project": project.key,
        "project_name": project.name,
        "client": project.client or None,
        "baseline": baseline if milestone.baseline_on else None,
        "baseline_on": iso(milestone.baseline_on),
        "working_day": None if due_on is None else calendar.is_working(due_on),
        "submitted_on": iso(submitted_on),
        "acceptance_due_on": None if submitted_on is None else _acceptance_due(milestone, calendar),
        "accepted_on": iso(milestone.accepted_on),
        "rejected": milestone.sign is Sign.REJECTED,
        "percent": milestone.percent,
        "slip_days": milestone.slip(today),
        "overdue": milestone.overdue(today),
        "total_float_days": network.total_floats.get(id_),
        "free_float_days": network.free_floats.get(id_),
        "critical": id_ in network.critical,
        "driving_predecessor": None if driving is None else driving.predecessor_id,
        "criteria_met": milestone.criteria_met,
        "criteria_total": milestone.criteria_total,
        "currency": project.currency if milestone.value is not None else None,
    }


def listed(fields: Mapping[str, FieldSpec]) -> Callable[[Milestone | Project], Record]:
    """Return what writes the fields of a milestone or a project that are listed, by their names in JSON."""
    columns = [
        (spec.json, attrgetter(name), _WRITERS.get(spec.kind, _text)) for name, spec in fields.items() if spec.json
    ]
    return lambda value: {name: write(read(value)) for name, read, write in columns}


def _acceptance_due(milestone: Milestone, calendar: WorkCalendar) -> str | None:
    from milestone_tui.plan.sign_off import acceptance_due_on  # late: few milestones wait

    return iso(acceptance_due_on(milestone, calendar))


def table(plans: Iterable[Plan], keep: frozenset[int] | None, today: date) -> Iterator[str]:
    """The lines of a plain table: heads, then one milestone a line; late ones are marked with an exclamation mark.

    Everything is shown visibly: nothing a title holds steers the terminal.
    """
    rows = [
        _cells(plan.project, milestone, today)
        for plan in plans
        for milestone in plan.milestones
        if keep is None or milestone.id in keep
    ]
    return aligned(_HEADS, rows, _RIGHT)


def aligned(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Container[str]) -> Iterator[str]:
    """Return the lines of a table; the columns with these heads end on one edge."""
    lines = (heads, *rows)
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        line = "  ".join(
            _padded(cell, wide, head in right) for cell, wide, head in zip(cells, widths, heads, strict=True)
        )
        yield line.rstrip()


def slip_cell(days: int | None) -> str:
    """Return a slip with its unit, in ASCII."""
    return "-" if days is None else slip_words(days).replace("−", "-")


def _cells(project: Project, milestone: Milestone, today: date) -> tuple[str, ...]:
    slip = milestone.slip(today)
    return (
        visible(project.key),
        shortened(milestone.phase),
        shortened(milestone.title),
        shortened(milestone.owner),
        iso(milestone.baseline_on) or "-",
        (iso(milestone.due_on) or "-") + (" !" if milestone.overdue(today) else ""),
        iso(milestone.done_on) or "-",
        "new" if milestone.added and slip is None else slip_cell(slip),
        str(milestone.percent),
        Sign.REJECTED.value if milestone.sign is Sign.REJECTED else milestone.state.value,
    )


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


def shortened(text: str) -> str:
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


@lru_cache(maxsize=4_096)  # many milestones stand on the same days, and to write a day costs more than to find it
def iso(day: date | None) -> str | None:
    """Return a date as 2026-11-22."""
    return None if day is None else day.isoformat()


def _amount(value: Decimal | None) -> str | None:
    """Money as text, so that no reader makes a float of it."""
    return None if value is None else str(value)


def _text(value: str) -> str | None:
    return value or None


def _same(value: object) -> object:
    return value


_WRITERS: Mapping[FieldKind, Callable[[Any], object]] = {
    FieldKind.CHOICE: str,
    FieldKind.DAY: iso,
    FieldKind.FLAG: _same,
    FieldKind.MONEY: _amount,
    FieldKind.TAGS: list,
    FieldKind.WHOLE: _same,
}
"""How a field is written by its kind; all else is a text."""

_listed = listed(MILESTONE_FIELDS)

_NAMES = dict.fromkeys(
    (
        *("id", "project", "project_name", "client", "phase", "title", "kind", "owner", "approver", "state"),
        *("baseline", "baseline_on", "due_on", "working_day", "deadline_on", "done_on", "submitted_on"),
        *("acceptance_due_on", "accepted_on", "rejected", "percent", "slip_days", "overdue", "total_float_days"),
        *("free_float_days", "critical", "driving_predecessor", "criteria_met", "criteria_total", "weight", "value"),
        *("currency", "deliverable", "tags", "internal", "notes"),
    )
)
"""The order of a record; a field that is not named comes last."""
