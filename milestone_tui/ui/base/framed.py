"""Screens that are painted in whole frames: never half built, and not twice for one change."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import ExitStack
from functools import cached_property

from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import Screen, ScreenResultType

from milestone_tui.ui.idle import wait_until_idle
from milestone_tui.ui.messages import ScreenClosed, StatusMessage, ViewLeft, ViewRequested
from milestone_tui.ui.navigation import HOME
from milestone_tui.ui.workers import start_worker

_MOST_HOPS = 5
"""How many times a frame waits for queued messages."""
_MOST_LAYOUTS = 3
"""How many times a frame is laid out again because widgets reacted to the layout before."""


PRIVATE_NAMES = {
    "_callbacks": "holds the callbacks after the next frame",
    "_compositor": "paints changed widgets with the whole frame, not by themselves",
    "_compositor_refresh": "is called to paint",
    "_dirty_widgets": "holds the widgets to paint",
    "_layout_required": "tells whether a frame needs a layout first",
    "_on_timer_update": "is called at the next tick after a change",
    "_pop_result_callback": "is called when another screen replaces this one",
    "_repaint_required": "tells whether anything must be painted",
    "_result_callbacks": "holds the callbacks for the result of a screen; the first screen has none",
    "_scroll_required": "tells whether a frame needs scrolling first",
}
"""The private attributes of Textual's Screen that are used here, checked against 8.2.8, and their purpose.

A test looks for each. If one is missing at run time, screens are painted by Textual itself, in more frames.
"""


class FramedScreen(Screen[ScreenResultType]):
    """Screen that is painted in one frame when it opens, and in one frame after each change.

    The first frame is complete: data read, widgets mounted, measured and focused.
    """

    _settled = False
    _opened = False
    _framing = False
    _laying_out = False
    _parting: tuple[ScreenResultType | None] | None = None
    """The result to close with as soon as no other screen covers this one."""
    _parting_words = ""
    """The reason why it closes by itself then."""

    class Opened(Message):
        """Sent when the first frame has been painted."""

    @property
    def is_seen(self) -> bool:
        """Return True if the screen is on top or only below panels; `is_current` ignores what covers a screen."""
        above = list(itertools.takewhile(lambda screen: screen is not self, reversed(self.app.screen_stack)))
        return len(above) < len(self.app.screen_stack) and all(screen.is_modal for screen in above)

    def new_day(self) -> None:
        """Update what depends on the date, which has changed; for subclasses."""

    @property
    def is_waiting(self) -> bool:
        """Return True if a callback waits for the next frame."""
        return bool(getattr(self, "_callbacks", ()))

    @cached_property
    def _paints_frames(self) -> bool:
        """Return True if this version of Textual has all private names that framing needs."""
        return all(hasattr(self, name) for name in PRIVATE_NAMES)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen and no other, once; if another one covers it, when it is on top again.

        A write may finish after the person has left the screen, or when the terminal has become too small.
        """
        if self.app.screen_stack == [self]:
            # The last screen is never closed, only replaced.
            self.app.post_message(ViewRequested(HOME) if self._parting_words else ViewLeft())
        elif self.app.screen is self:
            return super().dismiss(result)
        elif self in self.app.screen_stack:
            self._parting = (result,)
        return AwaitComplete()

    def close_because(self, sentence: str) -> None:
        """Close since the project or milestone is gone, show why, and ignore keys that were typed for this screen."""
        covered = self.app.screen is not self
        self._parting_words = sentence
        self.dismiss()
        self.app.post_message(StatusMessage(sentence) if covered else ScreenClosed(sentence))

    def _pop_result_callback(self) -> None:
        # Textual pops a callback of the first screen too, for which it never pushed one.
        if getattr(self, "_result_callbacks", True):
            super()._pop_result_callback()

    def on_screen_resume(self) -> None:
        """Close now if that had to wait."""
        if self._parting is not None:
            parting, self._parting = self._parting, None
            self.dismiss(*parting)
            self.app.post_message(ScreenClosed(self._parting_words))

    def on_mount(self) -> None:
        """Hold back painting until the screen is complete."""
        if not self._paints_frames:
            self._settled = self._opened = True
            self.call_after_refresh(self.post_message, self.Opened())
            return
        hold = ExitStack()
        hold.enter_context(self.app.batch_update())
        start_worker(self, "opening", self._settle, hold)

    async def _settle(self, hold: ExitStack) -> None:
        try:
            await wait_until_idle(lambda: (self.app, *self.walk_children(with_self=True)), lambda: (self.app, self))
        finally:
            hold.close()
            self._settled = True
            for screen in self.app.screen_stack:
                screen.check_idle()  # their paints were held back too
            self.call_later(self._open)

    async def _open(self) -> None:
        self.refresh()
        await self._frame()  # at once, since the next tick of Textual's timer may be 16 ms away

    # Textual calls the first at the tick after a change, and the second to paint it.

    def _on_timer_update(self) -> None:
        if not self._paints_frames:
            super()._on_timer_update()
        elif not self._framing:
            self._framing = True
            self.call_later(self._frame)

    def _compositor_refresh(self) -> None:
        if not self._paints_frames:
            super()._compositor_refresh()
            return
        if not self._settled or self._laying_out:
            return
        if self.is_seen:
            super()._compositor_refresh()
        if self.app.screen is not self:
            # Textual would repaint the screen on top again and again for this one. It is painted as a whole when it
            # is on top again.
            self._dirty_widgets.clear()
            self._repaint_required = False

    async def _frame(self, hops: int = _MOST_HOPS, layouts: int = _MOST_LAYOUTS) -> None:
        """Lay out and paint, after queued messages have been handled."""
        await asyncio.sleep(0)
        if hops and any(node.message_queue_size for node in self.walk_children(with_self=True)):
            self.call_later(self._frame, hops - 1, layouts)
            return
        if layouts and (self._layout_required or self._scroll_required):
            self._laying_out = True
            super()._on_timer_update()
            self._laying_out = False
            if not self._layout_required:
                # Widgets have not handled their new sizes yet; their reaction belongs to the same frame.
                self._dirty_widgets.add(self)
                self.call_later(self._frame, _MOST_HOPS, layouts - 1)
                return
        if self._repaint_required:
            self._compositor.update_widgets(self._dirty_widgets)  # paint them with the whole frame, not separately
        self._framing = False
        super()._on_timer_update()
        if self._settled and not self._opened:
            self._opened = True
            self.post_message(self.Opened())
