"""The keys of Trend, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from milestone_tui.ui.keys import Keys, bind, hidden, needs

A_MILESTONE = "a selected milestone"
A_ROW = "a selected row"
REPORTING_DATES = "the milestone trend and the burn-up (tab)"
EARNED_VALUE = "the earned value (tab)"

NEEDS = needs({A_MILESTONE: "edit", A_ROW: "copy", REPORTING_DATES: "choose", EARNED_VALUE: "percent"})
"""What the actions of Trend need."""

OFFERED = {REPORTING_DATES: "choose", EARNED_VALUE: "percent"}
"""What a face offers where these needs are met."""

TREND_KEYS: Keys = [
    bind("trend.face", "tab", "next chart", "Show the next of the charts"),
    bind("trend.edit", "enter,e", "edit", "Edit this milestone"),
    bind("trend.choose", "o", "by what", "Choose reporting dates, or what to count"),
    bind("trend.percent", "percent_sign", "by percent", "Count value by percent, or when done"),
    bind("trend.copy", "y", "copy", "Copy this line as text"),
    bind("app.undo", "u", "undo", "Undo your last change"),
    hidden("trend.leave", "escape,q", "back", "Go to the previous screen"),
]
