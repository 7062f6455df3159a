"""The keys of Report, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from milestone_tui.ui.keys import Keys, bind, hidden, needs

A_REPORT = "a report that can be read"

NEEDS = needs({A_REPORT: "write copy"})
"""What the actions of Report need."""

REPORT_KEYS: Keys = [
    bind("report.audience", "tab", "client, internal", "Show what the other reader gets"),
    bind("report.period", "o", "period", "Choose the days that it reports on"),
    bind("report.write", "w", "write", "Write it to a file"),
    bind("report.copy", "y", "copy", "Copy it as Markdown"),
    bind("report.reach", "p", "project/all", "Report on this project, its client's, or all"),
    hidden("report.leave", "escape,q", "back", "Go to the previous screen"),
]
