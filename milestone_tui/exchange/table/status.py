"""Write the status of projects as a short table of plain text: one line each, with the worst reason for its health."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.exchange.table.cells import cut, padded
from milestone_tui.exchange.table.writer import GAP, Column, fit_widths, shortened, slip_cell
from milestone_tui.plan.analysis.status import ProjectStatus
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Health

_COLUMNS = (
    Column("project"),
    Column("health"),
    Column("reason"),
    Column("percent", expendable=1, head="%", right_aligned=True),
    Column("next", least=12),
    Column("due", right_aligned=True),
    Column("finish", expendable=3, right_aligned=True),
    Column("slip", expendable=4, right_aligned=True),
    Column("accept", expendable=2, right_aligned=True),
)
_HEALTH = 1
_REASON = 2
"""The places of these columns."""
_BAD = (Health.AT_RISK, Health.OFF_TRACK)

GLYPHS = {
    Health.ARCHIVED: ("×", "X"),
    Health.CANCELLED: ("×", "X"),
    Health.COMPLETED: ("✔", "v"),
    Health.ON_TRACK: ("●", "="),
    Health.AT_RISK: ("▲", "!"),
    Health.OFF_TRACK: ("■", "#"),
}
"""The glyph of each health, and its form in ASCII: those of the dashboard."""


class StatusLine(NamedTuple):
    """A line of the table, in parts: what is before the cell of health, this cell, and what comes after."""

    before: str
    cell: str = ""
    after: str = ""
    health: Health | None = None
    """None for the heads, for a reason below its project, and for a project that cannot be judged."""
    is_head: bool = False

    @property
    def text(self) -> str:
        """Return the whole line."""
        return f"{self.before}{self.cell}{self.after}".rstrip()


def status_lines(
    projects: Sequence[ProjectStatus], today: date, cells: int | None, *, ascii_only: bool
) -> Iterator[StatusLine]:
    """Return the heads and a line for each project, at least one, fitted into `cells`, unless it is None.

    Columns without any entry are left out. If there is no room for the reasons beside the rest, that of each project at
    risk or off track is on a line below.
    """
    bodies = list(zip(*(_cells(one, today, ascii_only) for one in projects), strict=True))
    texts = [(column.title, *found) for column, found in zip(_COLUMNS, bodies, strict=True)]
    widths = {place: max(map(width, texts[place])) for place, found in enumerate(bodies) if any(found)}
    mark = "~" if ascii_only else "…"
    below = [""] * len(projects)
    if cells is not None:
        if _REASON in widths and sum(widths.values()) + len(GAP) * (len(widths) - 1) > cells:
            del widths[_REASON]
            below = [cut(f"  {visible(one.reason)}", cells, mark) if one.health in _BAD else "" for one in projects]
        fit_widths(_COLUMNS, widths, cells)
    columns = [[_fitted(text, widths[place], _COLUMNS[place], mark) for text in texts[place]] for place in widths]
    split = list(widths).index(_HEALTH)
    heads, *lines = (
        StatusLine(GAP.join((*line[:split], "")), line[split], GAP.join(("", *line[split + 1 :])))
        for line in zip(*columns, strict=True)
    )
    yield heads._replace(is_head=True)
    for one, line, reason in zip(projects, lines, below, strict=True):
        yield line._replace(health=one.health)
        if reason.strip():
            yield StatusLine(reason)


def _fitted(text: str, wide: int, column: Column, mark: str) -> str:
    return padded(cut(text, wide, mark) if column.least else text, wide, column.right_aligned)


def _cells(one: ProjectStatus, today: date, ascii_only: bool) -> tuple[str, ...]:
    s = one.summary
    glyph = "" if one.health is None else GLYPHS[one.health][ascii_only]
    return (
        shortened(s.project.key),
        "-" if one.health is None else f"{glyph} {one.health.value}",
        shortened(one.reason),
        "-" if s.percent is None else str(s.percent),
        shortened(s.next_title) or "-",
        "-" if s.next_due_on is None else date_words(s.next_due_on, today),
        "-" if s.finish_on is None else date_words(s.finish_on, today),
        "-" if s.slip_days is None else slip_cell(s.slip_days),
        f"{one.to_accept:,}" if one.to_accept else "",
    )
