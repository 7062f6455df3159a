"""When Python looks for garbage: no more among what is loaded, and whenever a screen was closed."""

from __future__ import annotations

import gc
from typing import ClassVar

REST_SECONDS = 0.5
"""How long after a screen was closed nothing works on it any more."""


class GcPolicy:
    """Python's search for garbage.

    A screen and its widgets refer to one another: Python by itself would keep them, and all that they show, until there
    is as much again.
    """

    has_set_aside: ClassVar[bool] = False
    """Whether this process looks no more among what it has loaded. Python does not tell: 3.12 counts as frozen what it
    never lets go, too."""

    @classmethod
    def keep_what_is_loaded(cls) -> None:
        """Look no more among all that there is now, for that takes 0.1 s, at any key."""
        if not cls.has_set_aside:
            gc.freeze()
            cls.has_set_aside = True

    @staticmethod
    def find() -> None:
        """Let go of what closed screens leave."""
        from milestone_tui.terminal.patches import forget_painted_styles  # late: it loads Textual

        forget_painted_styles()
        gc.collect()
