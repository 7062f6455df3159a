"""Cells that a spreadsheet would take for a formula: guarded by an apostrophe when written, and read without it."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]| *[\t\r])")
_GUARDED = re.compile(r"'+(?:\s*[=+\-@＝＋－＠]| *[\t\r])")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `unguarded` gives the text back."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that was guarded; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell
