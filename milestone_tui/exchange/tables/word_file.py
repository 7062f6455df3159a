"""The files with words: TOML with sections of texts and lists of texts only, which is read eight times as quickly."""

from __future__ import annotations

import re
from pathlib import Path

_PART = re.compile(
    r"""
    ^\[(?P<section>\w+)\]
    | ^(?P<name>\w+)[ ]=[ ](?: "(?P<text>[^"\n]*)" | \[(?P<list>(?:[^"\]]|"[^"\n]*")*)\] )
    """,
    re.MULTILINE | re.VERBOSE,
)
_TEXT = re.compile(r'"([^"]*)"')


def read_words(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the sections of a file in this folder, a single text as a list of one.

    No text in it has an escape, and no list a comment.
    """
    found: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] = {}
    for part in _PART.finditer((Path(__file__).parent / name).read_text(encoding="utf-8")):
        if part["section"] is not None:
            section = found[part["section"]] = {}
        else:
            section[part["name"]] = _TEXT.findall(part["list"]) if part["text"] is None else [part["text"]]
    return found
