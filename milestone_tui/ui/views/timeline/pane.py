"""The pane under a timeline: the milestone under the cursor in three lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from textual.reactive import reactive

from milestone_tui.plan.acceptance import acceptance_due_on
from milestone_tui.plan.agreements import Answer
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.language.money import money_words
from milestone_tui.plan.language.reasons import reason_words
from milestone_tui.plan.language.wording import (
    WEEKDAYS,
    count_words,
    date_words,
    due_words,
    handle,
    list_words,
    working_days,
)
from milestone_tui.plan.model import LinkedMilestone, Milestone, MilestoneKind, MilestoneState, Project, ProjectState
from milestone_tui.plan.sign import Sign
from milestone_tui.plan.sign_off import UNDECIDED, acceptance_words, is_undecided, signed_words
from milestone_tui.ui.base.plan_analysis import PlanAnalysis
from milestone_tui.ui.renderer import DONE, DRIVES, Line, Span, cells, ended, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.columns import OWNER_WIDTH
from milestone_tui.ui.widgets.detail_pane import DetailPane

_GAP: Span = ("   ", Ink.TEXT)
_DOT: Span = (" · ", Ink.DIM)
_LEAST = 12
"""Cells below which a name is left out instead of cut."""
_EARLY_SHOWN = 5
_NAME_CELLS = (60, 32, 24, 20, 16, 12, 8)
"""Widths that the names of violated links are cut to, tried in order until all links fit."""
_MOVES_SHOWN = 5
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class MilestonePaneData:
    """What the pane shows of one milestone."""

    detail: MilestoneDetail
    today: date
    float_days: int | None = None
    """Total float in working days; None for done or undated milestones, or while it is not known yet."""
    driver: int | None = None
    """The driving predecessor: the one that leaves the least float."""
    early: Mapping[int, int] = field(default_factory=dict)
    """Missing working days of its violated links, by the milestone at the other end."""


def milestone_pane_data(detail: MilestoneDetail, today: date, judged: PlanAnalysis | None) -> MilestonePaneData:
    """Return the summary of a milestone; float and links are left out while they are not known."""
    if judged is None:
        return MilestonePaneData(detail, today)
    id_ = detail.milestone.id
    return MilestonePaneData(detail, today, judged.floats.get(id_), judged.drivers.get(id_), judged.early.get(id_, {}))


class MilestonePane(DetailPane):
    """A rule and up to three lines about a milestone, cut to its height."""

    DEFAULT_CSS = "MilestonePane { height: 5; }"

    story: reactive[MilestonePaneData | None] = reactive(None)
    hint: reactive[str] = reactive("")
    """The text shown when there is no milestone."""
    reason: reactive[Line] = reactive(())
    """Why the health of the project is what it is, where the title has no room for that."""

    def lines(self, width: int) -> Sequence[Line]:
        """Return the lines about the milestone, or the hint when there is none; then the reason of the health."""
        lines = milestone_lines(self.story, width) if self.story else (((self.hint, Ink.DIM),),)
        return (lines[0], ended(self.reason, width), *lines[1:]) if self.reason else lines


def milestone_lines(story: MilestonePaneData, width: int) -> tuple[Line, ...]:
    """Return the three lines about a milestone, each at most `width` cells wide."""
    return (_facts_line(story, width), _criteria_line(story, width), _moves_line(story, width))


def _facts_line(story: MilestonePaneData, width: int) -> Line:
    """Return `Beta release  delivery · in 6 days · float 0 wd · after Prototype accepted +13 wd · before Load test`."""
    m = story.detail.milestone
    early = _too_soon(story, width - min(_LEAST, cells(m.title)) - 2)
    most = min(width // 2, width - cells(early) - 2) if early else width // 2
    title = _cut(m.title, min(width, max(_LEAST, most)))
    facts: list[Span] = [(early, Ink.BAD)] if early else []  # first, since the rest may not fit
    if m.sign is Sign.REJECTED and m.project_is_live:
        facts.append((_rejected(story), Ink.WARN))  # early, so that its note fits
    if m.owner and width + 2 < OWNER_WIDTH:
        facts.append((handle(m.owner), Ink.TEXT))
    facts += [(m.kind.value, Ink.DIM), _when(m, story.detail.project, story.today)]
    if m.is_open and m.due_on is not None and not story.detail.project.calendar.is_working(m.due_on):
        facts.append((f"{WEEKDAYS[m.due_on.weekday()]}, non-working", Ink.WARN))
    facts += [*_payment(story), *_signed(story)]
    if story.float_days is not None:
        ink = Ink.BAD if story.float_days < 0 else Ink.DIM
        facts.append((f"float {working_days(story.float_days)}", ink))
    if story.detail.predecessors:
        facts.append((f"after {_after(story)}", Ink.DIM))
    if story.detail.successors:
        facts.append(
            (f"before {list_words([_name(story, end) for end in story.detail.successors], _NAMES_SHOWN)}", Ink.DIM)
        )
    if m.deliverable:
        facts.append((m.deliverable, Ink.DIM))
    return ((title, Ink.BRIGHT), ("  ", Ink.TEXT), *_joined(facts, width - line_width(((title, Ink.BRIGHT),)) - 2))


def _when(m: Milestone, project: Project, today: date) -> Span:
    if m.state is MilestoneState.DONE:
        return f"done {date_words(m.done_on, today)}", Ink.GOOD
    if m.state is MilestoneState.CANCELLED:
        return "cancelled", Ink.DIM
    if not m.project_is_live:
        return f"project {'cancelled' if project.state is ProjectState.CANCELLED else 'archived'}", Ink.DIM
    if m.due_on is None:
        return "no date yet", Ink.WARN
    late = m.overdue(today)
    return due_words(m.due_on, today), Ink.BAD if late else Ink.DIM


def _payment(story: MilestonePaneData) -> list[Span]:
    """Return the amount of a payment, and its invoice or when it was paid."""
    m, today = story.detail.milestone, story.today
    if m.kind is not MilestoneKind.PAYMENT:
        return []
    facts = [] if m.value is None else [(money_words(m.value, story.detail.project.currency), Ink.TEXT)]
    if m.paid_on is not None:
        facts.append((f"paid {date_words(m.paid_on, today)}", Ink.GOOD))
    elif m.invoiced_on is not None:
        number = f", number {m.invoice_number}" if m.invoice_number else ""
        facts.append((f"invoiced {date_words(m.invoiced_on, today)}{number}", Ink.TEXT))
    return facts


def _signed(story: MilestonePaneData) -> list[Span]:
    """Return the last decision of a gate, or the state of the acceptance of another milestone."""
    m, calendar = story.detail.milestone, story.detail.project.calendar
    if story.detail.decisions:
        last = story.detail.decisions[0]
        if last.decision.passes and m.is_open:
            return [(f"reopened after {last.decision}", Ink.WARN)]
        return [(last.decision.value, Ink.GOOD if last.decision.passes else Ink.WARN)]
    if is_undecided(story.detail):
        return [(UNDECIDED, Ink.DIM)]
    words = acceptance_words(m, calendar, story.today)
    if not words or not m.project_is_live:
        return []
    until = acceptance_due_on(m, calendar)
    return [(words, Ink.DIM if until is None else Ink.BAD if until < story.today else Ink.WARN)]


def _rejected(story: MilestonePaneData) -> str:
    """Return `rejected 12 Nov by Tom Reed: the export is missing`."""
    last = next((a for a in story.detail.acceptances if a.answer is Answer.REJECTED), None)
    if last is None:
        return Sign.REJECTED.value
    return signed_words(Answer.REJECTED.value, date_words(last.answered_on, story.today), last.answered_by, last.note)


def _name(story: MilestonePaneData, end: LinkedMilestone) -> str:
    """Return the title at the other end of a link, with the project's key if it is in another project."""
    return end.title if end.project_key == story.detail.project.key else f"{end.project_key} {end.title}"


