"""Actions on the milestone under the cursor of a timeline, or on all marked milestones as one change."""

from __future__ import annotations

from collections.abc import Callable

from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.panels.quick_add import QuickAddScreen
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.panels.ticking import tick_all_or_ask, tick_or_ask
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.marking import MarkingScreen
from milestone_tui.ui.views.timeline.words import one_line


def add(screen: MarkingScreen, kept: Unfinished | None, hides: Callable[[int], bool]) -> None:
    """Open quick add with the text of the draft `kept`, and go to the new milestone; say so if the filter hides it."""

    def go_to(milestone_id: int | None) -> None:
        if milestone_id is not None:
            screen.chart.select(milestone_id)
            screen.call_after_refresh(warn, milestone_id)

    def warn(milestone_id: int) -> None:
        if hides(milestone_id):
            screen.show_status("Added, but hidden by the filter · esc to show all · u to undo", Ink.WARN)

    here = screen.chart.current
    phase = here.phase if here is not None else ""
    screen.ask(lambda: QuickAddScreen(screen.context, screen.project_id, kept, phase=phase), go_to)


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
