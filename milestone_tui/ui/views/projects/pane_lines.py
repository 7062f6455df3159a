"""The lines of the pane under the projects: a project's health in words, and its milestones on a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.plan import axis as axes
from milestone_tui.plan.analysis.health import verdict_words
from milestone_tui.plan.analysis.portfolio import (
    JudgedMark,
    LabelRequest,
    MarkState,
    by_label_priority,
    place_labels,
    placed_marks,
)
from milestone_tui.plan.axis import Axis
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import completed_words, date_words, days_words, due_words
from milestone_tui.plan.model import Health, ProjectSummary
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.ui.renderer import (
    DUE_SIGN,
    ELLIPSIS,
    OFF_TRACK,
    RULE,
    TODAY,
    Line,
    Span,
    cells,
    fit,
    line_width,
)
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.lines import RIGHT, health_mark, mark_span, unplanned_words
from milestone_tui.ui.views.projects.money import money_line, over_words
from milestone_tui.ui.widgets.chart_paint import Canvas

if TYPE_CHECKING:
    from milestone_tui.plan.analysis.payments import PaymentSums

TALL, SHORT, LOW = 9, 4, 2
"""Heights of the pane: with everything; with the months in the line; text only."""
_MARGIN = 2
_LABEL_MOST, _LABEL_LEAST = 24, 8
_LABEL_SHORTEST = 4
"""Cells of the shortest label with its gap, which limits the number of labels."""
_TODAY = "today"
_AND = " · "
_BEFORE_CLIENT = "   "
_CLIENT_MOST, _CLIENT_LEAST = 24, 8
"""Cells of the client's name; with fewer it is left out."""

MARKS: dict[MarkState, Span] = {
    MarkState.IDLE: (DUE_SIGN, Ink.DIM),
    MarkState.DONE: (DUE_SIGN, Ink.GOOD),
    MarkState.AHEAD: (DUE_SIGN, Ink.ACT),
    MarkState.SLIPPING: (DUE_SIGN, Ink.WARN),
    MarkState.LATE: (OFF_TRACK, Ink.BAD),
}
"""The mark of a milestone on the line; a late one has its own glyph."""


class PreviewData(NamedTuple):
    """The contents of the pane."""

    summary: ProjectSummary
    marks: tuple[JudgedMark, ...]
    today: date
    names_client: bool = False
    """The client stands nowhere else on the screen."""
    payments: PaymentSums | None = None
    """The sums of the project's payments, if it has any."""


def preview_lines(story: PreviewData, width: int, height: int) -> tuple[Line, ...]:
    """Return all lines of the pane."""
    rule: Line = ((RULE * width, Ink.FAINT),)
    client = story.summary.project.client if story.names_client else ""
    has_chart = height >= SHORT and story.marks and width >= 2 * _MARGIN + 8
    over = "" if has_chart and height >= TALL else over_words(story.summary)  # a tall pane has a line for the money
    words = health_line(story.summary, story.today, width - (RIGHT if client else 1), client, over)
    if not has_chart:
        return (rule, words)
    chart = _Chart(story, width - 2 * _MARGIN)
    margin: Span = (" " * _MARGIN, Ink.TEXT)
    if height < TALL:
        return (rule, words, (margin, *chart.axis(months=True)), (margin, *chart.labels()))
    return (
        rule,
        words,
        money_line(story.summary, story.payments, width - RIGHT),
        *((margin, *line) for line in (chart.months(), chart.stem(), chart.axis(), chart.labels(), chart.today_word())),
    )


# In words -------------------------------------------------------------------------------------------------


def health_line(summary: ProjectSummary, today: date, width: int, client: str = "", over: str = "") -> Line:
    """Return `▲ ACME at risk  Beta release has slipped 9 days`, `over` and the client, in at most `width` cells."""
    glyph, ink = health_mark(summary)
    health = unplanned_words(summary) or summary.verdict.health.value
    start: Line = ((f" {glyph} ", ink), (visible(summary.project.key), Ink.BRIGHT), (f" {health}  ", ink))
    first, *rest = _status_words(summary, today).split(_AND)
    words = _AND.join(filter(None, (first, *review_words(summary, today), *rest)))
    room = width - line_width(start)
    name = _client_name(client, room - cells(words.partition(_AND)[0]))
    room -= cells(name)
    if over and cells(words.partition(_AND)[0]) + len(_BEFORE_CLIENT) + cells(over) > room:
        over = ""  # the reason of the health comes first
    room -= cells(over) + (len(_BEFORE_CLIENT) if over else 0)
    while cells(words) > room and _AND in words:
        words = words.rpartition(_AND)[0]
    words = fit(words, max(0, room))
    spent: Line = ((_BEFORE_CLIENT, Ink.TEXT), (over, Ink.BAD)) if over else ()
    if not name:
        return (*start, (words.rstrip(), Ink.TEXT), *spent)
    return (*start, (words, Ink.TEXT), *spent, (name, Ink.DIM))


def review_words(summary: ProjectSummary, today: date) -> tuple[str, ...]:
    """Return `judged on track, better than computed` and `reviewed 9 days ago`, as far as a review gave them."""
    if summary.reviewed_on is None or not summary.project.is_live:
        return ()
    judged, computed = summary.judged, summary.verdict.health
    words = f"judged {judged.value}" if judged not in (None, computed) and computed is not Health.COMPLETED else ""
    if words and judged_better(judged, computed):
        words += ", better than computed"
    days = (today - summary.reviewed_on).days
    return words, f"reviewed {days_words(days)} ago" if days else "reviewed today"


