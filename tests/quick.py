"""Which tests are the quick suite (`-m "not slow"`): what is left out costs too much, by measured CPU."""

from __future__ import annotations

SLOW_FOLDERS = ("line", "pty")
"""They start the whole program, or send all that it paints through three emulators."""

SLOW_FILES = frozenset({"ui/test_any_day.py"})

SLOW_TESTS = frozenset({""})


def is_slow(file: str, test: str) -> bool:
    """Tell whether a test, by its file below `tests/` and the name of its function, costs too much."""
    return file.partition("/")[0] in SLOW_FOLDERS or file in SLOW_FILES or f"{file}::{test}" in SLOW_TESTS
