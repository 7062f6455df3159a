from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from quick import SlowRecorder, function_of, is_slow, slow_tests
from small_project import fill

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

# A busy machine is slow, which is no fault of an example. A checked change is judged by the same examples each time;
# everybody else looks for new ones.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", _PATIENT)
settings.register_profile("checked", _PATIENT, derandomize=True)
settings.register_profile("quick", _PATIENT, max_examples=10)
settings.load_profile("checked" if os.environ.get("CI") else "patient")


def pytest_xdist_auto_num_workers() -> int:
    """Three for each processor: more than half of the time of a test of screens and terminals goes by in waiting."""
    return 3 * (os.cpu_count() or 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says anew which tests are slow."""
    parser.addoption("--record-slow", action="store_true", help="write tests/slow_tests.txt by what each test takes")


def pytest_configure(config: pytest.Config) -> None:
    """Python looks for garbage less often: most of it is gone with its test, and the search is a tenth of the time.

    The quick suite tries fewer examples.
    """
    gc.set_threshold(20_000, 20, 50)
    records = config.getoption("record_slow")
    if records:
        config.pluginmanager.register(SlowRecorder())
    if records or config.getoption("markexpr") == "not slow":
        settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the quick suite leaves out, before `-m` asks for it."""
    recorded = slow_tests()
    for item in items:
        if is_slow(function_of(item), recorded):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no search for garbage goes through it again."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish(location: tuple[str, int | None, str]) -> None:
    """What a test of a screen has left stays too: the program searches for garbage after each screen that it closes."""
    if "ui" in Path(location[0]).parts:
        gc.collect()
        gc.freeze()


TODAY = date(2026, 11, 22)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once: that takes twenty times as long as to open one."""
    path = tmp_path_factory.mktemp("empty") / "milestones.db"
    Store.open(path, Clock.fixed(TODAY), "ana").close()
    return path


@pytest.fixture(scope="session")
def small_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the small project, made once."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("small")))
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    fill(store)
    store.close()
    return path


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store that is empty, or has the small project where the test asks for `small` too."""
    file: Path = request.getfixturevalue("small_file" if "small" in request.fixturenames else "empty_file")
    store = Store.open(Path(shutil.copy(file, tmp_path)), Clock.fixed(TODAY), "ana")
    yield store
    store.close()


@pytest.fixture
def small(store: Store) -> Store:
    """A store with the small project."""
    return store
