"""The quick suite: what it holds at least."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import milestone_tui
from milestone_tui.ui import views

pytestmark = pytest.mark.slow  # it collects all tests once more

TESTS = Path(__file__).parent
LEAST = 0.6

COLLECT = """
import inspect, json, sys
import pytest

class Listing:
    def pytest_collection_finish(self, session):
        found = {}
        for item in session.items:
            key = item.nodeid.partition("[")[0]
            found[key] = (item.get_closest_marker("slow") is None, inspect.iscoroutinefunction(item.function))
        print("LISTED" + json.dumps(found))

sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider"], plugins=[Listing()]))
"""

Listed = dict[str, tuple[bool, bool]]
"""Every test function: whether it is quick, and whether it drives a screen."""


@pytest.fixture(scope="module")
def listed() -> Listed:
    done = subprocess.run([sys.executable, "-c", COLLECT], capture_output=True, text=True, check=True, cwd=TESTS.parent)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("LISTED")]
    found: Listed = {name: (quick, drives) for name, (quick, drives) in json.loads(line[6:]).items()}
    return found


def test_it_has_most_of_the_test_functions(listed: Listed) -> None:
    quick = sum(quick for quick, _ in listed.values())
    assert quick >= LEAST * len(listed), f"{quick} of {len(listed)}"


@pytest.mark.parametrize("layer", ["plan", "exchange"])
def test_it_has_all_of_the_rules_and_the_formats(listed: Listed, layer: str) -> None:
    assert [name for name, (quick, _) in listed.items() if name.startswith(f"tests/{layer}/") and not quick] == []


@pytest.mark.parametrize("view", sorted(screen.parent.name for screen in Path(views.__path__[0]).glob("*/screen.py")))
def test_it_drives_each_view(listed: Listed, view: str) -> None:
    wanted = f"from {milestone_tui.__name__}.ui.views.{view}.screen import"
    driven = {name.partition("::")[0] for name, (quick, drives) in listed.items() if quick and drives}
    assert [file for file in driven if wanted in (TESTS.parent / file).read_text(encoding="utf-8")]
