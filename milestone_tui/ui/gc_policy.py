"""When Python looks for garbage: no more among what is loaded, and whenever a screen was closed."""

from __future__ import annotations

import gc
from typing import ClassVar

REST_SECONDS = 0.5
"""How long after a screen was closed nothing works on it any more."""


class GcPolicy:
    """Python's search for garbage, of which there is one in a process.

    A screen and its widgets refer to one another: Python by itself would keep them, and all that they show, until there
    is as much again.
    """

    has_begun: ClassVar[bool] = False
    is_loaded: ClassVar[bool] = False
    """Whether all that the program is made of is there."""
    has_set_aside: ClassVar[bool] = False
    """Whether it is looked through no more, which takes 0.1 s, at any key."""

    @classmethod
    def keep_what_is_there(cls) -> None:
        """Look no more among what there is before a key opens anything, most of which is Textual."""
        if not cls.has_begun:
            gc.freeze()
            cls.has_begun = True

    @classmethod
    def keep_what_is_loaded(cls, stays: bool) -> None:
        """Look no more among all that there is now, once every screen of it `stays`: others would be kept for ever."""
        cls.is_loaded = True
        if stays and not cls.has_set_aside:
            gc.freeze()
            cls.has_set_aside = True

    @classmethod
    def find(cls, stays: bool) -> None:
        """Let go of what closed screens leave; `stays`: no screen is left that will close."""
        from milestone_tui.terminal.patches import forget_painted_styles  # late: it loads Textual

        forget_painted_styles()
        gc.collect()
        if cls.is_loaded:
            cls.keep_what_is_loaded(stays)
