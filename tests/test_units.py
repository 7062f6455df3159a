"""What counts working days says so: float, lag and what is too soon never stand beside a bare `d`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import milestone_tui
from milestone_tui.plan.language.wording import slip_words, working_days

_SOURCES = Path(milestone_tui.__file__).parent
_COUNTS_WORKING_DAYS = re.compile(r"\b(?:float|lag|slack|too soon|too early)\b", re.IGNORECASE)
_BARE = re.compile(r"(?:\}|\d) d\b(?!')")


def texts() -> Iterator[tuple[str, str]]:
    """Every line of source and of the README, with where it stands."""
    for path in (*_SOURCES.rglob("*.py"), _SOURCES.parent / "README.md"):
        if path.exists():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{path.name}:{number}", line


def bare(line: str) -> bool:
    """Whether a line counts float or lag in `d`, the unit of calendar days; a slip may stand beside them."""
    counted = re.sub(r"slip \S+ d", "", line)
    return bool(_COUNTS_WORKING_DAYS.search(counted) and _BARE.search(counted))


def test_no_text_counts_float_or_lag_in_calendar_days() -> None:
    assert [(place, line.strip()) for place, line in texts() if bare(line)] == []


@pytest.mark.parametrize(
    ("line", "is_bare"),
    [
        ('f"float {left} d"', True),
        ('f"{missing} d too soon after"', True),
        ("float 0 d · after Prototype", True),
        ('f"slip {slip} d, float {left} wd"', False),
        ('f"{late} d late"', False),
    ],
)
def test_the_search_finds_what_it_is_for(line: str, is_bare: bool) -> None:
    assert bare(line) is is_bare


def test_there_is_one_way_to_write_each() -> None:
    assert [slip_words(days) for days in (3, 0, -4, None)] == ["+3 d", "0 d", "−4 d", "–"]
    assert [working_days(days) for days in (3, 0, -4)] == ["+3 wd", "0 wd", "−4 wd"]
    written = {place.split(":")[0] for place, line in texts() if re.search(r"signed\(.*\)\} w?d\b", line)}
    assert written == {"wording.py"}
