"""A year of monthly files of one plan: dates that drift, milestones that come, are done and go."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

YEAR = 2025
_PHASES = ("Design", "Build", "Test", "Hand-over")
_NAMES = ("Ana", "Ben", "Cem", "Dana", "Eva")


class Line(NamedTuple):
    """A milestone in a file."""

    phase: str
    title: str
    owner: str
    due: date
    done: date | None = None


class MonthlyFile(NamedTuple):
    """What a file says, and the day that it speaks for."""

    day: date
    lines: tuple[Line, ...]


def month_end(month: int, year: int = YEAR) -> date:
    """Return the last day of a month; the 13th is the first of the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def year_of_files(
    milestones: int = 200, months: int = 12, seed: int = 7, comes_and_goes: bool = True
) -> Iterator[MonthlyFile]:
    """Yield a file for each month of a year: every third open date moves, what is due is done, one comes, one goes."""
    random = Random(seed)
    lines = [
        Line(
            _PHASES[number * len(_PHASES) // milestones],
            f"Milestone {number}",
            _NAMES[number % len(_NAMES)],
            date(YEAR, 2, 1) + timedelta(days=number * 600 // milestones),
        )
        for number in range(milestones)
    ]
    for month in range(1, months + 1):
        day = month_end(month)
        if month > 1:
            lines = [_later(line, day, random) for line in lines]
            if comes_and_goes:
                lines.append(Line("Build", f"Late find {month}", "Ana", day + timedelta(days=90)))
                lines.remove(random.choice([line for line in lines if line.done is None]))
        yield MonthlyFile(day, tuple(lines))


def _later(line: Line, day: date, random: Random) -> Line:
    """Return a milestone as the next file has it."""
    if line.done is not None:
        return line
    if line.due <= day and random.random() < 0.8:
        return line._replace(done=line.due)
    return line._replace(due=line.due + timedelta(days=random.choice((2, 5, 7, 14)))) if random.random() < 0.3 else line


def write_csv(path: Path, file: MonthlyFile) -> None:
    """Write a file as a spreadsheet exports it."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("phase", "title", "owner", "due", "done"))
        writer.writerows(
            (*line[:3], line.due.isoformat(), line.done.isoformat() if line.done else "") for line in file.lines
        )


def write_year(folder: Path, milestones: int = 200, months: int = 12) -> list[MonthlyFile]:
    """Write a year of files called `plan-2025-01.csv` into a new folder; return them."""
    folder.mkdir()
    files = list(year_of_files(milestones, months))
    for file in files:
        write_csv(folder / f"plan-{file.day:%Y-%m}.csv", file)
    return files
