"""A report as Markdown (CommonMark with tables): what somebody typed stays text, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import Block, Item, Items, Report, Section, Sentence, Table, table_of

_ANYWHERE = re.compile(
    r"[\\`*_\[\]|~$]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<=[A-Za-z]):(?=//)|(?<=www)\."  # a bare address becomes a link
    r"|(?<!\S)#+(?!\S)",  # at the end of a heading it would vanish
    re.IGNORECASE,
)
_AT_START = re.compile(r"(?:[#>+\-=:]|[0-9]{1,9}(?=[.)]))")


def to_markdown(report: Report) -> str:
    """Return a report as Markdown."""
    parts = [f"# {escape(report.title)}", escape_line(report.subtitle)]
    for section in report.shown:
        parts += _section(section, 2)
    for part in report.parts:
        parts += (f"## {escape(part.title)}", escape_line(part.subtitle))
        for section in part.shown:
            parts += _section(section, 3)
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return a text that Markdown shows as it is within a line, with nothing hidden in it."""
    return _ANYWHERE.sub(lambda found: "".join(f"\\{character}" for character in found[0]), visible(tidy(text)))


def escape_line(text: str) -> str:
    """Return a text that Markdown shows as it is at the beginning of a line."""
    shown = escape(text)
    if (start := _AT_START.match(shown)) is None:
        return shown
    if start[0].isdecimal():
        return f"{start[0]}\\{shown[start.end() :]}"
    return f"\\{shown}"


def _section(section: Section, level: int) -> Iterator[str]:
    yield f"{'#' * level} {escape(section.title)}"
    for block in section.blocks:
        yield _block(block)


def _block(block: Block) -> str:
    if isinstance(block, Sentence):
        if not block.strong:
            return escape_line(block.text)
        return f"**{escape(block.strong)}** {escape(block.text)}".rstrip()
    if isinstance(block, Items):
        return "\n".join(f"- {_item(item)}" for item in block.entries)
    return "\n".join(_table(table_of(block).without_empty_columns()))


def _item(item: Item) -> str:
    parts = ", ".join(visible(tidy(part)) for part in item.parts)
    line = escape_line(parts)
    if item.name:
        line = ", ".join(filter(None, (f"**{escape(item.name)}**", escape(parts))))
    return f"{line}. {escape(item.remark)}" if item.remark else line


def _table(table: Table) -> Iterator[str]:
    yield _row(column.head for column in table.columns)
    yield _row_of_marks("--:" if column.is_number else "---" for column in table.columns)
    for row in table.rows:
        yield _row(cell.text for cell in row)


def _row(texts: Iterable[str]) -> str:
    return _row_of_marks(map(escape, texts))


def _row_of_marks(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"
