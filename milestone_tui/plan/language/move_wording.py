"""The result of a what-if in words: a summary for the title bar, and findings line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import MONTHS, count_words, date_words, day_words, days_words, list_words
from milestone_tui.plan.model import Finding, Health
from milestone_tui.plan.network.move_result import Finish, Move, Outcome

_NAMED = 2
"""Most findings of one kind, and other projects, to name; more are counted."""


def outcome_words(outcome: Outcome, today: date) -> tuple[str, ...]:
    """Return the summary: `finish 18 → 29 Jan`, `4 more milestones move (1 in NORD)`, `X misses its target by 5 days`.

    The first finish is that of the project of the move; other projects are named if their finish moves. The count is
    without the milestones that the person moves.
    """
    if not outcome.moves:
        return ("nothing moves",)
    first, *others = outcome.finishes
    finishes = [_finish_words(first, today)]
    finishes += [
        f"{finish.project.key} {_finish_words(finish, today)}" for finish in others if finish.before != finish.after
    ]
    if len(finishes) > _NAMED + 1:
        more = len(finishes) - _NAMED - 1
        finishes[_NAMED + 1 :] = [f"{more} more {'finish' if more == 1 else 'finishes'}"]
    targets = (f"{finish.project.key} misses its target by {_late(finish)}" for finish in outcome.targets)
    return (*finishes, _count(outcome), *targets)


def following_words(outcome: Outcome) -> str:
    """Return `4 more milestones move (1 in NORD), 11 working days of float used`, to be shown beside the mode."""
    used = [f"{count_words(outcome.float_used, 'working day')} of float used"] if outcome.float_used else []
    return ", ".join([_count(outcome), *used])


def breaks(outcome: Outcome, today: date) -> tuple[Finding, ...]:
    """Return the findings of a move: what it breaks, worst first, odd dates, and what it touches and improves.

    Deadlines and links are red; dates, targets, payments and other projects amber. Of many findings of one kind only
    the worst is named. The last finding says so if the move misses no deadline.
    """
    if not outcome.moves:
        return ()
    other = "other " if outcome.past_deadline else ""
    kept = () if outcome.deadlines else (Finding(Health.ON_TRACK, None, f"no {other}deadline missed"),)
    return (
        *_deadlines(outcome, today),
        *_violated(outcome),
        *_shortened(outcome),
        *_odd_days(outcome, today),
        *_targets(outcome, today),
        *_payments(outcome, today),
        *_elsewhere(outcome),
        *_mended(outcome, today),
        *kept,
    )


def _odd_days(outcome: Outcome, today: date) -> Iterator[Finding]:
    """Yield the chosen due dates that are in the past or not working days."""
    calendars = {finish.project.id: finish.project.calendar for finish in outcome.finishes}
    chosen = [move for move in outcome.moves if move.chosen and move.milestone.is_open]
    past = [move for move in chosen if move.to < today]
    off = [move for move in chosen if not calendars[move.project_id].is_working(move.to)]
    for odd, one, many in ((past, "in the past", "in the past"), (off, "a non-working day", "non-working days")):
        if len(odd) == 1:
            yield Finding(Health.AT_RISK, odd[0].id, f"{day_words(odd[0].to)} is {one}")
        elif odd:
            yield Finding(Health.AT_RISK, None, f"{len(odd)} dates are {many}")


def _deadlines(outcome: Outcome, today: date) -> Iterator[Finding]:
    missed = outcome.deadlines
    for move in missed if len(missed) <= _NAMED else missed[:1]:
        head = f"{len(missed)} deadlines missed, worst: " if len(missed) > _NAMED else ""
        yield Finding(Health.OFF_TRACK, move.id, head + _deadline_words(move, today))


def _mended(outcome: Outcome, today: date) -> Iterator[Finding]:
    """Yield the deadlines that are met again or missed by less; only their number if there are many."""
    mended = outcome.mended
    if len(mended) > _NAMED:
        late = sum(move.late > 0 for move in mended)
        words = f", {late} still missed" if late else ""
        health = Health.AT_RISK if late else Health.ON_TRACK
        yield Finding(health, None, f"{len(mended)} deadlines improved{words}")
        return
    for move in mended:
        if move.late:
            yield Finding(Health.AT_RISK, move.id, _deadline_words(move, today))
        else:
            met = f"{move.milestone.title} meets its deadline {date_words(move.milestone.deadline_on, today)} again"
            yield Finding(Health.ON_TRACK, move.id, f"{met} (was {days_words(move.late_before)} late)")


def _violated(outcome: Outcome) -> Iterator[Finding]:
    soon = sorted(outcome.violated, key=lambda soon: -soon.days)
    for worst in soon if len(soon) <= _NAMED else soon[:1]:
        head = f"{len(soon)} links too soon, worst: " if len(soon) > _NAMED else ""
        missing = count_words(worst.days, "working day")
        if worst.days_before:
            missing += f" (was {worst.days_before})"
        text = f"{head}{worst.successor.title} {missing} too soon after {worst.predecessor.title}"
        yield Finding(Health.OFF_TRACK, worst.successor.id, text)


def _shortened(outcome: Outcome) -> Iterator[Finding]:
    """Yield the shortened lags: `lag 10 → 7 wd after Design`; only the one that shrinks most if there are many."""
    shortened = sorted(outcome.shortened, key=lambda found: found.lag - found.link.lag)
    for most in shortened if len(shortened) <= _NAMED else shortened[:1]:
        head = f"{len(shortened)} lags shortened, most: " if len(shortened) > _NAMED else ""
        text = f"{head}lag {most.link.lag} → {most.lag} wd after {most.predecessor.title}"
        yield Finding(Health.AT_RISK, most.successor.id, text)


def _targets(outcome: Outcome, today: date) -> Iterator[Finding]:
    """Yield the targets that are missed by more or by less than before, of the first few projects only."""
    many = len(outcome.finishes) > 1
    for finish in outcome.finishes[: _NAMED + 1]:
        if finish.late != finish.late_before:
            name = f"{finish.project.key} target" if many else "target"
            how = f"missed by {_late(finish)}" if finish.late else f"met (was {days_words(finish.late_before)} late)"
            health = Health.AT_RISK if finish.late > finish.late_before else Health.ON_TRACK
            yield Finding(health, None, f"{name} {date_words(finish.project.target_on, today)} {how}")


def _payments(outcome: Outcome, today: date) -> Iterator[Finding]:
    """Yield the payments that move; for several in one project their sum and the last new date."""
    payments = outcome.payments
    for finish in outcome.finishes:
        moves = [move for move in payments if move.project_id == finish.project.id]
        if not moves:
            continue
        total = sum((move.milestone.value or Decimal(0) for move in moves), Decimal(0))
        amount = money_words(total, finish.project.currency) if total else ""
        last = date_words(max(move.to for move in moves), today)
        elsewhere = [move for move in moves if _changes_month(move)]
        if len(moves) == 1 and elsewhere:
            text = f"payment {moves[0].milestone.title} moves {_months(moves[0])}{f', {amount}' if amount else ''}"
        elif len(moves) == 1:
            text = f"payment {amount or moves[0].milestone.title} moves to {last}"
        else:
            text = f"{len(moves)} payments move{f', {amount} in total' if amount else ''}, the last to {last}"
            if elsewhere:
                named = [f"{move.milestone.title} {_months(move)}" for move in elsewhere]
                text += f" · to another month: {list_words(named, _NAMED)}"
        later = any(move.was is None or move.to > move.was for move in moves)
        yield Finding(Health.AT_RISK if later else Health.ON_TRACK, moves[0].id if len(moves) == 1 else None, text)


def _changes_month(move: Move) -> bool:
    return move.was is not None and (move.was.year, move.was.month) != (move.to.year, move.to.month)


def _months(move: Move) -> str:
    """Return `from Dec to Jan`, with the years if they are a year or more apart."""
    was, to = move.was or move.to, move.to
    years = abs((to.year - was.year) * 12 + to.month - was.month) >= 12
    before, after = (f"{MONTHS[day.month - 1]}{f' {day.year}' if years else ''}" for day in (was, to))
    return f"from {before} to {after}"


def _elsewhere(outcome: Outcome) -> Iterator[Finding]:
    """Yield the other projects that move; with their milestones if they are few."""
    others = [finish.project for finish in outcome.finishes[1:]]
    if len(others) > _NAMED:
        text = f"{len(others)} other projects move too: {list_words([project.key for project in others], _NAMED)}"
        yield Finding(Health.AT_RISK, None, text)
        return
    for project in others:
        titles = [move.milestone.title for move in outcome.moves if move.project_id == project.id]
        yield Finding(Health.AT_RISK, None, f"{project.key} moves too: {list_words(titles, _NAMED)}")


def _finish_words(finish: Finish, today: date) -> str:
    """Return `finish 18 → 29 Jan`, `finish 18 Jan → 2 Feb` or `finish stays 18 Jan`."""
    before, after = finish.before, finish.after
    if before is None:
        return f"finish {date_words(after, today)}"
    if before == after:
        return f"finish stays {date_words(before, today)}"
    was, will = date_words(before, today), date_words(after, today)
    if after is not None and (before.year, before.month) == (after.year, after.month):
        was = str(before.day)
    return f"finish {was} → {will}"


def _count(outcome: Outcome) -> str:
    """Return how many milestones follow the move, and how many of them are in other projects."""
    count = len(outcome.followers)
    if not count:
        return "no other milestone moves"
    more = "" if count == len(outcome.moves) else "more "  # in a re-plan none is chosen
    elsewhere = ", ".join(_counts_elsewhere(outcome))
    words = f"{count_words(count, f'{more}milestone')} {'moves' if count == 1 else 'move'}"
    return f"{words} ({elsewhere})" if elsewhere else words


def _counts_elsewhere(outcome: Outcome) -> list[str]:
    """Return `1 in NORD` for each other project in which milestones follow."""
    elsewhere = Counter(move.project_id for move in outcome.followers) if len(outcome.finishes) > 1 else {}
    parts = [
        f"{elsewhere[finish.project.id]} in {finish.project.key}"
        for finish in outcome.finishes[1:]
        if finish.project.id in elsewhere
    ]
    if len(parts) > _NAMED:
        parts[_NAMED:] = [f"others in {count_words(len(parts) - _NAMED, 'more project')}"]
    return parts


def _deadline_words(move: Move, today: date) -> str:
    return f"{move.milestone.title} {_late(move)} past its deadline {date_words(move.milestone.deadline_on, today)}"


def _late(missed: Finish | Move) -> str:
    """Return `16 days` or `16 days (was 5)`."""
    return days_words(missed.late) + (f" (was {missed.late_before})" if missed.late_before else "")
