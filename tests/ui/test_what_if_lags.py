"""Lags that were kept from the dates, in a what-if: they give way to an earlier day, are told, and come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from screens import SIZES, press, screen_text
from supposing import timeline

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

LAST = "Handover"


def planned(store: Store, *lags: int, kept: bool = True) -> Store:
    """Milestones without links, as many working days before the last as its lags say."""

    def build(do: Commands) -> None:
        acme = do.projects.create({"key": "ACME", "name": "Portal"})
        links = []
        for lag in lags:
            due_on = date(2026, 12, 31) if lag == 0 else date(2026, 12, 31 - lag // 5 * 7)
            links.append(LinkInput(do.milestones.create(acme, {"title": f"Part {lag}", "due_on": due_on}), lag, kept))
        do.milestones.create(acme, {"title": LAST, "due_on": date(2026, 12, 31)}, predecessors=links)

    store.change_blocking(build)
    return store


def lags(store: Store) -> list[int]:
    return [link.lag for link in store.read.plan(1).links]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tabs", [0, 1, 2], ids=["push", "drag", "only this"])
async def test_it_gives_way_is_told_and_comes_back_with_undo(store: Store, size: tuple[int, int], tabs: int) -> None:
    planned(store, 10)
    async with timeline(store, size, at=LAST) as pilot:
        await press(pilot, "G", "less_than_sign", *["tab"] * tabs)
        assert "lag 10 → 5 wd after Part 10" in screen_text(pilot.app)
        assert "too soon" not in screen_text(pilot.app)
        await press(pilot, "enter")
        assert lags(store) == [5]
        await press(pilot, "u")
        assert lags(store) == [10]


async def test_further_back_and_back_again_tells_what_is_left(store: Store) -> None:
    planned(store, 5)
    async with timeline(store) as pilot:
        await press(pilot, "G", "less_than_sign", "comma")
        assert "lag 5 → 0 wd after Part 5" in screen_text(pilot.app)
        assert "1 working day too soon after Part 5" in screen_text(pilot.app)
        await press(pilot, "full_stop", "greater_than_sign", "full_stop")
        assert "lag" not in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("several", "told"),
    [
        ((10, 5), ("lag 10 → 5 wd after Part 10", "lag 5 → 0 wd after Part 5")),
        ((10, 5, 15), ("3 lags shortened, most: lag 10 → 5 wd after Part 10",)),
    ],
)
@pytest.mark.parametrize("size", SIZES)
async def test_of_several_they_are_counted(
    store: Store, size: tuple[int, int], several: Sequence[int], told: Sequence[str]
) -> None:
    planned(store, *several)
    async with timeline(store, size) as pilot:
        await press(pilot, "G", "less_than_sign")
        for words in told:
            assert words in screen_text(pilot.app)
        await press(pilot, "enter")
        assert sorted(lags(store)) == sorted(lag - 5 for lag in several)


async def test_a_typed_one_is_violated_as_ever(store: Store) -> None:
    planned(store, 10, kept=False)
    async with timeline(store) as pilot:
        await press(pilot, "G", "less_than_sign")
        assert "5 working days too soon after Part 10" in screen_text(pilot.app)
        assert "lag 10" not in screen_text(pilot.app)
        await press(pilot, "enter")
        assert lags(store) == [10]


async def test_marked_ones_that_move_together_shorten_what_is_kept(store: Store) -> None:
    planned(store, 10, 5)
    async with timeline(store) as pilot:
        await press(pilot, "g", "j", "v", "G", "v", "less_than_sign")
        assert "lag 10 → 5 wd after Part 10" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert sorted(lags(store)) == [5, 5], "those that move together keep the time between"
