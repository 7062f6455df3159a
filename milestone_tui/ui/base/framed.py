"""Screens that are painted in whole frames: what is half built, or about to be painted again, is not painted."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import ExitStack
from functools import cached_property

from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import Screen, ScreenResultType

from milestone_tui.ui.idle import wait_until_idle
from milestone_tui.ui.messages import GaveWay, StatusMessage, ViewRequested
from milestone_tui.ui.navigation import HOME
from milestone_tui.ui.workers import begin

_MOST_HOPS = 5
"""How often a frame lets the messages go first that are on their way."""
_MOST_LAYOUTS = 3
"""How often a frame is laid out anew for what the widgets made of the layout before."""


PRIVATE_NAMES = {
    "_callbacks": "what is to be done after the next frame",
    "_compositor": "paints widgets with the whole frame, not once more by themselves",
    "_compositor_refresh": "is called to paint",
    "_dirty_widgets": "what is to be painted",
    "_layout_required": "whether a frame needs a layout first",
    "_on_timer_update": "is called at the tick after a change",
    "_pop_result_callback": "is called where another screen takes the place of this one",
    "_repaint_required": "whether anything is to be painted",
    "_result_callbacks": "who waits for what this screen answers: of the first screen of all nobody",
    "_scroll_required": "whether a frame needs scrolling first",
}
"""What is used of Textual's Screen below its public face, checked against 8.2.8, and what for.

A test looks for each. Where one is gone at run time, screens are painted as Textual does it: in more frames, but right.
"""


class FramedScreen(Screen[ScreenResultType]):
    """Paints one frame for what opens it, and one for whatever changes on it.

    The first has all that the screen begins with: read, mounted, measured and focused.
    """

    _settled = False
    _opened = False
    _framing = False
    _laying_out = False
    _parting: tuple[ScreenResultType | None] | None = None
    """What it closes with as soon as nothing covers it."""
    _parting_words = ""
    """Why it closes by itself then."""

    class Opened(Message):
        """The first frame has been painted."""

    @property
    def is_seen(self) -> bool:
        """On top, or below nothing but panels; `is_current` also counts a screen that is wholly covered."""
        above = list(itertools.takewhile(lambda screen: screen is not self, reversed(self.app.screen_stack)))
        return len(above) < len(self.app.screen_stack) and all(screen.is_modal for screen in above)

    def new_day(self) -> None:
        """Another day has begun: tell anew what depends on it; for subclasses."""

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be done after the next frame."""
        return bool(getattr(self, "_callbacks", ()))

    @cached_property
    def _paints_frames(self) -> bool:
        """Whether this Textual has all that it takes to paint in whole frames."""
        return all(hasattr(self, name) for name in PRIVATE_NAMES)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen and no other: once, and when it is on top again where another one covers it.

        What is written may be done when the person has left already, or when the terminal has become too small.
        """
        if self.app.screen_stack == [self]:
            self.app.post_message(ViewRequested(HOME))  # below it there is nothing: a view is left for another one
        elif self.app.screen is self:
            return super().dismiss(result)
        elif self in self.app.screen_stack:
            self._parting = (result,)
        return AwaitComplete()

    def give_way(self, sentence: str) -> None:
        """Close by itself, since what it shows is not there any more; what is typed just now is not for others."""
        covered = self.app.screen is not self
        self._parting_words = sentence
        self.dismiss()
        self.app.post_message(StatusMessage(sentence) if covered else GaveWay(sentence))

    def _pop_result_callback(self) -> None:
        # Textual pops one of the screen that the program starts with, too, for which it never pushed any.
        if getattr(self, "_result_callbacks", True):
            super()._pop_result_callback()

    def on_screen_resume(self) -> None:
        """Close, where that had to wait."""
        if self._parting is not None:
            parting, self._parting = self._parting, None
            self.dismiss(*parting)
            self.app.post_message(GaveWay(self._parting_words))

    def on_mount(self) -> None:
        """Hold all painting back until this screen has settled."""
        if not self._paints_frames:
            self._settled = self._opened = True
            self.call_after_refresh(self.post_message, self.Opened())
            return
        hold = ExitStack()
        hold.enter_context(self.app.batch_update())
        begin(self, "opening", self._settle, hold)

    async def _settle(self, hold: ExitStack) -> None:
        try:
            await wait_until_idle(lambda: (self.app, *self.walk_children(with_self=True)), lambda: (self.app, self))
        finally:
            hold.close()
            self._settled = True
            for screen in self.app.screen_stack:
                screen.check_idle()  # what was to be painted on them has waited as well
            self.call_later(self._open)

    async def _open(self) -> None:
        self.refresh()
        await self._frame()  # at once: the next tick of Textual's timer may be 16 ms away

    # Textual calls these two: at the tick after something has changed, and where that is to be painted.

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
            # Textual would go on painting the screen on top for this one: for ever below a panel, and also where none
            # of it is seen. It is painted as a whole when it is on top again.
            self._dirty_widgets.clear()
            self._repaint_required = False

    async def _frame(self, hops: int = _MOST_HOPS, layouts: int = _MOST_LAYOUTS) -> None:
        """Lay out and paint, when what is on its way has arrived."""
        await asyncio.sleep(0)
        if hops and any(node.message_queue_size for node in self.walk_children(with_self=True)):
            self.call_later(self._frame, hops - 1, layouts)
            return
        if layouts and (self._layout_required or self._scroll_required):
            self._laying_out = True
            super()._on_timer_update()
            self._laying_out = False
            if not self._layout_required:
                # Whoever has another size now has not seen it yet: what comes of that is in the same frame.
                self._dirty_widgets.add(self)
                self.call_later(self._frame, _MOST_HOPS, layouts - 1)
                return
        if self._repaint_required:
            self._compositor.update_widgets(self._dirty_widgets)  # painted with the whole, not once more by themselves
        self._framing = False
        super()._on_timer_update()
        if self._settled and not self._opened:
            self._opened = True
            self.post_message(self.Opened())
