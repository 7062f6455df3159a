"""The input that covers the edited line of a list."""

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
    """Input over the edited line of a list."""

    BINDINGS: ClassVar[Keys] = [
        bind("inline.keep", "enter", "keep", "Keep this line", "submit"),
        bind("inline.abandon", "escape", "cancel", "Keep the line as it was"),
    ]

    class Abandoned(Message):
        """The edit was cancelled."""

    @dataclass
    class ListPasted(Message):
        """Several lines were pasted, each of which becomes an entry."""

        entries: tuple[str, ...]
        """The pasted lines, the first and the last with the text around the cursor."""

    takes_lists = False
    """Whether pasted lines become entries."""

    def action_abandon(self) -> None:
        """Cancel the edit."""
        self.post_message(self.Abandoned())

    def _on_paste(self, event: events.Paste) -> None:
        entries, cut = pasted_entries(event.text) if self.takes_lists else ((), "")
        if len(entries) < 2:
            return  # a single line is pasted into the text, as in every input
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        *others, last = entries
        self.post_message(self.ListPasted((self.value[:start] + others[0], *others[1:], last + self.value[end:])))
        if cut:
            self.post_message(StatusMessage(cut))
