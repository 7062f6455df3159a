"""What is loaded in a thread before it is needed: the views, and the editor, that a person most likely opens next."""

from __future__ import annotations

from importlib import import_module
from threading import Thread

_NEXT = (
    "milestone_tui.ui.views.timeline.screen",
    "milestone_tui.store.queries.plan",
    "milestone_tui.ui.views.agenda.screen",
    "milestone_tui.store.queries.agenda",
    "milestone_tui.store.backlog",
)
"""The modules of the views that are most likely opened next, and of the first change."""


def load_next_views() -> None:
    """Load timeline and agenda."""
    _load_aside(*_NEXT)


def load_editor() -> None:
    """Load the editor of a milestone."""
    _load_aside("milestone_tui.ui.editors.milestone")


def _load_aside(*modules: str) -> None:
    def load() -> None:
        for module in modules:
            import_module(module)

    # A daemon thread: quitting does not wait for it.
    Thread(target=load, name="warm-up", daemon=True).start()
