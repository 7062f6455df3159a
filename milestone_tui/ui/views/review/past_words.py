"""A past review as lines, and what changed between two reviews or since one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from milestone_tui.plan.analysis.comparison import MilestoneChange, PeriodComparison, RiskChange
from milestone_tui.plan.analysis.review import WORDS
from milestone_tui.plan.analysis.review_figures import Figures, from_json
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import (
    DASH,
    count_words,
    date_words,
    days_words,
    percent_words,
    signed,
    slip_words,
)
from milestone_tui.plan.review_state import PastReview
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.ui.renderer import DONE, OPEN, Line, Span, cells, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.review.page_lines import beside, mark, wrapped
from milestone_tui.ui.widgets.text_block import flow, indented, paragraph

_ANSWER = 7
"""Cells of `moved`, with a gap."""


def past_lines(past: PastReview, titles: Mapping[int, str], today: date, width: int) -> tuple[Line, ...]:
    """Return everything that a review said; `titles` are those of milestones without a frozen one."""
    review, figures = past.review, from_json(past.review.figures)
    by = f"by {visible(past.finished_by)}" if past.finished_by else ""
    head: Line = ((f"Review of {date_words(review.held_on, today)}", Ink.BRIGHT),)
    lines: list[Line] = [*beside((head, ((by, Ink.DIM),)), width), ()]
    lines += _health(past, width)
    for facts in _figures(figures, today):
        lines += flow((((fact, Ink.TEXT),) for fact in facts if fact), width, (" · ", Ink.TEXT))
    for finding in figures.findings:
        lines += indented(paragraph(visible(finding), width - 2, Ink.DIM), 2)
    for kind, title in WORDS.items():
        if text := str(getattr(review, kind.value)):
            lines += [(), ((title, Ink.DIM),), *indented(wrapped(text, width - 2), 2)]
    if figures.needed:
        lines += [(), (("Needed from the client", Ink.DIM),)]
        for text, since in figures.needed:
            said = f"since {date_words(since, today)}"
            lines.append(
                ((f"  {fit(text, max(10, width - len(said) - 4)).rstrip()}", Ink.TEXT), (f"  {said}", Ink.DIM))
            )
    answers = [*_answers(past, figures, titles, today, width)]
    if answers:
        lines += [(), (("Milestones", Ink.DIM),), *answers]
    return tuple(lines)


def _health(past: PastReview, width: int) -> Iterator[Line]:
    review = past.review
    pieces: list[Line] = []
    if review.judged is not None:
        pieces.append((("judged ", Ink.DIM), *mark(review.judged)))
    if review.computed is not None:
        pieces.append((("computed ", Ink.DIM), *mark(review.computed)))
    if judged_better(review.judged, review.computed):
        pieces.append((("better than computed", Ink.WARN),))
    yield from beside(pieces, width)
    if review.judged_reason:
        yield from indented(paragraph(visible(review.judged_reason), width - 2), 2)


def _figures(figures: Figures, today: date) -> Iterator[Sequence[str]]:
    """Yield the frozen figures, as the facts of each line; nothing for a review without them."""
    if figures.milestones:
        planned = f", planned {percent_words(figures.planned)}" if figures.planned is not None else ""
        finish = f"finish {date_words(figures.finish, today)}" if figures.finish else ""
        slip = f", {slip_words(figures.slip)}" if figures.slip is not None and finish else ""
        complete = f"{percent_words(figures.percent)} complete{planned}" if figures.percent is not None else ""
        yield complete, finish + slip
        overdue = f"{figures.overdue} overdue" if figures.overdue else ""
        severe = f", {figures.severe} severe" if figures.severe else ""
        risks = f"{count_words(figures.open_risks, 'open risk')}{severe}" if figures.open_risks else ""
        yield f"{figures.done} of {figures.milestones} done", overdue, risks
    money = [
        f"{name} {money_words(amount, figures.currency)}"
        for name, amount in (("value", figures.value), ("done", figures.earned), ("spent", figures.spent))
        if amount is not None and figures.currency
    ]
    if money:
        yield money


def _answers(past: PastReview, figures: Figures, titles: Mapping[int, str], today: date, width: int) -> Iterator[Line]:
    """Yield a line for each answer, with the title and the date of that day."""
    frozen = {answer.id: answer for answer in figures.answers}
    for given in past.answers:
        known = frozen.get(given.milestone_id)
        title = known.title if known is not None else titles.get(given.milestone_id, "a deleted milestone")
        day = (known.done_on or known.due_on) if known is not None else None
        said = date_words(day, today) if day is not None else ""
        mark: Span = (f"  {DONE} ", Ink.GOOD) if given.answer == "done" else (f"  {OPEN} ", Ink.DIM)
        room = max(10, width - 4 - _ANSWER - len(said) - 2)
        yield (
            mark,
            (fit(given.answer, _ANSWER), Ink.DIM),
            (fit(title, room).rstrip(), Ink.TEXT),
            (f"  {said}", Ink.DIM),
        )
        outcome = known.outcome if known is not None else ""
        for text in filter(None, (outcome, given.note)):
            yield from indented(paragraph(visible(text), width - 4 - _ANSWER, Ink.DIM), 4 + _ANSWER)


# Comparison -------------------------------------------------------------------------------------------------


def comparison_lines(period: PeriodComparison, names: tuple[str, str], today: date, width: int) -> tuple[Line, ...]:
    """Return what changed between two reviews, or from one to now; `names` are those of the two ends."""
    lines: list[Line] = [((f"{names[0]} → {names[1]}", Ink.BRIGHT),), ()]
    lines += [line if line_width(line) <= width else line[:-1] for line in _totals(period, today)]
    pushed, came = set(period.pushed_out), set(period.added_in)
    groups: tuple[tuple[str, Iterable[MilestoneChange]], ...] = (
        ("Done", period.done),
        ("Pushed out of the period", period.pushed_out),
        ("Moved", [change for change in period.moved if change not in pushed]),
        ("Added in the period", period.added_in),
        ("Added", [change for change in period.added if change not in came]),
        ("Removed", period.removed),
        ("No longer done", period.reopened),
    )
    for title, changes in groups:
        found = list(changes)
        if found:
            lines += [(), ((title, Ink.DIM), (f"   {len(found)}", Ink.DIM))]
            for change in found:
                lines += _change(title, change, today, width)
    if period.risks:
        lines += [(), (("Risks", Ink.DIM), (f"   {len(period.risks)}", Ink.DIM))]
        lines += [_risk(change, width) for change in period.risks]
    if period.is_empty:
        lines += [(), (("Nothing changed.", Ink.DIM),)]
    return tuple(lines)


def _totals(period: PeriodComparison, today: date) -> Iterator[Line]:
    before, after = period.scope
    yield _total("milestones", before.milestones, after.milestones)
    yield _total("done", before.done, after.done)
    yield _total("weight", before.weight, after.weight)
    was, now = period.finish
    finish = (
        f"{date_words(was, today)} → {date_words(now, today)}" if was != now else f"{date_words(now, today)}, unchanged"
    )
    change = slip_words((now - was).days) if was and now and was != now else ""
    yield (("  " + fit("finish", 12), Ink.DIM), (finish, Ink.TEXT), (f"   {change}", _ink(was, now)))
    plan = period.after.plan or period.before.plan
    currency = plan.project.currency if plan is not None else ""
    for name in ("value", "done", "budget", "spent"):
        was_amount, amount = (getattr(side, name) for side in period.money)
        if was_amount is not None or amount is not None:
            yield _amounts("value done" if name == "done" else name, was_amount, amount, currency)


def _ink(was: date | None, now: date | None) -> Ink:
    return Ink.DIM if was is None or now is None else Ink.WARN if now > was else Ink.GOOD


def _total(name: str, before: int, after: int) -> Line:
    figures = str(after) if before == after else f"{before} → {after}"
    change = "unchanged" if before == after else signed(after - before)
    return (("  " + fit(name, 12), Ink.DIM), (figures, Ink.TEXT), (f"   {change}", Ink.DIM))


def _amounts(name: str, before: Decimal | None, after: Decimal | None, currency: str) -> Line:
    texts = [DASH if amount is None else money_words(amount, currency) for amount in (before, after)]
    figures = texts[1] if before == after else " → ".join(texts)
    return (("  " + fit(name, 12), Ink.DIM), (figures, Ink.TEXT), ("   unchanged" if before == after else "", Ink.DIM))


def _change(title: str, change: MilestoneChange, today: date, width: int) -> Iterator[Line]:
    """Yield the line of a milestone: its title, its dates, and who moved it and why."""
    m = change.milestone
    said, short, ink = _dates(title, change, today)
    said = said if cells(m.title) + cells(said) + 4 <= width else short
    room = max(10, width - cells(said) - 4)
    yield (("  ", Ink.TEXT), (fit(m.title, room), Ink.TEXT), ("  " + said, ink))
    move = change.last_move
    if title in ("Moved", "Pushed out of the period") and move is not None:
        why = move.reason_note or (move.reason.value if move.reason is not None else "no reason recorded")
        yield ((fit(f"    {move.actor}, {date_words(move.day, today)}: {why}", width).rstrip(), Ink.DIM),)
    if title == "Done" and m.outcome:
        yield from indented(paragraph(visible(m.outcome), width - 4, Ink.DIM), 4)


def _dates(title: str, change: MilestoneChange, today: date) -> tuple[str, str, Ink]:
    """Return the dates of a milestone in full and in short."""
    m, before = change.milestone, change.before
    day = date_words(m.on, today)
    if title == "Done":
        day = date_words(m.done_on, today)
        slip = (m.done_on - before.due_on).days if m.done_on and before is not None and before.due_on else 0
        ink, how = (Ink.WARN, "later") if slip > 0 else (Ink.GOOD, "earlier")
        if slip:
            return f"{day}, {days_words(abs(slip))} {how} than planned", f"{day}, {slip_words(slip)}", ink
        return day, day, ink
    if title in ("Moved", "Pushed out of the period"):
        was = before.due_on if before is not None else None
        days = change.days
        ink = Ink.WARN if days is None or days > 0 else Ink.GOOD
        said = f"{date_words(was, today)} → {date_words(m.due_on, today)}, {slip_words(days)}"
        return said, said, ink
    return day, day, Ink.DIM


def _risk(change: RiskChange, width: int) -> Line:
    risk = change.risk
    if change.closed:
        said, ink = "closed", Ink.GOOD
    elif change.occurred:
        said, ink = "happened", Ink.BAD
    elif change.raised:
        said, ink = f"new{f', score {risk.score}' if risk.score else ''}", Ink.WARN
    else:
        was = change.before.score if change.before is not None else None
        said, ink = f"score {DASH if was is None else was} → {DASH if risk.score is None else risk.score}", Ink.TEXT
    room = max(10, width - len(said) - 4)
    return (("  ", Ink.TEXT), (fit(f"{risk.called} {risk.title}", room), Ink.TEXT), ("  " + said, ink))
