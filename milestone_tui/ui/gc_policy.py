"""Garbage-collection policy: freeze what is loaded, collect after a screen closed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

REST_SECONDS = 0.5
"""Seconds after a screen closed until its last callbacks have run."""


class GcPolicy:
    """The process-wide garbage collector.

    A screen and its widgets refer to one another, so Python frees a closed screen only by a collection.
    """

    has_begun: ClassVar[bool] = False
    is_loaded: ClassVar[bool] = False
    """Whether all modules are loaded."""
    has_set_aside: ClassVar[bool] = False
    """Whether the loaded program is frozen; a collection of it takes 0.1 s, at any key."""

    @staticmethod
    @contextmanager
    def paused() -> Iterator[None]:
        """Collect nothing during a read of many values, which are all kept: that takes a tenth less."""
        gc.disable()
        try:
            yield
        finally:
            gc.enable()

    @classmethod
    def freeze_startup_objects(cls) -> None:
        """Freeze the objects that exist before the first key, most of them Textual's."""
        if not cls.has_begun:
            gc.freeze()
            cls.has_begun = True

    @classmethod
    def freeze_all(cls, stays: bool) -> None:
        """Freeze all objects, unless a screen is open that will close (`stays` is False) and would never be freed."""
        cls.is_loaded = True
        if stays and not cls.has_set_aside:
            gc.freeze()
            cls.has_set_aside = True

    @classmethod
    def collect(cls, stays: bool) -> None:
        """Collect the garbage of closed screens; `stays`: none of the open screens will close."""
        from milestone_tui.terminal.patches import forget_painted_styles  # late: it loads Textual

        forget_painted_styles()
        gc.collect()
        if cls.is_loaded:
            cls.freeze_all(stays)
