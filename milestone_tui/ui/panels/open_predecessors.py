"""The note on open predecessors after a milestone was ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import cells, fit

_LEAST = 10
"""Cells of a title below which a predecessor is counted instead of named."""


class OpenPredecessors:
    """The open predecessors of milestones that were just ticked."""

    def __init__(self, context: Context, ids: Collection[int]) -> None:
        self._whose = "its" if len(ids) == 1 else "their"
        self._found: tuple[LinkedMilestone, ...] = ()
        with suppress(MilestoneError):  # the tick is written, and the next read shows the error
            self._found = context.store.read.open_predecessors(ids)

    @property
    def cells_taken(self) -> int:
        """Return the cells of the shortest note, 0 without open predecessors."""
        return cells(self._counted()) if self._found else 0

    def message(self, forms: Sequence[str], hint: str, room: int) -> str:
        """Return one of `forms` (what was done, the longest first) with the note and the hint, in `room` cells.

        The note names one predecessor, such as ` · its predecessor "Alpha" is still open`, or counts several. To make
        it fit, the hint is dropped first, then a shorter form is used, then the title is cut.
        """
        if not self._found:
            return forms[0] + hint
        title = visible(self._found[0].title)
        note = self._counted() if len(self._found) > 1 else self._named(title)
        for line in (forms[0] + note + hint, *(form + note for form in forms)):
            if cells(line) <= room:
                return line
        left = room - cells(forms[-1] + self._named(""))
        counts = len(self._found) > 1 or left < min(_LEAST, cells(title))
        return forms[-1] + (self._counted() if counts else self._named(fit(title, left).rstrip()))

    def _named(self, title: str) -> str:
        return f' · {self._whose} predecessor "{title}" is still open'

    def _counted(self) -> str:
        count = len(self._found)
        return f" · {count} of {self._whose} predecessors {'is' if count == 1 else 'are'} still open"
