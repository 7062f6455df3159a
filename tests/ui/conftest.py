from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from milestone_tui.demo import fill_demo
from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, made once."""
    today = date(2026, 11, 22)
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    store = Store.open(path, Clock.fixed(today), "mia")
    fill_demo(store, today)
    store.close()
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path, today: date) -> Iterator[Store]:
    """A store with the demo of its own."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_file, path)
    store = Store.open(path, Clock.fixed(today), "ana")
    yield store
    store.close()
