"""The day that a table speaks for, from the lines above its header: "Status as of 27 Nov 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from milestone_tui.exchange.tables.dates import orders_of, read_day
from milestone_tui.plan.date_limits import within_limits
from milestone_tui.plan.language.text import fold

_ANYWHERE = (
    r"as (?:of|at|on)|status(?: date| as of| per)?|stand|statusdatum|berichtsdatum|stichtag|data date"
    r"|report(?:ed|ing)?(?: date| on)?|date of (?:export|report)|export(?:ed)?(?: on| date)?|exportiert(?: am)?"
    r"|etat au|situation au|date du rapport|arrete au|estado (?:al|a)|situacion al|fecha del informe"
    r"|aggiornato al|stato al|situazione al|data do relatorio|situacao em|peildatum|stand per|stan na(?: dzien)?"
    r"|printed(?: on)?|generated(?: on)?|(?:last )?updated(?: on)?|erstellt(?: am)?"
)
_AT_THE_START = r"date|datum|fecha|data"
"""Words that may be about anything behind another word, such as "Start date"."""
_SAID = re.compile(
    rf"(?:\b(?:{_ANYWHERE})\b|^(?:{_AT_THE_START})\b)[\s:=]*(?:(?:on|of|per|vom|am|zum|the)\s+)?", re.ASCII
)
_MOST_WORDS = 5


def status_day(texts: Iterable[str], dates: Iterable[str]) -> date | None:
    """Return the first day that a line says it is of; None if no line does, or its order of numbers is open.

    `dates` are those of the table, which may decide the order.
    """
    known = tuple(dates)
    for text in texts:
        plain = fold(" ".join(text.split()))
        for found in _SAID.finditer(plain):
            if (day := _day(plain[found.end() :], known)) is not None:
                return day
    return None


def _day(text: str, dates: tuple[str, ...]) -> date | None:
    """Return the day with which a text begins."""
    tokens = text.split()
    for count in range(min(len(tokens), _MOST_WORDS), 0, -1):
        shown = " ".join(tokens[:count]).strip(".,;()")
        orders = orders_of((*dates, shown)).possible
        cell = read_day(shown, min(orders)) if len(orders) == 1 else None
        if cell is not None and cell.day is not None and not cell.span and within_limits(cell.day):
            return cell.day
    return None
