"""What closed screens leave behind: when it is looked for, and among what."""

from __future__ import annotations

import gc
from typing import ClassVar

REST_SECONDS = 0.5
"""How long after a screen was closed nothing works on it any more."""


class GcPolicy:
    """Python's search for garbage: among what is new only, and whenever a screen was closed.

    A screen and its widgets refer to one another: Python by itself would keep them, and all that they show, until there
    is as much again.
    """

    has_set_aside: ClassVar[bool] = False
    """Whether this process looks no more among what it has loaded. Python does not tell: 3.12 counts as frozen what it
    never lets go, too."""

    def __init__(self) -> None:
        self._kept_too_much = False

    def keep_what_is_loaded(self, screens: int) -> None:
        """Look no more among all that there is now, for that takes 0.1 s, at any key; so many screens are open."""
        if not GcPolicy.has_set_aside:
            self._kept_too_much = screens > 1
            gc.freeze()
            GcPolicy.has_set_aside = True

    def find(self, screens: int) -> None:
        """Let go of what closed screens leave, with so many still open."""
        from milestone_tui.terminal.patches import forget_painted_styles  # late: it loads Textual

        forget_painted_styles()
        if self._kept_too_much and screens == 1:
            gc.unfreeze()  # what was open when all was loaded would be kept for ever
            gc.collect()
            gc.freeze()
            self._kept_too_much = False
        else:
            gc.collect()