def _after(story: MilestonePaneData) -> str:
    """Return the predecessors and their lags; of several, the driving one comes first and is marked."""
    ends = sorted(story.detail.predecessors, key=lambda end: end.id != story.driver)

    def name(end: LinkedMilestone) -> str:
        mark = DRIVES if end.id == story.driver and len(ends) > 1 else ""
        lag = f" {working_days(end.lag)}" if end.lag else ""
        return f"{mark}{_name(story, end)}{lag}"

    return list_words([name(end) for end in ends], _NAMES_SHOWN)


def _too_soon(story: MilestonePaneData, room: int) -> str:
    """Return the violated links in at most `room` cells: first names are cut, then links are only counted."""
    own = [(_name(story, end), story.early[end.id]) for end in story.detail.predecessors if end.id in story.early]
    others = [(_name(story, end), story.early[end.id]) for end in story.detail.successors if end.id in story.early]
    count, said = len(own) + len(others), ""
    for shown in range(min(count, _EARLY_SHOWN), 0, -1):
        more = f" and {count - shown} more" if shown < count else ""
        for longest in _NAME_CELLS:
            said = _too_soon_words(own[:shown], others[: max(0, shown - len(own))], longest) + more
            if cells(said) <= room:
                return said
    return said


def _too_soon_words(own: Sequence[tuple[str, int]], others: Sequence[tuple[str, int]], longest: int) -> str:
    """Return `3 wd too soon after Beta release, 1 wd after Spec agreed · Load test 2 wd too soon after it`."""
    before = [
        f"{missing} wd {'' if place else 'too soon '}after {_cut(name, longest)}"
        for place, (name, missing) in enumerate(own)
    ]
    after = [f"{_cut(name, longest)} {missing} wd" for name, missing in others]
    parts = [", ".join(before), f"{', '.join(after)} too soon after it" if after else ""]
    return " · ".join(filter(None, parts))


