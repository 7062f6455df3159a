"""Ticking and unticking of milestones, the same from every screen.

Unmet criteria are asked about first. A gate is done only by its decision, so ticking one opens the decision panel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Criterion, Milestone, MilestoneKind, MilestoneState
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.panels.celebration import celebration_of
from milestone_tui.ui.panels.confirm import ConfirmTick, TickAnswer
from milestone_tui.ui.panels.open_predecessors import OpenPredecessors
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.renderer import DONE, fit
from milestone_tui.ui.theme import Ink

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_TITLE_CELLS = 48
"""Cells of a title in a message, so that the hint fits on the line."""
_SHORT_TITLE = 20
"""Cells of a title if the message also names an open predecessor."""
_UNDO = " · u to undo"


def tick_or_ask(screen: StoreScreen, milestone_id: int) -> None:
    """Tick a milestone, or untick a done one; ask once about unmet criteria.

    For a gate, open the decision panel; for a passed one, ask whether to decide again or to untick it. The screen shows
    what was done and how to undo it, or that a phase or the project is complete.
    """
    try:
        detail = screen.context.store.read.detail(milestone_id)
    except MilestoneError as error:
        screen.refuse_prompt(str(error))
        return
    if detail.milestone.state is MilestoneState.DONE:
        if detail.milestone.kind is MilestoneKind.GATE:
            _ask_about_gate(screen, detail)
        else:
            _untick(screen, detail)
        return
    if _is_decided(detail.milestone):
        sign_off(screen, milestone_id)
        return
    if not (unmet := _unmet(detail.criteria)):
        _tick(screen, detail, TickAnswer.AS_IT_IS)
        return

    def answered(answer: TickAnswer | None) -> None:
        if answer is not None:
            _tick(screen, detail, answer)

    screen.app.push_screen(ConfirmTick(screen.context, unmet, title=detail.milestone.title), answered)


def _untick(screen: StoreScreen, detail: MilestoneDetail) -> None:
    screen.run_command(
        lambda do: do.milestones.untick(detail.milestone.id),
        lambda _: screen.show_status(f"Unticked {_named(detail)}{_UNDO}"),
    )


def _ask_about_gate(screen: StoreScreen, detail: MilestoneDetail) -> None:
    """Ask whether to decide a passed gate again or to untick it."""
    from milestone_tui.ui.panels.decided_gate import DecidedGate, GateAnswer  # late: seldom needed

    def answered(answer: GateAnswer | None) -> None:
        if answer is GateAnswer.UNTICK:
            _untick(screen, detail)
        elif answer is GateAnswer.DECIDE:
            sign_off(screen, detail.milestone.id)

    screen.app.push_screen(DecidedGate(screen.context, detail), answered)


def tick_all_or_ask(screen: StoreScreen, ids: Sequence[int], after: Callable[[Collection[int]], None]) -> None:
    """Tick several milestones as one change; ask once about unmet criteria.

    Done and cancelled ones are skipped. Gates must be decided one at a time: `after` is called with their ids after the
    other milestones are ticked.
    """
    try:
        chosen = _sorted_out(screen, ids)
    except MilestoneError as error:
        screen.refuse_prompt(str(error))
        return
    if not chosen.ticked:
        _tick_none(screen, chosen.gates, after)
        return

    def answered(answer: TickAnswer | None) -> None:
        if answer is not None:
            _tick_all(screen, chosen, answer, after)

    unmet = [f"{milestone.title}: {text}" for milestone, criteria in chosen.waiting for text in _unmet(criteria)]
    if unmet:
        screen.app.push_screen(ConfirmTick(screen.context, unmet, count=len(chosen.ticked)), answered)
    else:
        answered(TickAnswer.AS_IT_IS)


class _Chosen(NamedTuple):
    """Milestones to tick together."""

    ticked: list[Milestone]
    waiting: list[tuple[Milestone, tuple[Criterion, ...]]]
    """The milestones with unmet criteria, with all their criteria."""
    gates: list[int]
    """The open gates, which need a decision."""

    @property
    def counted(self) -> str:
        return count_words(len(self.ticked), "milestone")


def _sorted_out(screen: StoreScreen, ids: Sequence[int]) -> _Chosen:
    read = screen.context.store.read
    open_ones = [m for m in read.milestones(tuple(ids)) if m.is_open]
    ticked = [m for m in open_ones if not _is_decided(m)]
    unmet = [m for m in ticked if m.criteria_met < m.criteria_total]
    criteria = [c for project_id in sorted({m.project_id for m in unmet}) for c in read.criteria(project_id)]
    by_milestone = {id_: tuple(of) for id_, of in groupby(criteria, key=lambda c: c.milestone_id)}
    waiting = [(m, by_milestone[m.id]) for m in unmet if m.id in by_milestone]
    return _Chosen(ticked, waiting, [m.id for m in open_ones if _is_decided(m)])


def _tick_none(screen: StoreScreen, gates: Sequence[int], after: Callable[[Collection[int]], None]) -> None:
    """Show why nothing can be ticked, or open the decision panel of the only gate."""
    if len(gates) == 1:
        after(())
        sign_off(screen, gates[0])
    elif gates:
        screen.refuse_prompt("Gates are decided one at a time. Press esc to clear the marks, then a.")
    else:
        screen.refuse_prompt("None of the marked milestones is open.")


def _tick_all(
    screen: StoreScreen, chosen: _Chosen, answer: TickAnswer, after: Callable[[Collection[int]], None]
) -> None:
    today, gates = screen.context.today, chosen.gates
    if len(chosen.ticked) > AT_ONCE:
        screen.show_status(f"Ticking {chosen.counted}")  # which takes a moment

    def command(do: Commands) -> None:
        do.milestones.tick_all([m.id for m in chosen.ticked], today)
        if answer is TickAnswer.ALL_MET:
            for milestone, criteria in chosen.waiting:
                do.criteria.set(milestone.id, _all_met(criteria, today), criteria)

    def done(_: object) -> None:
        after(gates)
        one_of_each_phase = {m.phase_id: m for m in chosen.ticked}.values()
        left = f" · {count_words(len(gates), 'gate')} left, a to decide" if gates else ""
        before = OpenPredecessors(screen.context, [m.id for m in chosen.ticked])
        taken = len(left) + before.cells_taken
        festive = next(filter(None, (_occasion(screen, m, taken) for m in one_of_each_phase)), "")
        if festive:
            screen.show_status(before.message([f"{DONE} {festive}{left}"], "", _room(screen)), Ink.GOOD)
        else:
            screen.show_status(before.message([f"Ticked {chosen.counted}{left}"], _UNDO, _room(screen)))

    screen.run_command(command, done)


def _is_decided(milestone: Milestone) -> bool:
    """Return True for an open gate, which is done only by its decision."""
    return milestone.kind is MilestoneKind.GATE and milestone.is_open


def _unmet(criteria: Sequence[Criterion]) -> list[str]:
    return [criterion.text for criterion in criteria if criterion.met_on is None]


def _all_met(criteria: Sequence[Criterion], today: date) -> list[CriterionInput]:
    return [CriterionInput(c.id, c.text, c.met_on or today) for c in criteria]


def _tick(screen: StoreScreen, detail: MilestoneDetail, answer: TickAnswer) -> None:
    today = screen.context.today
    milestone = detail.milestone
    follows_open = any(linked.done_on is None for linked in detail.predecessors)  # saves a query otherwise

    def command(do: Commands) -> None:
        do.milestones.tick(milestone.id, today)
        if answer is TickAnswer.ALL_MET:
            do.criteria.set(milestone.id, _all_met(detail.criteria, today), detail.criteria)

    def done(_: object) -> None:
        before = OpenPredecessors(screen.context, [milestone.id] if follows_open else ())
        festive = _occasion(screen, milestone, before.cells_taken) if milestone.is_open else None
        if festive is None:
            forms = [f"Ticked {_named(detail, most)}" for most in (_TITLE_CELLS, _SHORT_TITLE)]
            screen.show_status(before.message(forms, _UNDO, _room(screen)))
        else:
            screen.show_status(before.message([f"{DONE} {festive}"], "", _room(screen)), Ink.GOOD)

    screen.run_command(command, done)


def _named(detail: MilestoneDetail, most: int = _TITLE_CELLS) -> str:
    return f'"{fit(detail.milestone.title, most).rstrip()}"'


def _room(screen: StoreScreen) -> int:
    """Return the cells for a sentence in the key bar."""
    return screen.size.width - 1


def _occasion(screen: StoreScreen, milestone: Milestone, taken: int = 0) -> str | None:
    """Return what was completed, in the width of the screen less `taken` cells."""
    return celebration_of(screen.context, milestone, screen.plan_of, screen.size.width - taken)
