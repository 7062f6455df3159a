"""What a milestone waits for, each with its lag, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.language.lags import read_lag
from milestone_tui.plan.language.text import is_blank, visible
from milestone_tui.plan.language.wording import date_words, signed
from milestone_tui.plan.list_merge import LINKS, ListKind
from milestone_tui.plan.model import LinkedMilestone
from milestone_tui.ui.editors.link_lags import NO_LAGS
from milestone_tui.ui.editors.link_picker import LinkPicker
from milestone_tui.ui.editors.list_spec import ListSpec
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.renderer import DONE, FORECAST, Line, Renderer, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import Choice

_LABEL = "lag "
_KEPT = "kept"


class LinksSpec(ListSpec[LinkInput]):
    """The predecessors of a milestone; its successors are shown below."""

    field = label = "predecessors"
    draft = "links"
    adding = "add a predecessor"
    keys: ClassVar[frozenset[str]] = frozenset({"edit_lag"})
    tells_below = True

    def __init__(
        self,
        renderer: Renderer,
        today: date,
        candidates: Callable[[], Sequence[LinkedMilestone]],
        linkable: Callable[[int], LinkedMilestone],
    ) -> None:
        """`candidates` reads what can be picked; `linkable` reads one, and raises InvalidInput where it cannot be."""
        self._today = today
        self._candidates = candidates
        self._linkable = linkable
        self._link_picker = self.picker = LinkPicker(renderer)
        self._known: dict[int, LinkedMilestone] = {}
        self._successors: tuple[LinkedMilestone, ...] = ()
        self._project_key = ""
        self.lags = NO_LAGS
        self._widths = (0, 0)
        """Cells of the widest lag, and of the widest note behind it."""

    def kind(self) -> ListKind[LinkInput]:
        """Return how links are told apart."""
        return LINKS

    def know(self, linked: Iterable[LinkedMilestone]) -> None:
        """Learn what milestones are called, and when they are due."""
        self._known |= {other.id: other for other in linked}

    def find(self, milestone_id: int) -> LinkedMilestone:
        """Return a milestone that can come before this one; raise InvalidInput where it cannot."""
        linked = self._linkable(milestone_id)
        self.know([linked])
        return linked

    def show(self, successors: Sequence[LinkedMilestone], project_key: str) -> None:
        """Learn what is shown below, and in which project."""
        self._successors, self._project_key = tuple(successors), project_key

    def linked(self, entries: Sequence[LinkInput]) -> tuple[LinkedMilestone, ...]:
        """Return entries with their milestones."""
        return tuple(self._known[draft.predecessor_id]._replace(lag=draft.lag, kept=draft.kept) for draft in entries)

    def drafts(self, linked: Sequence[LinkedMilestone]) -> tuple[LinkInput, ...]:
        """Return stored links as entries."""
        self.know(linked)
        return tuple(LinkInput(other.id, other.lag, other.kept) for other in linked)

    def seen_rows(self, seen: Sequence[LinkInput]) -> Sequence[LinkedMilestone]:
        """Return entries as stored links."""
        return [LinkedMilestone(draft.predecessor_id, "", "", None, None, draft.lag, draft.kept) for draft in seen]

    # Showing -----------------------------------------------------------------------------------------------

    def line(self, entry: LinkInput) -> SideRow:
        """Return the title, its day, the lag and how many days that leaves."""
        return self._row(self.linked([entry])[0], Ink.TEXT)

    def measure(self, entries: Sequence[LinkInput]) -> None:
        """Measure the columns of the lags, before lines are written."""
        rows = (*self.linked(entries), *self._successors)
        self._widths = (
            max((len(self._figure(linked)) for linked in rows), default=0),
            max((len(self._note_beside(linked)[0]) for linked in rows), default=0),
        )

    def below(self, entries: Sequence[LinkInput]) -> Sequence[SideRow]:
        """Return the successors, dim."""
        if not self._successors:
            return ()
        followed = [replace(self._row(linked, Ink.DIM), selectable=False) for linked in self._successors]
        return (SideRow(selectable=False), SideRow("FOLLOWED BY", Ink.DIM, selectable=False), *followed)

    def _row(self, linked: LinkedMilestone, ink: Ink) -> SideRow:
        mark: Span = (DONE, Ink.GOOD) if linked.done_on else (FORECAST, Ink.ACT if ink is Ink.TEXT else Ink.DIM)
        title = visible(linked.title)
        if linked.project_key != self._project_key:
            title = f"{linked.project_key} · {title}"
        note, note_ink = self._note_beside(linked)
        figure, beside = self._widths
        right: Line = (
            (f"{self._day(linked):>7}  ", Ink.DIM),
            (_LABEL, Ink.DIM),
            (f"{self._figure(linked):>{figure}} wd", Ink.WARN if linked.id in self.lags.shortened else ink),
            (f"{note:<{beside}}", note_ink if ink is Ink.TEXT else ink),
        )
        return SideRow(title, ink, (mark,), right)

    def _day(self, linked: LinkedMilestone) -> str:
        return date_words(linked.done_on or linked.due_on, self._today)

    def _figure(self, linked: LinkedMilestone) -> str:
        """Return `+5`, or `+10 → +7` where the lag gives way."""
        then = self.lags.shortened.get(linked.id)
        return signed(linked.lag) if then is None else f"{signed(linked.lag)} → {signed(then)}"

    def _note_beside(self, linked: LinkedMilestone) -> Span:
        """Return whether the lag was kept, which means nothing at 0, and how many days it leaves or lacks."""
        slack = self.lags.slacks.get(linked.id) or 0
        words = [_KEPT] if linked.kept and linked.lag > 0 else []
        if slack:
            words.append(f"{-slack} wd too early" if slack < 0 else f"{slack} wd slack")
        return (f"  {', '.join(words)}" if words else "", Ink.BAD if slack < 0 else Ink.DIM)

    # Editing -----------------------------------------------------------------------------------------------

    def place(self, entries: Sequence[LinkInput], width: int) -> tuple[int, int]:
        """Return the column of the lags, so that the title is not covered."""
        figure, beside = self._widths
        cells = figure + len(" wd")
        return width - 2 - beside - cells, max(7, cells)

    def typed_text(self, entry: LinkInput) -> str:
        """Return the lag."""
        return str(entry.lag)

    def read(self, entries: Sequence[LinkInput], index: int, text: str) -> LinkInput:
        """Return a link with the lag that was typed, no longer kept; raise InvalidInput."""
        return replace(entries[index], lag=0 if is_blank(text) else read_lag(text), kept=False)

    def choices(self, entries: Sequence[LinkInput]) -> Sequence[Choice]:
        """Return what can be picked; milestones of other projects with their key."""
        taken = {draft.predecessor_id for draft in entries}
        found = [linked for linked in self._candidates() if linked.id not in taken]
        return tuple(Choice(linked.title, self._note(linked), linked.id) for linked in found)

    def _note(self, linked: LinkedMilestone) -> str:
        day = self._day(linked)
        return day if linked.project_key == self._project_key else f"{linked.project_key}  {day}"

    def begin(self, entries: Sequence[LinkInput], choice: Choice) -> LinkInput:
        """Return a link to the choice; without a typed lag it keeps the time between the dates."""
        assert choice.key is not None  # nothing is created here
        linked, lag = self.find(choice.key), self._link_picker.lag
        return LinkInput(linked.id, lag or 0, lag is None)
