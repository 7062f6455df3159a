"""The draft of a filter, kept while it is typed and until it is applied or cleared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.ui.autosave import DraftAutosave
from milestone_tui.ui.base.store_screen import StoreScreen

if TYPE_CHECKING:
    from milestone_tui.ui.widgets.filter_bar import FilterBar

FIELD = "filter"


class KeptFilter:
    """Autosave of the filter that is being typed on one screen."""

    def __init__(self, screen: StoreScreen, bar: Callable[[], FilterBar | None], project_id: int | None = None) -> None:
        """`bar` returns the filter line, None before it exists; `project_id`: the project that it filters."""
        self._bar = bar
        self._project_id = project_id
        self.keeper = DraftAutosave(screen, screen.context.store, self._unfinished, screen.show_error)

    def _unfinished(self) -> Unfinished | None:
        bar = self._bar()
        text = bar.text_being_typed if bar is not None else ""
        if not text:
            return None
        return Unfinished(UnfinishedKind.FILTER, self._project_id, f"Filter: {text}", texts={FIELD: text})

    def adopt(self, kept: Unfinished) -> None:
        """Open the filter line with the draft of an earlier session."""
        self.keeper.adopt(kept)
        if (bar := self._bar()) is not None:
            bar.open(kept.texts.get(FIELD, ""))
