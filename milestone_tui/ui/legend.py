"""The legend of help: the glyphs that each view draws, with their meanings."""

from __future__ import annotations

from milestone_tui.ui.renderer import (
    AT_RISK,
    BAR,
    BASELINE,
    CANCELLED,
    DAY_OFF,
    DONE,
    DRIVES,
    DUE_SIGN,
    GATE,
    MARKED,
    OFF_TRACK,
    ON_TRACK,
    PRECEDES,
    REJECTED,
    SLIP,
    SUBMITTED,
    TARGET,
    TODAY,
    TOO_SOON,
)
from milestone_tui.ui.widgets.chart_paint import ABROAD, AFTER, BEFORE

Legend = tuple[tuple[str, str], ...]
"""Glyphs, each with its meaning."""

_HEALTH: Legend = ((ON_TRACK, "on track"), (AT_RISK, "at risk"), (OFF_TRACK, "off track"))
_PROJECTS: Legend = (
    *_HEALTH,
    (DONE, "completed"),
    (CANCELLED, "cancelled or archived"),
    (MARKED, "marked"),
)
_TELLING: Legend = (
    (GATE, "gate, not decided yet"),
    (SUBMITTED, "submitted, awaiting acceptance"),
    (REJECTED, "rejected"),
)
_TODAY: Legend = ((TODAY, "today"),)
_PLAN: Legend = ((SLIP, "from the first milestone to the last"),)
_EDGES: Legend = ((f"{BEFORE} {AFTER}", "more to the left, to the right"),)

PROJECTS: Legend = (
    *_PROJECTS,
    (BAR, "progress"),
    *_TELLING,
    (DUE_SIGN, "milestone, on the time axis below"),
    (OFF_TRACK, "overdue milestone, on that axis"),
    *_PLAN,
    *_TODAY,
)
ROADMAP: Legend = (
    *_PROJECTS,
    (DUE_SIGN, "open milestone"),
    (OFF_TRACK, "overdue milestone"),
    *_TELLING,
    (DONE, "done milestone"),
    (TARGET, "target of the project"),
    *_PLAN,
    *_TODAY,
    *_EDGES,
)
_CHART: Legend = (
    (DUE_SIGN, "open; on the time axis due or done"),
    *_TELLING,
    (DONE, "done"),
    (CANCELLED, "cancelled"),
    (BASELINE, "baseline date"),
    (SLIP, "slip; with corners, a link"),
    (BAR, "phase, coloured as far as it is complete"),
    *_TODAY,
    (DAY_OFF, "due on a non-working day"),
    (DRIVES, "predecessor that sets its date"),
    (PRECEDES, "other predecessor"),
    (TOO_SOON, "too soon after a predecessor"),
    (ABROAD, "link with another project"),
    *_EDGES,
)
TIMELINE: Legend = (*_CHART, (MARKED, "marked"), *_HEALTH)
WHAT_IF: Legend = (*_CHART, *_HEALTH)
TREND: Legend = (
    (DUE_SIGN, "open; on the chart where a line leads"),
    *_TELLING,
    (DONE, "done"),
    (BASELINE, "baseline date, where it was set or moved"),
    ("a b c", "end of a line, and its milestone"),
    *_TODAY,
)
AGENDA: Legend = (
    (DUE_SIGN, "open"),
    (AT_RISK, "risk to review"),
    (DAY_OFF, "due on a non-working day"),
)
PEOPLE: Legend = (
    (DUE_SIGN, "open"),
    (OFF_TRACK, "overdue"),
    *_TELLING,
)
RISKS: Legend = (
    (OFF_TRACK, "severe"),
    (AT_RISK, "elevated"),
    (ON_TRACK, "low, in the matrix"),
    ("[ ]", "cell of the selected risk"),
)
BASELINES: Legend = ((BASELINE, "baseline"), (MARKED, "compared with the others"))
REVIEW: Legend = (
    (DUE_SIGN, "the present question"),
    (DONE, "answered, or done"),
    *_HEALTH,
    (MARKED, "chosen for comparing"),
)
