"""The projects, milestones and people whose names match what was typed, best first; three queries, however many."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

import milestone_tui.store.mappers as rows
from milestone_tui.plan.language.name_search import Rank, Target, match
from milestone_tui.plan.language.text import fold

_NO_TEXT = rows.Column(rows.same, "''")
_NONE = rows.Column(rows.same, "NULL")
_NO = rows.Column(rows.flags, "0")
_NAME = rows.Column(rows.texts, "name")
_PROJECT = rows.Mapper(
    Target,
    project_id=rows.Column(rows.same, "id"),
    name=_NAME,
    project_key=rows.Column(rows.each(rows.key), "key"),
    note=rows.Column(rows.texts, "client"),
    is_milestone=_NO,
    due_on=_NONE,
    done_on=_NONE,
)
_PERSON = rows.Mapper(
    Target,
    project_id=_NONE,
    name=_NAME,
    project_key=_NO_TEXT,
    note=rows.Column(rows.texts, "organisation"),
    is_milestone=_NO,
    due_on=_NONE,
    done_on=_NONE,
)
_MILESTONE = rows.Mapper(
    Target,
    "milestone",
    name=rows.Column(rows.texts, "milestone.title"),
    project_key=rows.Column(rows.each(rows.key), "project.key"),
    note=_NO_TEXT,
    is_milestone=rows.Column(rows.flags, "1"),
)

# SQLite compares only ASCII without regard to case: what has other letters is folded by Python.
_TITLE = "CASE WHEN title GLOB '*[^ -~]*' THEN fold(title) ELSE title END"
_MILESTONES = f"""SELECT {_MILESTONE} FROM milestone JOIN project ON project.id = milestone.project_id
    WHERE {{where}}
    ORDER BY {_TITLE} LIKE :start ESCAPE '\\' DESC, {{words}} DESC, {rows.IS_LIVE} DESC, project.id = :here DESC,
        milestone.state IN ('done', 'cancelled'), coalesce(done_on, due_on) IS NULL, coalesce(done_on, due_on),
        milestone.id
    LIMIT :most"""


def targets(db: sqlite3.Connection, typed: str, here: int | None, most: int) -> tuple[Target, ...]:
    """Return the projects, people and milestones that match, at most so many of each, best first.

    Of equals those of the project `here` come first.
    """
    db.create_function("fold", 1, fold, deterministic=True)
    projects = _PROJECT.read(db.execute(f"SELECT {_PROJECT} FROM project ORDER BY archived_at IS NOT NULL, key"))
    people = _PERSON.read(db.execute(f"SELECT {_PERSON} FROM person ORDER BY name COLLATE NOCASE"))
    milestones = _milestones(db, fold(typed).split(), here, most)
    return (*_best(typed, [*projects], most), *_best(typed, [*people], most), *milestones)


def _best(typed: str, known: Sequence[Target], most: int) -> list[Target]:
    ranked: list[tuple[Rank, Target]] = []
    for target in known:
        if (found := match(typed, target.searched)) is not None:
            ranked.append((found.rank, target))
    ranked.sort(key=lambda entry: entry[0])
    return [target for _, target in ranked[:most]]


def _milestones(db: sqlite3.Connection, words: Sequence[str], here: int | None, most: int) -> list[Target]:
    """Return those that have every word, in their title or at the start of their project's key; else all letters."""
    if not words:
        return []
    escaped = [re.sub(r"([%_\\])", r"\\\1", word) for word in words]
    values = {f"w{place}": f"%{word}%" for place, word in enumerate(escaped)}
    values |= {f"k{place}": f"{word}%" for place, word in enumerate(escaped)}
    values |= {f"s{place}": f"% {word}%" for place, word in enumerate(escaped)}
    places = range(len(words))
    has = " AND ".join(f"({_like(_TITLE, f'w{p}')} OR {_like('project.key', f'k{p}')})" for p in places)
    starts = " AND ".join(_like(f"' ' || {_TITLE} || ' ' || project.key", f"s{p}") for p in places)
    bounds = {"start": " ".join(escaped) + "%", "here": here, "most": most}
    query = _MILESTONES.format(where=has, words=starts)
    if found := [*_MILESTONE.read(db.execute(query, values | bounds))]:
        return found
    letters = "%".join(["", *(letter for word in escaped for letter in re.findall(r"\\?.", word)), ""])
    query = _MILESTONES.format(where=_like(_TITLE, "letters"), words="1")
    return [*_MILESTONE.read(db.execute(query, bounds | {"letters": letters}))]


def _like(text: str, pattern: str) -> str:
    return rf"({text}) LIKE :{pattern} ESCAPE '\'"
