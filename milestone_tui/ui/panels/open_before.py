"""What is still open before a milestone that was ticked: told calmly, since it is done all the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import cells, fit

_LEAST = 10
"""Cells of a title below which a predecessor is rather counted than named."""


class OpenBefore:
    """The open predecessors of milestones that were ticked, as they are now."""

    def __init__(self, context: Context, ids: Collection[int]) -> None:
        self._whose = "its" if len(ids) == 1 else "their"
        self._found: tuple[LinkedMilestone, ...] = ()
        with suppress(MilestoneError):  # what was ticked is ticked, and the next reading says what is wrong
            self._found = context.store.read.open_predecessors(ids)

    @property
    def taken(self) -> int:
        """Cells that the shortest words for it take; 0 where there is nothing to tell."""
        return cells(self._counted()) if self._found else 0

    def told(self, forms: Sequence[str], hint: str, room: int) -> str:
        """Return what was done, one of `forms` (the longest first), then ` · its predecessor "Alpha" is still open`.

        Of several predecessors the count. In `room` cells: the hint goes first, then the longer forms, then the end of
        the predecessor's title.
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
