"""The specs of the lists of the editors: of typed lists for `CollectionEditor`, of picked ones for `PickingEditor`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from milestone_tui.plan.language.text import is_blank
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
    types_over: ClassVar[bool] = False
    """Whether the text of an edited entry is selected."""

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

    def typed(self, entries: tuple[_Entry, ...], index: int, text: str) -> tuple[_Entry, ...]:
        """Return the entries with the text typed at `index`, a new one below the last; raise InvalidInput."""
        if index >= len(entries):
            return entries if is_blank(text) else (*entries, self.new(text))
        if text == self.typed_text(entries[index]):
            return entries
        return (*entries[:index], self.read(entries, index, text), *entries[index + 1 :])

    def toggled(self, entries: Sequence[_Entry], index: int) -> _Entry:
        """Return an entry in its next state; raise InvalidInput without one."""
        raise NotImplementedError


class PickedSpec(ListSpec[_Entry]):
    """Base of the specs whose new entries are picked instead of typed below the last."""

    types_over = True
    asks_figure: ClassVar[bool] = False
    """Whether the input for the figure opens as soon as an entry is picked."""
    picker: AddingPicker

    @abstractmethod
    def choices(self, entries: Sequence[_Entry]) -> Sequence[Choice]:
        """Return the choices of the picker."""

    @abstractmethod
    def from_choice(self, entries: Sequence[_Entry], choice: Choice) -> _Entry:
        """Return a new entry from a choice; raise InvalidInput if it cannot be one."""
