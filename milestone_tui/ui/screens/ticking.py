"""Ticking a milestone off, the same from every screen: at once, or asked about when its criteria are not all met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.drafts import CriterionDraft
from milestone_tui.plan.model import Milestone, MilestoneDetail, MilestoneState, Plan
from milestone_tui.plan.occasion import occasion
from milestone_tui.plan.wording import count_words
from milestone_tui.ui.desk import Desk
from milestone_tui.ui.look import DONE, fit
from milestone_tui.ui.screens.base import StoreScreen
from milestone_tui.ui.screens.confirm import ConfirmTick, TickAnswer
from milestone_tui.ui.theme import Ink

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_TITLE_CELLS = 48
"""A longer title is cut, so that how to undo still fits on the line."""


def tick_or_ask(screen: StoreScreen, milestone_id: int) -> None:
    """Tick a milestone, or untick a done one; unmet criteria are listed and asked about once.

    The screen says what was done and how it is undone, or the occasion when that completed a phase or the project.
    """
    try:
        detail = screen.desk.store.read.detail(milestone_id)
    except MilestoneError as error:
        screen.refuse(str(error))
        return
    if detail.milestone.state is MilestoneState.DONE:
        screen.attempt(
            lambda do: do.milestones.untick(milestone_id), lambda _: screen.say(f"Unticked {_named(detail)} · u undoes")
        )
        return
    unmet = _unmet(detail)
    if not unmet:
        _tick(screen, detail, TickAnswer.AS_IT_IS)
        return

    def answered(answer: TickAnswer | None) -> None:
        if answer is not None:
            _tick(screen, detail, answer)

    screen.app.push_screen(ConfirmTick(screen.desk, detail.milestone.title, unmet), answered)


def tick_all_or_ask(screen: StoreScreen, ids: Sequence[int], after: Callable[[], None]) -> None:
    """Tick many milestones in one change; what of their criteria is not met is listed and asked about once.

    What is done stays done, what is cancelled stays out. `after` is called when they are ticked.
    """
    today = screen.desk.today
    try:
        open_ones = [m for m in screen.desk.store.read.milestones(tuple(ids)) if m.is_open]
        waiting = [screen.desk.store.read.detail(m.id) for m in open_ones if m.criteria_met < m.criteria_total]
    except MilestoneError as error:
        screen.refuse(str(error))
        return
    if not open_ones:
        screen.refuse("Nothing of what is marked is open.")
        return
    count = count_words(len(open_ones), "milestone")

    def answered(answer: TickAnswer | None) -> None:
        if answer is None:
            return

        def command(do: Commands) -> None:
            do.milestones.tick_all([m.id for m in open_ones], today)
            if answer is TickAnswer.ALL_MET:
                for detail in waiting:
                    do.criteria.set(detail.milestone.id, _all_met(detail, today), detail.criteria)

        def done(_: object) -> None:
            after()
            one_of_each_phase = {m.phase_id: m for m in open_ones}.values()
            festive = next(filter(None, (_occasion(screen, m) for m in one_of_each_phase)), "")
            if festive:
                screen.say(f"{DONE} {festive}", Ink.GOOD)
            else:
                screen.say(f"Ticked {count} · u undoes")

        screen.attempt(command, done)

    if not waiting:
        answered(TickAnswer.AS_IT_IS)
        return
    unmet = [f"{detail.milestone.title}: {text}" for detail in waiting for text in _unmet(detail)]
    screen.app.push_screen(ConfirmTick(screen.desk, count, unmet), answered)


def _unmet(detail: MilestoneDetail) -> list[str]:
    return [criterion.text for criterion in detail.criteria if criterion.met_on is None]


def _all_met(detail: MilestoneDetail, today: date) -> list[CriterionDraft]:
    return [CriterionDraft(c.id, c.text, c.met_on or today) for c in detail.criteria]


def _tick(screen: StoreScreen, detail: MilestoneDetail, answer: TickAnswer) -> None:
    today = screen.desk.today
    milestone = detail.milestone

    def command(do: Commands) -> None:
        do.milestones.tick(milestone.id, today)
        if answer is TickAnswer.ALL_MET:
            do.criteria.set(milestone.id, _all_met(detail, today), detail.criteria)

    def done(_: object) -> None:
        festive = _occasion(screen, milestone) if milestone.is_open else None
        if festive is None:
            screen.say(f"Ticked {_named(detail)} · u undoes")
        else:
            screen.say(f"{DONE} {festive}", Ink.GOOD)

    screen.attempt(command, done)


def _named(detail: MilestoneDetail) -> str:
    return f'"{fit(detail.milestone.title, _TITLE_CELLS).rstrip()}"'


def _occasion(screen: StoreScreen, milestone: Milestone) -> str | None:
    return occasion_of(screen.desk, milestone, screen.plan_of, screen.size.width)


def occasion_of(desk: Desk, milestone: Milestone, plan_of: Callable[[int], Plan], width: int) -> str | None:
    """What it completed that this milestone is done now, in words for a line of `width`; None when nothing."""
    try:
        if not desk.store.read.completes(milestone.id):
            return None  # most ticks complete nothing: the whole plan is not read for them
        plan = plan_of(milestone.project_id)
    except MilestoneError:
        return None  # somebody deleted the project since: nothing to celebrate
    return occasion(None, plan, milestone.id, desk.today, width - cell_len(f" {DONE} "))
