"""Lines of plain text for people: heads, facts, sentences and tables, fitted into the width of a terminal."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.exchange.table.cells import cut, padded, wrapped
from milestone_tui.exchange.table.writer import GAP, Column, fit_widths
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import visible

if TYPE_CHECKING:
    from milestone_tui.plan.fields import FieldSpec

INDENT = "  "
_WIDEST = 60
"""The most cells of a column that can be cut, where there is no terminal to fit."""
_ASCII = str.maketrans({"·": "|", "…": "~", "→": "->", "–": "-", "−": "-", "×": "x"})


class Tone(Enum):
    """How a line is meant; a terminal with colours shows it."""

    HEAD = auto()
    GOOD = auto()
    WARN = auto()
    BAD = auto()


class TextLine(NamedTuple):
    """A line of a page."""

    text: str
    tone: Tone | None = None


class Row(NamedTuple):
    """A row of a table."""

    cells: Sequence[str]
    tone: Tone | None = None


def field_name(spec: "FieldSpec") -> str:
    """Return the label of a field as a fact begins with it: in lower case."""
    return f"{spec.label[:1].lower()}{spec.label[1:]}"


class Page:
    """Collects lines. Control characters become visible; with `ascii_only`, the marks of our own words become ASCII."""

    def __init__(self, cells: int | None, *, ascii_only: bool) -> None:
        """`cells` is the width of the terminal; None for a file or a pipe, where nothing is cut."""
        self.lines: list[TextLine] = []
        self._cells = cells
        self._is_ascii = ascii_only

    def blank(self) -> None:
        """Add a blank line, if something is above it."""
        if self.lines:
            self.lines.append(TextLine(""))

    def head(self, *texts: str) -> None:
        """Add a head, after a blank line if something is above it; its texts are separated by dots."""
        self.blank()
        self.say(" · ".join(filter(None, texts)), Tone.HEAD)

    def say(self, text: str, tone: Tone | None = None, *, indent: str = "", more: str | None = None) -> None:
        """Add a text of one or more lines, wrapped; `more` indents its wrapped lines instead of `indent`."""
        more = indent if more is None else more
        for part in text.split("\n"):
            found = self._wrapped(self._plain(part), len(indent), len(more))
            for place, line in enumerate(found):
                self.lines.append(TextLine(f"{more if place else indent}{line}".rstrip(), tone))

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add a line for each name with a text, the texts below one another."""
        found = [(name, text) for name, text in pairs if text]
        room = max((len(name) for name, _ in found), default=0) + len(GAP)
        for name, text in found:
            first, *rest = text.split("\n")
            self.say(first, indent=name.ljust(room), more=" " * room)
            for part in rest:
                self.say(part, indent=" " * room)

    def table(self, columns: Sequence[Column], *groups: tuple[str, Sequence[Row]]) -> None:
        """Add a table of groups of rows, each below its title unless that is empty. Empty columns are left out."""
        rows = [row for _, found in groups for row in found]
        if not rows:
            return
        indent = INDENT if any(title for title, _ in groups) else ""
        lines = self._fitted(columns, [row.cells for row in rows], len(indent))
        self.lines.append(TextLine(f"{indent}{next(lines)}".rstrip(), Tone.HEAD))
        for title, found in groups:
            if title:
                self.say(title)
            for row in found:
                self.lines.append(TextLine(f"{indent}{next(lines)}".rstrip(), row.tone))

    def _fitted(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], indent: int) -> Iterator[str]:
        """Yield the heads, then each row, in columns that fit."""
        bodies = [[self._plain(text) for text in found] for found in zip(*rows, strict=True)]
        texts = [(column.title, *body) for column, body in zip(columns, bodies, strict=True)]
        widths = {place: max(map(width, texts[place])) for place, body in enumerate(bodies) if any(body)}
        if self._cells is None:
            widths = {place: min(wide, _WIDEST) if columns[place].least else wide for place, wide in widths.items()}
        else:
            fit_widths(columns, widths, self._cells - indent)
        mark = "~" if self._is_ascii else "…"
        shown = [[self._cell(text, wide, columns[at], mark) for text in texts[at]] for at, wide in widths.items()]
        return map(GAP.join, zip(*shown, strict=True))

    def _cell(self, text: str, wide: int, column: Column, mark: str) -> str:
        return padded(cut(text, wide, mark) if column.least else text, wide, column.right_aligned)

    def _wrapped(self, text: str, first: int, more: int) -> Sequence[str]:
        return (text,) if self._cells is None else wrapped(text, max(1, self._cells - first), self._cells - more)

    def _plain(self, text: str) -> str:
        text = visible(text) if text else text
        return text.translate(_ASCII) if self._is_ascii else text
