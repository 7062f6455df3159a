"""The quick suite (`-m "not slow"`): most test functions, in less than 90 s of CPU.

    python -m pytest --record-slow

runs all tests and writes `slow_tests.txt` anew: the functions that it leaves out, as they took too long in that run.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SLOW_TESTS = TESTS / "slow_tests.txt"
QUICK_FOLDERS = ("plan", "exchange")
"""All rules and formats are in the quick suite."""
QUICK_TESTS = frozenset(
    {
        "ui/test_as_of_changes.py::test_all_projects_from_projects",
        "ui/test_review_view.py::test_back_and_on",
        "ui/test_risks_view.py::test_a_deleted_one_is_brought_back",
    }
)
"""So is at least one test of each view, whatever it takes."""
SLOW_FOLDERS = ("line", "pty")
"""They start the whole program, or send all that it paints through three emulators."""
SLOW_SECONDS = 0.21
"""Seconds of CPU, of all examples of a function together, above which it is left out; three of five stay."""

_CPU = "seconds of CPU"


def slow_tests() -> frozenset[str]:
    """Return the recorded functions, as `ui/test_agenda_screen.py::test_x`."""
    return frozenset(SLOW_TESTS.read_text(encoding="utf-8").split())


def function_of(item: pytest.Item) -> str:
    """Return the function of a test by its path below `tests/`, without its example."""
    name: str = getattr(item, "originalname", item.name)
    return f"{item.path.relative_to(TESTS).as_posix()}::{name}"


def is_slow(function: str, recorded: frozenset[str]) -> bool:
    """Tell whether a function is left out."""
    folder = function.partition("/")[0]
    if folder in QUICK_FOLDERS or function in QUICK_TESTS:
        return False
    return folder in SLOW_FOLDERS or function in recorded


class SlowRecorder:
    """Plugin that adds up the CPU of each test function, and of the processes it starts, and writes the slow."""

    def __init__(self) -> None:
        self._taken = defaultdict[str, float](float)
        self._before = _cpu()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Send what a phase took with its report, which reaches the main process."""
        report = yield
        now = _cpu()
        report.user_properties.append((function_of(item), f"{now - self._before} {_CPU}"))
        self._before = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up what the phases took."""
        for function, taken in report.user_properties:
            if isinstance(taken, str) and taken.endswith(_CPU):
                self._taken[function] += float(taken.removesuffix(_CPU))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the functions that took too long."""
        if not hasattr(session.config, "workerinput"):
            slow = {function for function, taken in self._taken.items() if taken > SLOW_SECONDS}
            left_out = sorted(function for function in slow if is_slow(function, frozenset(slow)))
            SLOW_TESTS.write_text("\n".join([*left_out, ""]), encoding="utf-8")


def _cpu() -> float:
    return sum(os.times()[:4])