def _client_name(client: str, room: int) -> str:
    """Return a gap and the client in at most `room` cells; empty if it does not fit."""
    cells_left = min(_CLIENT_MOST, room - len(_BEFORE_CLIENT))
    if not client or cells_left < min(_CLIENT_LEAST, cells(visible(client))):
        return ""
    return _BEFORE_CLIENT + fit(client, cells_left).rstrip()


def _status_words(summary: ProjectSummary, today: date) -> str:
    """Return the reason of the health, or the next milestone and the finish."""
    reason = verdict_words(summary.verdict)
    if summary.verdict.health is Health.COMPLETED:
        how = completed_words(summary.slip_days).removeprefix("completed").strip()
        when = date_words(summary.finish_on, today) if summary.finish_on else ""
        return _AND.join(filter(None, (how, when)))
    if unplanned_words(summary):
        return "" if summary.all_cancelled else "press ↵, then n, to add one"
    if reason:
        return reason
    next_one = f"{summary.next_title} {due_words(summary.next_due_on, today)}" if summary.next_due_on else ""
    return _AND.join(filter(None, (next_one, _finish(summary, today))))


def _finish(summary: ProjectSummary, today: date) -> str:
    finish, target = summary.finish_on, summary.project.target_on
    if finish is None:
        return ""
    words = f"finish {date_words(finish, today)}"
    if target is None:
        return words
    early = (target - finish).days
    return f"{words}, {days_words(early)} before target" if early > 0 else f"{words}, on target"


# As a line ------------------------------------------------------------------------------------------------


class _Chart:
    """The milestones of one project on a line of cells."""

    def __init__(self, story: PreviewData, width: int) -> None:
        self._width = width
        self._axis = _axis(story, width)
        self._months = [label for label in axes.labels(self._axis) if label.major]
        self._today = self._axis.column(story.today)
        self._placed = placed_marks(story.marks, self._axis.locator(), width)

    def months(self) -> Line:
        """Return the names of the months, each over its first cell."""
        canvas = self._canvas()
        for month in self._months:
            if not month.column <= self._today <= month.column + len(month.text):
                canvas.write(month.column, month.text, Ink.DIM)
        return canvas.line()

    def stem(self) -> Line:
        """Return a line with only the today line in it."""
        return self._canvas().line()

    def axis(self, months: bool = False) -> Line:
        """Return the line with its marks, with the names of the months between them if wanted."""
        canvas = Canvas(self._width)
        canvas.rule(0, self._width, RULE, Ink.FAINT)
        if months:
            marked = {mark.cell for mark in self._placed} | {self._today}
            for month in self._months:
                for name in dict.fromkeys((month.text, month.text.split()[0])):
                    if marked.isdisjoint(range(month.column - 1, month.column + len(name) + 1)):
                        canvas.write(month.column, name, Ink.DIM)
                        break
        canvas.put(self._today, TODAY, Ink.DIM)
        for mark in self._placed:
            canvas.put(mark.cell, *mark_span(mark.shown, MARKS))
        return canvas.line()

    def labels(self) -> Line:
        """Return the titles under their marks, as many as fit; the next one is bright."""
        wanted = by_label_priority(self._placed, self._today)[: self._width // _LABEL_SHORTEST]
        forms = [label_forms(placed.shown.mark.title) for placed in wanted]
        requests = [
            LabelRequest(placed.cell, tuple(map(cells, texts))) for placed, texts in zip(wanted, forms, strict=True)
        ]
        # The label of a milestone due today may cover the today line.
        taken = () if any(placed.cell == self._today for placed in wanted) else (self._today,)
        places = place_labels(requests, self._width, taken)
        pieces = [
            (place.start, texts[place.form], Ink.BRIGHT if placed.shown.is_next else Ink.DIM)
            for placed, texts, place in zip(wanted, forms, places, strict=True)
            if place
        ]
        if not any(start <= self._today < start + cells(text) for start, text, _ in pieces):
            pieces.append((self._today, TODAY, Ink.DIM))
        return _spread(pieces, self._width)

    def today_word(self) -> Line:
        """Return the word "today" under its line."""
        if not 0 <= self._today < self._width:
            return ()
        start = max(0, min(self._today - len(_TODAY) // 2, self._width - len(_TODAY)))
        return ((" " * start + _TODAY, Ink.DIM),)

    def _canvas(self) -> Canvas:
        canvas = Canvas(self._width)
        canvas.put(self._today, TODAY, Ink.DIM)
        return canvas


def _axis(story: PreviewData, width: int) -> Axis:
    """Return an axis over the plan, including today unless it is further away than the plan is long."""
    return axes.fit(*axes.span_with(story.marks[0].on, story.marks[-1].on, story.today, width), width)


def label_forms(title: str) -> tuple[str, ...]:
    """Return a title in fewer and fewer words, longest first; what is cut ends with "…"."""
    words = visible(title).split()
    texts = [" ".join(words[:count]) + ELLIPSIS * (count < len(words)) for count in range(len(words), 0, -1)]
    forms = [text for text in texts if cells(text) <= _LABEL_MOST]
    if not forms:
        forms = [fit(texts[-1] if texts else visible(title), _LABEL_MOST).rstrip()]
    if cells(forms[-1]) > _LABEL_LEAST:
        forms.append(fit(forms[-1], _LABEL_LEAST).rstrip())
    return tuple(forms)


def _spread(pieces: Sequence[tuple[int, str, Ink]], width: int) -> Line:
    """Return texts at their cells, with blanks between them."""
    line: list[Span] = []
    at = 0
    for start, text, ink in sorted(pieces):
        if not at <= start < width:
            continue
        line += [(" " * (start - at), Ink.TEXT), (text, ink)]
        at = start + cells(text)
    return tuple(line)
