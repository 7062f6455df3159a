"""A milestone as plain text: its fields, criteria, links, people, money, risks and the history of its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milestone_tui.exchange.table.page import Page, Row, Tone, field_name
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import MILESTONE_FIELDS
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.reasons import reason_words
from milestone_tui.plan.language.wording import (
    count_words,
    date_words,
    days_of_work_words,
    due_words,
    exact_day,
    handle,
    percent_words,
    slip_words,
    working_days,
)
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.plan.shown import ShownMilestone
from milestone_tui.plan.sign_off import acceptance_words, signed_words

_LINKS = (
    Column("milestone", least=12),
    Column("date", right_aligned=True),
    Column("lag", right_aligned=True),
    Column("float", right_aligned=True),
)
_WORK = (Column("name", least=8), Column("effort", right_aligned=True))
_COSTS = (Column("day", right_aligned=True), Column("amount", right_aligned=True), Column("note", least=8))
_RISKS = (
    Column("risk"),
    Column("title", least=12),
    Column("score", right_aligned=True),
    Column("owner", least=6, expendable=1),
    Column("review", right_aligned=True),
)
_DATES = (Column("due", right_aligned=True), Column("moved", right_aligned=True), Column("reason", least=8))
_ABOVE = ("title", "phase", "kind", "due_on", "state", "progress")
"""The fields that are shown apart."""


def write_milestone(shown: ShownMilestone, page: Page) -> None:
    """Add a milestone to a page."""
    m, project = shown.detail.milestone, shown.detail.project
    page.head(m.title)
    page.say(" · ".join(filter(None, (project.key, project.called, m.phase, m.kind.value, f"id {m.id}"))))
    page.facts([*_dates(shown), *_fields(shown), *_signed(shown)])
    if shown.detail.criteria:
        page.head("Criteria", f"{m.criteria_met} of {m.criteria_total} met")
        for one in shown.detail.criteria:
            met = "" if one.met_on is None else f" · {date_words(one.met_on, shown.today)}"
            page.say(f"{one.text}{met}", indent="  [x] " if one.met_on else "  [ ] ", more=" " * 6)
    for title, ends, before in (
        ("Predecessors", shown.detail.predecessors, True),
        ("Successors", shown.detail.successors, False),
    ):
        _table(page, title, _LINKS, [_link(shown, end, before=before) for end in ends])
    work = [Row((one.person, f"{days_of_work_words(one.effort_days)} d")) for one in shown.detail.assignments]
    _table(page, "People", _WORK, work)
    _table(page, "Spent", _COSTS, [*_costs(shown)])
    _table(page, "Risks", _RISKS, [*_risks(shown)])
    if len(shown.detail.forecasts) > 1:
        _table(page, "Due dates, the latest last", _DATES, [*_moves(shown)])


def _table(page: Page, title: str, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    if rows:
        page.head(title)
        page.table(columns, ("", rows))


def _dates(shown: ShownMilestone) -> Iterator[tuple[str, str]]:
    m, today = shown.detail.milestone, shown.today
    yield "state", "overdue" if m.overdue(today) else m.sign.value if m.rejected else m.state.value
    if m.due_on is None:
        yield "due", "no date yet" if m.is_open else ""
    else:
        yield "due", " · ".join(filter(None, (exact_day(m.due_on), due_words(m.due_on, today) if m.is_open else "")))
    slip = m.slip(today)
    since = f" · slip {slip_words(slip)}" if slip is not None else ""
    added = "added after the baseline was set" if m.added else ""
    yield "baseline date", f"{exact_day(m.baseline_on)}{since}" if m.baseline_on else added
    if (total := shown.network.total_floats.get(m.id)) is not None:
        critical = " · critical" if m.id in shown.network.critical else ""
        yield "float", f"{working_days(total)}{critical}"
    estimated = "" if m.criteria_total or not m.is_open else ", estimated"
    yield "progress", f"{percent_words(m.percent)}{estimated}" if m.percent else ""


def _fields(shown: ShownMilestone) -> Iterator[tuple[str, str]]:
    """Yield the fields that differ from those of a new milestone, as they are called in forms."""
    m, project = shown.detail.milestone, shown.detail.project
    for name, spec in MILESTONE_FIELDS.items():
        value = getattr(m, name)
        if name not in _ABOVE and value != spec.default:
            yield field_name(spec), field_text(name, value, project.currency)


def _signed(shown: ShownMilestone) -> Iterator[tuple[str, str]]:
    m, today = shown.detail.milestone, shown.today
    yield "acceptance", acceptance_words(m, shown.detail.project.calendar, today) if m.project_is_live else ""
    yield (
        "decided",
        "\n".join(
            signed_words(one.decision, date_words(one.decided_on, today), one.decided_by, one.note)
            for one in shown.detail.decisions
        ),
    )
    yield (
        "submitted",
        "\n".join(
            " · ".join(
                (
                    signed_words("submitted", date_words(one.submitted_on, today), one.submitted_by, ""),
                    "pending"
                    if one.answer is None
                    else signed_words(one.answer, date_words(one.answered_on, today), one.answered_by, one.note),
                )
            )
            for one in shown.detail.acceptances
        ),
    )


def _link(shown: ShownMilestone, end: LinkedMilestone, *, before: bool) -> Row:
    """Return the other end of a link, with the project's key if it is in another project."""
    other = "" if end.project_key == shown.detail.project.key else f"{end.project_key} "
    slack = shown.slack(end, before=before)
    day = f"done {date_words(end.done_on, shown.today)}" if end.done_on else date_words(end.due_on, shown.today)
    texts = (f"{other}{end.title}", day, working_days(end.lag), "" if slack is None else working_days(slack))
    return Row(texts, Tone.BAD if slack is not None and slack < 0 else None)


def _costs(shown: ShownMilestone) -> Iterator[Row]:
    currency = shown.detail.project.currency
    for cost in shown.costs:
        yield Row((exact_day(cost.spent_on), money_words(cost.amount, currency), cost.note))
    if shown.spent is not None and len(shown.costs) > 1:
        yield Row(("total", money_words(shown.spent, currency), count_words(len(shown.costs), "entry", "entries")))


def _risks(shown: ShownMilestone) -> Iterator[Row]:
    for risk in shown.risks:
        review = f"closed {date_words(risk.closed_on, shown.today)}" if risk.closed_on else ""
        review = review or (date_words(risk.review_on, shown.today) if risk.review_on else "")
        score = "" if risk.score is None else str(risk.score)
        yield Row((risk.called, risk.title, score, handle(risk.owner), review))


def _moves(shown: ShownMilestone) -> Iterator[Row]:
    """Yield every due date that it has had, each with the days from the one before and why."""
    before = None
    for one in shown.detail.forecasts:
        moved = "" if before is None else slip_words((one.day - before).days)
        yield Row((exact_day(one.day), moved, "" if before is None else reason_words(one.reason, one.reason_note)))
        before = one.day
