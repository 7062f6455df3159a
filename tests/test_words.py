"""The texts of the program use none of the words that its dictionary rules out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

import milestone_tui

_SOURCES = Path(milestone_tui.__file__).parent
_PLACE = "{}"
"""The text in place of a value."""

RULED_OUT = {
    r"[“”‘’]": "straight quotes",
    r"(?:\d|\{\}) %": "percent without a space",
    r"[a-z,] [–—] [a-z]": "a full stop or ` · `, not a dash in a sentence",
    r"\b(?:\w+n't|it's|that's|you're|they're)\b": "no contractions",
    r"\b(?:e\.g\.|i\.e\.|etc\.)": "such as, that is",
    r"\b(?:[Pp]lease|[Ss]orry|[Oo]ops)\b": "neither please nor sorry",
    r"\b(?:colors?\b(?!:)|organiz|license[ds]?\b|canceled|labeled)": "British spelling",
    r"\b[Mm]eanwhile\b|\bbeforehand\b|\banew\b|\bafter all\b": "cut",
    r"\bunless told\b|\bas said (?:above|below)\b": "the default in one word",
    r"\btake it\b|\bleave it\b|\btakes? back\b|\btaken back\b|\bbring (?:it|them) back\b": "choose, undo, restore",
    r"\bforgets? it\b|\bDid again\b|\bgone on with\b|\bgo(?:es)? on with\b": "cancel, discard, redone, resume",
    r"\b[Tt]ook (?:\d|\{\})|\bLeft out\b(?! for |\Z)|\btaken as\b": "imported, skipped",
    r"\bcontract date\b|\bagreed date\b": "deadline, baseline date",
    r"\bneeds a look\b|\boff anyway\b|\bto be gone\b|\bwaits for acceptance\b": "fix, non-working day, deleted",
    r"\bslack\b": "float",
}
"""Patterns that no text may match, with the advice for each."""


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string of a module but its docstrings, with `{}` in place of each value."""
    tree = ast.parse(source)
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else _PLACE for part in node.values]
            aside.update(id(part) for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.lineno, node.value


def found(text: str) -> list[str]:
    """Return the advice for each ruled-out word in a text."""
    return [advice for pattern, advice in RULED_OUT.items() if re.search(pattern, text)]


def strings(value: Any) -> Iterator[str]:
    """Yield each text in a value of a TOML file, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def test_no_text_of_the_code_uses_a_word_that_is_ruled_out() -> None:
    hits = [
        (f"{path.relative_to(_SOURCES)}:{line}", text, advice)
        for path in sorted(_SOURCES.rglob("*.py"))
        for line, text in texts(path.read_text(encoding="utf-8"))
        if " " in text
        for advice in found(text)
    ]
    assert hits == []


@pytest.mark.parametrize("folder", ["plan/templates", "demo/projects"])
def test_no_text_of_a_plan_that_comes_along_uses_one(folder: str) -> None:
    read = [text for path in (_SOURCES / folder).glob("*.toml") for text in strings(loads(path.read_text("utf-8")))]
    assert read
    assert [(text, advice) for text in read for advice in found(text)] == []


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        ('f"{done} % of the work"', ["percent without a space"]),
        ('say("There is no command “lst”.")', ["straight quotes"]),
        ('say(f"Took {count} days off")', ["imported, skipped"]),
        ('text = "today, " "unless told"', ["the default in one word"]),
        ('text = "62% of the work"', []),
        ('def f():\n    """Forget it meanwhile."""', []),
    ],
)
def test_the_search_reads_texts_and_no_docstrings(source: str, advice: list[str]) -> None:
    assert [each for _, text in texts(source) for each in found(text)] == advice


def test_the_glossary_is_in_order_and_names_what_there_is() -> None:
    guide = (_SOURCES.parent / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in guide.partition("## Glossary")[2].splitlines()[6:]]
    assert [term for term, _, _ in rows] == sorted((term for term, _, _ in rows), key=str.casefold)
    code = "\n".join(path.read_text(encoding="utf-8") for path in _SOURCES.rglob("*.py"))
    names = [name for _, _, names in rows for name in re.findall(r"`(?:\w+\.)?(\w+)`", names)]
    assert [name for name in names if not re.search(rf"\b(?:class|def) {name}\b|^{name}\b", code, re.MULTILINE)] == []
    assert len(names) >= len(rows) >= 50
