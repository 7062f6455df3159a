"""The reporting dates over which a report shows how things developed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.plan.analysis.trend import Reporting, first_day, reporting_dates
from milestone_tui.report.material import Material

_LONGEST_BY_WEEKS = 182
"""Days of a project that is shown week by week."""


def dates_of(of: Material) -> Sequence[date]:
    """Return the reporting dates of a project, today last; fewer than two if there is nothing to compare.

    They are its finished reviews, since people held the dates then; without two of them weeks, in a long time months.
    """
    trend = of.state.trend
    first = None if trend is None else first_day(trend.milestones)
    if trend is None or first is None:
        return ()
    reviews = sorted({day for day in trend.reviews if first <= day < of.today})
    if len(reviews) >= 2:
        return reporting_dates(Reporting.REVIEWS, first, of.today, reviews)
    by = Reporting.WEEKS if (of.today - first).days <= _LONGEST_BY_WEEKS else Reporting.MONTHS
    return reporting_dates(by, first, of.today)
