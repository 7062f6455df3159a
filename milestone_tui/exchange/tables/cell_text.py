"""The value of a workbook's cell as the text that a CSV file would have."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

LONGEST = 32_767
"""Characters of a cell."""
_CURRENCY = re.compile(r"\[\$([^\]\-\d]{1,5})(?:-[^\]]*)?\]|([€£$])")
"""The currency in a number format, such as `[$€-407]` or `"€"#,##0`."""
_ESCAPED = re.compile(r"_x000[9AD]_", re.IGNORECASE)
_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def text_of_cell(cell: Any) -> str:
    """Return the text of a cell: dates in ISO, percentages and amounts with their sign, an error as empty."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub("\n", value)[:LONGEST]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _time_text(value, cell.number_format)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return _number_text(value, cell.number_format) if isinstance(value, int | float) else str(value)[:LONGEST]


def _time_text(value: time, number_format: str) -> str:
    """Return a time of day; where a date is shown, the day 0, which stands for no date."""
    shows_date = re.search("[yd]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format.lower()))
    return "1900-01-00" if shows_date else f"{value:%H:%M}"


def _number_text(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{_plain(value * 100)}%"
    currency = _CURRENCY.search(number_format)
    sign = ((currency[1] or currency[2]).strip() if currency else "") or ""
    text = _plain(value)
    if _LIKE_THOUSANDS.fullmatch(text):
        text += "0"  # else a reader may take the point for one between thousands
    return f"{sign} {text}".strip() if sign else text


def _plain(value: float) -> str:
    """Return a number with at most 15 figures, as many as are exact, without needless zeros."""
    return str(value) if isinstance(value, int) else f"{value:.15g}"
