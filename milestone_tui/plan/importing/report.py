"""What an import tells about the parts of a file: those with one reason together, what a person checks first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from milestone_tui.plan.imported import Changed, Skipped, changed_and_skipped

Remark = Changed | Skipped

_FEWEST = 3
"""The fewest parts of a file that are told in one line."""
_MOST_APART = 20
"""The most lines that tell of different values to check."""
_VALUE = re.compile(r'"[^"]*"|\d{4}-\d\d-\d\d')
"""What may differ in reasons that are one: typed texts and dates."""


class Told(NamedTuple):
    """Parts of a file with one reason."""

    parts: Sequence[Remark]

    @property
    def is_group(self) -> bool:
        """Return whether it is several parts, told in one line."""
        return len(self.parts) > 1

    @property
    def is_same(self) -> bool:
        """Return whether all parts have the same reason to the letter."""
        return len({part.reason for part in self.parts}) == 1


class Section(NamedTuple):
    """The parts of a file under one heading of the report."""

    heading: str
    told: Sequence[Told]

    @property
    def parts(self) -> int:
        """Return the number of parts."""
        return sum(len(told.parts) for told in self.told)


def sections(remarks: Iterable[Remark]) -> list[Section]:
    """Return the sections of a report that have parts: to check first, changed on the way, kept, skipped.

    Each part of the file is in one section only.
    """
    changed, skipped = changed_and_skipped(remarks)
    guessed = [one for one in changed if one.check]
    lost = [one._replace(reason=f"skipped: {one.reason}") for one in skipped if one.check]
    rest = [one for one in skipped if not one.check]
    found = (
        Section("To check first", [*_apart(guessed), *_apart(lost)]),
        Section("Changed on the way", _grouped([one for one in changed if not one.check], values_count=False)),
        Section("Kept as it is here", _grouped([one for one in rest if one.kept], values_count=False)),
        Section("Skipped", _grouped([one for one in rest if not one.kept], values_count=False)),
    )
    return [section for section in found if section.told]


def _apart(parts: Sequence[Remark]) -> list[Told]:
    """Return the parts that a person mends: each value by itself, unless that would be too many lines."""
    told = _grouped(parts)
    return told if len(told) <= _MOST_APART else _grouped(parts, values_count=False)


def _grouped(parts: Sequence[Remark], *, values_count: bool = True) -> list[Told]:
    """Return the parts with one reason together, in the order of the first; fewer than three stay alone.

    Without `values_count`, reasons that differ only in a typed text or a date are one.
    """
    by_reason: dict[tuple[bool, str], list[Remark]] = {}
    for part in parts:
        reason = part.reason if values_count else _VALUE.sub("", part.reason)
        by_reason.setdefault((part.where == "link", reason), []).append(part)
    told = []
    for same in by_reason.values():
        told += [Told(same)] if len(same) >= _FEWEST else [Told([part]) for part in same]
    return told
