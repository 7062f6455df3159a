"""Two people at the phases of one project: who is named where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from milestone_tui.errors import EditConflict
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.plan.model import Phase
from milestone_tui.store import Store

CLOCK = Clock.fixed(date(2026, 11, 22))
As = Callable[[str], Store]


@pytest.fixture
def by(tmp_path: Path) -> Iterator[As]:
    """The store as somebody has it; the project has the phases Draw (1), Build (2) and Test (3)."""
    with ExitStack() as stack:
        stores: dict[str, Store] = {}

        def of(name: str) -> Store:
            if name not in stores:
                stores[name] = Store.open(tmp_path / "m.db", CLOCK, name)
                stack.callback(stores[name].close)
            return stores[name]

        of("Ana").change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme"}))
        put(of("Ana"), [(None, "Draw"), (None, "Build"), (None, "Test")])
        yield of


def put(store: Store, phases: Sequence[tuple[int | None, str]], seen: Sequence[Phase] | None = None) -> None:
    before = store.read.phases(1) if seen is None else seen
    store.change_blocking(lambda do: do.phases.set(1, [PhaseInput(*phase) for phase in phases], before))


def refused_by(store: Store, phases: Sequence[tuple[int | None, str]], seen: Sequence[Phase]) -> str:
    with pytest.raises(EditConflict) as refused:
        put(store, phases, seen)
    (field,) = refused.value.fields
    return field.by


def test_order_against_order_names_who_changed_the_order(by: As) -> None:
    seen = by("Ana").read.phases(1)
    put(by("Ben"), [(1, "Draw"), (3, "Test"), (2, "Build")])
    put(by("Cem"), [(1, "Sketch"), (3, "Test"), (2, "Build")])  # a new name, the same order
    put(by("Dia"), [(None, "Ask"), (1, "Sketch"), (3, "Test"), (2, "Build")])  # one more, which moves all places
    assert refused_by(by("Ana"), [(2, "Build"), (1, "Draw"), (3, "Test")], seen) == "Ben"


def test_the_last_who_changed_it_is_named(by: As) -> None:
    seen = by("Ana").read.phases(1)
    put(by("Ben"), [(1, "Draw"), (3, "Test"), (2, "Build")])
    put(by("Cem"), [(3, "Test"), (1, "Draw"), (2, "Build")])
    assert refused_by(by("Ana"), [(2, "Build"), (1, "Draw"), (3, "Test")], seen) == "Cem"


def test_name_against_name_names_who_gave_it_and_not_who_renamed_another(by: As) -> None:
    seen = by("Ana").read.phases(1)
    put(by("Ben"), [(1, "Draw"), (2, "Make"), (3, "Test")])
    put(by("Cem"), [(1, "Sketch"), (2, "Make"), (3, "Test")])
    assert refused_by(by("Ana"), [(1, "Draw"), (2, "Construct"), (3, "Test")], seen) == "Ben"
    put(by("Dia"), [(1, "Sketch"), (3, "Test")])
    assert refused_by(by("Ana"), [(1, "Draw"), (2, "Construct"), (3, "Test")], seen) == "Dia"
