"""The spec of a milestone's links: predecessors with their lags, and below them the successors."""

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
from milestone_tui.ui.editors.list_spec import PickedSpec
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.renderer import DONE, DUE_SIGN, Line, Renderer, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import Choice

_LABEL = "lag "
_KEPT = "auto"


class LinksSpec(PickedSpec[LinkInput]):
    """Spec of a milestone's predecessors, with its successors shown below."""

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
        """`candidates` reads the possible predecessors; `linkable` reads one, raising InvalidInput if it is not one."""
        self._today = today
        self._candidates = candidates
        self._linkable = linkable
        self._link_picker = self.picker = LinkPicker(renderer)
        self._known: dict[int, LinkedMilestone] = {}
        self._successors: tuple[LinkedMilestone, ...] = ()
        self._project_key = ""
        self.lags = NO_LAGS
        self._widths = (0, 0)
        """Cells of the widest lag, and of the widest note after it."""

    def kind(self) -> ListKind[LinkInput]:
        """Return how links are identified in a merge."""
        return LINKS

    def remember(self, linked: Iterable[LinkedMilestone]) -> None:
        """Remember titles and dates of milestones."""
        self._known |= {other.id: other for other in linked}

    def find(self, milestone_id: int) -> LinkedMilestone:
        """Return a milestone as a predecessor; raise InvalidInput if it cannot be one."""
        linked = self._linkable(milestone_id)
        self.remember([linked])
        return linked

    def show(self, successors: Sequence[LinkedMilestone], project_key: str) -> None:
        """Set the successors, and the project of the milestone."""
        self._successors, self._project_key = tuple(successors), project_key

    def linked(self, entries: Sequence[LinkInput]) -> tuple[LinkedMilestone, ...]:
        """Return entries as linked milestones."""
        return tuple(self._known[entry.predecessor_id]._replace(lag=entry.lag, kept=entry.kept) for entry in entries)

    def entries_of(self, linked: Sequence[LinkedMilestone]) -> tuple[LinkInput, ...]:
        """Return stored links as entries."""
        self.remember(linked)
        return tuple(LinkInput(other.id, other.lag, other.kept) for other in linked)

    def seen_rows(self, seen: Sequence[LinkInput]) -> Sequence[LinkedMilestone]:
        """Return entries as stored links."""
        return [LinkedMilestone(entry.predecessor_id, "", "", None, None, entry.lag, entry.kept) for entry in seen]

    # Showing -----------------------------------------------------------------------------------------------

    def line(self, entry: LinkInput) -> SideRow:
        """Return title, date, lag and float of a link."""
        return self._row(self.linked([entry])[0], Ink.TEXT)

    def measure(self, entries: Sequence[LinkInput]) -> None:
        """Measure the columns of the lags before rows are written."""
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
        return (SideRow(selectable=False), SideRow("SUCCESSORS", Ink.DIM, selectable=False), *followed)

    def _row(self, linked: LinkedMilestone, ink: Ink) -> SideRow:
        mark: Span = (DONE, Ink.GOOD) if linked.done_on else (DUE_SIGN, Ink.ACT if ink is Ink.TEXT else Ink.DIM)
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
        """Return `+5`, or `+10 → +7` for a lag that will be shortened."""
        then = self.lags.shortened.get(linked.id)
        return signed(linked.lag) if then is None else f"{signed(linked.lag)} → {signed(then)}"

    def _note_beside(self, linked: LinkedMilestone) -> Span:
        """Return whether the lag is kept (not at 0), and its float or how many days the milestone is too soon."""
        slack = self.lags.slacks.get(linked.id) or 0
        words = [_KEPT] if linked.kept and linked.lag > 0 else []
        if slack:
            words.append(f"{-slack} wd too soon" if slack < 0 else f"float {slack} wd")
        return (f"  {', '.join(words)}" if words else "", Ink.BAD if slack < 0 else Ink.DIM)

    # Editing -----------------------------------------------------------------------------------------------

    def place(self, entries: Sequence[LinkInput], width: int) -> tuple[int, int]:
        """Return the place of the lag column; the title stays visible."""
        figure, beside = self._widths
        cells = figure + len(" wd")
        return width - 2 - beside - cells, max(7, cells)

    def typed_text(self, entry: LinkInput) -> str:
        """Return the lag."""
        return str(entry.lag)

    def read(self, entries: Sequence[LinkInput], index: int, text: str) -> LinkInput:
        """Return a link with the typed lag, no longer kept; raise InvalidInput."""
        return replace(entries[index], lag=0 if is_blank(text) else read_lag(text), kept=False)

    def choices(self, entries: Sequence[LinkInput]) -> Sequence[Choice]:
        """Return the possible predecessors, those of other projects with their key."""
        taken = {entry.predecessor_id for entry in entries}
        found = [linked for linked in self._candidates() if linked.id not in taken]
        return tuple(Choice(linked.title, self._note(linked), linked.id) for linked in found)

    def _note(self, linked: LinkedMilestone) -> str:
        day = self._day(linked)
        return day if linked.project_key == self._project_key else f"{linked.project_key}  {day}"

    def from_choice(self, entries: Sequence[LinkInput], choice: Choice) -> LinkInput:
        """Return a link from the choice; without a typed lag it keeps the time between the dates."""
        assert choice.key is not None  # this picker creates nothing
        linked, lag = self.find(choice.key), self._link_picker.lag
        return LinkInput(linked.id, lag or 0, lag is None)
