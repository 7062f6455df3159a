"""A ripple as it is written and taken back, on random portfolios."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from replay import contents
from taking_back import undo
from worlds import World, worlds
from written_worlds import written

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.network.move_result import RippleMode
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import ripple
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.sampled_from(RippleMode))
def test_a_ripple_is_one_change_and_its_undo_restores_every_row_exactly(world: World, way: RippleMode) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "milestones.db"
        with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
            ids = written(store, world)
            before = contents(path)
            network = Network.of(store.read.everything())
            assert len(network.links) == len({link[1:3] for link in world.links})
            moves = {ids[n]: day for n, day in world.moves.items()}
            days = {move.id: move.to for move in ripple(network, moves, way).moves}
            seen = {m.id: m.due_on for m in network.milestones}
            change = store.change_blocking(lambda do: do.milestones.move_all(days, seen))
            assert (change is not None) is bool(days)
            if change is not None:
                after = {id_: row["due_on"] for id_, row in contents(path)["milestone"].items()}
                assert after == {id_: str(on) if on else None for id_, on in (seen | days).items()}
                assert undo(store) == change
            assert contents(path) == before
