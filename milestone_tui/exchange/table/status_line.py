"""The status on one line, for a status bar or the prompt of a shell: plain text without any escape sequence."""

from __future__ import annotations

from datetime import date

from milestone_tui.exchange.table.cells import cut
from milestone_tui.plan.analysis.status import NextMilestone, Status
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words, due_words
from milestone_tui.plan.model import Health

TITLE_CELLS = 24
"""The most cells of a title."""

_ASCII = {"·": "|", "…": "~"}


def status_line(status: Status, today: date, *, ascii_only: bool) -> str:
    """Return the line; empty if no project can be judged and nothing is open."""
    counts = {Health.OFF_TRACK: "red", Health.AT_RISK: "amber"}
    found = [f"{count:,} {word}" for health, word in counts.items() if (count := status.count(health))]
    health = " ".join(found) or ("all on track" if status.count(Health.ON_TRACK) else "")
    accept = f"{status.to_accept:,} to accept" if status.to_accept else ""
    comes = _next_words(status.next, today, ascii_only) if status.next is not None else ""
    return f" {_dressed('·', ascii_only)} ".join(filter(None, (health, comes, accept)))


def _next_words(milestone: NextMilestone, today: date, ascii_only: bool) -> str:
    due_on = milestone.due_on
    title = cut(visible(milestone.title), TITLE_CELLS, _dressed("…", ascii_only))
    when = "" if due_on is None else due_words(due_on, today) if due_on < today else date_words(due_on, today)
    return f"next {title} {when}".rstrip()


def _dressed(sign: str, ascii_only: bool) -> str:
    return _ASCII[sign] if ascii_only else sign
