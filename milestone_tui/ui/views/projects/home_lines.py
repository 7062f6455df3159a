"""The home screen as lines of text when it opens. Imports no Textual: the first frame uses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.portfolio import ClientGroup, JudgedMark, ProjectBrief, ProjectRow, projects_of
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.language.wording import day_words
from milestone_tui.plan.model import ProjectSummary
from milestone_tui.ui.navigation import HOME, ROOMY_HEIGHT, VIEWS_HEIGHT, views_line
from milestone_tui.ui.renderer import Line, Span, title_line, with_cursor
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.projects import lines as project_lines
from milestone_tui.ui.views.projects.pane_lines import LOW, SHORT, TALL, PreviewData, preview_lines

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.payments import PaymentSums

LOW_HEIGHT = 20
"""Lines of the screen below which the pane is text only."""

LEAST = (60, 15)
"""Width and height of the smallest terminal on which the essential columns fit."""

TITLE: Span = ("Milestones", Ink.BRIGHT)


def preview_height(height: int) -> int:
    """Return the height of the pane on a screen of this height."""
    return TALL if height >= ROOMY_HEIGHT else SHORT if height >= LOW_HEIGHT else LOW


def room_for_rows(height: int) -> int:
    """Return how many rows of the list fit a screen of this height."""
    above = 2 + (height >= VIEWS_HEIGHT) + 2 * (height >= ROOMY_HEIGHT)  # title, views, heads and blank lines around
    return height - 1 - preview_height(height) - above


def portfolio_status(projects: Sequence[ProjectSummary] | Sequence[ProjectBrief], today: date) -> Line:
    """Return how many milestones are overdue and due this week (at a weekend the next), and the date."""
    overdue = sum(s.overdue for s in projects)
    this_week = sum(s.due_this_week for s in projects)
    line: list[Span] = []
    if overdue:
        line += [(f"{overdue:,} overdue", Ink.BAD), (" · ", Ink.DIM)]
    if this_week:
        line += [(f"{this_week:,} due {due_week(today).words}", Ink.DIM), (" · ", Ink.DIM)]
    return (*line, (day_words(today), Ink.TEXT))


def home_lines(
    rows: Sequence[ProjectRow],
    projects: Sequence[ProjectSummary] | Sequence[ProjectBrief],
    marks: tuple[JudgedMark, ...],
    today: date,
    size: tuple[int, int],
    *,
    sorted_by: str = "",
    ascii_only: bool = False,
    payments: PaymentSums | None = None,
) -> list[tuple[Line, Ground]]:
    """Return all lines but the key bar, with the cursor on the first project, which marks and payments belong to.

    `rows` are at least those in view, `projects` all in the list, which its counts and widths depend on.
    `sorted_by` is the head of the sorted column. Lines may be shorter than the screen.
    """
    width, height = size
    first = projects_of(rows[:2])[0]
    cursor = rows.index(first)
    columns = project_lines.columns(width, project_lines.widths_of(projects, today), today, ascii_only=ascii_only)
    story = PreviewData(first, marks, today, not project_lines.names_the_client(columns), payments)
    strip = [*preview_lines(story, width, preview_height(height)), (), (), ()]
    gap: list[tuple[Line, Ground]] = [((), Ground.INK)] if height >= ROOMY_HEIGHT else []
    lines: list[tuple[Line, Ground]] = [(title_line((TITLE,), portfolio_status(projects, today), width), Ground.PANEL)]
    if height >= VIEWS_HEIGHT:
        lines.append((views_line(HOME, width), Ground.INK))
    lines += [*gap, (project_lines.heads(columns, sorted_by), Ground.INK), *gap]
    for place, shown in enumerate(islice(rows, room_for_rows(height))):
        if isinstance(shown, ClientGroup):
            row = project_lines.group_line(shown, width, today)
        else:
            row = project_lines.row(columns, shown)
        lines.append((with_cursor(row), Ground.ROW) if place == cursor else (row, Ground.INK))
    lines += [((), Ground.INK)] * (height - 1 - preview_height(height) - len(lines))
    return [*lines, *((line, Ground.INK) for line in strip[: preview_height(height)])]
