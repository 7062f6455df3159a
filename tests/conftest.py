from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store


@pytest.fixture
def today() -> date:
    return date(2026, 11, 22)


@pytest.fixture
def store(tmp_path: Path, today: date) -> Iterator[Store]:
    store = Store.open(tmp_path / "milestones.db", Clock.fixed(today), "ana")
    yield store
    store.close()
