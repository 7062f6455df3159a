"""Texts of the milestone trend: the story of a milestone, and the sentences below the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.trend import Compression, Rate, Story, TrendClass
from milestone_tui.plan.analysis.trend_words import MOST_DAYS, closer_words, moves_words
from milestone_tui.plan.language.wording import DASH, date_words, days_words
from milestone_tui.ui.renderer import Line, Span, cells, ended, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import paragraph

if TYPE_CHECKING:
    from milestone_tui.ui.views.trend.trend_chart import Told, TrendRow

_STALE_DAYS = 14
"""Days after which a due date should be confirmed."""
_TITLE_LEAST = 8
_ANY_WIDTH = 1_000


def trend_word(trend: TrendClass | None) -> str:
    """Return the class in one word; a dash for too few reports."""
    return DASH if trend is None else trend.value


def pane_lines(row: TrendRow, told: Told, today: date, ink: Ink, width: int) -> tuple[Line, ...]:
    """Return what happened to a milestone and where that leads, then why it moved and how fresh its date is.

    Where they do not fit into `width` cells, dates between the first and the last are left out, then all of them, then
    the title is cut.
    """
    title, leads = fit(row.milestone.title, 40).rstrip(), _leads(row, told.rate, today, ink)
    for most in (*range(MOST_DAYS, 1, -1), 0):
        moved = f"  {moves_words(told.story, today, most)}"
        if cells(title) + cells(moved) + line_width(leads) <= width:
            break
    room = max(_TITLE_LEAST, width - cells(moved) - line_width(leads))
    title = fit(title, room).rstrip() if cells(title) > room else title
    return (ended(((title, Ink.BRIGHT), (moved, Ink.DIM), *leads), width), _second(row, told.story, today, width))


def _leads(row: TrendRow, rate: Rate | None, today: date, ink: Ink) -> Line:
    """Return when a milestone was done, or will be at this rate, beside its deadline."""
    m = row.milestone
    leads: list[Span] = []
    if m.done_on is not None:
        leads.append((f"   done {date_words(m.done_on, today)}", Ink.GOOD))
    elif row.needs_new_date:
        leads.append(("   needs a new date", Ink.BAD))
    elif rate is not None and rate.meets_on is not None:
        leads += [("   at this rate ", Ink.DIM), (date_words(rate.meets_on, today), ink)]
    elif rate is not None and rate.slope >= 1:
        leads.append(("   not converging", Ink.BAD))
    if m.deadline_on is not None:
        leads.append((f", deadline {date_words(m.deadline_on, today)}", Ink.DIM))
    return tuple(leads)


def _second(row: TrendRow, of: Story, today: date, width: int) -> Line:
    """Return the reasons for the moves and the last confirmation, which comes first where room is short."""
    m = row.milestone
    reasons: list[Span] = [(words, Ink.DIM)] if (words := reason_counts(of)) else []
    confirmed: list[Span] = []
    if m.is_open and m.forecast_at is not None:
        days_ago = (today - m.forecast_at.date()).days
        ago = "today" if days_ago <= 0 else f"{days_words(days_ago)} ago"
        confirmed = [(f"last confirmed {ago}", Ink.WARN if days_ago >= _STALE_DAYS else Ink.DIM)]
    line = _joined([*reasons, *confirmed])
    return line if line_width(line) <= width else ended(_joined([*confirmed, *reasons]), width)


def _joined(facts: Sequence[Span]) -> Line:
    return tuple(span for place, fact in enumerate(facts) for span in ((" · ", Ink.DIM), fact)[0 if place else 1 :])


def reason_counts(of: Story) -> str:
    """Return `scope (1), estimate (2)`."""
    return ", ".join(f"{reason.value} ({count})" for reason, count in of.reasons)


def needs_new_date(row: TrendRow) -> bool:
    """Return whether its due date has passed."""
    return row.needs_new_date


def copied(row: TrendRow, told: Told, key: str, today: date) -> str:
    """Return the story of a milestone as one line of text."""
    first, second = pane_lines(row, told, today, Ink.TEXT, _ANY_WIDTH)
    facts = ["".join(text for text, _ in first[1:]).strip(), "".join(text for text, _ in second)]
    return f"{key} {row.milestone.title}: {trend_word(row.trend)}, {' · '.join(filter(None, facts))}"


def note_lines(
    closer: Sequence[Compression], titles: Mapping[int, str], calibration: str, width: int
) -> tuple[Line, ...]:
    """Return the sentences below the list: the worst compression, then the calibration."""
    lines: list[Line] = []
    if closer:
        lines += _note("!", closer_words(closer, titles), Ink.WARN, width)
    if calibration:
        lines += [*([()] if lines else []), *_note("·", calibration, Ink.DIM, width)]
    return tuple(lines)


def _note(sign: str, sentence: str, ink: Ink, width: int) -> list[Line]:
    wrapped = paragraph(sentence, width - 3, ink)
    return [((f" {sign if place == 0 else ' '} ", ink), *line) for place, line in enumerate(wrapped)]
