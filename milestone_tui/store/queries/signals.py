"""Money and risks of projects as health needs them, in few queries for any number of projects."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.signals import MoneySignal, RiskSignal, Signals

_HAS_VALUES = "SELECT 1 FROM milestone WHERE value_minor IS NOT NULL AND {of} LIMIT 1"
_HAS_RISKS = "SELECT 1 FROM risk WHERE {of} LIMIT 1"

_EARNED = """
    SELECT project.id,
        sum(milestone.value_minor * 100) FILTER (WHERE entry.due_on <= :today),
        count(entry.due_on),
        sum(CASE WHEN milestone.done_on > :today THEN 0
            WHEN milestone.done_on IS NOT NULL THEN milestone.value_minor * 100
            WHEN earned_by = 'percent' THEN milestone.value_minor *
                (SELECT percent FROM milestone_view WHERE milestone_view.id = milestone.id)
            ELSE 0 END)
    FROM milestone JOIN project ON project.id = milestone.project_id
    LEFT JOIN baseline_entry AS entry ON entry.baseline_id = project.baseline_id AND entry.milestone_id = milestone.id
    WHERE milestone.value_minor > 0 AND milestone.state <> 'cancelled' AND {these}
    GROUP BY project.id"""

_SPENT = """SELECT project_id, coalesce(sum(amount_minor * 100) FILTER (WHERE spent_on <= :today), 0)
    FROM cost WHERE {of} GROUP BY project_id"""

_RISKS = """SELECT project_id, title, kind = 'issue', CASE kind WHEN 'issue' THEN impact ELSE probability * impact END
    FROM risk WHERE closed_on IS NULL AND impact IS NOT NULL AND {of}
        AND (kind = 'issue' AND impact >= :issue OR kind = 'risk' AND probability * impact >= :risk)
        AND EXISTS (SELECT 1 FROM milestone WHERE project_id = risk.project_id AND milestone.state <> 'cancelled')
    ORDER BY id"""


def signals(
    db: sqlite3.Connection, today: date, narrow: Mapping[str, str], risk: int, issue: int
) -> dict[int, Signals]:
    """Return the signals of the projects that `narrow` selects; those without any, or without milestones, are left out.

    `risk` and `issue` are the score and impact from which an entry of the register may matter.
    """
    found: dict[int, Signals] = defaultdict(Signals)
    if db.execute(_HAS_VALUES.format(**narrow)).fetchone():
        spent = dict(db.execute(_SPENT.format(**narrow), {"today": today.isoformat()}))
        for project_id, planned, entries, earned in db.execute(_EARNED.format(**narrow), {"today": today.isoformat()}):
            money = MoneySignal(earned, (planned or 0) if entries else None, spent.get(project_id))
            found[project_id] = found[project_id]._replace(money=money)
    if db.execute(_HAS_RISKS.format(**narrow)).fetchone():
        for project_id, title, happened, figure in db.execute(_RISKS.format(**narrow), {"risk": risk, "issue": issue}):
            before = found[project_id]
            signal = RiskSignal(rows.text(title), figure, bool(happened))
            found[project_id] = before._replace(risks=(*before.risks, signal))
    return found
