"""How a move is told before it is written: in the head of the screen, and line by line what it breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import count_words, date_words, day_words, list_words
from milestone_tui.plan.model import Finding, Health
from milestone_tui.plan.network.move_result import Finish, Move, Outcome

_TOLD = 2
"""Other projects, and things that break, of which each is told; of more of them they are counted."""


def outcome_words(outcome: Outcome, today: date) -> tuple[str, ...]:
    """The parts of the head: `finish 18 → 29 Jan`, `4 milestones move, 1 in NORD`, `ACME leaves its target by 5 d`.

    The finish is the one of the project that was moved in; others are named where theirs moves too. The milestones that
    were chosen are not counted.
    """
    if not outcome.moves:
        return ("nothing moves",)
    first, *others = outcome.finishes
    finishes = [_finish_words(first, today)]
    finishes += [
        f"{finish.project.key} {_finish_words(finish, today)}" for finish in others if finish.before != finish.after
    ]
    if len(finishes) > _TOLD + 1:
        more = len(finishes) - _TOLD - 1
        finishes[_TOLD + 1 :] = [f"{more} more {'finish' if more == 1 else 'finishes'}"]
    targets = (f"{finish.project.key} leaves its target by {_late(finish)}" for finish in outcome.targets)
    return (*finishes, _count(outcome), *targets)


def following_words(outcome: Outcome) -> str:
    """`4 milestones move with it, 1 in NORD, 11 working days of float used`: beside the way that was chosen."""
    count = len(outcome.followers)
    it = "it" if len(outcome.moves) - count == 1 else "them"
    words = f"{_milestones_move(count)} with {it}" if count else f"nothing moves with {it}"
    if count == len(outcome.moves):  # nothing was chosen
        words = _milestones_move(count)
    used = [f"{count_words(outcome.float_used, 'working day')} of float used"] if outcome.float_used else []
    return ", ".join([words, *_counts_elsewhere(outcome), *used])


def breaks(outcome: Outcome, today: date) -> tuple[Finding, ...]:
    """What a move breaks, the worst first, what is odd about the chosen days, and what it touches and mends.

    Deadlines and links are red; days, targets, payments and other projects amber. What there are many of is told by
    the worst of them, or counted. The last one says it when no deadline is broken, or no further one.
    """
    if not outcome.moves:
        return ()
    further = "further " if outcome.past_deadline else ""
    kept = () if outcome.deadlines else (Finding(Health.ON_TRACK, None, f"no {further}contract date broken"),)
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
    """The chosen due dates that have passed, or on which nobody works: they are said, not changed."""
    calendars = {finish.project.id: finish.project.calendar for finish in outcome.finishes}
    chosen = [move for move in outcome.moves if move.chosen and move.milestone.is_open]
    past = [move for move in chosen if move.to < today]
    off = [move for move in chosen if not calendars[move.project_id].is_working(move.to)]
    for odd, one, many in ((past, "has passed", "that have passed"), (off, "is a day off", "off")):
        if len(odd) == 1:
            yield Finding(Health.AT_RISK, odd[0].id, f"{day_words(odd[0].to)} {one}")
        elif odd:
            yield Finding(Health.AT_RISK, None, f"{len(odd)} of them on days {many}")


def _deadlines(outcome: Outcome, today: date) -> Iterator[Finding]:
    broken = outcome.deadlines
    for move in broken if len(broken) <= _TOLD else broken[:1]:
        head = f"{len(broken)} contract dates broken, the worst: " if len(broken) > _TOLD else ""
        yield Finding(Health.OFF_TRACK, move.id, head + _deadline_words(move, today))


def _mended(outcome: Outcome, today: date) -> Iterator[Finding]:
    """The deadlines that are kept by it, or missed by less; of many how many."""
    mended = outcome.mended
    if len(mended) > _TOLD:
        late = sum(move.late > 0 for move in mended)
        words = f", {late} of them still broken" if late else ""
        health = Health.AT_RISK if late else Health.ON_TRACK
        yield Finding(health, None, f"{len(mended)} contract dates mended{words}")
        return
    for move in mended:
        if move.late:
            yield Finding(Health.AT_RISK, move.id, _deadline_words(move, today))
        else:
            kept = f"{move.milestone.title} keeps its contract date {date_words(move.milestone.deadline_on, today)}"
            yield Finding(Health.ON_TRACK, move.id, f"{kept} (was {move.late_before} d late)")


def _violated(outcome: Outcome) -> Iterator[Finding]:
    soon = sorted(outcome.violated, key=lambda soon: -soon.days)
    for worst in soon if len(soon) <= _TOLD else soon[:1]:
        head = f"{len(soon)} links violated, the worst: " if len(soon) > _TOLD else ""
        missing = count_words(worst.days, "working day")
        if worst.days_before:
            missing += f" (was {worst.days_before})"
        text = f"{head}{worst.successor.title} {missing} too soon after {worst.predecessor.title}"
        yield Finding(Health.OFF_TRACK, worst.successor.id, text)


def _shortened(outcome: Outcome) -> Iterator[Finding]:
    """The kept lags that give way: `lag 10 → 7 wd after Design`; of many the one that loses most."""
    gives = sorted(outcome.shortened, key=lambda gives: gives.lag - gives.link.lag)
    for most in gives if len(gives) <= _TOLD else gives[:1]:
        head = f"{len(gives)} lags shortened, the most: " if len(gives) > _TOLD else ""
        text = f"{head}lag {most.link.lag} → {most.lag} wd after {most.predecessor.title}"
        yield Finding(Health.AT_RISK, most.successor.id, text)


def _targets(outcome: Outcome, today: date) -> Iterator[Finding]:
    """Those that are missed by more or by less than before; of many other projects none is told."""
    many = len(outcome.finishes) > 1
    for finish in outcome.finishes[: _TOLD + 1]:
        if finish.late != finish.late_before:
            name = f"{finish.project.key} target" if many else "target"
            how = f"missed by {_late(finish)}" if finish.late else f"kept (was {finish.late_before} d late)"
            health = Health.AT_RISK if finish.late > finish.late_before else Health.ON_TRACK
            yield Finding(health, None, f"{name} {date_words(finish.project.target_on, today)} {how}")


def _payments(outcome: Outcome, today: date) -> Iterator[Finding]:
    """The payments that move; of several in a project their sum, and the last of their new days."""
    payments = outcome.payments
    for finish in outcome.finishes:
        moves = [move for move in payments if move.project_id == finish.project.id]
        if not moves:
            continue
        total = sum((move.milestone.value or Decimal(0) for move in moves), Decimal(0))
        amount = money_words(total, finish.project.currency) if total else ""
        last = date_words(max(move.to for move in moves), today)
        if len(moves) == 1:
            text = f"payment {amount or moves[0].milestone.title} moves to {last}"
        else:
            text = f"{len(moves)} payments move{f', {amount} in all' if amount else ''}, the last to {last}"
        later = any(move.was is None or move.to > move.was for move in moves)
        yield Finding(Health.AT_RISK if later else Health.ON_TRACK, moves[0].id if len(moves) == 1 else None, text)


def _elsewhere(outcome: Outcome) -> Iterator[Finding]:
    """The other projects that are touched; of a few also what of theirs moves."""
    others = [finish.project for finish in outcome.finishes[1:]]
    if len(others) > _TOLD:
        text = f"{len(others)} other projects move too: {list_words([project.key for project in others], _TOLD)}"
        yield Finding(Health.AT_RISK, None, text)
        return
    for project in others:
        titles = [move.milestone.title for move in outcome.moves if move.project_id == project.id]
        yield Finding(Health.AT_RISK, None, f"{project.key} moves too: {list_words(titles, _TOLD)}")


def _finish_words(finish: Finish, today: date) -> str:
    """`finish 18 → 29 Jan`, `finish 18 Jan → 2 Feb`, `finish stays 18 Jan`."""
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
    """How many follow, and where else than in the project that was moved in."""
    followers = outcome.followers
    if not followers:
        return "nothing else moves"
    return ", ".join([_milestones_move(len(followers)), *_counts_elsewhere(outcome)])


def _counts_elsewhere(outcome: Outcome) -> list[str]:
    """`1 in NORD`: how many of those that follow are in other projects."""
    elsewhere = Counter(move.project_id for move in outcome.followers) if len(outcome.finishes) > 1 else {}
    parts = [
        f"{elsewhere[finish.project.id]} in {finish.project.key}"
        for finish in outcome.finishes[1:]
        if finish.project.id in elsewhere
    ]
    if len(parts) > _TOLD:
        parts[_TOLD:] = [f"others in {count_words(len(parts) - _TOLD, 'more project')}"]
    return parts


def _milestones_move(count: int) -> str:
    return f"{count_words(count, 'milestone')} {'moves' if count == 1 else 'move'}"


def _deadline_words(move: Move, today: date) -> str:
    return (
        f"{move.milestone.title} {_late(move)} past its contract date {date_words(move.milestone.deadline_on, today)}"
    )


def _late(missed: Finish | Move) -> str:
    """`16 d`, `16 d (was 5 d)`."""
    return f"{missed.late} d (was {missed.late_before} d)" if missed.late_before else f"{missed.late} d"
