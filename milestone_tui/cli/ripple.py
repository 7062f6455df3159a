"""What a move does, in lines for a terminal and as facts for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.move_wording import breaks, outcome_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words, long_day, working_days
from milestone_tui.plan.model import Health, Milestone
from milestone_tui.plan.network.move_result import Move
from milestone_tui.plan.network.what_if import WhatIf

_MOST_LISTED = 20
"""Milestones that follow and are listed; the others are counted."""
_LONGEST_TITLE = 40


def ripple_lines(now: WhatIf, milestone: Milestone, today: date, *, is_real: bool) -> Iterator[str]:
    """Yield what a move does, or did if it `is_real`: the move, its effect, what follows, what it breaks."""
    lead = next((move for move in now.outcome.moves if move.id == milestone.id), None)
    if lead is None:
        held = "has no date" if milestone.on is None else f"is on {long_day(milestone.on)}"
        yield f'Nothing changed: "{milestone.title}" {held} already.'
        return
    verb = "Moved" if is_real else "Would move"
    steps = f", {working_days(lead.days)}" if lead.was is not None and lead.days else ""
    yield f'{verb} "{milestone.title}": {date_words(lead.was, today)} → {long_day(lead.to)}{steps}.'
    yield f"  {' · '.join(outcome_words(now.outcome, today))}"
    yield from _followers(now, now.outcome.followers, today)
    for finding in breaks(now.outcome, today):
        how = "" if finding.health is Health.ON_TRACK else f"{finding.health.value}: "
        yield f"  {how}{finding.text}"


def _followers(now: WhatIf, moves: tuple[Move, ...], today: date) -> Iterator[str]:
    """Yield a line for each milestone that follows: `  Load test passed  4 Dec → 11 Dec  +5 wd`."""
    listed = moves[:_MOST_LISTED]
    names = [_cut(_named(now, move)) for move in listed]
    longest = max(map(width, names), default=0)
    for name, move in zip(names, listed, strict=True):
        dates = f"{date_words(move.was, today):>6} → {date_words(move.to, today):>6}"
        yield f"  {name}{' ' * (longest - width(name))}  {dates}  {working_days(move.days)}"
    if len(moves) > len(listed):
        yield f"  and {len(moves) - len(listed)} more"


def _named(now: WhatIf, move: Move) -> str:
    """Return the title of a milestone, with the key of a project other than that of the move."""
    project = now.network.projects[move.project_id]
    title = visible(move.milestone.title)
    return title if project.id == now.plan.project.id else f"{project.key}/{title}"


def _cut(text: str) -> str:
    if width(text) <= _LONGEST_TITLE:
        return text
    while width(text) >= _LONGEST_TITLE:
        text = text[:-1]
    return f"{text.rstrip()}…"


def ripple_facts(now: WhatIf, today: date) -> dict[str, object]:
    """Return what a move does for JSON."""
    return {
        "mode": now.mode.name.lower(),
        "moves": [_move_facts(now, move) for move in now.outcome.moves],
        "finishes": [
            {"project": finish.project.key, "before": _iso(finish.before), "after": _iso(finish.after)}
            for finish in now.outcome.finishes
        ],
        "findings": [
            {"health": finding.health.value, "milestone": finding.milestone_id, "text": finding.text}
            for finding in breaks(now.outcome, today)
        ],
    }


def _move_facts(now: WhatIf, move: Move) -> dict[str, object]:
    return {
        "id": move.id,
        "project": now.network.projects[move.project_id].key,
        "title": move.milestone.title,
        "from": _iso(move.was),
        "to": _iso(move.to),
        "working_days": move.days,
        "chosen": move.chosen,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
