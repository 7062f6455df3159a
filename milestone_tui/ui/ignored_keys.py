"""Keys typed right after a key whose prompt did not open: they were meant for the prompt and are ignored."""

from __future__ import annotations

from textual import events
from textual.message import Message

from milestone_tui.plan.language.text import visible
from milestone_tui.ui.keys import APP_KEYS, key_name
from milestone_tui.ui.renderer import cells, fit

PAUSE = 0.5
"""Seconds without a key after which keys count again."""

_ALWAYS = frozenset({*(key for binding in APP_KEYS for key in binding.key.split(",")), "ctrl+c"})
"""Keys that work everywhere and are never ignored."""

_MOST = 24
"""Cells for the ignored text; a longer one is cut."""


class IgnoredKeys:
    """Keys and pastes that are ignored as long as they follow one another without a pause."""

    def __init__(self, refusal: str, now: float) -> None:
        """`refusal` is the sentence that was shown, `now` the time of a monotonic clock when it was shown."""
        self._refusal = refusal
        self._last = now
        self._ignored = ""
        self.is_over = False

    def ignores(self, event: Message, now: float) -> bool:
        """Return True for an event to ignore; set `is_over` after a pause, a click or `esc`.

        An `esc` after ignored keys is ignored too: it was meant to close the prompt.
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
        """Return the refusal with the ignored text, in `width` cells; the refusal is cut first."""
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
    """Return the text that an event would have typed into a field."""
    if isinstance(event, events.Paste):
        return " ".join(event.text[: 2 * _MOST].split())
    if event.is_printable and event.character:
        return event.character
    return key_name(event.key)
