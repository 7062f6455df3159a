"""An archive compared with what is here: it brings whole projects with their history, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from milestone_tui.plan.archive import Archive, Row
from milestone_tui.plan.importing.comparison import ImportComparison, ImportRow, Part, Standing
from milestone_tui.plan.language.wording import count_words


class KnownNames(NamedTuple):
    """The names in use here, which an archive does not bring again."""

    keys: Collection[str]
    people: Collection[str]
    templates: Collection[str]


def compare_archive(archive: Archive, known: KnownNames) -> ImportComparison:
    """Return what an import of this archive would do: all of it, or nothing if one of its projects is here."""
    projects = {row["id"]: str(row["key"]) for row in archive.rows.get("project", ())}
    taken = [key for key in projects.values() if key in known.keys]
    rows = [
        _row(Part.PROJECT, str(row["name"]), str(row["key"]), _why_not(str(row["key"]), taken))
        for row in sorted(archive.rows.get("project", ()), key=lambda row: row["key"] not in taken)
    ]
    phases = {row["id"]: str(row["name"]) for row in archive.rows.get("phase", ())}
    rows += [
        _row(Part.PHASE, str(row["name"]), projects.get(row["project_id"], ""), _others(taken))
        for row in archive.rows.get("phase", ())
    ]
    for row in archive.rows.get("milestone", ()):
        found = _row(Part.MILESTONE, str(row["title"]), projects.get(row["project_id"], ""), _others(taken))
        rows.append(found._replace(phase=phases.get(row["phase_id"], ""), due_on=_day(row)))
    for table, part, names in (
        ("person", Part.PERSON, known.people),
        ("template", Part.TEMPLATE, known.templates),
    ):
        rows += [_named(row, part, names, taken) for row in archive.rows.get(table, ())]
    if archive.changes:
        what = count_words(len(archive.changes), "change")
        rows.append(ImportRow(Standing.NOTE, Part.HISTORY, what, reason="the history comes with the projects"))
    return ImportComparison((), tuple(rows), ())


def _row(part: Part, what: str, key: str, refusal: str) -> ImportRow:
    return ImportRow(Standing.SKIPPED if refusal else Standing.NEW, part, what, project=key, reason=refusal)


def _named(row: Row, part: Part, names: Collection[str], taken: list[str]) -> ImportRow:
    """Return the row of a person or template, who stays as they are if somebody here has this name."""
    name = str(row["name"])
    if name.casefold() in {known.casefold() for known in names}:
        return ImportRow(Standing.SAME, part, name)
    return _row(part, name, "", _others(taken))


def _why_not(key: str, taken: list[str]) -> str:
    if key in taken:
        return "is here already: change its key, or delete it, then import again"
    return _others(taken)


def _others(taken: list[str]) -> str:
    return f"nothing is imported while {taken[0]} is here" if taken else ""


def _day(row: Row) -> date | None:
    """Return the done or due date of a milestone; None for one that is not a date."""
    try:
        return date.fromisoformat(str(row["done_on"] or row["due_on"] or ""))
    except ValueError:
        return None
