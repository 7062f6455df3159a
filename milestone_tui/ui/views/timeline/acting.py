"""Actions on the milestone under the cursor of a timeline, or on all marked milestones as one change."""

from __future__ import annotations

from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.panels.ticking import tick_all_or_ask, tick_or_ask
from milestone_tui.ui.views.timeline.marking import MarkingScreen
from milestone_tui.ui.views.timeline.words import one_line


def tick(screen: MarkingScreen) -> None:
    """Tick or untick the milestone, or decide the gate; with marks, tick all but the gates."""
    if screen.marks.ids:
        tick_all_or_ask(screen, screen.chosen, lambda gates: screen.mark(screen.marks.among(gates)))
    elif milestone := _live(screen, "tick it"):
        tick_or_ask(screen, milestone.id)


def sign(screen: MarkingScreen) -> None:
    """Open the sign-off of the milestone: its acceptance, or the decision of a gate."""
    if screen.marks.ids:
        screen.refuse_prompt("Milestones are signed off one at a time. Press esc to clear the marks, then a.")
    elif milestone := _live(screen, "sign off"):
        sign_off(screen, milestone.id)


def _live(screen: MarkingScreen, then: str) -> Milestone | None:
    """Return the milestone under the cursor; refuse the key when it is cancelled."""
    if (milestone := screen.here()) is None or milestone.state is not MilestoneState.CANCELLED:
        return milestone
    screen.refuse_prompt(f"This milestone is cancelled. Press e to change its state, then {then}.")
    return None


def delete(screen: MarkingScreen) -> None:
    """Delete the milestone or all marked ones, without a question."""
    ids, milestone = screen.chosen, None if screen.marks.ids else screen.here()
    if not ids:
        return
    what = f'"{milestone.title}"' if milestone else count_words(len(ids), "milestone")
    if len(ids) > AT_ONCE:
        screen.show_status(f"Deleting {what}")  # since it takes a moment
    screen.run_command(
        lambda do: do.milestones.delete(ids), lambda _: screen.show_status(f"Deleted {what} · u to undo")
    )


def copy(screen: MarkingScreen) -> None:
    """Copy the milestone as one line of text."""
    if milestone := screen.here():
        key = screen.project.key if screen.project else ""
        screen.app.copy_to_clipboard(one_line(milestone, key, screen.context.today))
        screen.show_status(f'Copied "{milestone.title}" to the clipboard')
