"""The specs that describe the lists of the editors to `CollectionEditor`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from milestone_tui.plan.list_merge import ListKind
from milestone_tui.ui.editors.side_rows import SideRow
from milestone_tui.ui.widgets.picker import AddingPicker, Choice

_Entry = TypeVar("_Entry", bound=Hashable)


class ListSpec(ABC, Generic[_Entry]):
    """Base of the specs: the words, rows, inputs and merging of one list."""

    field: ClassVar[str]
    """Name of the list among the fields, in conflicts and errors."""
    draft: ClassVar[str]
    """Its name in a draft."""
    label: ClassVar[str]
    """Name of the list in the question about unsaved changes."""
    adding: ClassVar[str]
    """Text of the row that adds an entry."""
    ordered: ClassVar[bool] = False
    """Whether the order of the entries counts."""
    keys: ClassVar[frozenset[str]] = frozenset()
    """Actions of `CollectionEditor` that make sense here, besides adding, deleting and undoing."""
    keeps_mistakes: ClassVar[bool] = True
    """Whether a mistake keeps the input open."""
    tells_below: ClassVar[bool] = False
    """Whether a mistake is shown below the entries instead of in the key bar."""
    asks_figure: ClassVar[bool] = False
    """Whether the input for the figure opens as soon as an entry is picked."""
    picker: AddingPicker | None = None
    """The picker for new entries; without one they are typed below the last entry."""

    # Merging and saving ------------------------------------------------------------------------------------

    @abstractmethod
    def kind(self) -> ListKind[_Entry]:
        """Return how entries are identified in a merge."""

    @abstractmethod
    def seen_rows(self, seen: Sequence[_Entry]) -> Sequence[Any]:
        """Return entries as the rows that the store compares with."""

    def settle(self, entries: Sequence[_Entry]) -> Sequence[_Entry]:
        """Return the entries to save; raise InvalidInput."""
        return entries

    # Showing -----------------------------------------------------------------------------------------------

    @abstractmethod
    def line(self, entry: _Entry) -> SideRow:
        """Return the row of an entry."""

    def measure(self, entries: Sequence[_Entry]) -> None:
        """Measure columns before rows are written."""

    def below(self, entries: Sequence[_Entry]) -> Sequence[SideRow]:
        """Return the rows below the one that adds an entry."""
        return ()

    # Editing -----------------------------------------------------------------------------------------------

    @abstractmethod
    def typed_text(self, entry: _Entry) -> str:
        """Return the text of an entry that is edited."""

    @abstractmethod
    def read(self, entries: Sequence[_Entry], index: int, text: str) -> _Entry:
        """Return an entry with the typed text; raise InvalidInput."""

    def place(self, entries: Sequence[_Entry], width: int) -> tuple[int, int]:
        """Return first cell and width of the input, in a list of `width` cells."""
        return 3, max(4, width - 4)

    def new(self, text: str) -> _Entry:
        """Return a new entry with the typed text; raise InvalidInput."""
        raise NotImplementedError

    def choices(self, entries: Sequence[_Entry]) -> Sequence[Choice]:
        """Return the choices of the picker."""
        return ()

    def from_choice(self, entries: Sequence[_Entry], choice: Choice) -> _Entry:
        """Return a new entry from a choice; raise InvalidInput if it cannot be one."""
        raise NotImplementedError

    def toggled(self, entries: Sequence[_Entry], index: int) -> _Entry:
        """Return an entry in its next state; raise InvalidInput without one."""
        raise NotImplementedError
