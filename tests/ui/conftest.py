from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from editing import TODAY, fill

from milestone_tui.demo.loader import fill_demo
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    fill_demo(path, TODAY)
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with the demo of its own."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_file, path)
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    yield store
    store.close()


@pytest.fixture(scope="session")
def acme_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the project that the editors are tested on, made once."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("acme") / "m.db"))
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    fill(store)
    store.close()
    return path


@pytest.fixture
def acme(acme_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with the project that the editors are tested on."""
    store = Store.open(Path(shutil.copy(acme_file, tmp_path)), Clock.fixed(TODAY), "ana")
    yield store
    store.close()


@pytest.fixture
def ben(acme: Store) -> Iterator[Store]:
    """The same database, opened by somebody else."""
    store = Store.open(acme.path, Clock.fixed(TODAY), "Ben")
    yield store
    store.close()
