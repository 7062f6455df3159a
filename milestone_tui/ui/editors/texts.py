"""The specs of the ordered lists of texts: criteria and phases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import CriterionInput, PhaseInput
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.list_merge import CRITERIA, PHASES, ListKind
from milestone_tui.plan.model import Criterion, Phase
from milestone_tui.plan.rules import validate_phases
from milestone_tui.ui.editors.list_spec import ListSpec
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.renderer import DONE, OPEN
from milestone_tui.ui.theme import Ink


class CriteriaSpec(ListSpec[CriterionInput]):
    """Spec of a milestone's criteria, each met or unmet."""

    field = draft = label = "criteria"
    adding = "add a criterion"
    ordered = True
    keys: ClassVar[frozenset[str]] = frozenset({"shift", "meet"})
    keeps_mistakes = False

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def kind(self) -> ListKind[CriterionInput]:
        """Return how criteria are identified in a merge."""
        return CRITERIA

    def entries_of(self, criteria: Sequence[Criterion]) -> tuple[CriterionInput, ...]:
        """Return stored criteria as entries."""
        return tuple(CriterionInput(row.id, row.text, row.met_on) for row in criteria)

    def seen_rows(self, seen: Sequence[CriterionInput]) -> Sequence[Criterion]:
        """Return entries as stored criteria."""
        return [Criterion(entry.id or 0, 0, entry.text, entry.met_on, place) for place, entry in enumerate(seen)]

    def line(self, entry: CriterionInput) -> SideRow:
        """Return the text, and the date when it was met."""
        if entry.met_on is None:
            return SideRow(entry.text, mark=((OPEN, Ink.WARN),))
        day = ((date_words(entry.met_on, self._today()), Ink.DIM),)
        return SideRow(entry.text, Ink.DIM, ((DONE, Ink.GOOD),), day)

    def typed_text(self, entry: CriterionInput) -> str:
        """Return the text."""
        return visible(entry.text)

    def read(self, entries: Sequence[CriterionInput], index: int, text: str) -> CriterionInput:
        """Return a criterion with another text; raise InvalidInput without one."""
        return replace(entries[index], text=_text(text, "criterion"))

    def new(self, text: str) -> CriterionInput:
        """Return a new unmet criterion."""
        return CriterionInput(None, tidy(text))

    def toggled(self, entries: Sequence[CriterionInput], index: int) -> CriterionInput:
        """Return an unmet criterion as met today, or a met one as unmet."""
        entry = entries[index]
        return replace(entry, met_on=None if entry.met_on else self._today())


class PhasesSpec(ListSpec[PhaseInput]):
    """Spec of a project's phases."""

    field = draft = label = "phases"
    adding = "add a phase"
    ordered = True
    keys: ClassVar[frozenset[str]] = frozenset({"shift"})
    keeps_mistakes = False

    def kind(self) -> ListKind[PhaseInput]:
        """Return how phases are identified in a merge."""
        return PHASES

    def entries_of(self, phases: Sequence[Phase]) -> tuple[PhaseInput, ...]:
        """Return stored phases as entries."""
        return tuple(PhaseInput(phase.id, phase.name) for phase in phases)

    def seen_rows(self, seen: Sequence[PhaseInput]) -> Sequence[Phase]:
        """Return entries as stored phases."""
        return [Phase(entry.id or 0, 0, entry.name, place) for place, entry in enumerate(seen)]

    def settle(self, entries: Sequence[PhaseInput]) -> Sequence[PhaseInput]:
        """Return the phases to save; raise InvalidInput for a name used twice."""
        return validate_phases(entries)

    def line(self, entry: PhaseInput) -> SideRow:
        """Return the name."""
        return SideRow(entry.name, mark=((OPEN, Ink.DIM),))

    def typed_text(self, entry: PhaseInput) -> str:
        """Return the name."""
        return visible(entry.name)

    def read(self, entries: Sequence[PhaseInput], index: int, text: str) -> PhaseInput:
        """Return a phase with another name; raise InvalidInput without one."""
        return replace(entries[index], name=_text(text, "phase"))

    def new(self, text: str) -> PhaseInput:
        """Return a new phase."""
        return PhaseInput(None, tidy(text))


def _text(text: str, what: str) -> str:
    if is_blank(text):
        raise InvalidInput("", f"Type a {what}, or press d to delete the line.")
    return tidy(text)
