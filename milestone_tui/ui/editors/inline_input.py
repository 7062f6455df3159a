"""The input that is laid over one line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.message import Message

from milestone_tui.plan.language.pasting import pasted_entries
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.widgets.fields import FieldInput


class InlineInput(FieldInput):
    """Stands over the line that is being edited."""

    BINDINGS: ClassVar[Keys] = [
        bind("inline.keep", "enter", "keep", "Take the line as it is typed", "submit"),
        bind("inline.abandon", "escape", "leave it", "Leave the line as it was"),
    ]

    class Abandoned(Message):
        """The line is to stay as it was."""

    @dataclass
    class ListPasted(Message):
        """Several lines were pasted where each can be an entry."""

        entries: tuple[str, ...]
        """The first with what stood before it, the last with what stood behind it."""

    takes_lists = False
    """Whether several lines that are pasted become several entries."""

    def action_abandon(self) -> None:
        """Leave the line as it was."""
        self.post_message(self.Abandoned())

    def _on_paste(self, event: events.Paste) -> None:
        entries, cut = pasted_entries(event.text) if self.takes_lists else ((), "")
        if len(entries) < 2:
            return  # one line goes into the text, as in every input
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        *others, last = entries
        self.post_message(self.ListPasted((self.value[:start] + others[0], *others[1:], last + self.value[end:])))
        if cut:
            self.post_message(StatusMessage(cut))
