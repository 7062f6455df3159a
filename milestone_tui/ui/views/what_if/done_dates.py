"""What-if for done dates: old and new date, and the slip."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.any_day import day_after
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.language.reasons import Why
from milestone_tui.plan.language.wording import count_words, date_words, day_words, slip_words
from milestone_tui.plan.model import Milestone, Plan
from milestone_tui.plan.network.done_dates import DoneDateWhatIf, is_done, movable_done, signed_words
from milestone_tui.plan.network.move_result import Outcome
from milestone_tui.plan.rules import validate_done_on
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import StatusMessage
from milestone_tui.ui.renderer import Line, fit, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.what_if.screen import WhatIfScreen
from milestone_tui.ui.views.what_if.start import FirstStep, TimelineState
from milestone_tui.ui.views.what_if.words import tail_words

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_NAME_MOST = 30
_NONE_LEFT = "Nothing to move: these milestones are no longer done."


class RedateScreen(WhatIfScreen):
    """What-if that moves the done dates of milestones."""

    HIDDEN = frozenset({"push/drag/only", "reason"})

    DATE_FIELD = "done_on"

    def __init__(
        self,
        context: Context,
        project_id: int,
        ids: Iterable[int],
        first_step: FirstStep,
        shown: TimelineState | None = None,
        kept: Unfinished | None = None,
        view: str = "",
    ) -> None:
        """Move the done dates of these milestones; see `WhatIfScreen`."""
        super().__init__(context, project_id, ids, first_step=first_step, shown=shown, kept=kept, view=view)
        self.what_if = DoneDateWhatIf(self.what_if.request, context.today)

    def _draft(self, texts: Mapping[str, str]) -> Unfinished:
        title, choices = f'Done date of "{self.what_if.lead.title}"', {"ids": self.what_if.request.ids}
        return Unfinished(UnfinishedKind.CHANGE, self.project_id, title, texts=texts, choices=choices)

    def why_nothing_moves(self, plan: Plan) -> str:
        """Return why no done date moves."""
        return _NONE_LEFT

    def headline(self, room: int) -> Line:
        """Return `Done Kick-off → Fri 2 Oct   slip 0 d → +1 d`."""
        now = self.what_if
        moves = now.outcome.moves
        several = not now.request.is_single
        name = count_words(len(now.request.ids), "milestone") if several else fit(now.lead.title, _NAME_MOST).rstrip()
        to = next((move.to for move in moves if move.id == now.request.ids[0]), None)
        if to is None:
            return (("Done ", Ink.WARN), (name, Ink.BRIGHT), ("   not moved yet", Ink.DIM))
        lead = now.lead
        does: tuple[str, ...] = ("no other milestone moves",)
        ink = Ink.DIM
        if several and lead.done_on is not None:
            name = f"{name} {slip_words((to - lead.done_on).days)}"
        elif lead.baseline_on is not None and lead.done_on is not None:
            was, will = (lead.done_on - lead.baseline_on).days, (to - lead.baseline_on).days
            does, ink = (f"slip {slip_words(was)} → {slip_words(will)}",), Ink.WARN if will > 0 else Ink.GOOD
        whither = f" → {'from ' if several else ''}{day_words(to)}"
        line: Line = (("Done ", Ink.WARN), (name, Ink.BRIGHT), (whither, Ink.BRIGHT))
        return (*line, (tail_words(does, room - line_width(line)), ink))

    def brief(self, room: int) -> Line:
        """Return the headline without the name, which is under the cursor."""
        _, _, *rest = self.headline(room)
        return (("Done", Ink.WARN), *rest)

    def action_mode(self) -> None:
        """Refuse the key: done dates move nothing else."""
        self.show_error("A done date moves alone. Apply it (↵) or cancel it (esc) first.")

    def action_reason(self, text: str = "") -> None:
        """Refuse the key: a done date moves without a reason."""
        self.refuse_prompt("Only a move of a due date has a reason. Apply it (↵) or cancel it (esc) first.")

    def write_moves(self, do: Commands, days: Mapping[int, date], seen: Mapping[int, date | None], why: Why) -> None:
        """Write the done dates."""
        do.milestones.redate(days, seen)

    def moved(self, outcome: Outcome) -> str:
        """Return the sentence about the finished move."""
        if len(outcome.moves) > 1:
            return f"Moved {len(outcome.moves)} done dates · u to undo"
        (move,) = outcome.moves
        was, to = date_words(move.was, self.context.today), date_words(move.to, self.context.today)
        return f'Moved "{fit(move.milestone.title, _NAME_MOST).rstrip()}": done {was} → {to} · u to undo'

    def _collision(self, by: str, seen: Mapping[int, date | None]) -> str | None:
        """Return how somebody else changed the done dates; None if nobody did."""
        others = [m for m in self.what_if.milestones if m.id in seen and m.done_on != seen[m.id]]
        if not others:
            return None
        first = others[0]
        return (
            f'{by} moved "{fit(first.title, _NAME_MOST).rstrip()}" to {date_words(first.done_on, self.context.today)}.'
        )


def refusal(milestones: Collection[Milestone], today: date, days: int, weeks: int) -> str:
    """Return why none of these done dates can move by so much; empty when one can."""
    if not (ids := movable_done(milestones)):
        return next((words for m in milestones if is_done(m) and (words := signed_words(m))), _NONE_LEFT)
    try:
        for last in (m.done_on for m in milestones if m.id in ids and m.done_on):
            validate_done_on(day_after(last, days + 7 * weeks), today)
    except InvalidInput as error:
        return str(error)
    return ""


def staying(milestones: Collection[Milestone], moving: Collection[int]) -> StatusMessage | None:
    """Return a message about marked done milestones that do not move; None when all do."""
    stay = [m for m in milestones if is_done(m) and m.id not in moving]
    if not stay:
        return None
    whom = (
        f'"{fit(stay[0].title, _NAME_MOST).rstrip()}"' if len(stay) == 1 else count_words(len(stay), "done milestone")
    )
    verb = "stays" if len(stay) == 1 else "stay"
    why = next(filter(None, map(signed_words, stay)), "Mark only done milestones to move their done dates.")
    return StatusMessage(f"{whom} {verb}. {why}")
