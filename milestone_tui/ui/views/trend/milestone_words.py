"""Texts of the milestone trend: the story of a milestone, and the sentences below the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.trend import Compression, Story, TrendClass
from milestone_tui.plan.analysis.trend_words import closer_words, moves_words
from milestone_tui.plan.language.wording import DASH, date_words, days_words
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import paragraph

if TYPE_CHECKING:
    from milestone_tui.ui.views.trend.milestones import TrendRow

_STALE_DAYS = 14
"""Days after which a due date should be confirmed."""


def trend_word(trend: TrendClass | None) -> str:
    """Return the class in one word; a dash for too few reports."""
    return DASH if trend is None else trend.value


def pane_lines(row: TrendRow, today: date, ink: Ink) -> tuple[Line, ...]:
    """Return what happened to a milestone and where that leads, then why it moved and how fresh its date is."""
    m = row.milestone
    first: list[tuple[str, Ink]] = [
        (fit(m.title, 40).rstrip(), Ink.BRIGHT),
        (f"  {moves_words(row.story, today)}", Ink.DIM),
    ]
    if m.done_on is not None:
        first.append((f"   done {date_words(m.done_on, today)}", Ink.GOOD))
    elif row.needs_new_date:
        first.append(("   needs a new date", Ink.BAD))
    elif row.rate is not None:
        first.append(("   at this rate ", Ink.TEXT))
        meets = row.rate.meets_on
        first.append((date_words(meets, today), ink) if meets else ("never", Ink.BAD))
    if m.deadline_on is not None:
        first.append((f", deadline {date_words(m.deadline_on, today)}", Ink.DIM))
    return (tuple(first), _second(row, today))


def _second(row: TrendRow, today: date) -> Line:
    facts: list[tuple[str, Ink]] = []
    if reasons := reason_counts(row.story):
        facts.append((reasons, Ink.DIM))
    if len(row.baselines) > 1:
        days = " → ".join(date_words(day, today) for _, day in row.baselines[-3:])
        facts.append((f"baseline moved {days}", Ink.DIM))
    m = row.milestone
    if m.is_open and m.forecast_at is not None:
        days_ago = (today - m.forecast_at.date()).days
        ago = "today" if days_ago <= 0 else f"{days_words(days_ago)} ago"
        facts.append((f"last confirmed {ago}", Ink.WARN if days_ago >= _STALE_DAYS else Ink.DIM))
    joined: list[tuple[str, Ink]] = []
    for place, fact in enumerate(facts):
        joined += [(" · ", Ink.DIM), fact] if place else [fact]
    return tuple(joined)


def reason_counts(of: Story) -> str:
    """Return `scope (1), estimate (2)`."""
    return ", ".join(f"{reason.value} ({count})" for reason, count in of.reasons)


def needs_new_date(row: TrendRow) -> bool:
    """Return whether its due date has passed."""
    return row.needs_new_date


def copied(row: TrendRow, key: str, today: date) -> str:
    """Return the story of a milestone as one line of text."""
    first, second = pane_lines(row, today, Ink.TEXT)
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
