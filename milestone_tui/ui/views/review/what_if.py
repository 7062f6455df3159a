"""The what-if of a review: moving the milestone also answers the question about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.plan.language.reasons import Why
from milestone_tui.ui.views.what_if.screen import WhatIfScreen

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class ReviewWhatIf(WhatIfScreen):
    """What-if for the milestone of a question; its answer is `moved`, in the same change as the move."""

    NAMED_VIEW = "review"

    has_moved = False
    """Whether the move was saved."""

    def write_moves(self, do: Commands, days: Mapping[int, date], seen: Mapping[int, date | None], why: Why) -> None:
        """Write the moves and the answer."""
        super().write_moves(do, days, seen, why)
        do.reviews.answer(self.project_id, self.what_if.request.ids[0], "moved")
        self.has_moved = True
