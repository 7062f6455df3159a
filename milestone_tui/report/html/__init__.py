"""A report as one HTML file: no script, no request, readable on a phone, on paper and by a screen reader."""

from milestone_tui.report.html.page import to_html

__all__ = ["to_html"]