def _criteria_line(story: MilestonePaneData, width: int) -> Line:
    """Return the met criteria, each with a tick, then the number and names of the unmet ones."""
    m = story.detail.milestone
    met = [c for c in story.detail.criteria if c.met_on is not None]
    left = [c for c in story.detail.criteria if c.met_on is None]
    if not story.detail.criteria:
        progress = f"{m.progress}% done, estimated" if m.is_open and m.progress else ""
        return ((progress, Ink.DIM),) if progress else (("no criteria", Ink.DIM),)
    tail = f"{len(left)} unmet: {', '.join(c.text for c in left)}" if left else ""
    line: list[Span] = []
    room = width - (min(line_width(((tail, Ink.WARN),)), width // 2) + 3 if tail else 0)
    share = (room + 3) // max(1, len(met)) - 5
    if met and share < _LEAST:
        line = [(DONE, Ink.GOOD), (f" {len(met)} met", Ink.TEXT), _GAP]
    else:
        for criterion in met:
            line += [(DONE, Ink.GOOD), (f" {_cut(criterion.text, share)}", Ink.TEXT), _GAP]
    line = line[:-1]
    if tail:
        line += [*([_DOT] if line else []), (_cut(tail, width - line_width(line) - (3 if line else 0)), Ink.WARN)]
    return tuple(line)


def _moves_line(story: MilestonePaneData, width: int) -> Line:
    """Return `moved 3 times: 19 Nov → 24 Nov → 21 Nov   supplier (2)`; only the ends of many moves.

    The reasons come last, most frequent first, as far as they fit.
    """
    days = [date_words(forecast.day, story.today) for forecast in story.detail.forecasts]
    moves = len(days) - 1
    if moves < 1:
        return ()
    if len(days) > _MOVES_SHOWN:
        days = [days[0], "…", *days[2 - _MOVES_SHOWN :]]
    often = "once" if moves == 1 else count_words(moves, "time")
    moved = _cut(f"moved {often}: {' → '.join(days)}", width)
    reasons = Counter(reason_words(f.reason, f.reason_note) for f in story.detail.forecasts[1:] if f.reason is not None)
    why = ", ".join(f"{reason} ({n})" if n > 1 else reason for reason, n in reasons.most_common())
    room = width - line_width(((moved, Ink.DIM), _GAP))
    return ((moved, Ink.DIM), *((_GAP, (_cut(why, room), Ink.DIM)) if why and room >= _LEAST else ()))


def _joined(facts: list[Span], room: int) -> Line:
    """Return facts joined by dots; the first that does not fit is cut, the rest are left out."""
    line: list[Span] = []
    for text, ink in facts:
        left = room - line_width(line) - (3 if line else 0)
        if left < _LEAST and line_width(((text, ink),)) > left:
            break
        line += [*([_DOT] if line else []), (_cut(text, left), ink)]
    return tuple(line)


def _cut(text: str, width: int) -> str:
    """Return `text` cut to `width` cells and safe to show."""
    return fit(text, max(0, width)).rstrip()
