"""A report as plain text for an e-mail, 72 columns wide in a fixed-width font, readable in any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import Block, Item, Items, Part, Report, Section, Sentence, Table, Timeline, table_of

COLUMNS = 72
_GAP = 2
_INDENT = "  "
_KEPT = "\n"
"""A space at which no line may break; no text has a line break any more where it is used."""


def to_text(report: Report) -> str:
    """Return a report as plain text."""
    lines = _head(report)
    for section in report.shown:
        lines += _section(section)
    for part in report.parts:
        lines += ("", "", *_head(part))
        for section in part.shown:
            lines += _section(section)
    return "\n".join(lines) + "\n"


def _head(of: Report | Part) -> list[str]:
    title = _plain(of.title)
    return [*_wrapped(title), "=" * min(width(title), COLUMNS), *_wrapped(_plain(of.subtitle))]


def _plain(text: str) -> str:
    """Return a text on one line, with nothing hidden in it."""
    return visible(tidy(text))


def _section(section: Section) -> Iterator[str]:
    title = _plain(section.title)
    yield from ("", *_wrapped(title), "-" * min(width(title), COLUMNS))
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Sentence):
        yield from _wrapped(_plain(f"{block.strong} {block.text}".strip()))
    elif isinstance(block, Items):
        for item in block.entries:
            yield from _wrapped(_item(item), "- ", "  ")
    elif isinstance(block, Timeline):
        yield from _timeline(block.table.without_empty_columns())
    else:
        yield from _table(table_of(block).without_empty_columns())


def _item(item: Item) -> str:
    line = ", ".join(map(_plain, filter(None, (item.name, *item.parts))))
    return f"{line}. {_plain(item.remark)}" if item.remark else line


def _timeline(table: Table) -> Iterator[str]:
    """Yield a timeline as a table with the phases between its rows; they are its first column, if there are any."""
    if table.columns[0].key != "phase":
        yield from _table(table)
        return
    phases = [_plain(row[0].text) for row in table.rows]
    heads, *lines = _lines(Table(table.columns[1:], tuple(row[1:] for row in table.rows)), _INDENT)
    yield from heads
    above = None
    for phase, line in zip(phases, lines, strict=True):
        if phase != above:
            yield from _wrapped(phase)
        above = phase
        yield from line


def _table(table: Table) -> Iterator[str]:
    for lines in _lines(table):
        yield from lines


def _lines(table: Table, indent: str = "") -> Iterator[Sequence[str]]:
    """Yield the lines of the heads, then of each row, in columns; where they are too wide, as entries of a list."""
    heads = [_plain(column.head) for column in table.columns]
    rows = [[_plain(cell.text) for cell in row] for row in table.rows]
    widths = [max(map(width, texts)) for texts in zip(heads, *rows, strict=True)]
    if len(indent) + sum(widths) + _GAP * (len(widths) - 1) <= COLUMNS:
        for texts in (heads, *rows):
            yield (indent + _aligned(texts, widths, [column.is_number for column in table.columns]),)
        return
    yield ()
    for texts in rows:
        yield [*_entry(heads, texts, indent)]


def _entry(heads: Sequence[str], texts: Sequence[str], indent: str) -> Iterator[str]:
    """Yield a row as an entry of a list: its first text, then the others with their heads, each unbroken if short."""
    name, *others = texts
    yield from _wrapped(name, f"{indent}- ", f"{indent}  ")
    said = (f"{head}: {text}" for head, text in zip(heads[1:], others, strict=True) if text)
    facts = (fact if width(fact) > COLUMNS // 2 else fact.replace(" ", _KEPT) for fact in said)
    for line in _wrapped(" · ".join(facts), f"{indent}  ", f"{indent}  "):
        yield line.replace(_KEPT, " ")


def _aligned(texts: Sequence[str], widths: Sequence[int], are_numbers: Sequence[bool]) -> str:
    cells = []
    for text, room, is_number in zip(texts, widths, are_numbers, strict=True):
        blank = " " * (room - width(text))
        cells.append(blank + text if is_number else text + blank)
    return (" " * _GAP).join(cells).rstrip()


def _wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield a text in lines of at most so many columns; a word that is longer is cut into pieces."""
    line, room = first, COLUMNS
    begun = False
    for word in text.split(" "):
        if begun and width(line) + 1 + width(word) > room:
            yield line
            line, begun = rest, False
        line += f" {word}" if begun else word
        begun = True
        while width(line) > room:
            cut = _cut(line, room)
            yield line[:cut]
            line = rest + line[cut:]
    yield line


def _cut(text: str, room: int) -> int:
    """Return how many characters of a text fit into so many columns."""
    taken = 0
    for place, character in enumerate(text):
        taken += width(character)
        if taken > room:
            return place
    return len(text)
