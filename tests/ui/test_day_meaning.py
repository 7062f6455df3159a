from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from editing import BETA, LOAD_TEST, PROTOTYPE, TODAY, fill

from milestone_tui.plan.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.screens.day_meaning import day_meaning


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    fill(store)
    yield store
    store.close()


def said(store: Store, field: str, day: date) -> list[str]:
    around = {other.id: other for other in store.read.milestones([PROTOTYPE, LOAD_TEST])}
    lines = day_meaning(store.read.detail(BETA), around, field, day, TODAY)
    return ["".join(text for text, _ in line) for line in lines]


def test_a_later_day_slips_and_pushes(acme: Store) -> None:
    assert said(acme, "due_on", date(2026, 12, 14)) == [
        "◇ 19 Nov baseline",
        "◆ 28 Nov forecast until now",
        "slip +25 d",
        "pushes 1 milestone",
    ]


def test_a_day_past_the_deadline_says_by_how_much(acme: Store) -> None:
    assert "4 days past the deadline" in said(acme, "due_on", date(2027, 1, 4))


def test_a_day_before_what_it_waits_for_is_too_early(acme: Store) -> None:
    assert "too early for 1 predecessor" in said(acme, "due_on", date(2026, 11, 10))


def test_a_day_off_is_named(acme: Store) -> None:
    assert said(acme, "deadline_on", date(2026, 12, 13)) == ["◇ 19 Nov baseline", "Sun 13 Dec is not a working day"]
