"""The journal as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from milestone_tui.exchange.table.page import Page, Row
from milestone_tui.exchange.table.writer import Column
from milestone_tui.plan.language.reasons import reason_words
from milestone_tui.plan.language.wording import date_words
from milestone_tui.plan.model import Change, ChangeKind

_COLUMNS = (
    Column("change", right_aligned=True),
    Column("when"),
    Column("who", least=6),
    Column("what", least=20),
    Column("reason", least=8, expendable=1),
)
_KINDS = {ChangeKind.DO: "", ChangeKind.UNDO: "undo: ", ChangeKind.REDO: "redo: "}


def write_log(changes: Sequence[Change], today: date, page: Page) -> None:
    """Add a line for each change, in the time zone of the computer."""
    page.table(_COLUMNS, ("", [_row(change, today) for change in changes]))


def _row(change: Change, today: date) -> Row:
    at = change.at.astimezone()
    for_day = f"for {date_words(change.reported_on, today)}" if change.backdated else ""
    why = reason_words(change.reason, change.reason_note)
    return Row(
        (
            str(change.id),
            f"{at:%Y-%m-%d %H:%M}",
            str(change.actor),
            f"{_KINDS[change.kind]}{change.label}",
            ", ".join(filter(None, (why, for_day))),
        )
    )
