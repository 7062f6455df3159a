"""The risk register as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.exchange.table.page import Page, Row, Tone
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.analysis.risks import Band, figure
from milestone_tui.plan.language.wording import date_words, handle
from milestone_tui.plan.monitoring import Risk

_COLUMNS = (
    Column("project"),
    Column("risk"),
    Column("title", least=16),
    Column("score", head="P×I", right_aligned=True),
    Column("band"),
    Column("owner", least=6, expendable=2),
    Column("response", expendable=1),
    Column("review", right_aligned=True),
)
_BANDS = {Band.SEVERE: "severe", Band.ELEVATED: "elevated", Band.LOW: "low", Band.UNRATED: ""}


class RegisterEntry(NamedTuple):
    """An entry of the risk register, with the key of its project and its band."""

    risk: Risk
    key: str
    band: Band


def write_risks(entries: Sequence[RegisterEntry], today: date, page: Page, *, several: bool) -> None:
    """Add a line for each entry, with its project if there are several."""
    page.table(_COLUMNS, ("", [_row(one, today, several) for one in entries]))


def _row(entry: RegisterEntry, today: date, several: bool) -> Row:
    risk = entry.risk
    found = figure(risk)
    when = f"closed {date_words(risk.closed_on, today)}" if risk.closed_on else ""
    texts = (
        entry.key if several else "",
        risk.called,
        risk.title,
        "" if found is None else str(found),
        _BANDS[entry.band] if risk.is_open else "",
        handle(risk.owner),
        risk.response.value,
        when or ("" if risk.review_on is None else date_words(risk.review_on, today)),
    )
    return Row(texts, Tone.BAD if risk.is_open and entry.band is Band.SEVERE else None)
