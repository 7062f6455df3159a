"""The risk register: bands of the scores, the order of the entries, the matrix, and what is due for review.

A risk is rated by probability times impact, both from 1 to 5, so 14 scores exist (PMI, Practice Standard for Project
Risk Management; the bands are those of `risk_matrix.json`). An issue has happened: its impact alone counts.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple, Self

from milestone_tui.plan.analysis.thresholds import DEFAULTS, Thresholds
from milestone_tui.plan.calendar.due_week import due_week
from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.explanation import Behind, Explanation
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import DASH, date_words
from milestone_tui.plan.monitoring import Risk, RiskKind

_ELEVATED_IMPACT = 3
"""The impact from which an issue is elevated, if it is not severe."""
_UNCERTAIN = (RiskKind.RISK, RiskKind.ASSUMPTION)
"""The kinds that may or may not come true, and so have a place in the matrix."""
_KIND_RANKS = {kind: rank for rank, kind in enumerate(RiskKind)}


class Band(IntEnum):
    """How bad an entry is, worst first."""

    SEVERE = 0
    ELEVATED = 1
    LOW = 2
    UNRATED = 3


class Bands(NamedTuple):
    """The scores from which a risk is severe, and elevated; a lower one is low. An issue is severe by its impact."""

    severe: int = DEFAULTS.risk
    elevated: int = DEFAULTS.elevated
    issue: int = DEFAULTS.issue

    @classmethod
    def of(cls, thresholds: Thresholds) -> Self:
        """Return the bands by these thresholds of health."""
        return cls(thresholds.risk, thresholds.elevated, thresholds.issue)

    def of_score(self, score: int) -> Band:
        """Return the band of a score."""
        return Band.SEVERE if score >= self.severe else Band.ELEVATED if score >= self.elevated else Band.LOW

    def of_entry(self, risk: Risk) -> Band:
        """Return the band of an entry: of a risk by its score, of an issue by its impact."""
        if (found := figure(risk)) is None:
            return Band.UNRATED
        if risk.kind is RiskKind.ISSUE:
            return Bands(self.issue, _ELEVATED_IMPACT).of_score(found)
        return self.of_score(found)


class RiskOrder(Cycle):
    """Sort orders of the register; the value is shown to people."""

    WORST = "worst first"
    REVIEW = "review date"
    OWNER = "owner"
    TITLE = "title"


class Rating(NamedTuple):
    """A probability and an impact as they were rated on a day."""

    on: date
    probability: int | None
    impact: int | None

    @property
    def score(self) -> int | None:
        """Probability times impact; None if either is missing."""
        return None if self.probability is None or self.impact is None else self.probability * self.impact


class Counts(NamedTuple):
    """The counts in the title of the register, of open entries."""

    severe: int
    to_review: int
    """Those whose review is due by the end of the week, or overdue."""
    open: int


def figure(risk: Risk) -> int | None:
    """Return what an entry is compared by: the score of a risk, the impact of an issue; None if it is not rated."""
    return risk.impact if risk.kind is RiskKind.ISSUE else risk.score


def is_to_review(risk: Risk, today: date) -> bool:
    """Return whether the review of an open entry is due by the end of the `due_week`."""
    return risk.is_open and risk.review_on is not None and risk.review_on <= due_week(today).sunday


def counts(risks: Iterable[Risk], band_of: Callable[[Risk], Band], today: date) -> Counts:
    """Return the counts of the open entries."""
    alive = [risk for risk in risks if risk.is_open]
    severe = sum(band_of(risk) is Band.SEVERE for risk in alive)
    return Counts(severe, sum(is_to_review(risk, today) for risk in alive), len(alive))


def cell_of(risk: Risk) -> tuple[int, int] | None:
    """Return probability and impact of an open entry that may come true; None for one outside the matrix."""
    if not risk.is_open or risk.kind not in _UNCERTAIN or risk.probability is None or risk.impact is None:
        return None
    return risk.probability, risk.impact


def matrix(risks: Iterable[Risk]) -> Mapping[tuple[int, int], int]:
    """Return how many open entries each cell (probability, impact) holds; empty cells are omitted."""
    return Counter(cell for risk in risks if (cell := cell_of(risk)) is not None)


def register(risks: Iterable[Risk], order: RiskOrder = RiskOrder.WORST) -> tuple[tuple[Risk, ...], ...]:
    """Return the entries in blocks, none empty, with closed ones at the end of the last.

    Worst first: open risks, open issues, then assumptions, decisions and closed entries. Other orders: one block.
    """
    entries = list(risks)
    closed = sorted((risk for risk in entries if not risk.is_open), key=_closed_rank)
    alive = [risk for risk in entries if risk.is_open]
    if order is not RiskOrder.WORST:
        block = (*sorted(alive, key=lambda risk: _rank(risk, order)), *closed)
        return (block,) if block else ()
    blocks: dict[int, list[Risk]] = {0: [], 1: [], 2: []}
    for risk in sorted(alive, key=worst_first):
        blocks[min(2, _KIND_RANKS[risk.kind])].append(risk)
    blocks[2] += closed
    return tuple(tuple(block) for block in blocks.values() if block)


def worst_first(risk: Risk) -> tuple[object, ...]:
    """Return the sort key: by kind, the worst first, then by review date and number; unrated ones come last."""
    return (_KIND_RANKS[risk.kind], -(figure(risk) or 0), risk.review_on or date.max, risk.number, risk.id)


def _rank(risk: Risk, order: RiskOrder) -> tuple[object, ...]:
    if order is RiskOrder.REVIEW:
        return (risk.review_on or date.max, *worst_first(risk))
    name = fold(risk.owner if order is RiskOrder.OWNER else risk.title)
    return (not name, name, *worst_first(risk))


def _closed_rank(risk: Risk) -> tuple[object, ...]:
    """Return the sort key of a closed entry: the last closed first."""
    return (-(risk.closed_on or date.min).toordinal(), -risk.id)


def earlier(ratings: Sequence[Rating]) -> Rating | None:
    """Return the last rating that led to another score than the present one; None if there was none."""
    if not ratings:
        return None
    now = ratings[-1].score
    return next((was for was in reversed(ratings) if was.score is not None and was.score != now), None)


def was_words(ratings: Sequence[Rating], today: date) -> str:
    """Return `was 12 on 8 Nov` for a score that has changed; empty for one that has not."""
    was = earlier(ratings)
    return f"was {was.score} on {date_words(was.on, today)}" if was else ""


def explain(risk: Risk, bands: Bands, behind: Sequence[Behind] = ()) -> Explanation:
    """Return why the score of an entry is what it is."""
    if risk.kind is RiskKind.ISSUE:
        value = DASH if risk.impact is None else str(risk.impact)
        known = ("An issue has happened, so only its impact counts.", f"From {bands.issue} it is severe.")
        return Explanation("Impact", value, "impact, from 1 to 5", "", known, tuple(behind))
    notes = (f"Severe from {bands.severe}, elevated from {bands.elevated}, else low.",)
    if (score := risk.score) is None:
        missing = " and ".join(name for name in ("probability", "impact") if getattr(risk, name) is None)
        return Explanation("Risk score", DASH, _FORMULA, "", (f"Not rated yet: {missing}.", *notes), tuple(behind))
    numbers = f"{risk.probability} × {risk.impact} = {score}"
    return Explanation("Risk score", str(score), _FORMULA, numbers, notes, tuple(behind))


_FORMULA = "probability × impact, both from 1 to 5"
