"""How a move is told before it is written: in the head of the screen, and line by line what it breaks."""

from __future__ import annotations

from collections import Counter
from datetime import date

from milestone_tui.plan.model import Finding, Health
from milestone_tui.plan.money import money_words
from milestone_tui.plan.outcome import Finish, Move, Outcome
from milestone_tui.plan.wording import count_words, date_words

_TOLD = 2
"""Other projects that the head has room for."""


def outcome_words(outcome: Outcome, today: date) -> tuple[str, ...]:
    """The parts of the head: `finish 18 → 29 Jan`, `4 milestones move, 1 in NORD`, `ACME leaves its target by 5 d`.

    The finish is the one of the project that was moved in; others are named where theirs moves too. The milestones that
    were chosen are not counted.
    """
    if not outcome.moves:
        return ("nothing moves",)
    first, *others = outcome.finishes
    finishes = [_finish_words(first, today)]
    finishes += [f"{finish.project.key} {_finish_words(finish, today)}" for finish in others if _goes(finish)]
    if len(finishes) > _TOLD + 1:
        finishes[_TOLD + 1 :] = [f"{len(finishes) - _TOLD - 1} more finishes"]
    return (*finishes, _count(outcome), *(_target_words(finish) for finish in outcome.targets))


def following_words(outcome: Outcome) -> str:
    """`4 milestones move with it, 11 working days of float used`: beside the way that was chosen."""
    count = len(outcome.followers)
    it = "it" if len(outcome.moves) - count == 1 else "them"
    words = f"{_milestones_move(count)} with {it}" if count else f"nothing moves with {it}"
    return f"{words}, {_float_words(outcome.float_used)}" if outcome.float_used else words


def breaks(outcome: Outcome, today: date) -> tuple[Finding, ...]:
    """What a move breaks, the worst first: deadlines and links are red, targets and payments amber.

    The last one says it when no deadline is broken.
    """
    found = [Finding(Health.OFF_TRACK, move.id, _deadline_words(move, today)) for move in outcome.deadlines]
    for soon in outcome.violated:
        missing = count_words(soon.days, "working day")
        text = f"{soon.successor.title} {missing} too soon after {soon.predecessor.title}"
        found.append(Finding(Health.OFF_TRACK, soon.successor.id, text))
    many = len(outcome.finishes) > 1
    for finish in outcome.targets:
        name = f"{finish.project.key} target" if many else "target"
        text = f"{name} {date_words(finish.project.target_on, today)} missed by {_late(finish)}"
        found.append(Finding(Health.AT_RISK, None, text))
    currencies = {finish.project.id: finish.project.currency for finish in outcome.finishes}
    for move in outcome.payments:
        value = move.milestone.value
        what = move.milestone.title if value is None else money_words(value, currencies[move.project_id])
        found.append(Finding(Health.AT_RISK, move.id, f"payment {what} moves to {date_words(move.to, today)}"))
    if not outcome.deadlines:
        found.append(Finding(Health.ON_TRACK, None, "no deadline broken"))
    return tuple(found)


def _goes(finish: Finish) -> bool:
    return finish.before != finish.after


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
    elsewhere = Counter(move.project_id for move in followers)
    parts = [
        f"{elsewhere[finish.project.id]} in {finish.project.key}"
        for finish in outcome.finishes[1:]
        if finish.project.id in elsewhere
    ]
    if len(parts) > _TOLD:
        parts[_TOLD:] = [f"others in {len(parts) - _TOLD} more projects"]
    return ", ".join([_milestones_move(len(followers)), *parts])


def _milestones_move(count: int) -> str:
    return f"{count_words(count, 'milestone')} {'moves' if count == 1 else 'move'}"


def _float_words(days: int) -> str:
    return f"{count_words(days, 'working day')} of float used"


def _target_words(finish: Finish) -> str:
    return f"{finish.project.key} leaves its target by {_late(finish)}"


def _deadline_words(move: Move, today: date) -> str:
    return f"{move.milestone.title} {_late(move)} past its deadline {date_words(move.milestone.deadline_on, today)}"


def _late(missed: Finish | Move) -> str:
    """`16 d`, `16 d (was 5 d)`."""
    return f"{missed.late} d (was {missed.late_before} d)" if missed.late_before else f"{missed.late} d"
