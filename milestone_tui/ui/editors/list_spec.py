"""What one list beside the fields of an editor consists of; each list there is has one spec."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from milestone_tui.plan.list_merge import ListKind
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.widgets.picker import AddingPicker, Choice

_Entry = TypeVar("_Entry", bound=Hashable)


class ListSpec(ABC, Generic[_Entry]):
    """The words, the lines, the figures and the merging of one list."""

    field: ClassVar[str]
    """Name of the list among the fields, as conflicts and errors have it."""
    draft: ClassVar[str]
    """Its name in a draft."""
    label: ClassVar[str]
    """What it is called when it has unsaved changes."""
    adding: ClassVar[str]
    """What the line below the entries says."""
    ordered: ClassVar[bool] = False
    """Whether the order of the entries counts."""
    keys: ClassVar[frozenset[str]] = frozenset()
    """Actions of `CollectionEditor` that make sense here, besides adding, deleting and undoing."""
    keeps_mistakes: ClassVar[bool] = True
    """Whether a mistake keeps the input open."""
    tells_below: ClassVar[bool] = False
    """Whether a mistake is said below the entries rather than in the key bar."""
    asks_figure: ClassVar[bool] = False
    """Whether the figure of an entry is asked for as soon as it is picked."""
    picker: AddingPicker | None = None
    """Where a new entry is picked; without one it is typed in the line below the last."""

    # Merging and saving ------------------------------------------------------------------------------------

    @abstractmethod
    def kind(self) -> ListKind[_Entry]:
        """Return how entries are told apart."""

    @abstractmethod
    def seen_rows(self, seen: Sequence[_Entry]) -> Sequence[Any]:
        """Return entries as the rows that the store compares with."""

    def settle(self, entries: Sequence[_Entry]) -> Sequence[_Entry]:
        """Return the entries as they are saved; raise InvalidInput for what cannot be."""
        return entries

    # Showing -----------------------------------------------------------------------------------------------

    @abstractmethod
    def line(self, entry: _Entry) -> SideRow:
        """Return the line of an entry."""

    def measure(self, entries: Sequence[_Entry]) -> None:
        """Measure columns, before lines are written."""

    def below(self, entries: Sequence[_Entry]) -> Sequence[SideRow]:
        """Return what is shown under the line that adds an entry."""
        return ()

    # Editing -----------------------------------------------------------------------------------------------

    @abstractmethod
    def typed_text(self, entry: _Entry) -> str:
        """Return what of an entry is edited by typing."""

    @abstractmethod
    def read(self, entries: Sequence[_Entry], index: int, text: str) -> _Entry:
        """Return an entry with what was typed; raise InvalidInput."""

    def place(self, entries: Sequence[_Entry], width: int) -> tuple[int, int]:
        """Return from which cell, and over how many, an entry is edited in a list of `width` cells."""
        return 3, max(4, width - 4)

    def new(self, text: str) -> _Entry:
        """Return the entry that a typed text makes."""
        raise NotImplementedError

    def choices(self, entries: Sequence[_Entry]) -> Sequence[Choice]:
        """Return what can be picked."""
        return ()

    def begin(self, entries: Sequence[_Entry], choice: Choice) -> _Entry:
        """Return the entry that a choice makes; raise InvalidInput where it cannot be one."""
        raise NotImplementedError

    def toggled(self, entries: Sequence[_Entry], index: int) -> _Entry:
        """Return an entry as space makes it; raise InvalidInput where there is nothing else."""
        raise NotImplementedError
