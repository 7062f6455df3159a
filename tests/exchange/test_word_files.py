"""The files with words are TOML, and are read as that would be."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from milestone_tui.exchange.tables import word_file
from milestone_tui.exchange.tables.word_file import read_words
from milestone_tui.exchange.tables.words import plain

FOLDER = Path(word_file.__file__).parent
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_words_is_read_as_toml_is(name: str) -> None:
    parsed = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert read_words(name) == {
        section: {key: [value] if isinstance(value, str) else value for key, value in entries.items()}
        for section, entries in parsed.items()
    }


def test_all_files_are_tried() -> None:
    assert len(NAMES) >= 10


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Due_Date:", "due date"),
        ("Milestone #", "milestone number"),
        ("Nº del hito", "number del hito"),
        ("N° jalon", "number jalon"),
        ("Version number", "version number"),
        ("Plan Number", "plan number"),
    ],
)
def test_a_head_is_compared_by_its_words(head: str, words: str) -> None:
    assert plain(head) == words
