"""Comparison of projects at two moments."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from typing import TYPE_CHECKING

from milestone_tui.plan.analysis.comparison import PeriodComparison, compare_period

if TYPE_CHECKING:
    from milestone_tui.plan.moment import Moment
    from milestone_tui.store.as_of import Past


def compare(
    open_past: Callable[[Moment], Past], before: Moment, after: Moment, project_ids: Collection[int] | None
) -> tuple[PeriodComparison, ...]:
    """Return what changed in these projects, or in all that were there at either end and not archived."""
    with closing(open_past(before)) as earlier, closing(open_past(after)) as later:
        if project_ids is None:
            project_ids = dict.fromkeys([*later.read.existing_projects(), *earlier.read.existing_projects()])
        return tuple(
            compare_period(
                earlier.read.snapshot(id_, before.day),
                later.read.snapshot(id_, after.day),
                later.read.moves(id_, before),
            )
            for id_ in project_ids
        )
