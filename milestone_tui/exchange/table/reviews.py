"""Finished reviews as plain text: a list of them, and everything that one said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from milestone_tui.exchange.table.page import INDENT, Page, Row
from milestone_tui.exchange.table.project_page import HEALTH_TONES
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.analysis.review import WORDS
from milestone_tui.plan.analysis.review_figures import Figures, from_json
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.wording import count_words, date_words, exact_day, percent_words, slip_words
from milestone_tui.plan.review_state import PastReview
from milestone_tui.plan.reviewed import judged_better

_REVIEWS = (
    Column("number", head="N", right_aligned=True),
    Column("held", right_aligned=True),
    Column("judged"),
    Column("computed"),
    Column("percent", head="%", right_aligned=True),
    Column("finish", expendable=1, right_aligned=True),
    Column("by", least=6, expendable=2),
    Column("summary", least=12, expendable=3),
)
_ANSWERS = (
    Column("milestone", least=16),
    Column("date", right_aligned=True),
    Column("answer"),
    Column("note", least=8),
)


def write_reviews(reviews: Sequence[PastReview], today: date, page: Page) -> None:
    """Add a line for each review; they come the latest first."""
    count = len(reviews)
    page.table(_REVIEWS, ("", [_review(past, count - place, today) for place, past in enumerate(reviews)]))


def _review(past: PastReview, number: int, today: date) -> Row:
    review, figures = past.review, from_json(past.review.figures)
    return Row(
        (
            str(number),
            date_words(review.held_on, today),
            review.judged.value if review.judged else "",
            review.computed.value if review.computed else "",
            "" if figures.percent is None else str(figures.percent),
            "" if figures.finish is None else date_words(figures.finish, today),
            past.finished_by,
            " ".join(review.summary.split()),
        )
    )


def write_review(past: PastReview, titles: Mapping[int, str], today: date, page: Page) -> None:
    """Add everything that a review said; `titles` are those of milestones without a frozen one."""
    review, figures = past.review, from_json(past.review.figures)
    page.head(f"Review of {exact_day(review.held_on)}", f"by {past.finished_by}" if past.finished_by else "")
    better = " · better than computed" if judged_better(review.judged, review.computed) else ""
    if review.judged is not None:
        page.say(f"judged {review.judged}{better}", HEALTH_TONES.get(review.judged))
    if review.judged_reason:
        page.say(review.judged_reason, indent=INDENT)
    if review.computed is not None:
        page.say(f"computed {review.computed}", HEALTH_TONES.get(review.computed))
    for finding in figures.findings:
        page.say(finding, indent=INDENT, more=INDENT * 2)
    page.facts(_figures(figures, today))
    for kind, title in WORDS.items():
        if text := str(getattr(review, kind.value)):
            page.head(title)
            page.say(text, indent=INDENT)
    if figures.needed:
        page.head("Needed from the client")
        for text, since in figures.needed:
            page.say(f"{text} · since {date_words(since, today)}", indent=INDENT, more=INDENT * 2)
    if past.answers:
        page.head("Milestones")
        page.table(_ANSWERS, ("", [*_answers(past, figures, titles, today)]))


def _figures(figures: Figures, today: date) -> Iterator[tuple[str, str]]:
    """Yield the frozen figures; nothing for a review without them."""
    if not figures.milestones:
        return
    planned = f", planned {percent_words(figures.planned)}" if figures.planned is not None else ""
    complete = f"{percent_words(figures.percent)} complete{planned}" if figures.percent is not None else ""
    overdue = f"{figures.overdue} overdue" if figures.overdue else ""
    done = f"{figures.done} of {figures.milestones} done"
    yield "progress", " · ".join(filter(None, (complete, done, overdue)))
    slip = f", {slip_words(figures.slip)}" if figures.slip is not None else ""
    yield "finish", f"{date_words(figures.finish, today)}{slip}" if figures.finish else ""
    severe = f", {figures.severe} severe" if figures.severe else ""
    yield "risks", f"{count_words(figures.open_risks, 'open risk')}{severe}" if figures.open_risks else ""
    for name, amount in (("value", figures.value), ("value done", figures.earned), ("spent", figures.spent)):
        yield name, money_words(amount, figures.currency) if amount is not None and figures.currency else ""


def _answers(past: PastReview, figures: Figures, titles: Mapping[int, str], today: date) -> Iterator[Row]:
    """Yield a line for each answer, with the title and the date of that day."""
    frozen = {answer.id: answer for answer in figures.answers}
    for given in past.answers:
        known = frozen.get(given.milestone_id)
        title = known.title if known is not None else titles.get(given.milestone_id, "a deleted milestone")
        day = None if known is None else known.done_on or known.due_on
        note = given.note or (known.outcome if known is not None else "")
        yield Row((title, "" if day is None else date_words(day, today), given.answer, note))
