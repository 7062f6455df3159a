"""Ticking a milestone off, the same from every screen: at once, or asked about when its criteria are not all met.

What passes a gate is a decision, so its panel is where a tick of one leads.
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
from milestone_tui.ui.panels.open_before import OpenBefore
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.renderer import DONE, fit
from milestone_tui.ui.theme import Ink

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_TITLE_CELLS = 48
"""A longer title is cut, so that how to undo still fits on the line."""
_SHORT_TITLE = 20
"""Where the name of an open predecessor needs the room."""
_UNDO = " · u undoes"


def tick_or_ask(screen: StoreScreen, milestone_id: int) -> None:
    """Tick a milestone, or untick a done one; unmet criteria are listed and asked about once.

    A gate is decided; one that is passed asks whether it is decided again or open again. The screen says what was done
    and how it is undone, or the occasion when that completed a phase or the project.
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

    screen.app.push_screen(ConfirmTick(screen.context, detail.milestone.title, unmet), answered)


def _untick(screen: StoreScreen, detail: MilestoneDetail) -> None:
    screen.run_command(
        lambda do: do.milestones.untick(detail.milestone.id),
        lambda _: screen.show_status(f"Unticked {_named(detail)} · u undoes"),
    )


def _ask_about_gate(screen: StoreScreen, detail: MilestoneDetail) -> None:
    """Nobody undoes a decision by a slip of the thumb."""
    from milestone_tui.ui.panels.decided_gate import DecidedGate, GateAnswer  # late: seldom needed

    def answered(answer: GateAnswer | None) -> None:
        if answer is GateAnswer.UNTICK:
            _untick(screen, detail)
        elif answer is GateAnswer.DECIDE:
            sign_off(screen, detail.milestone.id)

    screen.app.push_screen(DecidedGate(screen.context, detail), answered)


def tick_all_or_ask(screen: StoreScreen, ids: Sequence[int], after: Callable[[Collection[int]], None]) -> None:
    """Tick many milestones in one change; what of their criteria is not met is listed and asked about once.

    What is done stays done, what is cancelled stays out; gates are left to be decided one by one. `after` is called
    with these gates when the others are ticked.
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
        screen.app.push_screen(ConfirmTick(screen.context, chosen.counted, unmet), answered)
    else:
        answered(TickAnswer.AS_IT_IS)


class _Chosen(NamedTuple):
    """Milestones that are to be ticked together."""

    ticked: list[Milestone]
    waiting: list[tuple[Milestone, tuple[Criterion, ...]]]
    """Those of them whose criteria are not all met, with all their criteria."""
    gates: list[int]
    """What takes a decision instead."""

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
    """Nothing can be ticked: say why, or have the only gate decided."""
    if len(gates) == 1:
        after(())
        sign_off(screen, gates[0])
    elif gates:
        screen.refuse_prompt("Gates are decided one by one: esc forgets the marks, a decides.")
    else:
        screen.refuse_prompt("Nothing of what is marked is open.")


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
        left = f" · not {count_words(len(gates), 'gate')}: a decides" if gates else ""
        before = OpenBefore(screen.context, [m.id for m in chosen.ticked])
        taken = len(left) + before.taken
        festive = next(filter(None, (_occasion(screen, m, taken) for m in one_of_each_phase)), "")
        if festive:
            screen.show_status(before.told([f"{DONE} {festive}{left}"], "", _room(screen)), Ink.GOOD)
        else:
            screen.show_status(before.told([f"Ticked {chosen.counted}{left}"], _UNDO, _room(screen)))

    screen.run_command(command, done)


def _is_decided(milestone: Milestone) -> bool:
    """Whether it takes a decision to have it done."""
    return milestone.kind is MilestoneKind.GATE and milestone.is_open


def _unmet(criteria: Sequence[Criterion]) -> list[str]:
    return [criterion.text for criterion in criteria if criterion.met_on is None]


def _all_met(criteria: Sequence[Criterion], today: date) -> list[CriterionInput]:
    return [CriterionInput(c.id, c.text, c.met_on or today) for c in criteria]


def _tick(screen: StoreScreen, detail: MilestoneDetail, answer: TickAnswer) -> None:
    today = screen.context.today
    milestone = detail.milestone
    follows_open = any(linked.done_on is None for linked in detail.predecessors)  # else there is nothing to ask

    def command(do: Commands) -> None:
        do.milestones.tick(milestone.id, today)
        if answer is TickAnswer.ALL_MET:
            do.criteria.set(milestone.id, _all_met(detail.criteria, today), detail.criteria)

    def done(_: object) -> None:
        before = OpenBefore(screen.context, [milestone.id] if follows_open else ())
        festive = _occasion(screen, milestone, before.taken) if milestone.is_open else None
        if festive is None:
            forms = [f"Ticked {_named(detail, most)}" for most in (_TITLE_CELLS, _SHORT_TITLE)]
            screen.show_status(before.told(forms, _UNDO, _room(screen)))
        else:
            screen.show_status(before.told([f"{DONE} {festive}"], "", _room(screen)), Ink.GOOD)

    screen.run_command(command, done)


def _named(detail: MilestoneDetail, most: int = _TITLE_CELLS) -> str:
    return f'"{fit(detail.milestone.title, most).rstrip()}"'


def _room(screen: StoreScreen) -> int:
    """Cells of a sentence in the key bar."""
    return screen.size.width - 1


def _occasion(screen: StoreScreen, milestone: Milestone, taken: int = 0) -> str | None:
    """What was completed, in the width of the screen without the cells that are `taken`."""
    return celebration_of(screen.context, milestone, screen.plan_of, screen.size.width - taken)
