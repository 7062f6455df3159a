"""What closed screens leave behind: when it is looked for, and among what."""

from __future__ import annotations

import gc

REST_SECONDS = 0.5
"""How long after a screen was closed nothing works on it any more."""


class Garbage:
    """Python's search for garbage: among what is new only, and whenever a screen was closed.

    A screen and its widgets refer to one another: Python by itself would keep them, and all that they show, until there
    is as much again.
    """

    def __init__(self) -> None:
        self._kept_too_much = False

    def keep_what_is_loaded(self, screens: int) -> None:
        """Look no more among all that there is now, for that takes 0.1 s, at any key; so many screens are open."""
        if not gc.get_freeze_count():
            self._kept_too_much = screens > 1
            gc.freeze()

    def find(self, screens: int) -> None:
        """Let go of what closed screens leave, with so many still open."""
        _forget_painted()
        if self._kept_too_much and screens == 1:
            gc.unfreeze()  # what was open when all was loaded would be kept for ever
            gc.collect()
            gc.freeze()
            self._kept_too_much = False
        else:
            gc.collect()


def _forget_painted() -> None:
    """Textual remembers colours of the last thousand widgets by what these have painted, and so keeps all of that."""
    try:
        from textual._styles_cache import StylesCache  # private: a later Textual may have it no more, nor need this

        StylesCache.get_inner_outer.cache_clear()
    except (ImportError, AttributeError):
        pass
