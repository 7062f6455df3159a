"""The table of the risk register: what each entry is, how bad, whose, and when to look at it again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.analysis.risks import Band, figure, is_to_review
from milestone_tui.plan.language.wording import DASH, date_words, handle
from milestone_tui.plan.monitoring import Risk
from milestone_tui.ui.renderer import AT_RISK, OFF_TRACK, ON_TRACK, Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable

BAND_INKS = {Band.SEVERE: Ink.BAD, Band.ELEVATED: Ink.WARN, Band.LOW: Ink.GOOD, Band.UNRATED: Ink.DIM}
BAND_GLYPHS = {Band.SEVERE: OFF_TRACK, Band.ELEVATED: AT_RISK, Band.LOW: ON_TRACK, Band.UNRATED: " "}
"""The colour of a band, and the glyph that says the same."""

_SOON_DAYS = 2
"""Days before which a review date is told in a word."""


class RegisterRow(NamedTuple):
    """An entry with what its line depends on; a gap without one."""

    risk: Risk | None
    band: Band = Band.UNRATED
    project_key: str = ""
    today: date = date.min


GAP = RegisterRow(None)
"""A blank line between two blocks."""


def _risk(row: RegisterRow) -> Risk:
    assert row.risk is not None  # a gap is painted as a heading
    return row.risk


def _ink(row: RegisterRow, ink: Ink) -> Ink:
    """Return the ink of a cell, dim if the entry is closed."""
    return ink if _risk(row).is_open else Ink.DIM


def _band_ink(row: RegisterRow) -> Ink:
    return _ink(row, BAND_INKS[row.band] if row.band < Band.LOW else Ink.TEXT)


def _mark(row: RegisterRow, width: int) -> Line:
    """Return the glyph of a band that asks for attention, and the short name."""
    glyph = BAND_GLYPHS[row.band] if _risk(row).is_open and row.band < Band.LOW else " "
    return ((f"{glyph} {_risk(row).called}".ljust(width)[:width], _band_ink(row)),)


def _figure(row: RegisterRow) -> str:
    found = figure(_risk(row))
    return DASH if found is None else str(found)


def _response(row: RegisterRow) -> str:
    return _risk(row).response or DASH


def _review(row: RegisterRow) -> str:
    """Return the review date in a word or as a date; of a closed entry when it was closed."""
    risk = _risk(row)
    if risk.closed_on is not None:
        return date_words(risk.closed_on, row.today)
    if risk.review_on is None:
        return DASH
    days = (risk.review_on - row.today).days
    return ("today", "tomorrow")[days] if 0 <= days < _SOON_DAYS else date_words(risk.review_on, row.today)


def _review_ink(row: RegisterRow) -> Ink:
    risk = _risk(row)
    if risk.is_open and risk.review_on is not None and risk.review_on < row.today:
        return Ink.BAD
    return Ink.WARN if is_to_review(risk, row.today) else Ink.DIM


_PROJECT: Column[RegisterRow] = Column("PROJECT", lambda row: row.project_key, 8, Ink.DIM, gap=0, after=1)
_COLUMNS: Sequence[Column[RegisterRow]] = (
    Column("", width=6, spans=_mark, gap=0),
    Column(
        "RISK, ISSUE, ASSUMPTION, DECISION",
        lambda row: _risk(row).title,
        ink=lambda row: _ink(row, Ink.TEXT),
        current=Ink.BRIGHT,
        gap=0,
        least=16,
    ),
    Column("P×I", _figure, 3, _band_ink, right=True, gap=1),
    Column("OWNER", lambda row: handle(_risk(row).owner), 8, Ink.DIM),
    Column("RESPONSE", _response, 8, Ink.DIM, at_width=64),
    Column("REVIEW", _review, 8, _review_ink),
)


_OF_SEVERAL = (_PROJECT, *(c._replace(at_width=90) if c.head == "RESPONSE" else c for c in _COLUMNS))
"""The columns for several projects: the key of the project has the room of the response."""


class RegisterTable(KeyedTable[RegisterRow]):
    """Table with a line for each entry, and blank lines between the blocks."""

    DEFAULT_CSS = "RegisterTable { width: 1fr; }"

    HEAD_LINES = 2
    RIGHT_MARGIN = 1

    is_wide = False
    """Whether entries of several projects are shown, each with the key of its project."""

    def columns(self, width: int) -> Sequence[Column[RegisterRow]]:
        """Return the columns."""
        return _OF_SEVERAL if self.is_wide else _COLUMNS

    def key_of(self, entry: RegisterRow) -> Hashable | None:
        """Return the entry's id; None for a gap."""
        return entry.risk.id if entry.risk is not None else None

    @property
    def current(self) -> Risk | None:
        """Return the entry under the cursor."""
        return self.selected.risk if self.selected is not None else None
