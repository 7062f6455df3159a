"""What is typed after a key that should have opened a prompt and did not: it was meant for the prompt."""

from __future__ import annotations

from textual import events
from textual.message import Message

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.keys import APP_KEYS, key_name
from milestone_tui.ui.renderer import cells, fit

PAUSE = 0.5
"""Seconds without a key after which the next one is meant for what is on the screen."""

_ALWAYS = frozenset({*(key for binding in APP_KEYS for key in binding.key.split(",")), "ctrl+c"})
"""Keys that mean the same wherever one is."""

_MOST = 24
"""Cells for what was ignored; of more the beginning is told."""


class Breath:
    """Ignores the keys and pastes that follow one another without a pause, and says which."""

    def __init__(self, refusal: str, now: float) -> None:
        """`refusal` is what was said already; `now` the moment at which it was said, on a clock that only goes on."""
        self._refusal = refusal
        self._last = now
        self._ignored = ""
        self.is_over = False

    def ignores(self, event: Message, now: float) -> bool:
        """Return whether this came in the same breath; what ends the breath is acted upon, unless it is an `esc`.

        An `esc` behind what was ignored was meant to leave the prompt, so that is all it ends.
        """
        if not isinstance(event, events.Key | events.Paste):
            self.is_over = isinstance(event, events.MouseDown)
            return False
        if isinstance(event, events.Key) and event.key in _ALWAYS:
            return False
        if now - self._last >= PAUSE:
            self.is_over = True
            return False
        self._last = now
        if isinstance(event, events.Key) and event.key == "escape":
            self.is_over = True
            return bool(self._ignored)
        self._ignored += _written(event)
        return True

    def words(self, width: int) -> str:
        """Return the refusal with what was ignored, in `width` cells: the reason gives way to what was lost."""
        if not self._ignored:
            return self._refusal
        shown = visible(self._ignored)
        if cells(shown) > _MOST:
            shown = fit(shown, _MOST).rstrip()
        ignored = f'Ignored "{shown}".'
        room = width - cells(ignored) - 1
        refusal = fit(self._refusal, min(room, cells(visible(self._refusal)))) if self._refusal else ""
        return f"{refusal} {ignored}" if refusal else ignored


def _written(event: events.Key | events.Paste) -> str:
    """Return what was typed, as it would stand in a field."""
    if isinstance(event, events.Paste):
        return " ".join(event.text[: 2 * _MOST].split())
    if event.is_printable and event.character:
        return event.character
    return key_name(event.key)
