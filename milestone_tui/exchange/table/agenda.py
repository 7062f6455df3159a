"""Write the agenda as plain text: a head for each group, and a line for each milestone or risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.exchange.table.writer import GAP, Column, fit_widths, fitted, shortened, slip_cell
from milestone_tui.plan.analysis.agenda import AgendaFigures, AgendaGroup, AgendaItem, Section, waits_for
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import due_words, handle, near_day_words
from milestone_tui.plan.model import Milestone

_INDENT = "  "
_COLUMNS = (
    Column("day", right_aligned=True),
    Column("due"),
    Column("project"),
    Column("milestone", least=16),
    Column("owner", least=6, expendable=3),
    Column("criteria", expendable=2),
    Column("slip", right_aligned=True),
    Column("after", least=12, expendable=1),
)


class AgendaLine(NamedTuple):
    """A line of the text: the head of a group, or an item."""

    text: str
    section: Section | None
    """The section of the group or item; None for the head of a project or an owner."""
    is_head: bool


def agenda_text(groups: Sequence[AgendaGroup], figures: AgendaFigures, today: date, cells: int | None) -> Iterator[str]:
    """Return the lines as texts, in at most `cells`."""
    return (line.text for line in agenda_lines(groups, figures, today, cells))


def agenda_lines(
    groups: Sequence[AgendaGroup], figures: AgendaFigures, today: date, cells: int | None
) -> Iterator[AgendaLine]:
    """Return the lines of the groups, with columns cut or left out so that they fit into `cells`, unless it is None."""
    items = [item for group in groups for item in group.items]
    if not items:
        return
    texts = list(zip(*(_cells(item, figures, today) for item in items), strict=True))
    widths = {place: wide for place, column in enumerate(texts) if (wide := max(map(width, column)))}
    if cells is not None:
        fit_widths(_COLUMNS, widths, cells - len(_INDENT))
    columns = [fitted(texts[place], wide, _COLUMNS[place]) for place, wide in widths.items()]
    lines = zip(*columns, strict=True)
    for place, group in enumerate(groups):
        if place:
            yield AgendaLine("", None, is_head=False)
        title = visible(group.title) if group.section is None else group.title.upper()
        yield AgendaLine(f"{title} {len(group.items):,}", group.section, is_head=True)
        for item in group.items:
            yield AgendaLine((_INDENT + GAP.join(next(lines))).rstrip(), item.section, is_head=False)


def _cells(item: AgendaItem, figures: AgendaFigures, today: date) -> tuple[str, ...]:
    subject = item.subject
    is_done = item.section is Section.DONE
    day = near_day_words(item.on, today)
    when = "" if is_done or item.on is None else due_words(item.on, today)
    owner = shortened(handle(subject.owner))
    if not isinstance(subject, Milestone):
        return day, when, item.project.key, shortened(f"{subject.called} {subject.title}"), owner, "", "", ""
    criteria = f"{subject.criteria_met}/{subject.criteria_total}" if subject.criteria_total else ""
    slip = subject.slip(today)
    after = waits_for(item, figures)
    return (
        day,
        when,
        item.project.key,
        shortened(subject.title),
        owner,
        criteria,
        "" if slip is None else slip_cell(slip),
        f"after {shortened(after)}" if after and subject.is_open and not subject.submitted_on else shortened(after),
    )
