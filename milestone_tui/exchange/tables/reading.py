"""Open the tables of a file: its first bytes decide whether it is a workbook or text."""

from __future__ import annotations

from milestone_tui.exchange.tables.rows import Opened, Score
from milestone_tui.exchange.tables.text_file import open_text


def open_tables(
    data: bytes, *, encoding: str | None = None, sheet: str | None = None, score: Score | None = None
) -> Opened:
    """Return the tables of a file.

    `encoding` and `sheet` are what a person has said; `score` says how much the first rows of a text file look like a
    table, to find its separator.

    Raises:
        ImportRefused: the file is no table, is damaged or too big, or has no such encoding or sheet.
    """
    return open_text(data, encoding=encoding, score=score)
