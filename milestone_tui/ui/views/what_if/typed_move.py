"""What is typed in a what-if: a date in its field or a reason in its panel, kept as a draft with the move."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.reasons import Why
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.what_if import WhatIf
from milestone_tui.ui.autosave import DraftAutosave
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.views.what_if.draft import drafted_reason
from milestone_tui.ui.views.what_if.reason import ReasonScreen
from milestone_tui.ui.widgets.date_bar import DateBar, DateTerms


class TypedMove:
    """The field for a date, the panel for the reason, and the draft of one what-if."""

    def __init__(
        self,
        screen: StoreScreen,
        date_field: str,
        draft_of: Callable[[Mapping[str, str]], Unfinished],
        resumed: Unfinished | None,
    ) -> None:
        """`draft_of` returns the draft of the move with typed texts, in which `date_field` names the date."""
        self._screen = screen
        self._date_field = date_field
        self._draft_of = draft_of
        self.resumed = resumed
        """The draft of an earlier session, until its text is in the field again."""
        self.date_bar = DateBar(screen.context.renderer)
        self.before = MoveRequest(())
        """The move before a date was typed."""
        self.why = Why()
        """The reason of the move."""
        self._asking: ReasonScreen | None = None
        """The open panel for the reason."""
        self.keeper = DraftAutosave(screen, screen.context.store, self.unfinished, screen.show_error)
        if resumed is not None:
            self.keeper.adopt(resumed)
            self.why = drafted_reason(resumed)

    def unfinished(self) -> Unfinished | None:
        """Return the date or reason being typed and its move, as a draft."""
        if self.resumed is not None:
            return self.resumed
        if text := self.date_bar.text:
            return self._draft_of({self._date_field: text})
        said = (self._asking.text if self._asking is not None else "") or self.why.note
        return self._draft_of({"reason": said}) if said else None

    def open_date(self, now: WhatIf, text: str) -> None:
        """Open the field for a date of this move, with `text` typed."""
        context, lead = self._screen.context, now.lead
        terms = DateTerms(
            context.today,
            lead.on,
            lead.baseline_on,
            now.plan.project.calendar,
            past=not lead.is_open,
            order=context.settings.date_order,
        )
        self.before = now.request
        self.resumed = None
        self.date_bar.open("Move to" if now.request.is_single else "Begin on", terms, text)

    def ask_reason(self, text: str, changed: Callable[[], None]) -> None:
        """Open the panel for the reason, with `text` typed; call `changed` when there is another one."""

        def answered(answer: Why | None) -> None:
            self._asking = None
            if answer is not None:
                self.why = answer
                changed()
            else:
                why = str(self.why)
                self._screen.show_status(f"The reason is still: {why}" if why else "No reason recorded")
            self.keeper.keep()

        self._asking = ReasonScreen(
            self._screen.context, self.why, lambda said: self._draft_of({"reason": said}), self.keeper, text
        )
        self._screen.app.push_screen(self._asking, answered)
